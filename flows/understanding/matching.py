"""Matching: how much of a query a family of products explains, and how its numbers agree with a product's.

Not here: what a single word or run of characters tells (letters, streaks), which families are looked at (index), or
when a match is good enough (search).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from flows.understanding.index import Family
from flows.understanding.names import Name
from flows.understanding.query import Atom, Query
from flows.understanding.shortlist import Shortlist, Values
from flows.understanding.streaks import values_of_run

_MEANT = 0.9
_SHELF = 0.75
_ACROSS_NAMES = 0.96
UNSAID = 0.94
"""What a family is worth that says no region where one is wanted."""

_CONFLICT = 0.55
_EXPLAINED = 0.5
_KIND_ONLY = 0.65
_PRECISION = 0.12


@dataclass(frozen=True)
class Likeness:
    """How near a query comes to a family, from 0 to 1, and how much of the nearest name it says."""

    covered: float
    said: float

    @property
    def score(self) -> float:
        """Both in one number; what is said decides between families that explain the query alike."""
        return self.covered * (1 - _PRECISION + _PRECISION * self.said)


def likenesses(query: Query, families: Sequence[Family], *, least: float = 0.0) -> list[float]:
    """How near a query that has atoms comes to each of the families, from 0 to 1; 0 if surely less than `least`."""
    shortlist = Shortlist(families)
    words, worth_more = _compared(query, families, shortlist, least * sum(query.weights))
    scores = [0.0] * len(families)
    for at in worth_more:
        names = (*families[at].names, families[at].shelf)
        every = [_values(query, words, name, place) for name, place in zip(names, shortlist.places[at], strict=True)]
        scores[at] = _likeness(query, families[at], every).score
    return scores


def explained(query: Query, families: Sequence[Family]) -> list[list[float]]:
    """How well each family explains each atom of the query, with whichever of its names does so best."""
    shortlist = Shortlist(families)
    words, _ = _compared(query, families, shortlist, 0.0)
    found = []
    for family, places in zip(families, shortlist.places, strict=True):
        every = [_values(query, words, name, place) for name, place in zip(family.names, places, strict=False)]
        found.append(
            [
                max(*values, _MEANT if atom.meant & family.meanings else 0.0)
                for atom, *values in zip(query.atoms, *every, strict=True)
            ]
        )
    return found


def _compared(
    query: Query, families: Sequence[Family], shortlist: Shortlist, least: float
) -> tuple[dict[int, Values], list[int]]:
    """How names explain the words in letters, by run; and which families may yet explain as much as `least`.

    Mostly none may, which is plain before every word has been compared.
    """
    left = {at: most for at, family in enumerate(families) if (most := _at_most(query, family)) >= least}
    words: dict[int, Values] = {}
    for run in query.heaviest:
        atom = query.runs[run].atoms[0]
        if not left or not atom.is_word:
            break
        values = words[run] = shortlist.values(atom)
        if not atom.meant:
            missed = {at: 1 - max(values.get(place, 0.0) for place in shortlist.places[at]) for at in left}
            left = {at: most for at in left if (most := left[at] - atom.weight * missed[at]) >= least}
    return words, list(left)


def _at_most(query: Query, family: Family) -> float:
    """The weight of the atoms that the family may explain at all; of a long sentence it is a small part."""
    chars, meant = family.chars, family.meanings
    weight = 0.0
    for run in query.runs:
        if run.atoms[0].is_word:
            weight += run.atoms[0].weight
            continue
        places = {at for char in chars & run.hits.keys() for at, _ in run.hits[char]}
        weight += sum(
            atom.weight
            for at, atom in enumerate(run.atoms)
            if at in places or (atom.meant and not atom.meant.isdisjoint(meant))
        )
    return weight


def _likeness(query: Query, family: Family, every: Sequence[Sequence[float]]) -> Likeness:
    """What a family comes to, of which each name, the shelf's last, explains each atom so well."""
    atoms, weights = query.atoms, query.weights
    total = sum(weights)
    best, said = 0.0, 0.0
    explained = [[_SHELF * value for value in every[-1]], *every[:-1]]
    for name, values in zip(family.names, every, strict=False):
        covered = sum(map(mul, weights, values)) / total
        if covered < best or not covered:
            continue
        part = _part_said(atoms, values, name)
        if (covered, part) > (best, said):
            best, said = covered, part
    union = [max(each) for each in zip(*explained, strict=True)]
    meant = family.meanings
    is_said = max(union) > _EXPLAINED
    for at, atom in enumerate(atoms):
        if atom.meant and not atom.meant.isdisjoint(meant):
            union[at] = max(union[at], _MEANT)
            is_said = is_said or any(each.startswith("house ") for each in atom.meant & meant)
    across = sum(map(mul, weights, union)) / total
    if not is_said and not query.measures:
        across *= _KIND_ONLY
    return Likeness(max(best, across * _ACROSS_NAMES) * _region_factor(query, meant), said)


def _region_factor(query: Query, meant: frozenset[str]) -> float:
    if not query.regions or query.regions & meant:
        return 1.0
    return _CONFLICT if any(each.startswith("region ") for each in meant) else UNSAID


def _part_said(atoms: Sequence[Atom], values: Sequence[float], name: Name) -> float:
    spoken = sum(
        len(atom.spelled[0]) if atom.spelled and atom.text not in name.joined else len(atom.text) if atom.is_word else 1
        for atom, value in zip(atoms, values, strict=True)
        if value > _EXPLAINED
    )
    return min(1.0, spoken / max(1, len(name.joined)))


def _values(query: Query, words: Mapping[int, Values], name: Name, place: int) -> list[float]:
    """How well each atom is explained by the name, which has this place on the shortlist."""
    found: list[float] = []
    for at, run in enumerate(query.runs):
        if run.atoms[0].is_word:
            found.append(words[at].get(place, 0.0))
        else:
            found += values_of_run(run, name.joined, name.chars)
    return found
