"""Names of goods: the words without the numbers, and all that somebody may write for them.

Not here: taking a written name apart (parsing), or how near a text comes to one (letters, streaks, matching).
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from flows.understanding.lexicon import meanings
from flows.understanding.pinyin import readings, sound

_LATIN = re.compile(r"[a-z]+")
_HANZI = re.compile(r"[\u3400-\u9fff]")
_NO_VOWELS = str.maketrans("", "", "aeiou")
_SHORT = 2


@dataclass(frozen=True, order=True)
class Name:
    """A name without its numbers: `words` with single blanks, `initials` of each character, word and hump.

    "PlayStation Network Card $50" has the words "playstation network card" and the initials "psnc".
    """

    words: str
    initials: str

    @cached_property
    def joined(self) -> str:
        """The words without blanks."""
        return self.words.replace(" ", "")

    @cached_property
    def chars(self) -> frozenset[str]:
        """The characters it is made of."""
        return frozenset(self.joined)

    @cached_property
    def latin(self) -> tuple[str, ...]:
        """The words in letters, once each."""
        return tuple(dict.fromkeys(_LATIN.findall(self.words)))

    @cached_property
    def pinyin(self) -> str:
        """The characters spelled out, the rest as it is, without blanks."""
        return "".join(said[0] if (said := readings(char)) else char for char in self.joined)

    @cached_property
    def sayings(self) -> tuple[frozenset[str], ...]:
        """For each of its characters, without blanks, all that may stand for it: readings, sounds, initials."""
        inner = {place for start, end in self._latin_places if end - start > _SHORT for place in range(start + 1, end)}
        return tuple(frozenset() if at in inner else _sayings(char) for at, char in enumerate(self.joined))

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where in `joined` its words in letters begin."""
        return tuple(start for start, _ in self._latin_places)

    @cached_property
    def _latin_places(self) -> tuple[tuple[int, int], ...]:
        """Where in `joined` its words in letters begin and end; short ones like QQ are initials all through."""
        places, place = [], 0
        for part in self.words.split():
            places += [(place + word.start(), place + word.end()) for word in _LATIN.finditer(part)]
            place += len(part)
        return tuple(places)

    @cached_property
    def typed(self) -> tuple[str, ...]:
        """What somebody types who means a word of it: each, and each two together."""
        return (*self.latin, *(one + other for one, other in pairwise(self.latin)))

    @cached_property
    def letters(self) -> int:
        """The letters its words in letters are made of."""
        return letters_of(self.words)

    @cached_property
    def letters_begun(self) -> int:
        """The letters with which anything begins that may stand for one of its characters."""
        return letters_of("".join(said[0] for each in self.sayings for said in each))

    @cached_property
    def letters_said(self) -> int:
        """The letters of its pinyin."""
        return letters_of(self.pinyin)

    @cached_property
    def has_characters(self) -> bool:
        """Whether any of it is Chinese."""
        return _HANZI.search(self.words) is not None

    @cached_property
    def meanings(self) -> frozenset[str]:
        """The regions and kinds it names."""
        return meanings(self.words)


@lru_cache(maxsize=8192)
def skeleton(word: str) -> str:
    """A word in letters without the vowels behind its first letter, which is how it is shortened: amzn, ytb."""
    return word[:1] + word[1:].translate(_NO_VOWELS)


@lru_cache(maxsize=8192)
def letters_of(text: str) -> int:
    """Which of the letters a to z a text has, a bit for each: what is made of a text has no others."""
    return sum(1 << ord(letter) - ord("a") for letter in set(text) if "a" <= letter <= "z")


@lru_cache(maxsize=8192)
def _sayings(char: str) -> frozenset[str]:
    said = readings(char)
    return frozenset([char, *said, *(sound(each) for each in said), *(each[0] for each in said if each)])
