"""Parsing: a written name taken apart into words, numbers as facts, and initials across both scripts.

Not here: what else is known of the words (names), or finding them (index).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from flows.understanding.facts import Fact, fact_of, hundredths
from flows.understanding.measures import Measure, Unit, in_days, measures_in
from flows.understanding.names import Name
from flows.understanding.normalise import normalise, to_simplified
from flows.understanding.pinyin import readings

_UNIT = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[\u3400-\u9fff]")
_AMOUNT = re.compile(r"\d+(?:\.\d+)?\s?[元块刀张个]?")
_HANZI = re.compile(r"[\u3400-\u9fff]")
_DIGITS = re.compile(r"[0-9]+")
_ANY_NUMBER = "5"
_WITHIN_NUMBERS = re.compile(
    r"[0-9]{10}|[0-9]\s?[.,kKwW零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬億兩]|[.,一二两三四五六七八九十百千万亿萬億][0-9]|[０-９]|\b0[0-9]"
)
"""Numbers that are more than their digits; names with such are read one by one."""

_WITH_BONUS = re.compile(r"(?<![\d.])(\d{1,6})\s?\+\s?(\d{1,6})(?![\d.])")
_OF_A_PACK = re.compile(
    r"(?:[元块刀金円]|[$¥€£]\s?\d{1,6})\s?[×xX*✕]\s?(\d{1,5})|(?<!\d)(\d{1,5})\s?[×xX*✕]\s?(?=[$¥€£]|\d{1,6}\s?[元块刀])"
)
"""50 元 × 20 张, 20 × ¥50: how many are in a pack is not what it is worth."""

_PLUS = re.compile(r"(?<=[^\d\s+])\+")
_AND = re.compile(r"(?<=[a-z])&(?=[a-z])")
_ALSO = re.compile(r"\s+(?:&|[Aa]nd)\s+")
"""Between two words: who shortens them says nothing for it, or n, as in dnf."""

_ROMAN = {"ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "xi": 11, "xii": 12, "xiii": 13}
_ROMAN |= {"xiv": 14, "xv": 15, "xvi": 16}
"""A five and a ten by themselves are more often letters."""


@dataclass(frozen=True)
class Parsed:
    """What one written name comes to; `line` is all of it, `numbered` the places of the facts written in digits."""

    name: Name
    facts: tuple[Fact, ...]
    line: str
    numbered: tuple[int, ...]

    @property
    def whole(self) -> str:
        """All of it without blanks, for telling whether a text is the name."""
        return self.line.replace(" ", "")


def parse(written: str) -> Parsed:
    """Take a written name apart. Of names that differ in plain numbers only the first one is work."""
    parsed = _taken_apart(written)
    if "+" not in written or not (sums := _sums(parsed.line)):
        return parsed
    return replace(parsed, facts=(*parsed.facts, *sums))


def _taken_apart(written: str) -> Parsed:
    if _WITHIN_NUMBERS.search(written) or not written.isprintable():
        return _parse(written)
    numbers = _DIGITS.findall(written)
    pattern = _parse(_DIGITS.sub(_ANY_NUMBER, written))
    if len(pattern.numbered) != len(numbers):
        return _parse(written)
    facts = list(pattern.facts)
    for at, number in zip(pattern.numbered, numbers, strict=True):
        fact = facts[at]
        times = fact.value // (int(_ANY_NUMBER) * 100)
        facts[at] = Fact(
            hundredths(in_days(Decimal(number) * times) if times > 1 else Decimal(number)), fact.unit, fact.currency
        )
    rest = iter(numbers)
    return Parsed(pattern.name, tuple(facts), _DIGITS.sub(lambda _: next(rest), pattern.line), pattern.numbered)


def _sums(line: str) -> tuple[Fact, ...]:
    """What comes with a bonus is also known by both together: 600+60 is 660."""
    return tuple(Fact((int(one) + int(other)) * 100, Unit.PLAIN) for one, other in _WITH_BONUS.findall(line))


@lru_cache(maxsize=1024)
def _parse(written: str) -> Parsed:
    line = spelled_out(normalise(written))
    found = measures_in(line)
    words = without(line, (each for each in found if line[each.start].isdigit() or each.unit is not Unit.DAYS))
    facts = [fact_of(each) for each in found]
    facts += [Fact(_ROMAN[word] * 100, Unit.PLAIN) for word in words.split() if word in _ROMAN]
    numbered = tuple(at for at, each in enumerate(found) if any(map(str.isdigit, line[each.start : each.end])))
    return Parsed(Name(words, _initials(written)), tuple(facts), line, numbered)


def in_pack(written: str) -> set[Decimal]:
    """How many of something worth so much the name says are in one good."""
    return {Decimal(one or other) for one, other in _OF_A_PACK.findall(written)}


def spelled_out(line: str) -> str:
    """The normalised line with the signs of names as they are said: disney+ is disney plus, d&f is df."""
    if "+" in line:
        line = " ".join(_PLUS.sub(" plus ", line).split())
    return _AND.sub("", line) if "&" in line else line


@lru_cache(maxsize=1024)
def timeless(words: str) -> str:
    """The words of a name without those for a length of time (月卡, yearly)."""
    return without(words, measures_in(words))


def without(line: str, taken: Iterable[Measure]) -> str:
    """The line without these measures."""
    kept, place = [], 0
    for each in taken:
        kept.append(line[place : each.start])
        place = max(place, each.end)
    return " ".join(" ".join([*kept, line[place:]]).split())


def _initials(written: str) -> str:
    plain = _AMOUNT.sub(" ", to_simplified(unicodedata.normalize("NFKC", written)))
    initials = "".join(_initial(unit) for unit in _UNIT.findall(_ALSO.sub(" ", plain)))
    if not _ALSO.search(plain):
        return initials
    return f"{initials} " + "".join(_initial(unit) for unit in _UNIT.findall(_ALSO.sub(" n ", plain)))


@lru_cache(maxsize=16384)
def _initial(unit: str) -> str:
    if not _HANZI.match(unit):
        return unit[0].lower()
    said = readings(unit)
    return said[0][0] if said and said[0] else ""
