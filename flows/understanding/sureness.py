"""Sureness: whether a search means the good that comes nearest, or that one is only the nearest there is.

Not here: how near each good comes (matching, agreement).

Fitted as a logistic regression on 15 sets of queries of strangers over as many shops, on what the same queries find
where their brands are not sold, and on talk; each set judged by what was learned from the others.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from flows.understanding.atoms import Atom
from flows.understanding.families import Family
from flows.understanding.lexicon import is_house, is_region
from flows.understanding.names import Name
from flows.understanding.query import Query, Run

FLOOR = 0.48
"""What scores less is never sure."""

_SURE = 0.65
_FOR_BEGINNING = 0.18
_AGAINST_TALK = 1.3
_LEAST_TELLING = 0.5
_WORD_OF_TALK = 0.06
_CONTRADICTED = 0.7
"""What is left to a good by a number, or a region, that it has otherwise."""

_SAID, _IN_ORDER = 0.6, 0.5
_HOUSE_SAID = 0.8


def is_sure(query: Query, family: Family, values: Sequence[float], score: float) -> bool:
    """Whether a good of this family is meant, that explains each atom of the query so well and scores so much.

    More sure is who says what a name begins with; less who names nothing but kinds and regions in a lot of talk.
    """
    if score < FLOOR:
        return False
    is_contradicted = score < _CONTRADICTED * query.covered(values)
    begun = 0.0 if is_contradicted else _begun(query, family, values)
    return score + _FOR_BEGINNING * begun - _AGAINST_TALK * _talk(query, values) >= _SURE


def _talk(query: Query, values: Sequence[float]) -> float:
    """Where nothing tells a good by itself: the share of the query that is words that this family has not."""
    atoms = list(zip(query.atoms, values, strict=True))
    if sum(atom.weight * value for atom, value in atoms if atom.tells) >= _LEAST_TELLING or _is_kind_of_region(atoms):
        return 0.0
    names_nothing = not any(value >= _IN_ORDER for atom, value in atoms if atom.tells or atom.meant)
    if names_nothing and min(values) < _IN_ORDER:
        return 1.0
    told = sum(atom.weight * value for atom, value in atoms)
    missed = sum(atom.weight * (1 - value) for atom, value in atoms)
    words = sum(not atom.tells and not atom.meant for atom, _ in atoms)
    return 1 - told / (told + missed + _WORD_OF_TALK * words) if told else 1.0


def _is_kind_of_region(atoms: Iterable[tuple[Atom, float]]) -> bool:
    """Whether a kind and a region are said, which together tell a good: a SIM for Korea."""
    said = {is_region(meant) for atom, value in atoms if value >= _SAID for meant in atom.meant}
    return len(said) > 1


def _begun(query: Query, family: Family, values: Sequence[float]) -> float:
    """How well the query says what some name of the family begins with, or its maker."""
    if any(is_house(meant) for atom in query.atoms for meant in atom.meant & family.meanings):
        return _HOUSE_SAID
    parts = list(_parts(query, values))
    return max((_says_beginning(run, said, name) for name in family.names for run, said in parts), default=0.0)


def _parts(query: Query, values: Sequence[float]) -> Iterator[tuple[Run, Sequence[float]]]:
    """Each run with how well its atoms are explained."""
    place = 0
    for run in query.runs:
        yield run, values[place : place + len(run.atoms)]
        place += len(run.atoms)


def _says_beginning(run: Run, said: Sequence[float], name: Name) -> float:
    atom = run.atoms[0]
    if atom.is_word:
        return said[0] if atom.tells and said[0] >= _SAID and _may_begin(atom, name) else 0.0
    first, second = name.joined[:1], name.joined[1:2]
    pairs = zip(pairwise(run.atoms), pairwise(said), strict=True)
    return max(
        (
            min(one.alike.get(first, 0.0), other.alike.get(second, 0.0))
            for (one, other), well in pairs
            if min(well) >= _IN_ORDER and (one.tells or other.tells)
        ),
        default=0.0,
    )


def _may_begin(atom: Atom, name: Name) -> bool:
    """Whether the word that is explained may be the name's first one, or a part of its beginning."""
    if atom.text in name.latin:
        return atom.text == name.latin[0]
    firsts = {word[0] for word in name.latin[:1]} | ({name.initials[:1]} if not atom.is_known else set())
    return atom.text[0] in firsts
