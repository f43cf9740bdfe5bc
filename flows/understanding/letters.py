"""Letters: how well a word in letters is explained by a name — as it is, begun, shortened, mistyped or spelled out.

Not here: characters (streaks), or what a whole query comes to (matching).
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from flows.understanding.names import Name, skeleton
from flows.understanding.query import Atom, Spelling

_LEAST_ALIKE = 0.7
_SHORTEST_TYPO = 4
_SHORTEST_SPELLED_TYPO = 5
_LEAST_SPELLED, _LEAST_SPELLED_SHORT = 85, 90
_LONG_SPELLED = 8
_OTHER_START = 0.85
_MOST_INITIALS = 8
_GOOD = 0.85
_ONE_LETTER = 0.6
_BEGINNINGS = 0.85
_SHORTEST_SKELETON, _LONGEST_FOR_ONE, _SKELETON = 3, 3, 0.75
_ENDING, _LEAST_LEFT_OUT = 0.7, 3
_WORTH_WHILE = 0.2
_MOST_REMEMBERED = 1 << 15


def value_of_word(atom: Atom, name: Name) -> float:
    """How well a word is explained by the name, from 0 to 1; one that hardly counts only if it stands there."""
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
