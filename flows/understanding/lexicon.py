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
def _words() -> dict[str, frozenset[str]]:
    """What each word may mean; nothing for noise. A word that means something is no noise, wherever else it stands."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
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
