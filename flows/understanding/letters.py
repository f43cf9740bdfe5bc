"""Letters: how well a word in letters is explained by a name, for each way of writing a name that people have.

Not here: which names are compared in which way (shortlist), characters (streaks), or what a whole query comes to
(matching).
"""

from collections.abc import Sequence
from math import floor

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from flows.understanding.atoms import Spelling
from flows.understanding.names import Name, skeleton

_SHORTEST_BEGINNING = 3
_LEAST_ALIKE = 0.7
_SHORTEST_TYPO = 4
_SHORTEST_SPELLED_TYPO = 5
_LEAST_SPELLED, _LEAST_SPELLED_SHORT = 85, 90
_LONG_SPELLED = 8
_LONGER_THAN_SPELLED = 2
_OTHER_START = 0.85
_MOST_INITIALS = 8
_ONE_LETTER = 0.6
_BEGINNINGS = 0.85
_SHORTEST_SKELETON, _LONGEST_FOR_ONE, _SKELETON = 3, 3, 0.75
_ENDING, _LEAST_LEFT_OUT = 0.7, 3


def as_it_is(word: str, name: Name) -> float:
    """A word of the name, the beginning of one, several without their blanks, or the end of one."""
    if word in name.latin:
        return 1.0
    if len(word) < _SHORTEST_BEGINNING:
        return 0.0
    begun = max((len(word) / len(each) for each in name.latin if each.startswith(word)), default=0.0)
    if begun:
        return 0.75 + 0.2 * begun
    if any(name.joined.startswith(word, place) for place in name.starts):
        return 0.95
    is_ending = any(each.endswith(word) and len(each) - len(word) >= _LEAST_LEFT_OUT for each in name.latin)
    return _ENDING if is_ending else 0.0


def as_initials(word: str, name: Name) -> float:
    """The initials of the name, or some of them."""
    if len(word) == 1:
        return _ONE_LETTER if name.initials.startswith(word) else 0.0
    place = name.initials.find(word)
    if place < 0:
        return 0.0
    if place > 0 and name.initials[place - 1] != " ":
        return {2: 0.55, 3: 0.78}.get(len(word), 0.85)
    return {2: 0.73, 3: 0.85}.get(len(word), 0.92)


def as_skeleton(word: str, name: Name) -> float:
    """A word without its vowels, and maybe some of the rest: amz, ytb."""
    near = (each for each in name.latin if each[0] == word[0] and len(each) <= len(word) * _LONGEST_FOR_ONE)
    return _SKELETON if any(_is_within(word, skeleton(each)) for each in near) else 0.0


def may_be_skeleton(word: str) -> bool:
    """Whether the word has no vowels, so that it may be a longer one's skeleton."""
    return len(word) >= _SHORTEST_SKELETON and skeleton(word) == word


def _is_within(letters: str, word: str) -> bool:
    """Whether the letters stand in the word in this order."""
    rest = iter(word)
    return all(letter in rest for letter in letters)


def mistyped(word: str, words: Sequence[str]) -> dict[str, float]:
    """Those of the words that this one may be a typing error for, each with how well it is explained by them."""
    if len(word) < _SHORTEST_TYPO:
        return {}
    near = process.extract(word, words, scorer=OSA.normalized_similarity, score_cutoff=_LEAST_ALIKE, limit=None)
    return {meant: alike**1.4 * (1.0 if word[0] == meant[0] else _OTHER_START) for meant, alike, _ in near}


def as_beginnings(word: str, name: Name) -> float:
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


def as_spelled(parts: Spelling, name: Name) -> float:
    """Syllables and initials that the characters of the name are said with, one after the other."""
    full = sum(1 for part in parts if len(part[0]) > 1)
    sayings = name.sayings
    starts = [at for at in range(len(sayings) - len(parts) + 1) if not sayings[at].isdisjoint(parts[0])]
    gaps = min((_gaps(parts, sayings, start) for start in starts), default=99)
    if gaps > 1 or (gaps and len(parts) < 4):
        return 0.0
    if len(parts) == 1:
        return 0.6
    strength = 0.95 if full == len(parts) else 0.9 if full else {2: 0.62, 3: 0.84}.get(len(parts), 0.9)
    return strength * (1.0 if not gaps else 0.85)


def may_be_spelled(parts: Spelling) -> bool:
    """Whether somebody writes so who spells characters out: several parts, and not many that are all initials."""
    return any(len(part[0]) > 1 for part in parts) or 1 < len(parts) <= _MOST_INITIALS


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


def as_misspelled(word: str, name: Name) -> float:
    """All the characters of the name, or several, spelled out with a typing error."""
    if len(name.pinyin) + _LONGER_THAN_SPELLED < len(word):
        return 0.0
    alike: float = fuzz.partial_ratio(word, name.pinyin, score_cutoff=_least_spelled(word)) / 100
    return 0.9 * alike * alike


def most_missing(word: str) -> int | None:
    """How many letters of a word at most the spelled name may lack, if it is as long; None if it is none misspelled.

    A ratio is 1 - errors / (both lengths), and each letter that is lacking is an error.
    """
    if len(word) < _SHORTEST_SPELLED_TYPO:
        return None
    return floor((100 - _least_spelled(word)) / 100 * 2 * len(word))


def _least_spelled(word: str) -> int:
    return _LEAST_SPELLED if len(word) >= _LONG_SPELLED else _LEAST_SPELLED_SHORT
