"""Redaction: what of a sentence may leave the shop, or be kept: words that everybody says, nothing of who said them.

Not here: who reads it (bot.understanding.reranker, handlers.admin.teaching). Names and addresses look like any word, so
it goes the other way round: a word stays only if the shop's examples have it in many sentences; all else becomes a gap.
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
from flows.understanding.normalise import normalise

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
        for tokens in (tokens_of(without_numbers(sentence)) for sentence in sentences):
            words.update(_words_in(tokens))
            pairs.update(_pairs_in(tokens))
        return Vocabulary(_common(words), _common(pairs))

    def with_words(self, phrases: Iterable[str]) -> "Vocabulary":
        """The same and all of these phrases, which somebody wrote down because they are nobody's."""
        taken_apart = [tokens_of(normalise(phrase)) for phrase in phrases]
        words = (word for tokens in taken_apart for word in _words_in(tokens))
        pairs = (pair for tokens in taken_apart for pair in _pairs_in(tokens))
        return Vocabulary(self.words.union(words), self.pairs.union(pairs))


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


def _words_in(tokens: list[str]) -> set[str]:
    return {token for token in tokens if token.isascii()}


def _pairs_in(tokens: list[str]) -> set[tuple[str, str]]:
    return {pair for pair in pairwise(tokens) if not any(token.isascii() for token in pair)}


def _common(counted: Counter[Counted]) -> frozenset[Counted]:
    return frozenset(each for each, times in counted.items() if times >= _FEWEST_SENTENCES)
