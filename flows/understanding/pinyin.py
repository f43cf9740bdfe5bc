"""Pinyin: every reading of a character, how it sounds to somebody who types by ear, what a run of letters may spell.

Not here: telling two readings apart by their neighbours: all of them count, since a name is short and a look-up cheap.
"""

import os
import unicodedata
from functools import cache, lru_cache

_MOST_READINGS = 2
_MOST_LETTERS = 40
_COMMON = (0x4E00, 0x9FA6)
_LONGEST_SYLLABLE = 6

_SAME_START = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_SAME_END = (("ang", "an"), ("eng", "en"), ("ing", "in"))
"""What speakers of many regions don't tell apart, and input methods therefore let them mix."""


@lru_cache(maxsize=8192)
def readings(char: str) -> tuple[str, ...]:
    """The character's readings in plain letters, ü as v, the commonest first; none for what is no character."""
    written = every_reading().get(ord(char))
    if written is None:
        return ()
    return tuple(dict.fromkeys(_plain(each) for each in written.split(",")[:_MOST_READINGS]))


@lru_cache(maxsize=2048)
def sound(syllable: str) -> str:
    """The syllable as a careless ear has it: zh is z, ing is in, n is l, v is u."""
    heard = syllable.replace("v", "u")
    for written, same in _SAME_START:
        if heard.startswith(written):
            heard = same + heard[len(written) :]
            break
    for written, same in _SAME_END:
        if heard.endswith(written):
            return heard[: -len(written)] + same
    return heard


@lru_cache(maxsize=4096)
def spellings(letters: str) -> tuple[tuple[str, ...], ...]:
    """What a run of letters may spell, each as syllables and single initials: in full, mixed, and initials alone.

    "huafei" is (hua, fei), "huafcz" (hua, f, c, z), "hfcz" (h, f, c, z).
    """
    if not letters.isascii() or not letters.isalpha() or len(letters) > _MOST_LETTERS:
        return ()
    found = [_in_full(letters), _greedily(letters), _greedily_from_the_end(letters), tuple(letters)]
    return tuple(dict.fromkeys(each for each in found if each))


@cache
def every_reading() -> dict[int, str]:
    """The readings of each character with tones, by code point.

    Only of single characters: pypinyin's dictionary of phrases, which it loads unless it is told not to, takes 55 MB.
    """
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")
    from pypinyin.constants import PINYIN_DICT

    return PINYIN_DICT


@cache
def _syllables() -> frozenset[str]:
    """Every syllable of a common character; rare ones would make half of English Chinese."""
    found = {syllable for point in range(*_COMMON) for syllable in readings(chr(point))[:1]}
    also = {syllable.replace("v", "u") for syllable in found}
    return frozenset(each for each in found | also if each.isascii() and (len(each) > 1 or each in "aeo"))


@lru_cache(maxsize=4096)
def _in_full(letters: str) -> tuple[str, ...]:
    """Syllables that spell all the letters, the longest first where there is a choice; none if there are no such."""
    for size in range(min(_LONGEST_SYLLABLE, len(letters)), 0, -1):
        if letters[:size] not in _syllables():
            continue
        if size == len(letters):
            return (letters,)
        if rest := _in_full(letters[size:]):
            return (letters[:size], *rest)
    return ()


def _greedily(letters: str) -> tuple[str, ...]:
    parts: list[str] = []
    place = 0
    while place < len(letters):
        size = next(
            (size for size in range(_LONGEST_SYLLABLE, 1, -1) if letters[place : place + size] in _syllables()), 1
        )
        parts.append(letters[place : place + size])
        place += size
    return tuple(parts)


def _greedily_from_the_end(letters: str) -> tuple[str, ...]:
    parts: list[str] = []
    place = len(letters)
    while place:
        size = next(
            (
                size
                for size in range(min(_LONGEST_SYLLABLE, place), 1, -1)
                if letters[place - size : place] in _syllables()
            ),
            1,
        )
        parts.append(letters[place - size : place])
        place -= size
    return tuple(reversed(parts))


def _plain(reading: str) -> str:
    letters = unicodedata.normalize(
        "NFD", reading.replace("ü", "v").replace("ǜ", "v").replace("ǚ", "v").replace("ǘ", "v").replace("ǖ", "v")
    )
    return "".join(letter for letter in letters if letter.isascii() and letter.isalpha())
