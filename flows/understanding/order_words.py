"""Order words: what people say around the goods of an order, as patterns that the reading of a line is made of.

Not here: what follows from such a word (slots and the files it reads with), or words that mean goods (lexicon).
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("order_words.toml")
_OPTIONAL = re.compile(r"\((?P<optional>[^()]+)\)")


def any_of(*groups: str) -> str:
    """A pattern for each word of these groups ("coupon.use"), the longest first, that captures nothing."""
    words = [word for group in groups for word in words_of(group)]
    return f"(?:{_one_of(words)})" if not any(map(_but, groups)) else _without_but(words, groups)


def words_of(group: str) -> list[str]:
    """Every word of a group, with and without what may be left out of it."""
    found = _group(group)
    listed = found["words"] if isinstance(found, dict) else found
    return list(dict.fromkeys(spelling for word in listed for spelling in _spellings(word)))


def table_of(group: str) -> dict[str, str]:
    """A group in which each word stands for something else."""
    return dict(_group(group))


def lists_of(group: str) -> dict[str, list[str]]:
    """A group of groups, each with its words."""
    return {name: words_of(f"{group}.{name}") for name in _group(group)}


def one_of(words: Iterable[str]) -> str:
    """A pattern for each of these words, the longest first, that captures nothing."""
    return f"(?:{_one_of(words)})"


def _without_but(words: Iterable[str], groups: Iterable[str]) -> str:
    but = [word for group in groups for word in _but(group)]
    return f"(?:(?!{_one_of(but)})(?:{_one_of(words)}))"


def _one_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


def _spellings(word: str) -> Iterator[str]:
    found = _OPTIONAL.search(word)
    if found is None:
        yield word
        return
    before, behind = word[: found.start()], word[found.end() :]
    yield from _spellings(f"{before}{found['optional']}{behind}")
    yield from _spellings(f"{before}{behind}")


def _but(group: str) -> list[str]:
    found = _group(group)
    return list(found.get("but", ())) if isinstance(found, dict) else []


def _group(name: str) -> Any:  # Any: TOML
    found: Any = _tables()
    for part in name.split("."):
        found = found[part]
    return found


@cache
def _tables() -> dict[str, Any]:  # Any: TOML
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
