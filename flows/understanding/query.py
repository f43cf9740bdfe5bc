"""A query: what somebody typed, as atoms (characters, syllables, words) with weights, numbers and regions.

Not here: what it is compared with (matching, index).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise, product
from operator import mul

from flows.understanding import contacts
from flows.understanding.brands import in_own_way
from flows.understanding.everyday import everyday
from flows.understanding.facts import hundredths
from flows.understanding.figures import in_figures
from flows.understanding.index import Index
from flows.understanding.lexicon import Mention, mentions
from flows.understanding.measures import Measure, Unit, currencies_in, measures_in
from flows.understanding.name_features import (
    initial_features,
    letter_features,
    meaning_feature,
    number_feature,
    sound_features,
    word_feature,
)
from flows.understanding.normalise import normalise
from flows.understanding.parsing import spelled_out, without
from flows.understanding.pinyin import readings, sound, spellings

LONGEST = 64
"""So many characters are searched for: no name is longer, and a pasted letter is no search."""

LEAST_TELLING = 0.132
"""What weighs no more says nothing by itself."""

_NOISE_WEIGHT = 0.03
_KIND_WEIGHT = 0.45
_REGION_WEIGHT = 0.5
_KIND_MISSED = 0.5
_UNKNOWN_CHAR = 1.0
_WORD_WEIGHT = 2.2
_NUMBER_WEIGHT = 0.7
_MEANING_WEIGHT = 1.6
_SHORTEST_TYPO = 4
_RARER = 0.4
"""What a second reading of a character counts beside the first; a name that has the character has both."""


_SAID = ("yi", "er", "liang", "san", "si", "wu", "liu", "qi", "ba", "jiu", "ling", "shi", "bai", "qian", "wan")
_NUMERALS = dict(zip(_SAID, "一二两三四五六七八九零十百千万", strict=True))
_ONES, _TENS = "(?:yi|er|liang|san|si|wu|liu|qi|ba|jiu|ling)", "(?:shi|bai|qian|wan)"
_SPELLED_NUMBER = re.compile(rf"(?<![a-z])(?:{_ONES}?{_TENS}{_ONES}|(?:{_ONES}{_TENS})+{_ONES}?)(?![a-z])")
_PIECE = re.compile(r"[a-z]+|[\u3400-\u9fff]+|[#%@]+")


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
class _Around(Mention):
    """An everyday word; `is_named` where it may be part of some name as well."""

    is_named: bool = False


Hits = tuple[tuple[int, float], ...]
"""Which atoms of a run a character may be, each with how alike they are."""


@dataclass(frozen=True)
class Run:
    """Atoms that stand side by side: one word in letters, or characters and syllables."""

    atoms: tuple[Atom, ...]
    hits: dict[str, Hits]


@dataclass(frozen=True)
class Query:
    """A text that is searched for; `whole` is all of it without blanks, `currencies` those named without an amount."""

    whole: str
    runs: tuple[Run, ...]
    measures: tuple[Measure, ...]
    regions: frozenset[str]
    currencies: frozenset[str] = frozenset()

    @cached_property
    def atoms(self) -> list[Atom]:
        """Every atom, in order."""
        return [atom for run in self.runs for atom in run.atoms]

    @cached_property
    def heaviest(self) -> list[int]:
        """The places of the runs, words first, those that count most before others."""
        places = range(len(self.runs))
        return sorted(places, key=lambda at: (not self.runs[at].atoms[0].is_word, -self.runs[at].atoms[0].weight))

    @cached_property
    def weight_of_words(self) -> float:
        """How much all its words in letters count together."""
        return sum(run.atoms[0].weight for run in self.runs if run.atoms[0].is_word)

    @cached_property
    def elsewhere(self) -> list[int]:
        """The places of the atoms that name a brand which is not sold."""
        return [at for at, atom in enumerate(self.atoms) if atom.is_elsewhere]

    @cached_property
    def weights(self) -> list[float]:
        """How much each atom counts."""
        return [atom.weight for atom in self.atoms]

    @cached_property
    def misses(self) -> list[float]:
        """How much each atom counts against a name that has it not."""
        return [atom.missed for atom in self.atoms]

    @cached_property
    def weight(self) -> float:
        """What all atoms count against a name that has none of them."""
        return sum(self.misses)

    def covered(self, values: Sequence[float]) -> float:
        """How much of the query a name explains that explains each atom so well."""
        told = sum(map(mul, self.weights, values))
        return told / (told + self.weight - sum(map(mul, self.misses, values))) if told else 0.0


def read(index: Index, text: str) -> Query:
    """Take a text apart, as this catalogue's names let it be understood."""
    line = _with_spelled_numbers(normalise(contacts.spot(text).rest)[:LONGEST])
    line = spelled_out(in_figures(line, is_name=lambda word: index.diction.weight_of_word(word) is not None))
    line = in_own_way(line, index.numbered)
    measured = measures_in(line)
    words = without(line, (each for each in measured if line[each.start].isdigit() or each.unit is not Unit.DAYS))
    currencies = currencies_in(words)
    mentioned = [*_asides(words, currencies), *mentions(words, index.brands), *_around(index, words)]
    runs = tuple(_run(atoms) for atoms in _runs(index, words, mentioned))
    regions = {meant for each in mentioned if each.is_region for meant in each.meanings}
    whole = normalise(text)[:LONGEST].replace(" ", "")
    return Query(whole, runs, measured, frozenset(regions), frozenset(currencies.values()))


def features(index: Index, query: Query) -> dict[str, float]:
    """What the index is asked for, each with its weight."""
    found: dict[str, float] = {}
    for run in query.runs:
        for feature, weight in _features_of(index, run.atoms):
            found[feature] = max(weight, found.get(feature, 0.0))
    for atom in query.atoms:
        for meant in atom.meant:
            feature = meaning_feature(meant)
            found[feature] = found.get(feature, 0.0) + atom.weight * _MEANING_WEIGHT
    for measure in query.measures:
        if measure.unit is Unit.PLAIN:
            found[number_feature(hundredths(measure.value))] = _NUMBER_WEIGHT
    return found


def only(query: Query, kept: Iterable[bool]) -> Query:
    """The query without the atoms that are not kept; its numbers stay."""
    flags = iter(kept)
    runs = [tuple(atom for atom in run.atoms if next(flags)) for run in query.runs]
    return replace(query, runs=tuple(_run(atoms) for atoms in runs if atoms), whole="")


def _with_spelled_numbers(line: str) -> str:
    """The line with numbers that are spelled in pinyin in digits: yibai is 100."""
    return normalise(_SPELLED_NUMBER.sub(lambda found: _in_characters(found[0]), line))


def _in_characters(spelled: str) -> str:
    return "".join(_NUMERALS[part] for part in spellings(spelled)[0])


def _asides(words: str, currencies: Iterable[tuple[int, int]]) -> Iterator[Mention]:
    """Words for a length of time (月卡, yearly) or a currency, which are facts, and as words mean little."""
    yield from (Mention(each.start, each.end, frozenset()) for each in measures_in(words))
    yield from (Mention(start, end, frozenset()) for start, end in currencies)


def _around(index: Index, words: str) -> Iterator[_Around]:
    """The everyday words. In a name may be what two of whose characters stand side by side in one; a character is."""
    for start, end in everyday(words):
        is_named = index.diction.weight_of_word(words[start:end]) is not None or any(
            index.diction.is_pair(words[place : place + 2]) for place in range(max(0, start - 1), end)
        )
        if not is_named or end - start > 1:
            yield _Around(start, end, frozenset(), is_named=is_named)


def _run(atoms: tuple[Atom, ...]) -> Run:
    hits: dict[str, list[tuple[int, float]]] = {}
    for at, atom in enumerate(atoms):
        for char, alike in atom.alike.items():
            hits.setdefault(char, []).append((at, alike))
    return Run(atoms, {char: tuple(found) for char, found in hits.items()})


def _runs(index: Index, words: str, mentioned: list[Mention]) -> Iterator[tuple[Atom, ...]]:
    run: list[Atom] = []
    end = 0
    for piece in _joined(index, list(_PIECE.finditer(words))):
        start, text = piece
        if text[0].isascii() and (start > end or not _is_syllables(index, text, has_company=bool(run))):
            if run:
                yield tuple(run)
            run = []
            yield (_word(index, text, _meant(mentioned, start, len(text))),)
        elif text[0].isascii():
            run += [_syllable(index, part) for part in spellings(text)[0]]
        else:
            if start > end and run:
                yield tuple(run)
                run = []
            run += [_char(index, char, _meant(mentioned, start + n, 1)) for n, char in enumerate(text)]
        end = start + len(text)
    if run:
        yield tuple(run)


def _joined(index: Index, pieces: list[re.Match[str]]) -> Iterator[tuple[int, str]]:
    """The pieces; words in letters that only make sense together (hua fei, x box) are put together."""
    place = 0
    while place < len(pieces):
        start, text, taken = pieces[place].start(), pieces[place][0], 1
        if text[0].isalpha() and text.isascii():
            for count in range(min(6, len(pieces) - place), 1, -1):
                parts = [each[0] for each in pieces[place : place + count]]
                if _belong_together(index, parts):
                    text, taken = "".join(parts), count
                    break
        yield start, text
        place += taken


def _belong_together(index: Index, parts: list[str]) -> bool:
    if not all(part.isascii() and part.isalpha() for part in parts):
        return False
    if index.diction.weight_of_word("".join(parts)) is not None:
        return True
    if any(index.diction.weight_of_word(part) is not None for part in parts):
        return False
    return all(len(found) == 1 and len(part) > 1 for part in parts for found in spellings(part)[:1])


def _is_syllables(index: Index, text: str, *, has_company: bool) -> bool:
    """Whether letters beside characters are what an input method left unconverted, as in 充zhi."""
    if not has_company or index.diction.weight_of_word(text) is not None:
        return False
    parts = spellings(text)[:1]
    return bool(parts) and all(len(part) > 1 for part in parts[0])


def _meant(mentioned: Iterable[Mention], start: int, length: int) -> Mention | None:
    return next((each for each in mentioned if each.start <= start and start + length <= each.end), None)


def _char(index: Index, char: str, mention: Mention | None) -> Atom:
    known = index.diction.weight_of_char(char)
    weight, missed = _weighed(_UNKNOWN_CHAR if known is None else known, mention)
    meant, is_elsewhere, tells = _told_by(mention)
    return Atom(
        char, weight, missed, index.diction.chars_like(char), meant=meant, is_elsewhere=is_elsewhere, tells=tells
    )


def _syllable(index: Index, syllable: str) -> Atom:
    alike = index.diction.chars_said(syllable)
    weight = 0.8 if alike else _UNKNOWN_CHAR
    return Atom(syllable, weight, weight, alike or {syllable: 1.0})


def _word(index: Index, word: str, mention: Mention | None) -> Atom:
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
    if isinstance(mention, _Around) and mention.is_named:
        return weight, weight * _NOISE_WEIGHT
    if mention.is_noise:
        return weight * _NOISE_WEIGHT, weight * _NOISE_WEIGHT
    if mention.is_region:
        return weight * _REGION_WEIGHT, weight * _REGION_WEIGHT
    return weight * _KIND_WEIGHT, weight * _KIND_WEIGHT * _KIND_MISSED


def _features_of(index: Index, run: tuple[Atom, ...]) -> Iterator[tuple[str, float]]:
    for atom in run:
        if atom.is_word:
            yield from _features_of_word(atom)
        if atom.is_word and not atom.is_known and len(atom.text) >= _SHORTEST_TYPO:
            yield from ((word_feature(near), atom.weight * 2) for near in index.diction.words_near(atom.text))
    spoken = [(atom, _sounds(atom)) for atom in run if not atom.is_word]
    for atom, sounds in spoken:
        yield from ((f"1{said}", atom.weight * 0.5 * _RARER**at) for at, said in enumerate(sounds))
    for (one, first), (other, second) in pairwise(spoken):
        for (at, a), (place, b) in product(enumerate(first), enumerate(second)):
            weight = (one.weight + other.weight) * _RARER ** (at + place)
            yield from ((feature, weight) for feature in list(sound_features((a, b)))[2:])


def _sounds(atom: Atom) -> tuple[str, ...]:
    said = readings(atom.text) if len(atom.text) == 1 else (atom.text,)
    return tuple(dict.fromkeys(sound(each) for each in said))


def _features_of_word(atom: Atom) -> Iterator[tuple[str, float]]:
    word, weight = atom.text, atom.weight
    yield word_feature(word), weight * 2
    letters = list(letter_features(word))
    yield from ((feature, weight * 1.5 / len(letters)) for feature in letters)
    for parts in atom.spelled:
        if all(len(part) > 1 for part in parts) and len(parts) > 1:
            sounds = [heard for _, heard in parts]
            yield from ((feature, weight * 1.5 / len(parts)) for feature in sound_features(sounds))
        else:
            initials = list(initial_features("".join(part[0][0] for part in parts)))
            yield from ((feature, weight * 1.5 / len(initials)) for feature in initials)
