"""Matching: how much of a query a family of products explains, and how its numbers agree with a product's.

Not here: what a single word or run of characters tells (letters, streaks), which families are looked at (index), or
when a match is good enough (search).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul

from flows.understanding.index import Family
from flows.understanding.letters import value_of_word
from flows.understanding.names import Name
from flows.understanding.query import Atom, Query, Run
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


_UNLIKE = Likeness(0.0, 0.0)


def likeness(query: Query, family: Family, *, least: float = 0.0) -> Likeness:
    """Compare a query that has atoms with the names of a family; `_UNLIKE` if it is surely less than `least`."""
    atoms, weights = query.atoms, query.weights
    total = sum(weights)
    every = _values_of_all(query, family, least * total)
    if every is None:
        return _UNLIKE
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


def explained(query: Query, family: Family) -> list[float]:
    """How well the family explains each atom of the query, with whichever of its names does so best."""
    values = [_values(query, name) for name in family.names]
    best = [max(each) for each in zip(*values, strict=True)]
    return [
        max(value, _MEANT if atom.meant & family.meanings else 0.0)
        for atom, value in zip(query.atoms, best, strict=True)
    ]


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


def _values_of_all(query: Query, family: Family, least: float) -> list[list[float]] | None:
    """For each name of the family, its shelf last, how well it explains each atom; None if all together that is too
    little, which is mostly plain before every word has been compared."""
    names = (*family.names, family.shelf)
    left = _at_most(query, family)
    if left < least:
        return None
    every: list[list[list[float]]] = [[[]] * len(query.runs) for _ in names]
    for at in query.heaviest:
        run = query.runs[at]
        for values, name in zip(every, names, strict=True):
            values[at] = _values_of_run(run, name)
        if run.atoms[0].is_word and not run.atoms[0].meant:
            left -= run.atoms[0].weight * (1 - max(values[at][0] for values in every))
            if left < least:
                return None
    return [[value for values in runs for value in values] for runs in every]


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


def _values(query: Query, name: Name) -> list[float]:
    """How well each atom is explained by the name."""
    return [value for run in query.runs for value in _values_of_run(run, name)]


def _values_of_run(run: Run, name: Name) -> list[float]:
    atom = run.atoms[0]
    return [value_of_word(atom, name)] if atom.is_word else values_of_run(run, name.joined, name.chars)
