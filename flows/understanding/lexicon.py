"""The lexicon: what people of the trade say in and beside the names of goods — filling words, regions, kinds, brands.

Not here: the names of brands (brands), and names of goods and their abbreviations, which each shop's catalogue teaches.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flows.understanding.brands import Brands, Naming, every_brand

_FILE = Path(__file__).with_name("lexicon.toml")


@dataclass(frozen=True)
class Mention:
    """A word of the lexicon in a line, with all that it may mean; `is_noise` means nothing.

    What `is_elsewhere` names a brand that is not sold, if it is known which are.
    """

    start: int
    end: int
    meanings: frozenset[str]
    is_region: bool = False
    is_house: bool = False
    is_edition: bool = False
    is_elsewhere: bool = False

    @property
    def is_noise(self) -> bool:
        """Whether the word only asks, thanks or fills."""
        return not self.meanings

    @property
    def is_telling(self) -> bool:
        """Whether the word tells as much as any other word of a name."""
        return self.is_house or self.is_edition


def mentions(line: str, brands: Brands | None = None) -> list[Mention]:
    """The words of the lexicon in a normalised line, from left to right, the longest where one is within another.

    `brands`: those that are looked for, if not all; within their names nothing else is.
    """
    if not line:
        return []
    named = [_house(each) for each in (every_brand() if brands is None else brands).named(line)]
    words = _words()
    found = [_mention(match, words[match[0]]) for match in _pattern().finditer(line)]
    if not named:
        return found
    beside = (each for each in found if all(each.end <= house.start or house.end <= each.start for house in named))
    return sorted([*named, *beside], key=lambda each: each.start)


def meanings(line: str) -> frozenset[str]:
    """Every region, kind and brand that a normalised line names.

    A brand whose name is part of a longer one is only akin to what is meant: apple, where apple music is.
    """
    brands, words = every_brand(), _words()
    houses = (_meant_by(each.brands) for each in brands.named(line))
    akin = map(_AKIN.__add__, brands.called(brands.within(line)))
    return frozenset(akin).union(*houses, *(words[match[0]] for match in _pattern().finditer(line)))


def is_house(meaning: str) -> bool:
    """Whether what is meant is a brand."""
    return meaning.startswith(_HOUSE)


def is_region(meaning: str) -> bool:
    """Whether what is meant is a region."""
    return meaning.startswith(_REGION)


def is_akin(meaning: str) -> bool:
    """Whether what is meant is a brand, or one whose name has that of the brand in it."""
    return meaning.startswith(_AKIN)


def tells(line: str) -> bool:
    """Whether a normalised line says more than kinds, regions and what is said around names: something by itself."""
    left = list(line)
    for each in mentions(line):
        if not each.is_telling:
            left[each.start : each.end] = " " * (each.end - each.start)
    return any(char.isalpha() for char in left)


def currency_of(region: str) -> str | None:
    """The currency of what is sold for a region, which is named as in meanings; None where that tells nothing."""
    return _currencies().get(region)


def _house(naming: Naming) -> Mention:
    return Mention(naming.start, naming.end, _meant_by(naming.brands), is_house=True, is_elsewhere=not naming.is_sold)


def _mention(match: re.Match[str], meant: frozenset[str]) -> Mention:
    return Mention(
        match.start(),
        match.end(),
        meant,
        is_region=any(each.startswith(_REGION) for each in meant),
        is_edition=bool(meant) and all(each.startswith(_EDITION) for each in meant),
    )


def _meant_by(brands: Iterable[str]) -> frozenset[str]:
    return frozenset(f"{prefix}{brand}" for brand in brands for prefix in (_HOUSE, _AKIN))


_REGION, _HOUSE, _AKIN, _EDITION = "region ", "house ", "akin ", "edition "


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def _currencies() -> dict[str, str]:
    return {_REGION + region: code for code, regions in _tables()["currencies"].items() for region in regions}


@cache
def _words() -> dict[str, frozenset[str]]:
    """What each word may mean; nothing for noise. A word that means something is no noise, wherever else it stands."""
    tables = _tables()
    found: dict[str, frozenset[str]] = dict.fromkeys(tables["noise"]["words"], frozenset())
    for table, prefix in (("regions", _REGION), ("kinds", "kind "), ("editions", _EDITION)):
        for name, words in tables[table].items():
            for word in words:
                found[word] = found.get(word, frozenset()) | {prefix + name}
    return found


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_words(), key=lambda word: (-len(word), word))
    latin = "|".join(re.escape(word) for word in longest_first if word.isascii())
    other = "|".join(re.escape(word) for word in longest_first if not word.isascii())
    return re.compile(rf"(?<![a-z])(?:{latin})(?![a-z])|{other}")
