"""Fees: what a shop adds for a way of paying: a share of what is paid and a fixed amount, in exact minor units.

Not here: which way has which (bot.settings), or whose the fee is once the money came (backend.payments).
"""

import re
from dataclasses import dataclass

from backend.money import MINOR_DIGITS, Money

_WRITTEN = re.compile(
    r"(?:(?P<percent>[0-9]{1,2}(?:\.[0-9]{1,2})?)%)?"
    r"(?:(?:^|(?<=%)\+)(?P<fixed>[0-9]{1,4}(?:\.[0-9]{1,2})?))?"
)

MOST_PERCENT_HUNDREDTHS = 20_00
"""More than a fifth is no fee but a slip of the pen, as 15% for 1.5%."""


class InvalidFee(ValueError):
    """The text is no fee; the message says why."""


@dataclass(frozen=True)
class Fee:
    """Both parts in hundredths: of a percent of the amount, and of one whole unit of its currency."""

    percent_hundredths: int = 0
    fixed_hundredths: int = 0

    @classmethod
    def parse(cls, text: str) -> "Fee":
        """Read "1.5%", "0.10" or "1.5%+0.10". Raises InvalidFee."""
        written = _WRITTEN.fullmatch("".join(text.split()))
        if written is None or written.lastgroup is None:
            raise InvalidFee("a fee is written as 1.5%, 0.10 or 1.5%+0.10")
        fee = cls(_hundredths(written["percent"]), _hundredths(written["fixed"]))
        if fee.percent_hundredths > MOST_PERCENT_HUNDREDTHS:
            raise InvalidFee(f"a fee is at most {MOST_PERCENT_HUNDREDTHS // 100}% and a fixed amount")
        return fee

    def on(self, amount: Money) -> Money:
        """What is added to this amount: both parts together, rounded once, half up, to the minor unit."""
        share = amount.minor * self.percent_hundredths
        fixed = self.fixed_hundredths * 10 ** MINOR_DIGITS[amount.currency] * 100
        return Money((2 * (share + fixed) + 10_000) // 20_000, amount.currency)


NO_FEE = Fee()


def _hundredths(number: str | None) -> int:
    whole, _, fraction = (number or "0").partition(".")
    return int(whole) * 100 + int(fraction.ljust(2, "0"))
