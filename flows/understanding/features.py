"""Features: what a sentence is made of, as numbers a classifier can weigh — characters, syllables, words.

Not here: what is concluded from them (intents). Amounts, numbers and addresses are one feature each, whatever they are.
"""

import re
import zlib
from collections.abc import Iterator
from itertools import combinations

from flows.understanding.concepts import Concepts, said, tokens_of
from flows.understanding.dialects import in_common
from flows.understanding.normalise import LONGEST, normalise

DIMENSIONS = 1 << 18
"""Features are hashed into so many places; two in one place cost little at this size."""

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LONG_NUMBER = re.compile(r"(?<![a-z])[a-z]{0,4}[-#]?\d[\d -]{5,}\d|(?<![a-z\d])(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{7,}")
_AMOUNT = re.compile(r"\d+(?:\.\d+)?")
_WORD = re.compile(r"[a-z]+|[<>]\w[<>]?|[^\W\da-z_]|[$¥€£]|<\w>")
_MARKS = re.compile(r"[?？!！]")

_FEWEST_LETTERS = 3
_MOST_FEATURES = 600


def features_of(text: str, concepts: Concepts) -> list[int]:
    """The places of the sentence's features, each once, at most 600 of them; the same for every process."""
    plain = without_numbers(text)
    named = dict.fromkeys([*_of_concepts(plain, concepts), *_named(text, _AMOUNT.sub(" <n> ", plain), concepts)])
    return [zlib.crc32(name.encode()) % DIMENSIONS for name in list(named)[:_MOST_FEATURES]]


def _of_concepts(plain: str, concepts: Concepts) -> Iterator[str]:
    tokens = tokens_of(plain)
    mentions = concepts.mentioned_in(tokens)
    spoken = list(dict.fromkeys(mention.concept for mention in mentions))
    yield f"#{min(len(spoken), 4)}"
    covered = {place for mention in mentions for place in range(mention.start, mention.end)}
    yield f"%{round(4 * (len(tokens) - len(covered)) / max(len(tokens), 1))}"
    yield f"~{min(len(tokens).bit_length(), 6)}"
    for concept in spoken:
        yield from (f"c{concept}", f"C{concept}")
        if concept.startswith("oos"):
            yield from ("coos", "Coos")
    for first, second in combinations(sorted(spoken[:8]), 2):
        yield f"p{first} {second}"
    for mention in mentions:
        if mention.start == 0:
            yield f"f{mention.concept}"
        if mention.end == len(tokens):
            yield f"e{mention.concept}"


def _named(text: str, plain: str, concepts: Concepts) -> Iterator[str]:
    yield from (f"!{mark}" for mark in sorted(set(_MARKS.findall(text[:LONGEST]))))
    tokens = _WORD.findall(plain)
    yield from _in_a_row("w", [concepts.respelt(token) for token in tokens], longest=3)
    yield from _in_a_row("s", [sound for token in tokens for sound in said(token)], longest=3)
    for token in tokens:
        if len(token) >= _FEWEST_LETTERS and token.isalpha():
            yield from _letters(token)


def without_numbers(text: str) -> str:
    """The normalised text with a mark in place of each number of an order, phone or account, and of each address."""
    text = _EMAIL.sub(" xmailx ", in_common(text[:LONGEST]).casefold())
    return _LONG_NUMBER.sub(" <d> ", normalise(text).replace("xmailx", "<m>"))


def _in_a_row(kind: str, tokens: list[str], *, longest: int) -> Iterator[str]:
    edged = ["^", *tokens, "$"]
    for count in range(1, longest + 1):
        for start in range(len(edged) - count + 1):
            yield f"{kind}{count}{' '.join(edged[start : start + count])}"


def _letters(word: str) -> Iterator[str]:
    """Its beginnings, middles and ends of three and four letters: what a slip of the finger leaves."""
    edged = f"<{word}>"
    for count in (3, 4):
        for start in range(len(edged) - count + 1):
            yield f"l{edged[start : start + count]}"
