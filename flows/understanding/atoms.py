"""Atoms: the smallest parts of a query — a character, a syllable, a word in letters — and how much each counts.

Not here: where a text is parted into them (query), or what they are looked for by (query_features).
"""

from dataclasses import dataclass

from flows.understanding.index import Index
from flows.understanding.lexicon import Mention
from flows.understanding.pinyin import sound, spellings

_NOISE_WEIGHT = 0.03
_KIND_WEIGHT = 0.45
_REGION_WEIGHT = 0.5
_KIND_MISSED = 0.5
_UNKNOWN_CHAR = 1.0
_WORD_WEIGHT = 2.2

Spelling = tuple[tuple[str, ...], ...]
"""What letters spell: for each syllable itself and how it sounds, for each initial itself."""


@dataclass(frozen=True)
class Atom:
    """The smallest part that is compared: a character, a syllable, or a word in letters.

    It counts `weight` for a name that has it, and `missed`, less if it is an everyday word, against one that has not.
    `alike` are the catalogue's characters that it may stand for; `spelled` what letters may spell; `meant` what the
    lexicon says it means; a word `is_known` that stands in some name; what `is_elsewhere` names a brand not sold here;
    what `tells` may name a good by itself.
    """

    text: str
    weight: float
    missed: float
    alike: dict[str, float]
    spelled: tuple[Spelling, ...] = ()
    meant: frozenset[str] = frozenset()
    is_known: bool = False
    is_elsewhere: bool = False
    tells: bool = True

    @property
    def is_word(self) -> bool:
        """Whether it is a word in letters."""
        return not self.alike


@dataclass(frozen=True)
class Around(Mention):
    """An everyday word; `is_named` where it may be part of some name as well."""

    is_named: bool = False


def atom_of_char(index: Index, char: str, mention: Mention | None) -> Atom:
    """A character as an atom; `mention`: the word of the trade that it is part of."""
    known = index.diction.weight_of_char(char)
    weight, missed = _weighed(_UNKNOWN_CHAR if known is None else known, mention)
    meant, is_elsewhere, tells = _told_by(mention)
    return Atom(
        char, weight, missed, index.diction.chars_like(char), meant=meant, is_elsewhere=is_elsewhere, tells=tells
    )


def atom_of_syllable(index: Index, syllable: str) -> Atom:
    """A syllable in letters as an atom: the characters that are said so."""
    alike = index.diction.chars_said(syllable)
    weight = 0.8 if alike else _UNKNOWN_CHAR
    return Atom(syllable, weight, weight, alike or {syllable: 1.0})


def atom_of_word(index: Index, word: str, mention: Mention | None) -> Atom:
    """A word in letters as an atom; `mention`: what of the trade it says."""
    known = index.diction.weight_of_word(word)
    weight = min(_WORD_WEIGHT, 0.3 + 0.35 * len(word)) * (1.0 if known is None else known)
    meant, is_elsewhere, tells = _told_by(mention)
    spelled = tuple(tuple(map(_heard, parts)) for parts in spellings(word))
    weight, missed = _weighed(weight, mention)
    return Atom(word, weight, missed, {}, spelled, meant, known is not None, is_elsewhere, tells)


def _told_by(mention: Mention | None) -> tuple[frozenset[str], bool, bool]:
    """What a mention means, whether it is a brand that is not sold, and whether it may name a good by itself."""
    return (
        (frozenset(), False, True) if mention is None else (mention.meanings, mention.is_elsewhere, mention.is_telling)
    )


def _heard(part: str) -> tuple[str, ...]:
    return (part, sound(part)) if len(part) > 1 else (part,)


def _weighed(weight: float, mention: Mention | None) -> tuple[float, float]:
    """What an atom counts for a name that has it, and against one that has not."""
    if mention is None or mention.is_telling:
        return weight, weight
    if isinstance(mention, Around) and mention.is_named:
        return weight, weight * _NOISE_WEIGHT
    if mention.is_noise:
        return weight * _NOISE_WEIGHT, weight * _NOISE_WEIGHT
    if mention.is_region:
        return weight * _REGION_WEIGHT, weight * _REGION_WEIGHT
    return weight * _KIND_WEIGHT, weight * _KIND_WEIGHT * _KIND_MISSED
