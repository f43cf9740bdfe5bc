"""The lexicon: what people of the trade say beside the names of goods — filling words, regions, kinds of goods.

Not here: names and their abbreviations, which each shop's catalogue teaches (names, index).
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("lexicon.toml")


@dataclass(frozen=True)
class Mention:
    """A word of the lexicon in a line, with all that it may mean; `is_noise` means nothing."""

    start: int
    end: int
    meanings: frozenset[str]
    is_region: bool = False
    is_house: bool = False

    @property
    def is_noise(self) -> bool:
        """Whether the word only asks, thanks or fills."""
        return not self.meanings


def mentions(line: str) -> list[Mention]:
    """The words of the lexicon in a normalised line, from left to right, the longest where one is within another."""
    words = _words()
    found = (_pattern().finditer(line)) if line else ()
    return [_mention(match, words[match[0]]) for match in found]


def meanings(line: str) -> frozenset[str]:
    """Every region and kind that a normalised line names."""
    return frozenset[str]().union(*(mention.meanings for mention in mentions(line)))


def tells(line: str) -> bool:
    """Whether a normalised line says more than kinds, regions and what is said around names: something by itself."""
    left = list(line)
    for each in mentions(line):
        if not each.is_house:
            left[each.start : each.end] = " " * (each.end - each.start)
    return any(char.isalpha() for char in left)


def currency_of(region: str) -> str | None:
    """The currency of what is sold for a region, which is named as in meanings; None where that tells nothing."""
    return _currencies().get(region)


def houses_beginning(char: str) -> list[str]:
    """The makers' names that begin with a character."""
    return [word for words in _tables()["houses"].values() for word in words if word.startswith(char)]


def _mention(match: re.Match[str], meant: frozenset[str]) -> Mention:
    return Mention(
        match.start(),
        match.end(),
        meant,
        is_region=any(each.startswith(_REGION) for each in meant),
        is_house=any(each.startswith(_HOUSE) for each in meant),
    )


_REGION, _HOUSE = "region ", "house "


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
    for table, prefix in (("regions", _REGION), ("kinds", "kind "), ("houses", _HOUSE)):
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
