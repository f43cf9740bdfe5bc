"""Concepts: what a sentence speaks of, whichever of the many words for it is used, slips and homophones forgiven.

Not here: the words (locales/<language>/concepts.txt), or what is concluded from them (intents).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from flows.understanding.dialects import in_common
from flows.understanding.normalise import normalise
from flows.understanding.pinyin import readings, spellings

_TOKEN = re.compile(r"<\w>|[a-z]+|\d+|[^\W\da-z_]|[$¥€£%]")
_SHORTEST_STEM = 3
_SHORTEST_MISSPELT = 4
_SHORTEST_FROM_EXAMPLES = 6
_FEW_LETTERS = 6
_FEWEST_CHARACTERS_BY_SOUND = 2
_END = ""


@dataclass(frozen=True)
class Mention:
    """A concept between two tokens of a sentence; `is_sure` unless only the sound or a misspelling speaks for it."""

    concept: str
    start: int
    end: int
    is_sure: bool = True


class Concepts:
    """The words of every concept, in all languages at once: people mix them."""

    def __init__(self, words: Mapping[str, Iterable[str]], *, known: Iterable[str] = ()) -> None:
        self._spelt_right = set(known)
        self._by_writing: dict[str, object] = {}
        self._by_sound: dict[str, object] = {}
        self._known: list[str] = []
        for concept, phrases in words.items():
            for phrase in phrases:
                self._learn(concept, tokens_of(normalise(in_common(phrase))), is_stem=phrase.endswith("*"))
        self._known += [word for word in self._spelt_right if _may_be_meant(word)]
        self._known = sorted(set(self._known))
        self._respell = lru_cache(maxsize=4096)(self._find_spelling)
        self._mentioned = lru_cache(maxsize=16)(self._find_mentions)

    def mentioned_in(self, tokens: Sequence[str]) -> tuple[Mention, ...]:
        """Every concept the tokens speak of, in their order; inside of a longer phrase no shorter one is looked for.

        Remembered for a moment: a line is asked for its wish and for its anger.
        """
        return self._mentioned(tuple(tokens))

    def _find_mentions(self, tokens: Sequence[str]) -> tuple[Mention, ...]:
        written = list(_outermost(self._matches(self._by_writing, tokens, is_sure=True)))
        heard = [mention for mention in self._heard(tokens) if not _overlaps(mention, written)]
        spelt = [mention for mention in self._misspelt(tokens) if not _overlaps(mention, [*written, *heard])]
        return tuple(sorted([*written, *heard, *spelt], key=lambda mention: (mention.start, mention.end)))

    def respelt(self, token: str) -> str:
        """The word that a token is a slip of; itself if it is spelt right, or like no word we know."""
        if len(token) < _SHORTEST_MISSPELT or not token.isascii() or not token.isalpha():
            return token
        return self._respell(token) or token

    def _learn(self, concept: str, tokens: list[str], *, is_stem: bool) -> None:
        if not tokens:
            return
        keys = [*tokens[:-1], f"{tokens[-1]}*"] if is_stem else tokens
        _grow(self._by_writing, keys, concept)
        self._spelt_right.update(tokens)
        if len(tokens) == 1 and tokens[0].isascii() and len(tokens[0]) >= _SHORTEST_MISSPELT:
            self._known.append(tokens[0])
        if len(tokens) >= _FEWEST_CHARACTERS_BY_SOUND and not any(token.isascii() for token in tokens):
            _grow(self._by_sound, [sound for token in tokens for sound in said(token)], concept)

    def _heard(self, tokens: Sequence[str]) -> Iterator[Mention]:
        sounds, places = [], []
        for place, token in enumerate(tokens):
            for sound in said(token):
                sounds.append(sound)
                places.append(place)
        for found in _outermost(self._matches(self._by_sound, sounds, is_sure=False)):
            yield Mention(found.concept, places[found.start], places[found.end - 1] + 1, is_sure=False)

    def _misspelt(self, tokens: Sequence[str]) -> Iterator[Mention]:
        for place, token in enumerate(tokens):
            if (
                token.isascii()
                and len(token) >= _SHORTEST_MISSPELT
                and token.isalpha()
                and (meant := self._respell(token))
            ):
                for found in self._matches(self._by_writing, [meant], is_sure=False):
                    yield Mention(found.concept, place, place + 1, is_sure=False)

    def _find_spelling(self, token: str) -> str | None:
        if token in self._spelt_right:
            return None
        most = 1 if len(token) <= _FEW_LETTERS else 2
        alike = [word for word in self._known if word[0] == token[0]]
        found = process.extractOne(token, alike, scorer=OSA.distance, score_cutoff=most)
        return None if found is None else found[0]

    def _matches(self, tree: Mapping[str, object], tokens: Sequence[str], *, is_sure: bool) -> Iterator[Mention]:
        for start in range(len(tokens)):
            nodes: list[object] = [tree]
            for end in range(start, len(tokens)):
                nodes = [
                    node[key] for node in nodes if isinstance(node, dict) for key in _keys(tokens[end]) if key in node
                ]
                if not nodes:
                    break
                for node in nodes:
                    for concept in node.get(_END, ()) if isinstance(node, dict) else ():
                        yield Mention(concept, start, end + 1, is_sure)


def _may_be_meant(word: str) -> bool:
    """Whether a word that is only known from examples is long enough to be told from others by its spelling."""
    return len(word) >= _SHORTEST_FROM_EXAMPLES and word.isascii() and word.isalpha()


def tokens_of(text: str) -> list[str]:
    """The words, characters and numbers of a normalised text."""
    return _TOKEN.findall(text)


@lru_cache(maxsize=4096)
def said(token: str) -> tuple[str, ...]:
    """How a token sounds, in syllables: a character by its commonest reading, letters if they spell Chinese in full."""
    if token.isascii():
        spelt = spellings(token)[:1]
        return spelt[0] if spelt and all(len(part) > 1 for part in spelt[0]) else ()
    return readings(token)[:1] or (token,)


@lru_cache(maxsize=4096)
def _keys(token: str) -> tuple[str, ...]:
    stems = range(_SHORTEST_STEM, len(token) + 1) if token.isascii() else ()
    return token, *(f"{token[:size]}*" for size in stems)


def _grow(tree: dict[str, object], keys: list[str], concept: str) -> None:
    node: dict[str, object] = tree
    for key in keys:
        below = node.setdefault(key, {})
        if not isinstance(below, dict):
            raise TypeError("only the end of a phrase is no branch")
        node = below
    ends = node.setdefault(_END, [])
    if isinstance(ends, list) and concept not in ends:
        ends.append(concept)


def _outermost(mentions: Iterable[Mention]) -> Iterator[Mention]:
    found = list(mentions)
    for each in found:
        if not any(_lies_within(each, other) for other in found):
            yield each


def _lies_within(each: Mention, other: Mention) -> bool:
    return other.start <= each.start and each.end <= other.end and other.end - other.start > each.end - each.start


def _overlaps(each: Mention, others: Iterable[Mention]) -> bool:
    return any(each.start < other.end and other.start < each.end for other in others)
