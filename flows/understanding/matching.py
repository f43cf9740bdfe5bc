"""Matching: how much of a query each of some families of products explains.

Not here: what a single word or run of characters tells (letters, streaks), which families are looked at (postings), how
numbers agree (agreement), or when a match is good enough (search).
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cached_property

from flows.understanding.atoms import Atom
from flows.understanding.families import Family
from flows.understanding.lexicon import is_akin, is_house
from flows.understanding.names import Name
from flows.understanding.query import Query, Run
from flows.understanding.shortlist import Shortlist, Values
from flows.understanding.streaks import values_of_run

_MEANT, _CALLED = 0.9, 0.97
"""How much counts what means a region or kind of the family's, and what is another name of its brand."""

_SHELF = 0.75
_ACROSS_NAMES = 0.96
_OTHER_BRAND = 0.5
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


class Comparison:
    """A query that has atoms beside the names of some families; each name is compared once, and only if need be."""

    def __init__(self, query: Query, families: Sequence[Family]) -> None:
        self._query, self._families = query, families
        self._shortlist = Shortlist(families)
        self._words: dict[int, Values] = {}
        self._explained: dict[int, list[float]] = {}
        self._first = {at: _at_most(query, family) for at, family in enumerate(families)}

    def scores(self, *, least: float) -> list[float]:
        """How near the query comes to each of the families, from 0 to 1; 0 if surely less than `least`."""
        scores = [0.0] * len(self._families)
        for at in self._left(least * self._query.weight):
            every = [self._values(place) for place in self._shortlist.places[at]]
            scores[at] = _likeness(self._query, self._families[at], every).score
        return scores

    @cached_property
    def most(self) -> list[float]:
        """How much weight each family explains at most."""
        return list(self._left(0.0).values())

    def explained(self, at: int) -> list[float]:
        """How well this family explains each atom of the query, with whichever of its names does so best."""
        meant = self._families[at].meanings
        every = [self._values(place) for place in self._shortlist.places[at][:-1]]
        return [
            max(*values, 0.0 if atom.meant.isdisjoint(meant) else _MEANT)
            for atom, *values in zip(self._query.atoms, *every, strict=True)
        ]

    def _left(self, least: float) -> dict[int, float]:
        """The families that may explain as much weight as `least`, with how much at most.

        Mostly none may, which is plain before every word has been compared.
        """
        left = {at: most for at, most in self._first.items() if most >= least}
        for run in self._query.heaviest:
            atom = self._query.runs[run].atoms[0]
            if not left or not atom.is_word:
                break
            if not atom.meant:
                values, places = self._values_of_word(run), self._shortlist.places
                missed = {at: 1 - max(values.get(place, 0.0) for place in places[at]) for at in left}
                left = {at: most for at in left if (most := left[at] - atom.weight * missed[at]) >= least}
        return left

    def _values(self, place: int) -> list[float]:
        """How well the name that has this place on the shortlist explains each atom."""
        if place not in self._explained:
            name, found = self._shortlist.names[place], list[float]()
            for at, run in enumerate(self._query.runs):
                if run.atoms[0].is_word:
                    found.append(self._values_of_word(at).get(place, 0.0))
                else:
                    found += values_of_run(run, name.joined, name.chars)
            self._explained[place] = found
        return self._explained[place]

    def _values_of_word(self, run: int) -> Values:
        """How well each name on the shortlist explains the word that is this run."""
        if run not in self._words:
            self._words[run] = self._shortlist.values(self._query.runs[run].atoms[0])
        return self._words[run]


def _at_most(query: Query, family: Family) -> float:
    """The weight of the atoms that the family may explain at all; of a long sentence it is a small part."""
    return query.weight_of_words + sum(_at_most_of_run(run, family) for run in query.runs if not run.atoms[0].is_word)


def _at_most_of_run(run: Run, family: Family) -> float:
    places = {at for char in family.chars & run.hits.keys() for at, _ in run.hits[char]}
    return sum(
        atom.weight
        for at, atom in enumerate(run.atoms)
        if at in places or (atom.meant and not atom.meant.isdisjoint(family.meanings))
    )


def _likeness(query: Query, family: Family, every: Sequence[Sequence[float]]) -> Likeness:
    """What a family comes to, of which each name, the shelf's last, explains each atom so well."""
    atoms = query.atoms
    if query.elsewhere and any(map(is_house, family.meanings)):
        every = [_doubted(values, query.elsewhere) for values in every]
    best, said = 0.0, 0.0
    explained = [[_SHELF * value for value in every[-1]], *every[:-1]]
    for name, values in zip(family.names, every, strict=False):
        covered = query.covered(values)
        if covered < best or not covered:
            continue
        part = _part_said(atoms, values, name)
        if (covered, part) > (best, said):
            best, said = covered, part
    union = [max(each) for each in zip(*explained, strict=True)]
    meant = family.meanings
    is_said = max(union) > _EXPLAINED
    for at, atom in enumerate(atoms):
        if atom.meant and (shared := atom.meant & meant):
            union[at] = max(union[at], _CALLED if any(map(is_house, shared)) else _MEANT)
            is_said = is_said or any(map(is_akin, shared))
    across = query.covered(union)
    if not is_said and not query.measures:
        across *= _KIND_ONLY
    return Likeness(max(best, across * _ACROSS_NAMES) * _region_factor(query, meant), said)


def _doubted(values: Sequence[float], elsewhere: Container[int]) -> list[float]:
    """The values, less those of the name of another brand, which is not sold: apple is not apple music."""
    return [value * _OTHER_BRAND if at in elsewhere else value for at, value in enumerate(values)]


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
