"""Fillers: words that are said around the name of a good, and the name that is left without them.

Not here: the words themselves (order_words.toml), or what the lexicon weighs as noise (lexicon).
"""

import re
from collections.abc import Callable

from flows.understanding.order_words import any_of

_WHOSE = rf"{any_of('around.whose.who')}们?{any_of('around.whose.relative')}?的?"
_LAST = rf"{any_of('around.last.chinese')}(?=\s|$|&)"
_FILLER = re.compile(
    rf"\b(?P<kept>{any_of('around.kept.english')})\b"
    rf"|{any_of('around.chinese')}|{_WHOSE}|{_LAST}|\b{any_of('around.english')}\b"
)


def bare(words: str, *, is_pair: Callable[[str], bool] = lambda _: False) -> str:
    """The words without those that are said around a name.

    `is_pair`: whether two characters stand side by side in a name, so that what looks like a filler is part of one:
    the 来 of 来伊份, the 我 of 酷我.
    """

    def left(found: re.Match[str]) -> str:
        start, end = found.span()
        is_within = is_pair(words[max(0, start - 1) : start + 1]) or is_pair(words[end - 1 : end + 1])
        return found[0] if found["kept"] or is_within else " "

    return " ".join(_FILLER.sub(left, words).split())
