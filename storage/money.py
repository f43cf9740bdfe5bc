"""Money: a whole number of a currency's smallest unit, the way every amount is kept in a row.

Not here: how an amount is written for a person (bot.voice), or what anything costs (backend.pricing).
"""

import re
from dataclasses import dataclass
from decimal import Decimal

MINOR_DIGITS = {"CNY": 2, "EUR": 2, "HKD": 2, "JPY": 0, "TWD": 2, "USD": 2, "XTR": 0}
"""Decimal places of each currency the shop may trade in (ISO 4217; XTR are Telegram Stars)."""

STARS = "XTR"
"""Telegram Stars: whole ones, paid in the chat."""

_AMOUNT = re.compile(r"(?P<sign>-?)(?P<whole>[0-9]{1,12})(?:\.(?P<fraction>[0-9]+))?")


class InvalidAmount(ValueError):
    """The text is not an amount of that currency; the message says why."""


@dataclass(frozen=True)
class Money:
    """An amount, in minor units (fen, cents). Amounts of two currencies neither add up nor compare."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"minor units are whole numbers, not {self.minor!r}")
        if self.currency not in MINOR_DIGITS:
            raise InvalidAmount(f"{self.currency!r} is no currency the shop knows")

    @classmethod
    def parse(cls, text: str, currency: str, *, may_be_negative: bool = False) -> "Money":
        """Read a plain decimal such as "99.50". Raises InvalidAmount rather than guess or round."""
        if currency not in MINOR_DIGITS:
            raise InvalidAmount(f"{currency!r} is no currency the shop knows")
        match = _AMOUNT.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            raise InvalidAmount(f"{text!r} is not an amount such as 99.50")
        if match["sign"] and not may_be_negative:
            raise InvalidAmount(f"{text} is negative")
        digits = MINOR_DIGITS[currency]
        fraction = match["fraction"] or ""
        if len(fraction) > digits:
            raise InvalidAmount(f"{text} has more than the {digits} decimal places of {currency}")
        return cls(int(match["sign"] + match["whole"] + fraction.ljust(digits, "0")), currency)

    @property
    def amount(self) -> Decimal:
        """The amount in whole units, exact: what a formatter wants."""
        return Decimal(self.minor).scaleb(-MINOR_DIGITS[self.currency])

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.minor * times, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.minor >= self._same(other)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not mix")
        return other.minor
