"""Everyday words: what people say around the names of goods when they tell something, and where a line says it.

Not here: the words themselves (everyday.toml), or what is known of goods, kinds and regions (lexicon).
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

_FILE = Path(__file__).with_name("everyday.toml")
_PIECE = re.compile(r"(?<![a-z])[a-z]+(?![a-z])|[\u3400-\u9fff]+")
_BESIDE_KNOWN = "beside_known"


def everyday(line: str) -> Iterator[tuple[int, int]]:
    """The places of a normalised line's everyday words, from left to right, the longest where one begins another."""
    for piece in _PIECE.finditer(line):
        if not piece[0].isascii():
            yield from ((piece.start() + start, piece.start() + end) for start, end in _in_characters(piece[0]))
        elif piece[0] in _words():
            yield piece.span()


def _in_characters(piece: str) -> Iterator[tuple[int, int]]:
    """The everyday words among characters; some characters are none beside one that is part of no such word."""
    stretches = [(key, list(each)) for key, each in groupby(_cut(piece), key=lambda word: _standing(piece, *word))]
    for at, (standing, words) in enumerate(stretches):
        beside = [other for other, _ in stretches[max(0, at - 1) : at + 2]]
        if standing == _EVERYDAY or (standing == _PERHAPS and _UNKNOWN not in beside):
            yield from words


_EVERYDAY, _PERHAPS, _UNKNOWN = "everyday", "perhaps", "unknown"


def _standing(piece: str, start: int, end: int) -> str:
    if piece[start:end] in _words():
        return _EVERYDAY
    return _PERHAPS if piece[start] in _perhaps() else _UNKNOWN


def _cut(piece: str) -> Iterator[tuple[int, int]]:
    """The piece in words, the longest first; what is none is cut into its characters."""
    place = 0
    while place < len(piece):
        most = min(_longest(), len(piece) - place)
        size = next((size for size in range(most, 1, -1) if piece[place : place + size] in _words()), 1)
        yield place, place + size
        place += size


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def _words() -> frozenset[str]:
    tables = (table for name, table in _tables().items() if name != _BESIDE_KNOWN)
    return frozenset(word for table in tables for words in table.values() for word in words.split())


@cache
def _perhaps() -> frozenset[str]:
    return frozenset(word for words in _tables()[_BESIDE_KNOWN].values() for word in words.split())


@cache
def _longest() -> int:
    return max(len(word) for word in _words() if not word.isascii())
