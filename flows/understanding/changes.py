"""Changes: what a line says of an order in hand — other numbers of the same good, one more, another good.

Not here: what the numbers are worth in this shop, or what is done about them (handlers.customer.changes).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows.understanding import contacts
from flows.understanding.accounts import take_numbers
from flows.understanding.concepts import tokens_of
from flows.understanding.corrections import settled
from flows.understanding.counting import counted
from flows.understanding.fillers import bare
from flows.understanding.measures import Measure, Unit, cut, measures_in
from flows.understanding.normalise import fold, normalise
from flows.understanding.order_words import any_of, words_of

_AMENDS = re.compile(rf"{any_of('amended.chinese')}|\b{any_of('amended.english')}\b")
_MORE = re.compile(rf"{any_of('amended.more')}|\b{any_of('amended.more_english')}\b")
_AROUND = re.compile(
    rf"{any_of('amended.chinese', 'amended.of_chinese', 'amended.more')}"
    rf"|\b{any_of('amended.english', 'amended.of_english', 'amended.more_english')}\b|&"
)
_ODD = re.compile(r"[<>\-−/\\]\s*\d|\d\s*[/\\]")
"""Minus three, a half, a range: no number to put in the place of another."""

_ONE = re.compile(r"(\d[^&]*?)\s+one\b")
"""The 20 yuan one: what it is called by, and no number."""

_DENIES = rf"{any_of('amended.denying')}|\b{any_of('amended.denying_english')}\b"
_PARTS = re.compile(
    rf"(?P<no>{_DENIES})|{any_of('amended.chinese')}|\b{any_of('amended.english')}\b|[,，、.。;；!！\n]|(?<![不别只])要"
)
_NAMES_ANY = re.compile(r"[\d@零一二三四五六七八九]")

_SO_CALLED = re.compile(r"^\s?(?:的|面值|ones?\b)")
_NEVER_BEHIND = "".join(f"(?<!{word})" for word in words_of("amended.account.never_behind"))
_ACCOUNT = rf"{_NEVER_BEHIND}{any_of('amended.account.what')}"
_ACCOUNT_ENGLISH = rf"\b{any_of('amended.account.what_english')}\b"
_WRONG, _WRONG_ENGLISH = any_of("amended.account.wrong"), rf"\b{any_of('amended.account.wrong_english')}\b"
_WRONG_ACCOUNT = re.compile(
    rf"{_ACCOUNT}[^\d&]{{0,4}}?{_WRONG}|{_WRONG}[^\d&]{{0,3}}?{_ACCOUNT}"
    rf"|{_WRONG_ENGLISH}[^\d&]{{0,16}}?{_ACCOUNT_ENGLISH}|{_ACCOUNT_ENGLISH}[^\d&]{{0,20}}?{_WRONG_ENGLISH}"
)
_FOR_ANOTHER = re.compile(rf"[给帮替]{any_of('around.whose.who')}?们?{any_of('around.whose.relative')}")
_SUPPOSED = re.compile(any_of("amended.account.supposed"))
_OVER = re.compile(any_of("amended.account.over"))


@dataclass(frozen=True)
class Change:
    """What a line may change of an order in hand. A bare `number` may be how many, or of what value.

    `amends`: it takes back what was said; `is_more`: it comes besides; `is_only`: beyond that, numbers and accounts it
    says nothing but what the good in hand is called (`names_good`).
    """

    quantity: int | None = None
    value: Measure | None = None
    number: int | None = None
    amends: bool = False
    is_more: bool = False
    is_only: bool = False
    names_good: bool = False


def read_change(text: str, *, names: Sequence[str]) -> Change:
    """What the line changes of an order for the good with these names."""
    plain = normalise(text)
    said = _ONE.sub(r"\1 ones", take_numbers(text, is_word=lambda _: False).rest)
    line = settled(counted(said))
    found = [each for each in measures_in(line) if each.unit is not Unit.DAYS]
    known = {token for name in names for token in tokens_of(normalise(name))}
    rest = bare(_AROUND.sub(" ", bare(_AROUND.sub(" ", cut(line, found)))))
    names_good = not known.isdisjoint(tokens_of(rest))
    change = Change(
        amends=_AMENDS.search(plain) is not None,
        is_more=_MORE.search(plain) is not None,
        is_only=known.issuperset(tokens_of(rest))
        and not (names_good and re.search(_DENIES, plain))
        and _FOR_ANOTHER.search(plain) is None,
        names_good=names_good,
    )
    return change if len(found) != 1 or _ODD.search(said) else _with_number(change, line, _as_said(found[0], plain))


def names_nobody(text: str) -> bool:
    """Whether no account can be in the text: it has no digit, and no at sign."""
    return not _NAMES_ANY.search(fold(text))


def accounts_in(text: str) -> tuple[str, ...]:
    """Every phone, address and QQ number of a line, each once; what is taken back is none of them."""
    found = contacts.spot(text)
    return tuple(dict.fromkeys((*found.phones, *found.qqs, *found.emails)))


def wishes_in(text: str) -> list[str]:
    """The stretches of a line that may say what is wanted instead, the last first; none that says what is not."""
    plain = fold(text)
    wishes, start, is_denied = [], 0, False
    for found in [*_PARTS.finditer(plain), None]:
        stretch = plain[start : found.start() if found else len(plain)].strip()
        if stretch and not is_denied:
            wishes.append(stretch)
        if found:
            start, is_denied = found.end(), found["no"] is not None
    return wishes[::-1]


def takes_back(text: str) -> bool:
    """Whether a line says of something that it is not wanted."""
    return re.search(_DENIES, normalise(text)) is not None


def tells_of_wrong_account(text: str) -> bool:
    """Whether somebody says that an account they gave is wrong, and does not ask what if it were."""
    plain = normalise(text)
    return _WRONG_ACCOUNT.search(plain) is not None and _SUPPOSED.search(plain) is None


def tells_of_former_order(text: str) -> bool:
    """Whether somebody speaks of an order that is over, and not of the one that they are filling in."""
    return _OVER.search(normalise(text)) is not None


def _as_said(number: Measure, plain: str) -> Measure:
    """The number as plain as it was said: in 'make it 3' it may be a value as well."""
    is_bare = re.search(rf"(?<![\dx×*]){number.value.normalize():f}(?=\s|$|的|吧)(?!\s?more)", plain)
    return replace(number, unit=Unit.PLAIN) if number.unit is Unit.PIECES and is_bare else number


def _with_number(change: Change, line: str, said: Measure) -> Change:
    if said.unit is Unit.MONEY or _SO_CALLED.match(line[said.end :]):
        return replace(change, value=said)
    if said.value != int(said.value):
        return change
    if said.unit is Unit.PIECES:
        return replace(change, quantity=int(said.value))
    return replace(change, number=int(said.value))
