"""Dialects: Cantonese, Taiwan's words and hasty English in the words that most people use for the same.

Not here: traditional characters and full-width forms (normalise), slips and homophones (concepts).
"""

import re
import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("dialects.toml")
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])['’](?=[A-Za-z])")


def joined(text: str) -> str:
    """The text with shortened words in one piece (don't is dont), as hasty people write them."""
    return _APOSTROPHE.sub("", text)


def characters_in_common(text: str) -> str:
    """The text with what only one region writes in characters as the others have it; letters stay."""
    if text.isascii():
        return text
    table = _table("characters")
    return _of_characters().sub(lambda found: table[found[0]], text)


def in_common(text: str) -> str:
    """The text in words that are used everywhere, for hearing what it wants: short forms spelt out as well."""
    table = _table("words")
    words = _of_words().sub(lambda found: table[found[0].lower()], joined(text))
    return characters_in_common(words)


@cache
def _table(name: str) -> dict[str, str]:
    return dict(tomllib.loads(_FILE.read_text(encoding="utf-8"))[name])


@cache
def _of_characters() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _table("characters")), key=len, reverse=True)))


@cache
def _of_words() -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(map(re.escape, _table('words')))})(?![A-Za-z0-9])", re.IGNORECASE)
