"""The index: a catalogue's names in families, found by pairs of sounds, initials and letters that a text shares.

Not here: which of the families found is meant (matching), or what a customer is shown (search). Products whose names
differ in nothing but numbers are one family: a text is compared with each family once, its numbers with the facts of
each product.
"""

import re
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import pairwise, permutations
from math import log

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from backend.catalogue import Product
from flows.understanding.brands import numbered_in, sold
from flows.understanding.lexicon import is_akin, is_house
from flows.understanding.measures import Unit
from flows.understanding.names import Fact, Name, Parsed, hundredths, in_pack, parse, skeleton, timeless
from flows.understanding.pinyin import readings, sound
from storage.money import MINOR_DIGITS

MOST_FAMILIES = 36
"""So many families are looked at closely."""

_PAIR = re.compile(r"(?=([\u3400-\u9fff]{2}))")
_NEAR_ENOUGH, _LEAST_SHARED = 0.35, 1e-6
_BUCKETS = 1 << 18
_LONGEST_ACRONYM = 6
_LEAST_WEIGHT = 0.25
_RARE_READING = 0.08
_NO_VALUE = -1
_MOST_TELLING = 3
_USUAL_DIGITS = 2
_NEAR, _MOST_NEAR = 0.7, 6
_SEVERAL = 127

CODES: dict[tuple[Unit, str | None], int] = {(unit, None): code for code, unit in enumerate(Unit)}
"""The kinds of facts by number; money of a currency gets the next free one."""

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Family:
    """What products that differ only in numbers are called: by name or alias, and on which shelf they stand."""

    names: tuple[Name, ...]
    shelf: Name

    @cached_property
    def meanings(self) -> frozenset[str]:
        """Every region and kind its names and its shelf name."""
        return frozenset[str]().union(*(name.meanings for name in self.names), _told_by_shelf(self.shelf.meanings))

    @cached_property
    def chars(self) -> frozenset[str]:
        """Every character of its names and its shelf."""
        return frozenset[str]().union(*(name.joined for name in self.names), self.shelf.joined)

    @property
    def kin(self) -> frozenset[str]:
        """What it is called but for lengths of time: the month's card and the year's are one thing to those who buy."""
        return frozenset(timeless(name.words) for name in self.names)


@dataclass(frozen=True)
class _Described:
    """All that search knows about a product: its family but for aliases, what else it is called, numbers, texts."""

    family: Family
    aliases: frozenset[Name]
    facts: tuple[Fact, ...]
    wholes: tuple[str, ...]


class Index:
    """A catalogue to be searched; made once for it, and made anew when names, aliases or face values change."""

    def __init__(self, products: Sequence[Product]) -> None:
        self._show(products)
        self.families: list[Family] = []
        self._describe()
        self._post()
        self._weigh()
        self.brands = sold([name.words for name in (*family.names, family.shelf)] for family in self.families)

    def is_of(self, products: Sequence[Product]) -> bool:
        """Whether it is of these very products. Quick where they are the same objects."""
        return products == (self._listed if isinstance(products, list) else self.products)

    def shared_by(self, products: Sequence[Product]) -> "Index | None":
        """An index of these products that takes this one's work over; None unless they are called the same.

        So a price that changes, or another connection's copy of the catalogue, costs nothing.
        """
        if len(products) != len(self.products):
            return None
        pairs = zip(products, self.products, strict=True)
        if not all(one is other or _called(one) == _called(other) for one, other in pairs):
            return None
        shared = copy(self)
        shared._show(products)
        return shared

    def standing_in_for(self, products: Sequence[Product]) -> "Index":
        """This index with what is known of its products by now; those that are gone are never found, nor new ones."""
        now = {each.id: each for each in products}
        shared = copy(self)
        shared.products = tuple(now.get(each.id, each) for each in self.products)
        shared.by_id = {each.id: each for each in shared.products}
        shared.gone = frozenset(place for place, each in enumerate(self.products) if each.id not in now)
        return shared

    def named(self, whole: str) -> list[int]:
        """The places of the products of which this, without blanks, is a name."""
        wanted = _hash(whole)
        start, end = np.searchsorted(self._wholes, [wanted, wanted + 1])
        return sorted({int(place) for place in self._whole_of[start:end]})

    def weight_of_char(self, char: str) -> float | None:
        """How telling a character is, from near 0 to 1; None where no name has it or one that sounds like it."""
        return self._char_weights.get(char) or self._sound_weights.get(_sound_of(char))

    def weight_of_word(self, word: str) -> float | None:
        """How telling a word in letters is; None where no name has it."""
        return self._word_weights.get(word)

    def is_pair(self, chars: str) -> bool:
        """Whether two characters stand side by side in some name."""
        return chars in self._pairs

    def pairs_of_names(self, letters: str) -> Set[tuple[str, str]]:
        """Each two words that begin names of one family, and that begin with these two letters."""
        return self._pairs_of_names.get(letters, frozenset())

    def has_beginning(self, letters: str) -> bool:
        """Whether some word in letters begins with these, or they with it."""
        at = bisect_left(self._words, letters)
        if at < len(self._words) and self._words[at].startswith(letters):
            return True
        return any(letters[:size] in self._word_weights for size in range(1, len(letters)))

    def chars_like(self, char: str) -> dict[str, float]:
        """The characters of the catalogue that are this one or sound like it, each with how alike they are."""
        found: dict[str, float] = {}
        for at, said in enumerate(readings(char)):
            for other in self._chars_by_sound.get(sound(said), ()):
                found[other] = max(found.get(other, 0.0), _alike(said, other) - (_RARE_READING if at else 0.0))
        found[char] = 1.0
        return found

    def chars_said(self, syllable: str) -> dict[str, float]:
        """The characters of the catalogue that are said so, or nearly so."""
        like = self._chars_by_sound.get(sound(syllable), ())
        return {char: _alike(syllable, char) for char in like}

    def words_near(self, word: str) -> list[str]:
        """The catalogue's words in letters that this may be a typing error for."""
        near = process.extract(
            word, self._words, scorer=OSA.normalized_similarity, score_cutoff=_NEAR, limit=_MOST_NEAR
        )
        return [each for each, _, _ in near]

    def nearest_families(self, features: dict[str, float]) -> list[int]:
        """The families that share most with a text, by the weight of each of its features; best first."""
        buckets = [_bucket(feature) for feature in features]
        posted = [self._posted[self._starts[bucket] : self._starts[bucket + 1]] for bucket in buckets]
        if not posted:
            return []
        weights = np.repeat(list(features.values()), list(map(len, posted)))
        scores = np.bincount(np.concatenate(posted), weights, minlength=len(self.families))
        best = np.flatnonzero(scores >= max(float(scores.max(initial=0.0)) * _NEAR_ENOUGH, _LEAST_SHARED))
        if len(best) > MOST_FAMILIES:
            best = best[np.argpartition(scores[best], -MOST_FAMILIES)[-MOST_FAMILIES:]]
        return [int(family) for family in best[np.lexsort((best, -scores[best]))]]

    def products_of(self, family: int) -> Ints:
        """The places of a family's products."""
        return self._by_family[self._family_starts[family] : self._family_starts[family + 1]]

    def families_of(self, places: Ints) -> list[Family]:
        """The family of each of these products."""
        return [self.families[number] for number in self.family_of[places]]

    def _show(self, products: Sequence[Product]) -> None:
        """Have these products for what is found. A list is compared with a list: it is several times as quick."""
        self.products, self._listed = tuple(products), list(products)
        self.by_id = {each.id: each for each in products}
        self.gone: frozenset[int] = frozenset()

    def _describe(self) -> None:
        numbers: dict[Family, int] = {}
        aliases: dict[frozenset[str], frozenset[Name]] = {}
        family_of = array("i")
        values, codes, starts = array("q"), array("b"), array("i", [0])
        wholes, whole_of = array("q"), array("i")
        self.numbered: set[str] = set()
        self.codes = dict(CODES)
        for place, product in enumerate(self.products):
            described = _described(product)
            family_of.append(numbers.setdefault(described.family, len(numbers)))
            if described.aliases:
                kin = described.family.kin
                aliases[kin] = aliases.get(kin, frozenset()) | described.aliases
            for fact in described.facts:
                values.append(fact.value)
                codes.append(self.codes.setdefault((fact.unit, fact.currency), len(self.codes)))
            starts.append(len(values))
            for whole in described.wholes:
                self.numbered.update(numbered_in(whole))
                wholes.append(_hash(whole))
                whole_of.append(place)
        self.families = [_also_called(family, aliases) for family in numbers]
        self.fact_values = np.array(values, dtype=np.int64)
        self.fact_codes = np.array(codes, dtype=np.int8)
        self.fact_starts = np.array(starts, dtype=np.int32)
        self.currency_of = self._currencies()
        self.family_of = np.array(family_of, dtype=np.int32)
        self._by_family = np.argsort(self.family_of, kind="stable").astype(np.int32)
        counts = np.bincount(self.family_of, minlength=len(self.families))
        self._family_starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
        order = np.argsort(np.array(wholes, dtype=np.int64), kind="stable")
        self._wholes = np.array(wholes, dtype=np.int64)[order]
        self._whole_of = np.array(whole_of, dtype=np.int32)[order]

    def _currencies(self) -> NDArray[np.int8]:
        """For each product the code of the currency that is printed on it; -1 where none is, or more than one."""
        owners = np.repeat(np.arange(len(self.fact_starts) - 1), np.diff(self.fact_starts))
        printed = np.array([currency is not None for _, currency in self.codes], dtype=np.bool_)[self.fact_codes]
        least = np.full(len(self.fact_starts) - 1, _SEVERAL, dtype=np.int8)
        most = np.full(len(self.fact_starts) - 1, -1, dtype=np.int8)
        np.minimum.at(least, owners[printed], self.fact_codes[printed])
        np.maximum.at(most, owners[printed], self.fact_codes[printed])
        return np.where(least == most, most, np.int8(-1))

    def _post(self) -> None:
        """Write down for each feature which families have it."""
        buckets, families = array("i"), array("i")
        for number, family in enumerate(self.families):
            found = {_bucket(feature) for feature in _features_of(_passing(family))}
            found.update(_bucket(number_feature(value)) for value in self._telling_numbers(number))
            buckets.extend(found)
            families.extend([number] * len(found))
        by_bucket = np.argsort(np.array(buckets, dtype=np.int32), kind="stable")
        self._posted = np.array(families, dtype=np.int32)[by_bucket]
        counts = np.bincount(np.array(buckets, dtype=np.int32), minlength=_BUCKETS)
        self._starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)

    def _telling_numbers(self, family: int) -> list[int]:
        """The numbers that may be part of a family's name, as in 115网盘; of one with many none is."""
        values: set[int] = set()
        for place in self.products_of(family):
            facts = slice(self.fact_starts[place], self.fact_starts[place + 1])
            values.update(map(int, self.fact_values[facts][self.fact_codes[facts] == CODES[Unit.PLAIN, None]]))
        return sorted(values) if len(values) <= _MOST_TELLING else []

    def _weigh(self) -> None:
        """Learn which characters and words tell families apart, and which stand everywhere."""
        chars: dict[str, int] = {}
        words: dict[str, int] = {}
        sounds: dict[str, int] = {}
        self._pairs: set[str] = set()
        self._pairs_of_names: dict[str, set[tuple[str, str]]] = {}
        for family in self.families:
            passing = _passing(family)
            texts = [*passing.names, passing.shelf]
            self._pairs.update(pair for name in passing.names for pair in _PAIR.findall(name.words))
            for one, other in permutations({name.latin[0] for name in passing.names if name.latin}, 2):
                self._pairs_of_names.setdefault(one[0] + other[0], set()).add((one, other))
            own = {char for name in texts for char in name.joined if readings(char)}
            _count(chars, own)
            _count(sounds, {_sound_of(char) for char in own})
            _count(words, {word for name in texts for word in name.latin})
        total = len(self.families)
        self._char_weights = {char: _weight(count, total) for char, count in chars.items()}
        self._sound_weights = {said: _weight(count, total) for said, count in sounds.items()}
        self._word_weights = {word: _weight(count, total) for word, count in words.items()}
        self._words = sorted(words)
        by_sound: dict[str, list[str]] = {}
        for char in chars:
            for said in {sound(each) for each in readings(char)}:
                by_sound.setdefault(said, []).append(char)
        self._chars_by_sound = {said: tuple(sorted(found)) for said, found in by_sound.items()}


def sound_features(sounds: Sequence[str]) -> Iterator[str]:
    """What a run of characters with these sounds is found by: each sound, each pair, each pair but one."""
    yield from (f"1{each}" for each in sounds)
    yield from (f"2{one}{other}" for one, other in pairwise(sounds))


def initial_features(initials: str) -> Iterator[str]:
    """What initials are found by: pairs of them."""
    yield from (f"3{initials[place : place + 2]}" for place in range(len(initials) - 1))


def letter_features(letters: str) -> Iterator[str]:
    """What a word in letters, or a spelled run, is found by: each three letters in a row."""
    yield from (f"4{letters[place : place + 3]}" for place in range(len(letters) - 2))


def word_feature(word: str) -> str:
    """What a whole word is found by."""
    return f"5{word}"


def number_feature(value: int) -> str:
    """What a number, in hundredths, is found by."""
    return f"7{value}"


def meaning_feature(meaning: str) -> str:
    """What a region or kind is found by."""
    return f"6{meaning}"


def _called(product: Product) -> tuple[object, ...]:
    """All of a product that search looks at."""
    face_value = product.face_value_minor, product.face_value_currency
    return product.id, product.name, product.aliases, product.category_id, face_value


def _described(product: Product) -> _Described:
    named, aliases = [parse(each) for each in product.name.values()], [parse(each) for each in product.aliases]
    parsed = [*named, *aliases]
    names = _names_of(named) or _names_of(aliases)
    shelf = parse(product.category_id.replace("-", " ")).name
    facts = {fact for each in parsed for fact in each.facts}
    packed = {hundredths(number) for name in (*product.name.values(), *product.aliases) for number in in_pack(name)}
    facts = {fact for fact in facts if fact.unit is Unit.MONEY or fact.value not in packed}
    facts.update(_face_value(product))
    return _Described(
        Family(tuple(sorted(names)), Name(shelf.words, "")),
        _names_of(aliases) - names,
        tuple(sorted(facts, key=str)) or (Fact(_NO_VALUE, Unit.PIECES),),
        _wholes_of(parsed),
    )


def _told_by_shelf(meanings: frozenset[str]) -> frozenset[str]:
    """What a shelf says of its goods; one for several brands (苹果谷歌) does not say whose they are."""
    if sum(map(is_house, meanings)) <= 1:
        return meanings
    return frozenset(each for each in meanings if not is_house(each) and not is_akin(each))


def _names_of(parsed: Iterable[Parsed]) -> frozenset[Name]:
    return frozenset(each.name for each in parsed if each.name.words)


def _also_called(family: Family, aliases: Mapping[frozenset[str], frozenset[Name]]) -> Family:
    """The family with what any product of its kin is called besides: who wrote 狗东 beside one card means them all."""
    also = aliases.get(family.kin) if aliases else None
    return Family(tuple(sorted({*family.names, *also})), family.shelf) if also else family


def _wholes_of(parsed: Iterable[Parsed]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.whole for each in parsed if each.whole))


def _face_value(product: Product) -> Iterator[Fact]:
    if product.face_value_minor is not None and product.face_value_currency is not None:
        digits = MINOR_DIGITS.get(product.face_value_currency, _USUAL_DIGITS)
        value = hundredths(Decimal(product.face_value_minor).scaleb(-digits))
        yield Fact(value, Unit.MONEY, product.face_value_currency)


def _passing(family: Family) -> Family:
    """The same family, for one look: what is worked out about its names is not kept with it."""
    return Family(tuple(Name(name.words, name.initials) for name in family.names), Name(family.shelf.words, ""))


def _features_of(family: Family) -> Iterator[str]:
    for name in [*family.names, family.shelf]:
        yield from _features_of_name(name)
    yield from map(meaning_feature, family.meanings)


@lru_cache(maxsize=256)
def _features_of_name(name: Name) -> tuple[str, ...]:
    found: list[str] = []
    run: list[str] = []
    for char in [*name.joined, ""]:
        if char and readings(char):
            run.append(char)
            continue
        found += _features_of_run(run)
        run = []
    for word in name.latin:
        found.append(word_feature(word))
        found += letter_features(word)
        found += initial_features(skeleton(word))
    found += letter_features(name.pinyin)
    found += initial_features(name.initials)
    found += (
        word_feature(name.initials[start:end])
        for start in range(len(name.initials))
        for end in range(start + 2, min(len(name.initials), start + _LONGEST_ACRONYM) + 1)
    )
    return tuple(dict.fromkeys(found))


def _features_of_run(run: Sequence[str]) -> Iterator[str]:
    every = [tuple(dict.fromkeys(sound(said) for said in readings(char))) for char in run]
    yield from (f"1{said}" for sounds in every for said in sounds)
    yield from (f"2{one}{other}" for first, second in pairwise(every) for one in first for other in second)
    initials = [tuple(dict.fromkeys(said[0] for said in readings(char) if said)) for char in run]
    yield from (f"3{one}{other}" for first, second in pairwise(initials) for one in first for other in second)


def _alike(syllable: str, char: str) -> float:
    """How well a character goes with a syllable that sounds like one of its readings."""
    said = readings(char)
    if syllable not in said:
        return 0.82
    return 0.94 if said[0] == syllable else 0.94 - _RARE_READING


def _sound_of(char: str) -> str:
    said = readings(char)
    return sound(said[0]) if said else char


def _count(counts: dict[str, int], found: Iterable[str]) -> None:
    for each in found:
        counts[each] = counts.get(each, 0) + 1


def _weight(count: int, total: int) -> float:
    """1 for what one family has, down to a quarter for what all have."""
    rare = log((total + 1) / count) / log(total + 1) if total else 1.0
    return _LEAST_WEIGHT + (1 - _LEAST_WEIGHT) * min(1.0, rare)


def _bucket(feature: str) -> int:
    return zlib.crc32(feature.encode()) % _BUCKETS


def _hash(whole: str) -> int:
    """A number of 60 bits that stands for a text, the same in every process."""
    data = whole.encode()
    return (zlib.crc32(data) << 28) ^ zlib.adler32(data)
