"""Abbreviations: two signs for two names that a catalogue keeps apart — 日亚, a region and a maker; ns, two names.

Not here: initials of one name (matching), or characters left out of one.
"""

import re

from flows.understanding.brands import beginning
from flows.understanding.fillers import bare
from flows.understanding.index import Index
from flows.understanding.lexicon import meanings, mentions
from flows.understanding.measures import Unit, measures_in

_REGION_AND_MAKER = re.compile(
    r"(?:^|(?<=[\s,，。张个份套来买要充]))([\u3400-\u9fff])([\u3400-\u9fff])(?=\s*[\d$¥€£]|[\s的]|$)"
)
_TWO_LETTERS = re.compile(r"(?<![a-z\d@.#_-])[a-z]{2}(?![a-z\d@.#_-])", re.IGNORECASE)
_NUMBER = re.compile(r"\d")
_BEHIND_NUMBER = re.compile(r"\d\s?$")


def spelled_out(index: Index, text: str) -> str:
    """The text with such abbreviations as what they stand for, where that is one thing only in this catalogue."""
    text = _REGION_AND_MAKER.sub(lambda found: _maker_of_region(index, found), text)
    return _TWO_LETTERS.sub(lambda found: _both_names(index, found), text) if _NUMBER.search(text) else text


def _maker_of_region(index: Index, found: re.Match[str]) -> str:
    region = f"{found[1]}区"
    if index.diction.is_pair(found[0]) or not meanings(region) or mentions(found[0]):
        return found[0]
    makers = [each for each in beginning(found[2]) if _is_sold(index, each)]
    is_one = bool(makers) and frozenset.intersection(*map(meanings, makers))
    return f"{region}{makers[0]}" if is_one else found[0]


def _is_sold(index: Index, maker: str) -> bool:
    house = meanings(maker)
    return any(not house.isdisjoint(family.meanings) for family in index.families)


def _both_names(index: Index, found: re.Match[str]) -> str:
    said, letters = found[0], found[0].casefold()
    if index.diction.weight_of_word(letters) is not None or mentions(letters) or not bare(letters):
        return said
    if _BEHIND_NUMBER.search(found.string[: found.start()]) and measures_in(f"1 {letters}")[0].unit is not Unit.PLAIN:
        return said
    pairs = index.diction.pairs_of_names(letters)
    return " ".join(*pairs) if len(pairs) == 1 else said
