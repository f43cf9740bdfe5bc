"""Search: which products a text may mean, best first.

Not here: anything about prices, stock or who asks.
"""

import unicodedata
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from backend.catalogue import Product

FLOOR = 70
"""Below this score a match is a guess; found by trying the sample shop's names with one typo each."""

MOST_FOUND = 8
LONGEST_QUERY = 64


def search(products: Sequence[Product], text: str) -> list[Product]:
    """The products whose name or alias comes near the text, best first; empty when nothing does."""
    wanted = normalise(text)[:LONGEST_QUERY]
    if not wanted:
        return []
    names = {(place, name): normalise(name) for place, item in enumerate(products) for name in _names(item)}
    near = process.extract(wanted, names, scorer=fuzz.WRatio, score_cutoff=FLOOR, limit=MOST_FOUND * 4)
    exact = [place for (place, name) in names if names[place, name] == wanted]
    places = dict.fromkeys([*exact, *(place for _, _, (place, _) in near)])
    return [products[place] for place in list(places)[:MOST_FOUND]]


def normalise(text: str) -> str:
    """The text as it is compared: full-width forms, case and outer blanks don't matter."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _names(item: Product) -> list[str]:
    return [*item.name.values(), *item.aliases]
