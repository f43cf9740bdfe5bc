"""Examples: sentences people say for each intent, as the shop's files have them.

Not here: where the files are (bot.understanding), or what is learned from them (learning).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice, product

from flows.understanding.intents import Intent

MOST_OF_A_PATTERN = 6
"""A line with choices counts as so many sentences, evenly taken from all it can make: it is one idea all the same."""

HELD_OUT_ONE_IN = 5

_CHOICE = re.compile(r"\(([^()]*)\)")
_LARGEST_PATTERN = 20_000


@dataclass(frozen=True)
class Example:
    """A sentence and what it wants; `is_pattern` if it was made of a line with choices."""

    text: str
    intent: Intent
    is_pattern: bool = False

    @property
    def is_held_out(self) -> bool:
        """Whether it is kept for measuring; decided by the sentence itself, and never for one made of a pattern."""
        digest = blake2b(self.text.encode(), digest_size=4).digest()
        return not self.is_pattern and digest[0] % HELD_OUT_ONE_IN == 0


def read_examples(text: str, intent: Intent) -> list[Example]:
    """The examples of a file: one a line; "(a|b) c" stands for "a c" and "b c"; lines that begin with # are remarks."""
    lines = [line.strip() for line in text.splitlines()]
    return [
        Example(sentence, intent, is_pattern="|" in line)
        for line in lines
        if line and not line.startswith("#")
        for sentence in _spelt_out(line)
    ]


def read_words(text: str) -> dict[str, list[str]]:
    """The words of each concept: "concept: word, word" a line; lines that begin with # are remarks."""
    words: dict[str, list[str]] = {}
    for line in text.splitlines():
        name, found, phrases = line.partition(":")
        if found and not line.startswith("#"):
            words.setdefault(name.strip(), []).extend(each.strip() for each in phrases.split(",") if each.strip())
    return words


def _spelt_out(line: str) -> Iterator[str]:
    if "|" not in line:
        yield line
        return
    parts = _CHOICE.split(line)
    choices = [part.split("|") if place % 2 else [part] for place, part in enumerate(parts)]
    made = [" ".join("".join(chosen).split()) for chosen in islice(product(*choices), _LARGEST_PATTERN)]
    # A stride that shares no factor with most counts, so that every choice of every place turns up.
    taken = dict.fromkeys(made[(place * 7919) % len(made)] for place in range(MOST_OF_A_PATTERN))
    yield from taken
