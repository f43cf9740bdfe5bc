"""A query: what somebody typed, as runs of atoms, with its numbers and regions.

Not here: what one atom counts (atoms), or what it is compared with (matching, index).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import mul

from flows.understanding import contacts
from flows.understanding.atoms import Around, Atom, atom_of_char, atom_of_syllable, atom_of_word
from flows.understanding.brands import in_own_way
from flows.understanding.everyday import everyday
from flows.understanding.figures import in_figures
from flows.understanding.index import Index
from flows.understanding.lexicon import Mention, mentions
from flows.understanding.measures import Measure, Unit, currencies_in, measures_in
from flows.understanding.normalise import normalise
from flows.understanding.parsing import spelled_out, without
from flows.understanding.pinyin import spellings

LONGEST = 64
"""So many characters are searched for: no name is longer, and a pasted letter is no search."""

LEAST_TELLING = 0.132
"""What weighs no more says nothing by itself."""

_SAID = ("yi", "er", "liang", "san", "si", "wu", "liu", "qi", "ba", "jiu", "ling", "shi", "bai", "qian", "wan")
_NUMERALS = dict(zip(_SAID, "一二两三四五六七八九零十百千万", strict=True))
_ONES, _TENS = "(?:yi|er|liang|san|si|wu|liu|qi|ba|jiu|ling)", "(?:shi|bai|qian|wan)"
_SPELLED_NUMBER = re.compile(rf"(?<![a-z])(?:{_ONES}?{_TENS}{_ONES}|(?:{_ONES}{_TENS})+{_ONES}?)(?![a-z])")
_PIECE = re.compile(r"[a-z]+|[\u3400-\u9fff]+|[#%@]+")

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


def _around(index: Index, words: str) -> Iterator[Around]:
    """The everyday words. In a name may be what two of whose characters stand side by side in one; a character is."""
    for start, end in everyday(words):
        is_named = index.diction.weight_of_word(words[start:end]) is not None or any(
            index.diction.is_pair(words[place : place + 2]) for place in range(max(0, start - 1), end)
        )
        if not is_named or end - start > 1:
            yield Around(start, end, frozenset(), is_named=is_named)


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
            yield (atom_of_word(index, text, _meant(mentioned, start, len(text))),)
        elif text[0].isascii():
            run += [atom_of_syllable(index, part) for part in spellings(text)[0]]
        else:
            if start > end and run:
                yield tuple(run)
                run = []
            run += [atom_of_char(index, char, _meant(mentioned, start + n, 1)) for n, char in enumerate(text)]
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
