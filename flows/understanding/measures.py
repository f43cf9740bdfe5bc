"""Measures: the numbers in a line and what each of them counts — money, a length of time, pieces, or anything else.

Not here: which of them is the face value and which the quantity of an order (slots), or reading them from characters
(numerals).
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from flows.understanding.normalise import normalise


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

_SIGNS = {"$": "USD", "¥": "CNY", "€": "EUR", "£": "GBP", "₩": "KRW", "₹": "INR"}
_CURRENCIES = {
    "USD": "美元|美金|美刀|刀|usd|dollars?|bucks?|us",
    "CNY": "人民币|软妹币|元|圆|rmb|cny|yuan|r(?![a-z])",
    "HKD": "港币|港元|hkd|hk",
    "JPY": "日元|日币|円|jpy|yen",
    "EUR": "欧元|欧|eur(?:os?)?",
    "GBP": "英镑|镑|gbp|pounds?",
    "TWD": "台币|新台币|twd|ntd?",
    "KRW": "韩元|韩币|krw|won",
    "TRY": "里拉|土耳其里拉|try|tl",
    "BRL": "雷亚尔|brl",
    "INR": "卢比|inr|rupees?",
    "RUB": "卢布|rub(?:les?)?",
    "SGD": "新币|新加坡元|sgd",
    "MYR": "马币|林吉特|令吉|myr|rm",
    "THB": "泰铢|thb|baht",
    "PHP": "比索|php|pesos?",
    "IDR": "印尼盾|idr",
    "VND": "越南盾|vnd",
    "AUD": "澳元|澳币|aud",
    "CAD": "加元|加币|cad",
}
_ANY_MONEY = "块钱|块|大洋|米(?![a-z一-鿿])|kuai"
_PIECES = "张|个(?!月|季度|星期|小时|周|年|人)|份|件|套|枚|单|pcs?|pieces?|cards?|codes?|copies|x(?![a-z])|份儿"
_TIMES = {
    "day": "天|日(?![元币服区本])|days?|d(?![a-z])",
    "week": "个?星期|个?周|个?礼拜|weeks?|wk|weekly",
    "month": "个?月|months?|mos?(?![a-z])|monthly",
    "quarter": "个?季度?|quarters?",
    "half": "个?半年",
    "year": "年|years?|yrs?|y(?![a-z])|yearly",
}
_M = "m(?![a-z])"
"""Months of a membership, or megabytes: nobody sells three of these, or five hundred of those."""

_MOST_MONTHS = 36
_DATA = "gb?(?![a-z])|mb|tb"

_WORD_TIMES = {
    "day": "日[卡包票会](?!员卡)|天卡|daily",
    "week": r"周[卡包票会]|包周|weekly|(?<![上下本这每])周(?=\s|$)|zhou ?ka",
    "month": r"月[卡包票会费]|包月|monthly|per month|a month|(?<![上下本这每个几岁])月(?=\s|$)"
    "|yue ?(?:ka|fei)|bao ?yue|yi ?ge ?yue",
    "quarter": r"季[卡包票会度]|包季|quarterly|quarter|(?<![这每本当])季(?=\s|$)|ji ?ka|san ?ge ?yue",
    "half": "半年[卡包]?|ban ?nian(?: ?ka)?|half(?: a)? year|half-year(?:ly)?|semi annual|biannual",
    "year": r"年[卡包票会费]|包年|yearly|annual(?:ly)?|per year|a year|one year|(?<![今去明前后新每这几多少])年(?=\s|$)"
    "|nian ?(?:ka|fei)|bao ?nian|yi ?nian",
}

_BEHIND = {
    **{currency: (Unit.MONEY, currency, 0) for currency in _CURRENCIES},
    "any": (Unit.MONEY, None, 0),
    **{name: (Unit.DAYS, None, days) for name, days in DAYS_OF.items()},
    "pieces": (Unit.PIECES, None, 0),
    "m": (Unit.DAYS, None, DAYS_OF["month"]),
    "data": (Unit.PLAIN, None, 0),
}
_BEHIND_WORDS = {**_CURRENCIES, "any": _ANY_MONEY, **_TIMES, "pieces": _PIECES, "m": _M, "data": _DATA}
_BEHIND_PATTERN = re.compile(
    r"\s?(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _BEHIND_WORDS.items())
    + r")(?:(?<=[a-z])(?![a-z])|(?<![a-z]))"
)
_SIGN_BEHIND = re.compile(rf"\s?([{re.escape(''.join(_SIGNS))}])(?!\s?\d)")
_SIGN_BEFORE = re.compile(rf"(?:(us|hk|nt|a|c|s|r)?([{re.escape(''.join(_SIGNS))}]))\s?$")
_SIGN_OF = {"us": "USD", "hk": "HKD", "nt": "TWD", "a": "AUD", "c": "CAD", "s": "SGD", "r": "BRL"}
_NAMED = {
    name: currency
    for currency, words in _CURRENCIES.items()
    for name in [*re.findall(r"[\u4e00-\u9fff]{2,}", words), currency.lower()]
} | {"rmb": "CNY", "rm": "MYR", "rp": "IDR"}
"""The names of currencies that can't be anything else; they may also stand before the number, or without one."""

_NAMES = "|".join(sorted(_NAMED, key=lambda name: (-len(name), name)))
_NAME_BEFORE = re.compile(rf"(?<![a-z])(?<!\d)(?<!\d )({_NAMES})\s?$")
_NAME_ALONE = re.compile(rf"(?<![a-z\d])(?:{_NAMES})(?![a-z])")
_NO_CURRENCY_ALONE = frozenset(["try", "rm", "rp", "cad", "php"])
_TIMES_SIGN_BEFORE = re.compile(r"(?<![a-z])x\s?$|×\s?$")
_NUMBER = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?![\d])")
_WORD_TIME = re.compile(
    r"(?<!\d)(?<!\d )(?<![a-z])(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _WORD_TIMES.items())
    + r")(?![a-z])"
)
_TWELVE_MONTHS = (360, 365, 366)
_LONGEST_NUMBER = 9


def measures(text: str) -> tuple[Measure, ...]:
    """Every number of the line in its order, and lengths of time that are said without one (月卡, yearly)."""
    return measures_in(normalise(text))


def measures_in(line: str) -> tuple[Measure, ...]:
    """The same for a line that is normalised already."""
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
        return Measure(value, Unit.MONEY, _SIGNS[behind[1]], start, behind.end())
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
