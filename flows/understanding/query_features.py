"""Features of queries: what the index is asked for, by the runs, meanings and numbers of a query, each with its weight.

Not here: the features of names (name_features), or which families have them (postings).
"""

from collections.abc import Iterator
from itertools import pairwise, product

from flows.understanding.atoms import Atom
from flows.understanding.facts import hundredths
from flows.understanding.index import Index
from flows.understanding.measures import Unit
from flows.understanding.name_features import (
    initial_features,
    letter_features,
    meaning_feature,
    number_feature,
    sound_features,
    word_feature,
)
from flows.understanding.pinyin import readings, sound
from flows.understanding.query import Query

_NUMBER_WEIGHT = 0.7
_MEANING_WEIGHT = 1.6
_SHORTEST_TYPO = 4
_RARER = 0.4
"""What a second reading of a character counts beside the first; a name that has the character has both."""


def features_of(index: Index, query: Query) -> dict[str, float]:
    """What the index is asked for, each with its weight."""
    found: dict[str, float] = {}
    for run in query.runs:
        for feature, weight in _features_of_run(index, run.atoms):
            found[feature] = max(weight, found.get(feature, 0.0))
    for atom in query.atoms:
        for meant in atom.meant:
            feature = meaning_feature(meant)
            found[feature] = found.get(feature, 0.0) + atom.weight * _MEANING_WEIGHT
    for measure in query.measures:
        if measure.unit is Unit.PLAIN:
            found[number_feature(hundredths(measure.value))] = _NUMBER_WEIGHT
    return found


def _features_of_run(index: Index, run: tuple[Atom, ...]) -> Iterator[tuple[str, float]]:
    for atom in run:
        if atom.is_word:
            yield from _features_of_word(atom)
        if atom.is_word and not atom.is_known and len(atom.text) >= _SHORTEST_TYPO:
            yield from ((word_feature(near), atom.weight * 2) for near in index.diction.words_near(atom.text))
    spoken = [(atom, _sounds(atom)) for atom in run if not atom.is_word]
    for atom, sounds in spoken:
        yield from ((f"1{said}", atom.weight * 0.5 * _RARER**at) for at, said in enumerate(sounds))
    for (one, first), (other, second) in pairwise(spoken):
        for (at, a), (place, b) in product(enumerate(first), enumerate(second)):
            weight = (one.weight + other.weight) * _RARER ** (at + place)
            yield from ((feature, weight) for feature in list(sound_features((a, b)))[2:])


def _sounds(atom: Atom) -> tuple[str, ...]:
    said = readings(atom.text) if len(atom.text) == 1 else (atom.text,)
    return tuple(dict.fromkeys(sound(each) for each in said))


def _features_of_word(atom: Atom) -> Iterator[tuple[str, float]]:
    word, weight = atom.text, atom.weight
    yield word_feature(word), weight * 2
    letters = list(letter_features(word))
    yield from ((feature, weight * 1.5 / len(letters)) for feature in letters)
    for parts in atom.spelled:
        if all(len(part) > 1 for part in parts) and len(parts) > 1:
            sounds = [heard for _, heard in parts]
            yield from ((feature, weight * 1.5 / len(parts)) for feature in sound_features(sounds))
        else:
            initials = list(initial_features("".join(part[0][0] for part in parts)))
            yield from ((feature, weight * 1.5 / len(initials)) for feature in initials)
