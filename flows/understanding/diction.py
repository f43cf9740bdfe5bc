"""Diction: the characters and words that a catalogue's names are made of — how telling each is, what is like it.

Not here: which family has them (postings), or what the trade says besides names (lexicon).
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence, Set
from itertools import permutations
from math import log

from rapidfuzz import process
from rapidfuzz.distance import OSA

from flows.understanding.families import Family
from flows.understanding.pinyin import readings, sound

_PAIR = re.compile(r"(?=([\u3400-\u9fff]{2}))")
_LEAST_WEIGHT = 0.25
_RARE_READING = 0.08
_NEAR, _MOST_NEAR = 0.7, 6


class Diction:
    """What the names of these families are made of; made once, with their index."""

    def __init__(self, families: Sequence[Family]) -> None:
        chars: dict[str, int] = {}
        words: dict[str, int] = {}
        sounds: dict[str, int] = {}
        self._pairs: set[str] = set()
        self._pairs_of_names: dict[str, set[tuple[str, str]]] = {}
        for family in families:
            passing = family.passing()
            texts = [*passing.names, passing.shelf]
            self._pairs.update(pair for name in passing.names for pair in _PAIR.findall(name.words))
            for one, other in permutations({name.latin[0] for name in passing.names if name.latin}, 2):
                self._pairs_of_names.setdefault(one[0] + other[0], set()).add((one, other))
            own = {char for name in texts for char in name.joined if readings(char)}
            _count(chars, own)
            _count(sounds, {_sound_of(char) for char in own})
            _count(words, {word for name in texts for word in name.latin})
        total = len(families)
        self._char_weights = {char: _weight(count, total) for char, count in chars.items()}
        self._sound_weights = {said: _weight(count, total) for said, count in sounds.items()}
        self._word_weights = {word: _weight(count, total) for word, count in words.items()}
        self._words = sorted(words)
        by_sound: dict[str, list[str]] = {}
        for char in chars:
            for said in {sound(each) for each in readings(char)}:
                by_sound.setdefault(said, []).append(char)
        self._chars_by_sound = {said: tuple(sorted(found)) for said, found in by_sound.items()}

    def weight_of_char(self, char: str) -> float | None:
        """How telling a character is, from near 0 to 1; None where no name has it or one that sounds like it."""
        return self._char_weights.get(char) or self._sound_weights.get(_sound_of(char))

    def weight_of_word(self, word: str) -> float | None:
        """How telling a word in letters is; None where no name has it."""
        return self._word_weights.get(word)

    def is_pair(self, chars: str) -> bool:
        """Whether two characters stand side by side in some name."""
        return chars in self._pairs

    def pairs_of_names(self, letters: str) -> Set[tuple[str, str]]:
        """Each two words that begin names of one family, and that begin with these two letters."""
        return self._pairs_of_names.get(letters, frozenset())

    def has_beginning(self, letters: str) -> bool:
        """Whether some word in letters begins with these, or they with it."""
        at = bisect_left(self._words, letters)
        if at < len(self._words) and self._words[at].startswith(letters):
            return True
        return any(letters[:size] in self._word_weights for size in range(1, len(letters)))

    def chars_like(self, char: str) -> dict[str, float]:
        """The characters of the catalogue that are this one or sound like it, each with how alike they are."""
        found: dict[str, float] = {}
        for at, said in enumerate(readings(char)):
            for other in self._chars_by_sound.get(sound(said), ()):
                found[other] = max(found.get(other, 0.0), _alike(said, other) - (_RARE_READING if at else 0.0))
        found[char] = 1.0
        return found

    def chars_said(self, syllable: str) -> dict[str, float]:
        """The characters of the catalogue that are said so, or nearly so."""
        like = self._chars_by_sound.get(sound(syllable), ())
        return {char: _alike(syllable, char) for char in like}

    def words_near(self, word: str) -> list[str]:
        """The catalogue's words in letters that this may be a typing error for."""
        near = process.extract(
            word, self._words, scorer=OSA.normalized_similarity, score_cutoff=_NEAR, limit=_MOST_NEAR
        )
        return [each for each, _, _ in near]


def _alike(syllable: str, char: str) -> float:
    """How well a character goes with a syllable that sounds like one of its readings."""
    said = readings(char)
    if syllable not in said:
        return 0.82
    return 0.94 if said[0] == syllable else 0.94 - _RARE_READING


def _sound_of(char: str) -> str:
    said = readings(char)
    return sound(said[0]) if said else char


def _count(counts: dict[str, int], found: Iterable[str]) -> None:
    for each in found:
        counts[each] = counts.get(each, 0) + 1


def _weight(count: int, total: int) -> float:
    """1 for what one family has, down to a quarter for what all have."""
    rare = log((total + 1) / count) / log(total + 1) if total else 1.0
    return _LEAST_WEIGHT + (1 - _LEAST_WEIGHT) * min(1.0, rare)
