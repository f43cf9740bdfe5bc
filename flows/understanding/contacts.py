"""Contacts: the phones, QQ numbers, e-mail addresses and order numbers in a line, and what the line is without them.

Not here: whether an account fits a product (backend.accounts), or whose an order is (backend.orders).
"""

import re
from dataclasses import dataclass

from flows.understanding.normalise import LONGEST, fold, to_simplified

_BETWEEN = r"[ \-.·]{0,3}"
_PHONE = re.compile(
    rf"(?<![\d.])(?:(?:\+|00)?{_BETWEEN}86{_BETWEEN}\)?{_BETWEEN})?(1[3-9]\d(?:{_BETWEEN}\d){{8}})(?![\d]|\.\d)"
)
"""Mainland mobile numbers: eleven digits, 13 to 19 in front (MIIT numbering plan)."""

_EMAIL = re.compile(r"[a-z0-9._%+-]{1,64}\s?@\s?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
_QQ = re.compile(
    r"(?<![a-z])(?:qq|扣扣|企鹅)(?:号码?|账号|帐号|number|id)?(?:是|为|is)?\s*[:#]?\s*([1-9]\d{4,10})(?!\d)"
)
_ORDER_SAID = re.compile(
    r"(?:订单号?|单号|定单号?|流水号|交易号|order(?:\s?(?:no|number|id))?)(?:是|为|is)?[\s.:#]*"
    r"(?=[a-z\-]*\d)([a-z0-9](?:[a-z0-9\-]){4,39})(?![a-z0-9])"
)
_ORDER_BARE = re.compile(
    r"(?<![a-z0-9@.])(?=[a-z0-9\-]*\d)(?=[a-z0-9\-]*[a-z])([0-9a-hjkmnp-tv-z](?:-?[0-9a-hjkmnp-tv-z]){9})(?![a-z0-9@])"
)
"""Ten characters of Crockford's alphabet, as the shop's own numbers are; letters and digits both, or it is a word."""

_TRANSACTION = re.compile(r"(?<![\d.])(\d{16,32})(?![\d.])")
"""What payment services call a payment: longer than a phone, a QQ number or an amount."""


@dataclass(frozen=True)
class Contacts:
    """What was found, each in its plain spelling and in the order of the line; `rest` is the line without them."""

    phones: tuple[str, ...]
    qqs: tuple[str, ...]
    emails: tuple[str, ...]
    order_numbers: tuple[str, ...]
    rest: str


def spot(text: str) -> Contacts:
    """Find whom and what a line names by number. Blanks, dashes and +86 don't matter; order numbers are in capitals."""
    taker = _Taker(to_simplified(fold(text[:LONGEST])))
    emails = taker.take(_EMAIL)
    said = taker.take(_ORDER_SAID)
    qqs = taker.take(_QQ)
    phones = taker.take(_PHONE)
    orders = said + taker.take(_TRANSACTION) + taker.take(_ORDER_BARE)
    return Contacts(
        phones=tuple(re.sub(r"\D", "", phone)[-11:] for phone in phones),
        qqs=tuple(qqs),
        emails=tuple(re.sub(r"\s", "", email) for email in emails),
        order_numbers=tuple(number.replace("-", "").upper() for number in orders),
        rest=taker.rest,
    )


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
        self._line = pattern.sub(" ", self._line)
        return found
