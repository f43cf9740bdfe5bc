"""Features of names: what a family is found by — sounds, initials and letters side by side, words, meanings, numbers.

Not here: which families have them (postings), or the features of sentences (features).
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from flows.understanding.families import Family
from flows.understanding.names import Name, skeleton
from flows.understanding.pinyin import readings, sound

_LONGEST_ACRONYM = 6


def features_of(family: Family) -> Iterator[str]:
    """What a family is found by, but for its numbers."""
    for name in [*family.names, family.shelf]:
        yield from _features_of_name(name)
    yield from map(meaning_feature, family.meanings)


def sound_features(sounds: Sequence[str]) -> Iterator[str]:
    """What a run of characters with these sounds is found by: each sound, each pair, each pair but one."""
    yield from (f"1{each}" for each in sounds)
    yield from (f"2{one}{other}" for one, other in pairwise(sounds))


def initial_features(initials: str) -> Iterator[str]:
    """What initials are found by: pairs of them."""
    yield from (f"3{initials[place : place + 2]}" for place in range(len(initials) - 1))


def letter_features(letters: str) -> Iterator[str]:
    """What a word in letters, or a spelled run, is found by: each three letters in a row."""
    yield from (f"4{letters[place : place + 3]}" for place in range(len(letters) - 2))


def word_feature(word: str) -> str:
    """What a whole word is found by."""
    return f"5{word}"


def number_feature(value: int) -> str:
    """What a number, in hundredths, is found by."""
    return f"7{value}"


def meaning_feature(meaning: str) -> str:
    """What a region or kind is found by."""
    return f"6{meaning}"


@lru_cache(maxsize=256)
def _features_of_name(name: Name) -> tuple[str, ...]:
    found: list[str] = []
    run: list[str] = []
    for char in [*name.joined, ""]:
        if char and readings(char):
            run.append(char)
            continue
        found += _features_of_run(run)
        run = []
    for word in name.latin:
        found.append(word_feature(word))
        found += letter_features(word)
        found += initial_features(skeleton(word))
    found += letter_features(name.pinyin)
    found += initial_features(name.initials)
    found += (
        word_feature(name.initials[start:end])
        for start in range(len(name.initials))
        for end in range(start + 2, min(len(name.initials), start + _LONGEST_ACRONYM) + 1)
    )
    return tuple(dict.fromkeys(found))


def _features_of_run(run: Sequence[str]) -> Iterator[str]:
    every = [tuple(dict.fromkeys(sound(said) for said in readings(char))) for char in run]
    yield from (f"1{said}" for sounds in every for said in sounds)
    yield from (f"2{one}{other}" for first, second in pairwise(every) for one in first for other in second)
    initials = [tuple(dict.fromkeys(said[0] for said in readings(char) if said)) for char in run]
    yield from (f"3{one}{other}" for first, second in pairwise(initials) for one in first for other in second)
