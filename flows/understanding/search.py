"""Search: which products a text may mean, best first.

Not here: anything about prices, stock or who asks.
"""

import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from backend.catalogue import Product

FLOOR = 70
"""Below this score a match is a guess; found by trying the sample shop's names with one typo each."""

MOST_FOUND = 8
LONGEST_QUERY = 64

_NUMBER = re.compile(r"\d+")


def search(products: Sequence[Product], text: str) -> list[Product]:
    """The products whose name or alias is this text, or else comes near it, best first; empty when none does."""
    wanted = normalise(text)[:LONGEST_QUERY]
    if not wanted:
        return []
    names = {(place, name): normalise(name) for place, item in enumerate(products) for name in _names(item)}
    exact = dict.fromkeys(place for (place, name) in names if names[place, name] == wanted)
    if exact:
        return [products[place] for place in exact]
    near = {
        at: name for name, _, at in process.extract(wanted, names, scorer=fuzz.WRatio, score_cutoff=FLOOR, limit=None)
    }
    # One shared word makes a text near; how much of it is the same decides which is nearest.
    ranked = process.extract(wanted, near, scorer=fuzz.ratio, limit=None)
    places = dict.fromkeys(place for _, _, (place, _) in ranked)
    return _of_the_numbers(wanted, [products[place] for place in places])[:MOST_FOUND]


def normalise(text: str) -> str:
    """The text as it is compared: full-width forms, case and outer blanks don't matter."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _of_the_numbers(wanted: str, found: list[Product]) -> list[Product]:
    """Those that have every number of the text, if any has: who types '100' does not mean '10', however alike."""
    numbers = set(_NUMBER.findall(wanted))
    return [item for item in found if numbers <= _numbers(item)] or found


def _numbers(item: Product) -> set[str]:
    return {number for name in _names(item) for number in _NUMBER.findall(normalise(name))}


def _names(item: Product) -> list[str]:
    return [*item.name.values(), *item.aliases]
