"""Search: which products a text may mean, best first, and whether it means one of them at all.

Not here: prices, stock, who asks; how names are taken apart (names), found (index) and compared (matching).
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from backend.catalogue import Product
from flows.understanding import query as queries
from flows.understanding.agreement import agreed, most_told
from flows.understanding.index import Index, Ints
from flows.understanding.kept import index_of
from flows.understanding.matching import Comparison
from flows.understanding.popularity import popular
from flows.understanding.query import Query
from flows.understanding.query_features import features_of
from flows.understanding.regions import placed
from flows.understanding.sureness import is_sure

LEAST = 0.36
"""What scores less is not even worth a question."""

MOST_FOUND = 8
"""As many as a customer is shown."""

MOST_HITS = 20
MARGIN = 0.04
"""What scores that much less than the best one still comes as near, or nearly."""

_MOST_PLACES = 4000
_MOST_REMEMBERED = 4
_EXPLAINED, _LEAST_NAMED = 0.6, 1.2


@dataclass(frozen=True)
class Hit:
    """A product a text may mean; the score is from 0 to 1."""

    product: Product
    score: float


@dataclass(frozen=True)
class Findings:
    """What a text may mean, best first. Where it is not sure, the hits are worth the question 'did you mean …?'.

    `is_part`: found by what is left of the text without words that no good has. `is_blank`: no good is called anything
    like the words, whatever the numbers.
    """

    hits: tuple[Hit, ...]
    is_sure: bool
    is_part: bool = False
    is_blank: bool = False

    def with_last(self, gone: Container[str]) -> "Findings":
        """The same, but of products that are found alike those with these ids come last."""
        return Findings(tuple(sorted(self.hits, key=lambda hit: (-hit.score, hit.product.id in gone))), self.is_sure)

    @property
    def nearest(self) -> list[Product]:
        """The products that come as near as the best one, or nearly, as many as a customer is shown."""
        if not self.hits:
            return []
        least = self.hits[0].score - MARGIN
        return [hit.product for hit in self.hits if hit.score >= least][:MOST_FOUND]


def search(products: Sequence[Product], text: str) -> list[Product]:
    """The products whose name or alias is this text, or else comes near it, best first; empty when none is sure."""
    findings = look_up(products, text)
    return findings.nearest if findings.is_sure else []


def look_up(
    products: Sequence[Product], text: str, *, popularity: Mapping[str, int] | None = None, least: float = LEAST
) -> Findings:
    """Everything a text may mean. Of products that it fits alike those on sale come first, then popular ones.

    Without `popularity`, by product, what was noted last counts (flows.understanding.popularity).
    What scores less than `least` may be left out, which is quicker.
    The first look-up in a catalogue makes its index, which is kept as long as the catalogue stays the same.
    """
    index = index_of(products)
    asked = _asked(index, text)
    exact = index.named(asked.query.whole)
    if exact:
        scores = dict.fromkeys(exact, 1.0)
        hits = _hits(index, _ranked(index, scores, popularity), scores)
        return Findings(hits, is_sure=bool(hits))
    scores = _scores(asked, least=least)
    return replace(_found(asked, scores, popularity), is_blank=not scores)


def look_within(products: Sequence[Product], text: str) -> Findings:
    """What a sentence names, whatever else it says: words that the nearest goods don't have are left out.

    For texts that are known to name goods; of others it finds too much.
    """
    index = index_of(products)
    named = _best_explained(_asked(index, text))
    if named is None:
        return Findings((), is_sure=False)
    part = _Asked(index, named)
    return replace(_found(part, _scores(part), None), is_part=True)


class _Asked:
    """A query to an index, with the families that come into question."""

    def __init__(self, index: Index, query: Query) -> None:
        self.index, self.query = index, query

    @cached_property
    def families(self) -> list[int]:
        """The numbers of the families that share most with the query."""
        return self.index.postings.nearest(features_of(self.index, self.query))

    @cached_property
    def comparison(self) -> Comparison:
        """The query beside their names."""
        return Comparison(self.query, [self.index.families[family] for family in self.families])


@lru_cache(maxsize=_MOST_REMEMBERED)
def _asked(index: Index, text: str) -> _Asked:
    """The text as a query; remembered, because what is not found whole is looked for in part."""
    return _Asked(index, queries.read(index, text))


def _best_explained(asked: _Asked) -> Query | None:
    """The part of a query that one family explains, of the family that explains most; None where that is too little."""
    atoms = asked.query.atoms
    best, most = None, _LEAST_NAMED
    for at, possible in enumerate(asked.comparison.most):
        if possible <= most:
            continue
        values = asked.comparison.explained(at)
        kept = [
            value >= _EXPLAINED and atom.weight > queries.LEAST_TELLING
            for atom, value in zip(atoms, values, strict=True)
        ]
        told = sum(atom.weight * value for atom, value, is_kept in zip(atoms, values, kept, strict=True) if is_kept)
        if told > most:
            best, most = kept, told
    return None if best is None else queries.only(asked.query, best)


def _found(asked: _Asked, scores: Mapping[int, float], popularity: Mapping[str, int] | None) -> Findings:
    places = _ranked(asked.index, scores, popularity)
    if not places:
        return Findings((), is_sure=False)
    number, best = int(asked.index.family_of[places[0]]), scores[places[0]]
    values = asked.comparison.explained(asked.families.index(number))
    is_meant = is_sure(asked.query, asked.index.families[number], values, best)
    return Findings(_hits(asked.index, places, scores), is_meant)


def _hits(index: Index, places: Sequence[int], scores: Mapping[int, float]) -> tuple[Hit, ...]:
    return tuple(Hit(index.products[place], scores[place]) for place in places)


def _ranked(index: Index, scores: Mapping[int, float], popularity: Mapping[str, int] | None) -> list[int]:
    """The places of the best products, best first."""
    popularity = popular() if popularity is None else popularity
    worth = (place for place, score in scores.items() if score >= LEAST and place not in index.gone)
    order = sorted(worth, key=lambda place: (-scores[place], *_standing(index.products[place], popularity)))
    return order[:MOST_HITS]


def _standing(product: Product, popularity: Mapping[str, int]) -> tuple[bool, int, int, int, str]:
    """What decides between products that a text fits alike; the last of it between any two."""
    face_value = product.face_value_minor or 0
    return not product.is_on_sale, -popularity.get(product.id, 0), face_value, product.retail_minor, product.id


def _scores(asked: _Asked, *, least: float = LEAST) -> dict[int, float]:
    """The best products by place, each with its score; those that score less than `least` may be left out."""
    index, query = asked.index, asked.query
    if not any(atom.weight > queries.LEAST_TELLING for atom in query.atoms):
        return {}
    weight = query.weight
    least = _least_of_words(query, weight, least)
    likely = list(zip(asked.families, asked.comparison.scores(least=least), strict=True))
    likely.sort(key=lambda each: (-each[1], each[0]))
    places, words = _of_families(index, [each for each in likely if each[1] >= LEAST])
    found = agreed(index, query.measures, places, words, weight)
    if query.regions or query.currencies:
        is_said = np.array([not query.regions.isdisjoint(family.meanings) for family in index.families_of(places)])
        found = np.minimum(1.0, found * placed(index, query, places, is_said))
    best = np.argsort(-found, kind="stable")[: MOST_HITS * 3]
    return {int(places[at]): round(float(found[at]), 4) for at in best}


def _least_of_words(query: Query, weight: float, least: float) -> float:
    """How near the words must come at least, where numbers that all agree, or a region, may make up for it."""
    if query.regions or query.currencies:
        return LEAST
    told = most_told(query.measures)
    return max(LEAST, (least * (weight + told) - told) / weight)


def _of_families(index: Index, likely: Sequence[tuple[int, float]]) -> tuple[Ints, "np.typing.NDArray[np.float32]"]:
    """The products of the likeliest families, as many as can be looked at, with the score of their family."""
    places: list[Ints] = []
    words: list[float] = []
    for family, score in likely:
        if len(words) > _MOST_PLACES:
            break
        found = index.products_of(family)
        places.append(found)
        words += [score] * len(found)
    if not places:
        return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)
    return np.concatenate(places), np.array(words, dtype=np.float32)
