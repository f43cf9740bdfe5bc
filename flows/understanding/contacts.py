"""Contacts: the phones, QQ numbers, e-mail addresses and order numbers in a line, and what the line is without them.

Not here: whether an account fits a product (backend.accounts), or whose an order is (backend.orders).
"""

import re
from dataclasses import dataclass

from flows.understanding.normalise import LONGEST, fold, to_simplified
from flows.understanding.order_words import any_of, words_of


def _right_behind(word: str) -> str:
    return rf"(?<=\b{word})" if word.isascii() else f"(?<={word})"


_BETWEEN = r"[ \-.·]{0,3}"
_PHONE = re.compile(
    rf"(?<![\d.])(?:(?:\+|00)?{_BETWEEN}86{_BETWEEN}\)?{_BETWEEN})?(1{_BETWEEN}[3-9](?:{_BETWEEN}\d){{9}})(?![\d]|\.\d)"
)
"""Mainland mobile numbers: eleven digits, 13 to 19 in front (MIIT numbering plan)."""

_FOREIGN_PHONE = re.compile(r"(?<![\d+])\+(?!86)([1-9]\d{0,2}(?:[ \-.()]{0,2}\d){6,12})(?!\d)")
"""With a country's code in front, up to 15 digits in all (ITU-T E.164)."""

_LOCAL_PHONE = re.compile(
    r"(?<![\d.+])(0\d{1,4}(?:[ -]\d{2,8}){1,3}|0\d{8,10}|\(?[2-9]\d{2}\)?[ \-.]\d{3}[ \-.]\d{4})(?![\d])"
)
"""As it is dialled within a country, a zero in front."""

_LEADS_TO_PHONE = f"(?:{'|'.join(_right_behind(word) for word in words_of('contacts.leads_to_phone'))})"
_SPOKEN_PHONE = re.compile(
    rf"{_LEADS_TO_PHONE}\s*(?:is|是|:)?\s*"
    r"(\(?\d{2,4}\)?[ -]\d{3,4}[ -]\d{3,4}|[2-9]\d{3}[ -]\d{4}|\d{5}[ -]\d{5})(?!\d)(?!\s?(?:刀|块|元|张|个|usd|x))"
)
"""In three groups or two, as abroad, behind a word that leads to one."""

_BARE_PHONE = re.compile(
    r"(?<![\w.$¥€£#-])(?<!\d{4}[ -])(?!\d{3}[05][ -]\d{3}[05])([2-9]\d{3}[ -]\d{4})(?![\w.-])"
    r"(?!\s?(?:刀|块|元|张|个|份|点|usd))"
)
"""Two groups of four, as in Singapore and Hong Kong, without such a word; two values would be round."""

_CARD = re.compile(
    rf"{any_of('contacts.card')}\s*(?:is|是|为|:|#)?\s*(\d{{3,5}}(?:[ -]?\d{{2,5}}){{2,6}}|\d{{12,20}})(?![\d.])"
)
_CARD_IN_FOURS = re.compile(r"(?<![\d.-])(\d{4}(?:[ -]\d{4}){3,4}(?:[ -]\d{1,3})?)(?![\d.])")
"""A fuel card's number: behind its name, or in fours."""

_EMAIL = re.compile(
    r"(?<![a-z0-9._%+-])(?!(?:to|for|is|id|user|tg|ig|at)\s@)[a-z0-9._%+-]{1,64}\s?@\s?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}"
)
_QQ_NAME, _QQ_NUMBER = any_of("contacts.qq"), any_of("contacts.qq_number")
_QQ = re.compile(rf"(?<![a-z]){_QQ_NAME}{_QQ_NUMBER}?\s?(?:是|为|is)?\s*[:#]?\s*([1-9]\d{{4,10}})(?!\d)")
_QQ_BEHIND = re.compile(r"(?<![\d.])([1-9]\d{4,10})\s?(?:这个|是我的|是|的)?\s?(?:qq号?|扣扣)(?![a-z币])")
_ORDER_WORD = rf"(?:{any_of('contacts.order')}|[那这上前][1一]?[个张笔]?单|order(?:\s?(?:no|number|id))?)"
_ORDER_SAID = re.compile(
    rf"{_ORDER_WORD}(?:是|为|is)?[\s.:#]*(?=[a-z\-]*\d)([a-z0-9](?:[a-z0-9\-]){{4,39}})(?![a-z0-9])"
)
_ORDER_BEHIND = re.compile(
    r"(?<![a-z0-9@.])(?=[a-z\-]*\d)([a-z0-9](?:[a-z0-9\-]){4,39})\s?(?:[那这]个?(?:订单|单(?!位|机|人|独|品))|的?订单)"
)
_ORDER_BARE = re.compile(
    r"(?<![a-z0-9@.])(?=[a-z0-9\-]*\d)(?=[a-z0-9\-]*[a-z])([0-9a-hjkmnp-tv-z](?:-?[0-9a-hjkmnp-tv-z]){9})(?![a-z0-9@])"
)
"""Ten characters of Crockford's alphabet, as the shop's own numbers are; letters and digits both, or it is a word."""

_LONG_NUMBER = rf"(?!\d{{1,4}} \d{{6}})\d(?:{_BETWEEN}\d){{5,14}}(?!\d)"
"""No value with a phone behind it: 100 13812345678."""

_WRONG = rf"[^\d&]{{0,6}}{any_of('contacts.taken_back')}[^\d&]{{0,10}}"
_LAST_DIGITS = any_of("contacts.last_digits")
_TAKEN_BACK = re.compile(
    rf"(?<!\d){_LONG_NUMBER}{_WRONG}(?:{_LAST_DIGITS}[^\d&]{{0,4}}\d{{2,4}}[^\d&]{{0,10}})?(?={_LONG_NUMBER})"
)
"""A number, and that it is another, perhaps with its last digits first: the former is gone."""

_OTHER_END = re.compile(
    rf"(?<!\d)(?P<number>{_LONG_NUMBER})[^\d&]{{0,8}}?(?:{_LAST_DIGITS}{_WRONG}|{_WRONG}{_LAST_DIGITS}[^\d&]{{0,4}})"
    r"(?P<end>\d{2,4})(?!\d)"
)
"""尾号说错了 是8254: only the last digits are others."""

_ORDER_NEAR = re.compile(r"(?:订单|那单|\border\b)[^\d&,，]{0,8}?(?<![a-z])([a-z]{1,4}-\d{4,12})(?!\d)")
"""Letters, a dash and digits not far behind the word: as an order before."""

_NAMES_ANY = re.compile(r"[\d@]")
"""Nobody is named by number without a digit, nor written to without an at."""

_OWN_LENGTH = 10

_DIGITS = {**dict(zip("零一二三四五六七八九", "0123456789", strict=True)), "〇": "0", "幺": "1"}
_DICTATED = re.compile(rf"[{''.join(_DIGITS)}](?:[ -]?[{''.join(_DIGITS)}]){{6,15}}")
"""A number said digit by digit: 一三八零零…"""

_LETTERED = re.compile(r"(?<![a-z0-9@.-])([a-z]{1,4}-?20\d{6}[a-z0-9-]{0,16})(?![a-z0-9@])")
"""A few letters and a date, as other shops number their orders."""

_DASHED = re.compile(r"(?<![a-z0-9@.-])(?=(?:[a-z-]*\d){6})([a-z]{1,3}-\d{2,8}(?:-\d{1,8}){1,2})(?![a-z0-9@-])")
"""A few letters and groups of digits, six of them or more: PO-1234-56."""

_TRANSACTION = re.compile(r"(?<![\d.])(\d{16,32})(?![\d.])")
"""What payment services call a payment: longer than a phone, a QQ number or an amount."""


@dataclass(frozen=True)
class Contacts:
    """What was found, each in its plain spelling and in the order of the line; `rest` is the line without them."""

    phones: tuple[str, ...]
    qqs: tuple[str, ...]
    emails: tuple[str, ...]
    cards: tuple[str, ...]
    order_numbers: tuple[str, ...]
    rest: str


def spot(text: str) -> Contacts:
    """Find whom and what a line names by number. Blanks, dashes and +86 don't matter; order numbers are in capitals."""
    line = without_wrong_numbers(to_simplified(fold(text[:LONGEST])))
    line = _DICTATED.sub(lambda said: "".join(_DIGITS.get(each, "") for each in said[0]), line)
    if not _NAMES_ANY.search(line):
        return Contacts((), (), (), (), (), rest=" ".join(line.split()))
    taker = _Taker(line)
    emails = taker.take(_EMAIL)
    cards = taker.take(_CARD) + taker.take(_CARD_IN_FOURS)
    said = taker.take(_ORDER_SAID) + taker.take(_ORDER_NEAR) + taker.take(_ORDER_BEHIND)
    qqs = taker.take(_QQ) + taker.take(_QQ_BEHIND)
    foreign = taker.take(_FOREIGN_PHONE)
    phones = taker.take(_PHONE)
    foreign += taker.take(_LOCAL_PHONE)
    foreign += taker.take(_SPOKEN_PHONE)
    foreign += taker.take(_BARE_PHONE)
    orders = said + taker.take(_TRANSACTION) + taker.take(_LETTERED) + taker.take(_DASHED) + taker.take(_ORDER_BARE)
    return Contacts(
        phones=(
            *(re.sub(r"\D", "", phone)[-11:] for phone in phones),
            *(re.sub(r"\D", "", phone) for phone in foreign),
        ),
        qqs=tuple(qqs),
        emails=tuple(re.sub(r"\s", "", email) for email in emails),
        cards=tuple(re.sub(r"\D", "", card) for card in cards),
        order_numbers=tuple(_plain(number) for number in orders),
        rest=taker.rest,
    )


def without_wrong_numbers(line: str) -> str:
    """The line without long numbers that are taken back for others in it."""
    return _TAKEN_BACK.sub(" ", _OTHER_END.sub(_with_other_end, line))


def _with_other_end(found: re.Match[str]) -> str:
    number = re.sub(r"\D", "", found["number"])
    return f"{number[: -len(found['end'])]}{found['end']} "


def _plain(number: str) -> str:
    """Dashes go from the shop's own numbers, and stay in another shop's: B-10092, 20260912-7781."""
    whole = number.replace("-", "")
    return (whole if len(whole) == _OWN_LENGTH else number.strip("-")).upper()


class _Taker:
    """Takes what a pattern finds out of a line, so that nothing is taken for two things."""

    def __init__(self, line: str) -> None:
        self._line = line

    @property
    def rest(self) -> str:
        """What nobody has taken."""
        return " ".join(self._line.split())

    def take(self, pattern: re.Pattern[str]) -> list[str]:
        """The finds (the group, where the pattern has one), which are gone from the line from now on."""
        found = [match[1] if pattern.groups else match[0] for match in pattern.finditer(self._line)]
        if found:
            self._line = pattern.sub(" ", self._line)
        return found
