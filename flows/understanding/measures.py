"""Measures: the numbers in a line and what each of them counts — money, a length of time, pieces, or anything else.

Not here: which of them is the face value and which the quantity of an order (slots), or reading them from characters
(numerals).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from flows.understanding.normalise import normalise
from flows.understanding.order_words import any_of, lists_of, table_of, words_of
from flows.understanding.word_groups import one_of


class Unit(StrEnum):
    """What a number counts."""

    MONEY = "money"
    DAYS = "days"
    PIECES = "pieces"
    PLAIN = "plain"


@dataclass(frozen=True)
class Measure:
    """A number in a line: `currency` only of money that says it, `start` and `end` are places in the normalised line.

    Lengths of time are in days: a month has 30, a quarter 90, a year 365.
    """

    value: Decimal
    unit: Unit
    currency: str | None
    start: int
    end: int


DAYS_OF = {"day": 1, "week": 7, "month": 30, "quarter": 90, "half": 180, "year": 365}


def _said_time(name: str) -> str:
    """How a length of time is said without a number; a bare 周 or 月 only where it isn't when something was."""
    words, behind = any_of(f"time.{name}.said"), "".join(words_of(f"time.{name}.not_behind"))
    alone = one_of(words_of(f"time.{name}.alone"))
    return rf"{words}|(?<![{behind}]){alone}(?=\s|$|的)" if behind else words


def _either(words: Mapping[str, str]) -> str:
    return "|".join(f"(?P<{name}>{pattern})" for name, pattern in words.items())


_SIGNS = table_of("money.signs")
_SIGN_OF = table_of("money.letters_before_signs")
_CURRENCIES = lists_of("money.currencies")
_METRES_OR_MONEY = "米(?![a-z\u4e00-\u9fff])"
_M = "m(?![a-z])"
"""Months of a membership, or megabytes: nobody sells three of these, or five hundred of those."""

_MOST_MONTHS = 36

_BEHIND = {
    **{currency: (Unit.MONEY, currency, 0) for currency in _CURRENCIES},
    "any": (Unit.MONEY, None, 0),
    **{name: (Unit.DAYS, None, days) for name, days in DAYS_OF.items()},
    "pieces": (Unit.PIECES, None, 0),
    "m": (Unit.DAYS, None, DAYS_OF["month"]),
    "data": (Unit.PLAIN, None, 0),
}
_BEHIND_WORDS = {
    **{currency: one_of(words) for currency, words in _CURRENCIES.items()},
    "any": f"{any_of('money.words.any')}|{_METRES_OR_MONEY}",
    **{name: any_of(f"time.{name}.counted") for name in DAYS_OF},
    "pieces": any_of("count.pieces"),
    "m": _M,
    "data": any_of("data"),
}
_BEHIND_PATTERN = re.compile(rf"\s?(?:{_either(_BEHIND_WORDS)})(?:(?<=[a-z])(?![a-z])|(?<![a-z]))")
_ANY_SIGN = f"[{re.escape(''.join(_SIGNS))}]"
_SIGN_BEHIND = re.compile(rf"({_ANY_SIGN})(?=\s)|\s?({_ANY_SIGN})(?!\s?\d)")
_SIGN_BEFORE = re.compile(rf"({'|'.join(_SIGN_OF)})?((?<!\d){_ANY_SIGN}|{_ANY_SIGN}(?=$))\s?$")
"""100$ 10 is a hundred, and ten of something."""

_NAMED = {
    name: currency
    for currency, words in _CURRENCIES.items()
    for name in [*(word for word in words if len(word) > 1 and not word.isascii()), currency.lower()]
} | table_of("money.also_called")
"""The names of currencies that can't be anything else; they may also stand before the number, or without one."""

_NAME_BEFORE = re.compile(rf"(?<![a-z])(?<!\d)(?<!\d )({one_of(_NAMED)})\s?$")
_NAME_ALONE = re.compile(rf"(?<![a-z\d]){one_of(_NAMED)}(?![a-z])")
_NO_CURRENCY_ALONE = frozenset(words_of("money.words.not_alone"))
_TIMES_SIGN_BEFORE = re.compile(r"(?<![a-z])x\s?$|×\s?$")
_NUMBER = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?![\d])")
_WORD_TIMES = {name: _said_time(name) for name in DAYS_OF}
_WORD_TIME = re.compile(rf"(?<!\d)(?<!\d )(?:(?<![a-z])|(?![a-z]))(?:{_either(_WORD_TIMES)})(?:(?<![a-z])|(?![a-z]))")
_TWELVE_MONTHS = (360, 365, 366)
_LONGEST_NUMBER = 9
_REMEMBERED = 256


def measures(text: str) -> tuple[Measure, ...]:
    """Every number of the line in its order, and lengths of time that are said without one (月卡, yearly)."""
    return measures_in(normalise(text))


@lru_cache(maxsize=_REMEMBERED)
def measures_in(line: str) -> tuple[Measure, ...]:
    """The same for a line that is normalised already. Remembered: stretches of a line are read several times over."""
    found = [_read(line, number) for number in _NUMBER.finditer(line) if len(number[0]) <= _LONGEST_NUMBER]
    for word in _WORD_TIME.finditer(line):
        if not any(each.start <= word.start() < each.end for each in found):
            days = Decimal(DAYS_OF[str(word.lastgroup)])
            found.append(Measure(days, Unit.DAYS, None, word.start(), word.end()))
    return tuple(sorted(found, key=lambda each: each.start))


def currencies_in(line: str) -> dict[tuple[int, int], str]:
    """The currencies that a normalised line names, by where it does so. Of use where its measures are left out."""
    found = {(name.start(), name.end()): _NAMED[name[0]] for name in _NAME_ALONE.finditer(line)}
    return {place: currency for place, currency in found.items() if line[slice(*place)] not in _NO_CURRENCY_ALONE}


def _read(line: str, number: re.Match[str]) -> Measure:
    value, start, end = Decimal(number[0]), number.start(), number.end()
    if before := _SIGN_BEFORE.search(line, 0, start):
        said = _SIGN_OF[before[1]] if before[1] else _SIGNS[before[2]]
        return Measure(value, Unit.MONEY, said, before.start(), end)
    if behind := _SIGN_BEHIND.match(line, end):
        return Measure(value, Unit.MONEY, _SIGNS[behind[1] or behind[2]], start, behind.end())
    if behind := _BEHIND_PATTERN.match(line, end):
        unit, currency, days = _BEHIND[_kind(str(behind.lastgroup), value)]
        return Measure(in_days(value * days) if days else value, unit, currency, start, behind.end())
    if name := _NAME_BEFORE.search(line, 0, start):
        return Measure(value, Unit.MONEY, _NAMED[name[1]], name.start(), end)
    if times := _TIMES_SIGN_BEFORE.search(line, 0, start):
        return Measure(value, Unit.PIECES, None, times.start(), end)
    return Measure(value, Unit.PLAIN, None, start, end)


def _kind(named: str, value: Decimal) -> str:
    return "data" if named == "m" and value > _MOST_MONTHS else named


def in_days(days: Decimal) -> Decimal:
    """So many days by one name: a year also as twelve months or four quarters, a month of 31 days as one of 30."""
    if days in _TWELVE_MONTHS:
        return Decimal(365)
    if days > _TWELVE_MONTHS[0] and days % _TWELVE_MONTHS[0] == 0:
        return days / _TWELVE_MONTHS[0] * 365
    return Decimal(30) if days == 31 else days


def cut(line: str, taken: Sequence[Measure]) -> str:
    """The line without these of its measures."""
    for each in sorted(taken, key=lambda measure: -measure.start):
        line = f"{line[: each.start]} {line[each.end :]}"
    return " ".join(line.split())


def without_measures(line: str) -> str:
    """The line without its numbers; lengths of time stay, which are part of a name."""
    return cut(line, [each for each in measures_in(line) if each.unit is not Unit.DAYS])
