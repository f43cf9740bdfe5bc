"""Word groups: a TOML file of what people say, as patterns that the reading of a line is made of.

Not here: the words (order_words.toml, human_words.toml), or what follows from one that is found.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

_OPTIONAL = re.compile(r"\((?P<optional>[^()]+)\)")
_NAMED = re.compile(r"<(?P<groups>[a-z_.+]+)>")


class WordGroups:
    """The groups of one file: each a list of words, or a table of `words` and what they are no beginning of (`but`)."""

    def __init__(self, file: Path) -> None:
        """Read the file; it is not looked at again."""
        self._tables: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))  # Any: TOML

    def sentences(self, *sentences: str) -> re.Pattern[str]:
        """A pattern for any of these sentences; <fetch.verbs> or <staff.person+staff.any> is any word of the groups."""
        return re.compile("|".join(_NAMED.sub(self._any_of_named, sentence) for sentence in sentences))

    def any_of(self, *groups: str) -> str:
        """A pattern for each word of these groups ("coupon.use"), the longest first, that captures nothing."""
        words = one_of(word for group in groups for word in self.words_of(group))
        but = [word for group in groups for word in self._but(group)]
        return f"(?:(?!{_alternatives(but)}){words})" if but else words

    def words_of(self, group: str) -> list[str]:
        """Every word of a group, with and without what may be left out of it."""
        found = self._group(group)
        listed = found["words"] if isinstance(found, dict) else found
        return list(dict.fromkeys(spelling for word in listed for spelling in _spellings(word)))

    def table_of(self, group: str) -> dict[str, str]:
        """A group in which each word stands for something else."""
        return dict(self._group(group))

    def lists_of(self, group: str) -> dict[str, list[str]]:
        """A group of groups, each with its words."""
        return {name: self.words_of(f"{group}.{name}") for name in self._group(group)}

    def _any_of_named(self, found: re.Match[str]) -> str:
        return self.any_of(*found["groups"].split("+"))

    def _but(self, group: str) -> list[str]:
        found = self._group(group)
        return list(found.get("but", ())) if isinstance(found, dict) else []

    def _group(self, name: str) -> Any:  # Any: TOML
        found: Any = self._tables
        for part in name.split("."):
            found = found[part]
        return found


def one_of(words: Iterable[str]) -> str:
    """A pattern for each of these words, the longest first, that captures nothing."""
    return f"(?:{_alternatives(words)})"


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


def _spellings(word: str) -> Iterator[str]:
    found = _OPTIONAL.search(word)
    if found is None:
        yield word
        return
    before, behind = word[: found.start()], word[found.end() :]
    yield from _spellings(f"{before}{found['optional']}{behind}")
    yield from _spellings(f"{before}{behind}")
