"""Redaction: what of a sentence may leave the shop — words that everybody says, and nothing that tells who said them.

Not here: who reads it (bot.understanding.reranker). Names and addresses look like any word, so it goes the other way
round: a word goes out only if the shop's examples have it in many sentences; all else becomes a gap.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from flows.understanding.concepts import tokens_of
from flows.understanding.contacts import spot
from flows.understanding.features import without_numbers

Counted = TypeVar("Counted")

GAP = "…"
NUMBER = "#"
"""In place of every number: what a sentence wants does not hang on how much."""

_FEWEST_SENTENCES = 10
"""A name turns up in a few of them."""
_HANDLE = re.compile(r"[!-~]*[@_/\\][!-~]*")
"""What people are called elsewhere, or an address of the web."""

_BETWEEN_CHARACTERS = re.compile(r"(?<=[\u3400-\u9fff…]) (?=[\u3400-\u9fff…])")


@dataclass(frozen=True)
class Vocabulary:
    """Latin words, and pairs of neighbouring Chinese characters, that say nothing of who uses them."""

    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]

    @staticmethod
    def of(sentences: Iterable[str]) -> "Vocabulary":
        """What occurs in ten of the sentences or more."""
        words: Counter[str] = Counter()
        pairs: Counter[tuple[str, str]] = Counter()
        for sentence in sentences:
            tokens = tokens_of(without_numbers(sentence))
            words.update({token for token in tokens if token.isascii()})
            pairs.update({pair for pair in pairwise(tokens) if not any(token.isascii() for token in pair)})
        return Vocabulary(_common(words), _common(pairs))


def redacted(text: str, vocabulary: Vocabulary) -> str:
    """The text in simplified characters and small letters, with a gap for each run of what is not to go out."""
    tokens = tokens_of(without_numbers(spot(_HANDLE.sub(" ", text)).rest))
    shown = [_shown(tokens, place, vocabulary) for place in range(len(tokens))]
    once = [each for place, each in enumerate(shown) if each != GAP or shown[place - 1 : place] != [GAP]]
    return _BETWEEN_CHARACTERS.sub("", " ".join(once))


def says_nothing(redacted_text: str) -> bool:
    """Whether only gaps and numbers were left of a text."""
    return not set(redacted_text) - {GAP, NUMBER, " "}


def _shown(tokens: list[str], place: int, vocabulary: Vocabulary) -> str:
    token = tokens[place]
    if token.isdigit():
        return NUMBER
    around = tokens[max(place - 1, 0) : place + 2]
    goes_out = token in vocabulary.words or any(pair in vocabulary.pairs for pair in pairwise(around))
    return token if goes_out else GAP


def _common(counted: Counter[Counted]) -> frozenset[Counted]:
    return frozenset(each for each, times in counted.items() if times >= _FEWEST_SENTENCES)
