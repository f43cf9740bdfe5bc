"""Handles: accounts that are names or numbers of another service — a player's id, a battle tag, a user name, a licence.

Not here: phones, QQ numbers, e-mail addresses and order numbers (contacts).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from flows.understanding.order_words import any_of, words_of

_KIND = any_of("account.handle.kind")
_NO_NUMBER = "".join(words_of("account.handle.not_a_number"))
_CHINESE_KIND = rf"[\u3400-\u9fff]{{0,4}}?(?:{any_of('account.handle.kind_chinese')}|(?<![{_NO_NUMBER}])号)"
_OTHER = any_of("account.handle.english", "account.handle.chinese")
_CALLED = rf"(?:uid|(?P<of>[a-z]{{2,12}}\s)?{_KIND}|{_OTHER}|{_CHINESE_KIND})"
_IS = rf"(?:\s?(?:号码?|(?:no|number|name|id)(?![A-Za-z])))?\s*(?:{any_of('account.handle.is')}|\s)*\s*"
_HANDLE = re.compile(
    rf"(?<![A-Za-z0-9])(?<!order ){_CALLED}{_IS}(?P<name>[@#]?(?=[\w.\-]*[\d_])[A-Za-z0-9][\w.\-]{{3,39}})(?![\w@])",
    re.IGNORECASE | re.ASCII,
)
_NAMED = re.compile(
    rf"(?<![A-Za-z]){any_of('account.handle.name')}{_IS}(?P<name>@?[A-Za-z][\w.\-]{{2,39}})", re.IGNORECASE | re.ASCII
)
_TAGGED = re.compile(
    r"(?<![A-Za-z0-9#])(?!order|no\b|nr\b|ticket|number)(?P<name>[A-Za-z][\w.]{1,23}#(?:\d{3,6}|[A-Za-z0-9]{3,5}))(?!\w)",
    re.IGNORECASE | re.ASCII,
)
"""A battle tag or Riot ID: a name, the sign, and what tells people of one name apart."""

_TAGGED_CHINESE = re.compile(
    r"(?<![\w#])(?P<name>[\u4e00-\u9fff]{1,8}(?<![单号])#(?:\d{3,6}|[A-Za-z\d]{3,5}))(?![A-Za-z\d])"
)
_SIGNED = re.compile(
    r"(?<![\w.#@])(?P<name>@[A-Za-z](?:\w|\.(?=\w)){3,31}|#(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{6,12})(?![\w@])",
    re.ASCII,
)
_UNDERSCORED = re.compile(r"(?<![\w.@#])(?P<name>(?=\w*[A-Za-z0-9]_)[A-Za-z0-9]\w{3,31})(?![\w@])", re.ASCII)
"""No good is called so, and many people are."""

_NAMES_NOTHING = re.compile(r"[^A-Za-z\u3400-\u9fff]*")
"""325 uc id 5512345678: the word before the id is all that says what is wanted."""

_LED_TO = re.compile(
    r"(?:(?<![A-Za-z])(?:to|for)|[到给])\s+(?P<name>[A-Za-z]{3,24}\d{2,6}[A-Za-z]{0,8})(?![\w@])", re.ASCII
)


@dataclass(frozen=True)
class Taken:
    """A handle, or None, and the line without it."""

    handle: str | None
    rest: str


def take_handle(line: str, *, is_word: Callable[[str], bool]) -> Taken:
    """The first account of the line, in the letters in which it is written; `is_word`: whether goods are called so."""
    for pattern in (_TAGGED, _TAGGED_CHINESE, _HANDLE, _NAMED, _SIGNED, _UNDERSCORED):
        if found := pattern.search(line):
            before, behind = line[: found.start()], line[found.end() :]
            of = (found.groupdict().get("of") or "") if _NAMES_NOTHING.fullmatch(before + behind) else ""
            return Taken(found["name"].rstrip("."), f"{before}{of} , {behind}")
    found = _LED_TO.search(line)
    if found and not is_word(found["name"].rstrip("0123456789").casefold()):
        return Taken(found["name"], f"{line[: found.start()]} , {line[found.end() :]}")
    return Taken(None, line)
