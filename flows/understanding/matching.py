"""Matching: how much of a query a family of products explains, and how its numbers agree with a product's.

Not here: which families are looked at (index), or when a match is good enough (search).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import mul

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from flows.understanding.index import Family
from flows.understanding.names import Name, skeleton
from flows.understanding.query import Atom, Query, Run, Spelling

_ALONE, _IN_ORDER, _PAIR, _RUN = 0.4, 0.72, 0.93, 1.0
"""How much a character counts that is found alone, near its neighbour in the right order, beside it, in a run."""

_NEAR = 4
_MEANT = 0.9
_SHELF = 0.75
_ACROSS_NAMES = 0.96
UNSAID = 0.94
"""What a family is worth that says no region where one is wanted."""

_CONFLICT = 0.55
_EXPLAINED = 0.5
_LEAST_ALIKE = 0.7
_SHORTEST_TYPO = 4
_SHORTEST_SPELLED_TYPO = 5
_LEAST_SPELLED, _LEAST_SPELLED_SHORT = 85, 90
_LONG_SPELLED = 8
_KIND_ONLY = 0.65
_OTHER_START = 0.85
_MOST_INITIALS = 8
_GOOD = 0.85
_ONE_LETTER = 0.6
_BEGINNINGS = 0.85
_SHORTEST_SKELETON, _LONGEST_FOR_ONE, _SKELETON = 3, 3, 0.75
_ENDING, _LEAST_LEFT_OUT = 0.7, 3
_WORTH_WHILE = 0.2
_MOST_REMEMBERED = 1 << 15
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
    return [_word_value(atom, name)] if atom.is_word else _run_values(run, name.joined, name.chars)


def _run_values(run: Run, text: str, chars: frozenset[str]) -> list[float]:
    values = [0.0] * len(run.atoms)
    if chars.isdisjoint(run.hits):
        return values
    found = [(place, at, alike) for place, char in enumerate(text) for at, alike in run.hits.get(char, ())]
    streaks: dict[int, list[tuple[int, int, float]]] = {}
    for hit in found:
        streak = streaks.setdefault(hit[0] - hit[1], [])
        if streak and streak[-1][0] != hit[0] - 1:
            _credit(values, streak)
            streak.clear()
        streak.append(hit)
    for streak in streaks.values():
        _credit(values, streak)
    for one in range(len(values) - 1):
        if 0 < min(values[one], values[one + 1]) < _IN_ORDER and (alike := _in_order(found, one)):
            values[one] = max(values[one], _IN_ORDER * alike)
            values[one + 1] = max(values[one + 1], _IN_ORDER * alike)
    return values


def _credit(values: list[float], streak: list[tuple[int, int, float]]) -> None:
    """Count a streak; one in which no character is the very same is doubted twice."""
    strength = _RUN if len(streak) > 2 else _PAIR if len(streak) == 2 else _IN_ORDER if len(values) == 1 else _ALONE
    is_heard = all(alike < 1 for _, _, alike in streak)
    for _, at, alike in streak:
        values[at] = max(values[at], strength * (alike * alike if is_heard else alike))


def _in_order(found: list[tuple[int, int, float]], one: int) -> float:
    """How alike two neighbours are that stand near each other in the right order; one of them must be the very same."""
    firsts = [(place, alike) for place, at, alike in found if at == one]
    seconds = [(place, alike) for place, at, alike in found if at == one + 1]
    near = [(a, b) for first, a in firsts for second, b in seconds if 0 < second - first <= _NEAR]
    return max((min(pair) for pair in near if max(pair) == 1), default=0.0)


def _word_value(atom: Atom, name: Name) -> float:
    if atom.weight < _WORTH_WHILE:
        return 1.0 if atom.text in name.latin else 0.0
    return _value_of_word(atom.text, atom.spelled, name, is_known=atom.is_known)


@lru_cache(maxsize=_MOST_REMEMBERED)
def _value_of_word(word: str, spelled: tuple[Spelling, ...], name: Name, *, is_known: bool) -> float:
    """How well a word is explained; one that stands in another name is no typing error in this one.

    Remembered, because the parts of a sentence are looked up in several ways, and people say the same words.
    """
    if word in name.latin:
        return 1.0
    if not word.isalpha():
        return 1.0 if word in name.joined else 0.0
    best = max(_within(word, name), _as_initials(word, name))
    if best < _GOOD and not is_known:
        best = max(best, _as_skeleton(word, name), _typed_wrongly(word, name), _as_beginnings(word, name))
    if best < _GOOD and name.has_characters:
        best = max(best, *(_as_spelled(parts, name) for parts in spelled), 0.0)
        if best < _LEAST_ALIKE and not is_known:
            best = max(best, _spelled_wrongly(word, name))
    return best


def _within(word: str, name: Name) -> float:
    """The beginning of a word, several words without their blanks, or the end of one."""
    if len(word) < 3:
        return 0.0
    begun = max((len(word) / len(each) for each in name.latin if each.startswith(word)), default=0.0)
    if begun:
        return 0.75 + 0.2 * begun
    if any(name.joined.startswith(word, place) for place in name.starts):
        return 0.95
    is_ending = any(each.endswith(word) and len(each) - len(word) >= _LEAST_LEFT_OUT for each in name.latin)
    return _ENDING if is_ending else 0.0


def _as_initials(word: str, name: Name) -> float:
    if len(word) == 1:
        return _ONE_LETTER if name.initials.startswith(word) else 0.0
    place = name.initials.find(word)
    if place < 0:
        return 0.0
    if place > 0 and name.initials[place - 1] != " ":
        return {2: 0.55, 3: 0.78}.get(len(word), 0.85)
    return {2: 0.73, 3: 0.85}.get(len(word), 0.92)


def _as_skeleton(word: str, name: Name) -> float:
    """A word without its vowels, and maybe some of the rest: amz, ytb."""
    if len(word) < _SHORTEST_SKELETON or skeleton(word) != word:
        return 0.0
    near = (each for each in name.latin if each[0] == word[0] and len(each) <= len(word) * _LONGEST_FOR_ONE)
    return _SKELETON if any(_is_within(word, skeleton(each)) for each in near) else 0.0


def _is_within(letters: str, word: str) -> bool:
    """Whether the letters stand in the word in this order."""
    rest = iter(word)
    return all(letter in rest for letter in letters)


def _typed_wrongly(word: str, name: Name) -> float:
    if len(word) < _SHORTEST_TYPO or not name.latin:
        return 0.0
    whole = [*name.latin, *(one + other for one, other in pairwise(name.latin))]
    return max(_mistyped(word, each) for each in whole)


def _mistyped(word: str, meant: str) -> float:
    alike: float = OSA.normalized_similarity(word, meant, score_cutoff=_LEAST_ALIKE)
    doubt = 1.0 if word[0] == meant[0] else _OTHER_START
    return float(alike**1.4) * doubt


def _as_beginnings(word: str, name: Name) -> float:
    """The beginnings of words that follow each other, as in bnet for Battle.net."""
    if len(word) < _SHORTEST_TYPO:
        return 0.0
    starts = (place for place, each in enumerate(name.latin) if each[0] == word[0])
    return _BEGINNINGS if any(_begins(word, name.latin, place) for place in starts) else 0.0


def _begins(word: str, latin: tuple[str, ...], place: int) -> bool:
    if not word:
        return True
    if place == len(latin):
        return False
    sizes = [size for size in range(len(word), 0, -1) if latin[place].startswith(word[:size])]
    return any(_begins(word[size:], latin, place + 1) for size in sizes)


def _as_spelled(parts: Spelling, name: Name) -> float:
    """Syllables and initials that the characters of the name are said with, one after the other."""
    full = sum(1 for part in parts if len(part[0]) > 1)
    if (len(parts) < 2 and not full) or (len(parts) > _MOST_INITIALS and not full):
        return 0.0
    sayings = name.sayings
    starts = [at for at in range(len(sayings) - len(parts) + 1) if not sayings[at].isdisjoint(parts[0])]
    gaps = min((_gaps(parts, sayings, start) for start in starts), default=99)
    if gaps > 1 or (gaps and len(parts) < 4):
        return 0.0
    if len(parts) == 1:
        return 0.6
    strength = 0.95 if full == len(parts) else 0.9 if full else {2: 0.62, 3: 0.84}.get(len(parts), 0.9)
    return strength * (1.0 if not gaps else 0.85)


def _gaps(parts: Spelling, sayings: Sequence[frozenset[str]], start: int) -> int:
    """How often characters must be left out for the parts to be the name's from here on; 99 if they are not."""
    gaps, place = 0, start
    for part in parts[1:]:
        place += 1
        if place < len(sayings) and not sayings[place].isdisjoint(part):
            continue
        gaps += 1
        further = range(place + 1, min(len(sayings), place + 5))
        place = next((at for at in further if not sayings[at].isdisjoint(part)), -1)
        if place < 0 or gaps > 1:
            return 99
    return gaps


def _spelled_wrongly(word: str, name: Name) -> float:
    if len(word) < _SHORTEST_SPELLED_TYPO or len(name.pinyin) + 2 < len(word):
        return 0.0
    least = _LEAST_SPELLED if len(word) >= _LONG_SPELLED else _LEAST_SPELLED_SHORT
    alike: float = fuzz.partial_ratio(word, name.pinyin, score_cutoff=least) / 100
    return 0.9 * alike * alike
