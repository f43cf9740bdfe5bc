"""Fillers: words that are said around the name of a good, and the name that is left without them.

Not here: the words themselves (order_words.toml), or what the lexicon weighs as noise (lexicon).
"""

import re
from functools import lru_cache

from flows.understanding.order_words import any_of

_MOST_REMEMBERED = 2048
_WHOSE = rf"{any_of('around.whose.who')}们?{any_of('around.whose.relative')}?的?"
_LAST = rf"{any_of('around.last.chinese')}(?=\s|$|&)"
_FILLER = re.compile(
    rf"\b(?P<kept>{any_of('around.kept.english')})\b"
    rf"|{any_of('around.chinese')}|{_WHOSE}|{_LAST}|\b{any_of('around.english')}\b"
)


@lru_cache(maxsize=_MOST_REMEMBERED)
def bare(words: str) -> str:
    """The words without those that are said around a name."""
    return " ".join(_FILLER.sub(lambda found: found["kept"] or " ", words).split())
