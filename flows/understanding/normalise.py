"""Normalise: a text as it is compared — one width, one case, simplified characters, digits for Chinese numerals.

Not here: what the words mean (search, measures), or which of the digits are somebody's phone (contacts).
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

from flows.understanding.numerals import write_in_digits

LONGEST = 512
"""So many characters of a text are looked at; nobody orders in more, and what is pasted may be of any length."""

_REMEMBERED = 4096
_MOST_ROUNDS = 6
_HANZI = (0x3400, 0xA000)
"""The characters of the basic plane; whoever writes rarer ones writes no product's name."""

_UNSEEN = ("Cf", "Mn", "Me", "Cs")
_KEPT_SIGNS = frozenset("$¥€£₩₹₱฿₫%+#@&")
"""Signs that mean something in a name or an amount."""

_THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+)(?![\d,])")
_LONELY_POINT = re.compile(r"(?<!\d)\.|\.(?!\d)")
_FRACTION_OF_NOTHING = re.compile(r"(?<![\d.])(\d+)\.0+(?![\d.])")


def fold(text: str) -> str:
    """The text without what no comparison should see: full-width forms, case and needless blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@lru_cache(maxsize=_REMEMBERED)
def normalise(text: str) -> str:
    """The text folded, in simplified characters and Arabic digits, without emoji and punctuation; idempotent.

    Amounts keep their signs and decimal point ("¥1,000.50" is "¥1000.50", "1.5万" is "15000"), names their plus.
    Of a very long text only the beginning is looked at.
    """
    text = text[:LONGEST]
    for _ in range(_MOST_ROUNDS):
        again = _in_one_round(text)
        if again == text:
            break
        text = again
    return text


def to_simplified(text: str) -> str:
    """Traditional characters as simplified ones, the rest as it is."""
    if text.isascii() or _traditional().isdisjoint(text):
        return text
    return _converter()(text)


def _in_one_round(text: str) -> str:
    text = to_simplified(fold(text))
    if "," in text:
        text = _THOUSANDS.sub(lambda found: found[1].replace(",", ""), text)
    text = text.translate(_KEPT)
    if "." in text:
        text = _LONELY_POINT.sub(" ", text)
    text = write_in_digits(text)
    if "." in text:
        text = _FRACTION_OF_NOTHING.sub(r"\1", text)
    return " ".join(text.split())


class _Kept(dict[int, str | int]):
    """For each character: itself, a blank for punctuation and emoji, nothing for what cannot be seen."""

    def __missing__(self, point: int) -> str | int:
        char = chr(point)
        if char in _KEPT_SIGNS or char == "." or char.isalnum():
            kept: str | int = point
        else:
            kept = "" if unicodedata.category(char) in _UNSEEN else " "
        self[point] = kept
        return kept


_KEPT = _Kept()


@cache
def _traditional() -> frozenset[str]:
    """The characters that have a simplified form of their own; nearly every text has none, and is spared the search."""
    every = [chr(point) for point in range(*_HANZI)]
    simplified = _converter()("\n".join(every)).split("\n")
    return frozenset(char for char, other in zip(every, simplified, strict=True) if char != other)


@cache
def _converter() -> Callable[[str], str]:
    """Loaded by the first text that is not plain English: its dictionaries take half a second."""
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert
