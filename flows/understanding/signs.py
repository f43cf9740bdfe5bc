"""Signs: a plus that belongs to a name, as in Disney+ and PS Plus, told from one that joins two goods.

Not here: where a line is parted (counting, parts), or how names are spelled out (names).
"""

import re

from flows.understanding.index import Index
from flows.understanding.name_features import word_feature

_PLUS = "plus"
_SIGNED = re.compile(r"(?<![a-z])([a-z]{1,20})(?:[+＋]\s?| plus\b\s?)", re.IGNORECASE)


def with_signs(index: Index, text: str) -> str:
    """The text with 'disney plus' and 'disney+' written alike, where goods are called so: a sign that parts nothing."""

    def signed(found: re.Match[str]) -> str:
        return f"{found[1]}+ " if _is_called(index, found[1].casefold()) else found[0]

    return _SIGNED.sub(signed, text)


def _is_called(index: Index, word: str) -> bool:
    families = index.postings.nearest({word_feature(word): 1.0, word_feature(_PLUS): 1.0})
    called = re.compile(rf"\b{word} {_PLUS}\b")
    return any(called.search(name.words) for family in families for name in index.families[family].names)
