"""The index: a catalogue taken apart for search — its families, what they are found by, the numbers of its products.

Not here: which of the families found is meant (matching), or what a customer is shown (search). Products whose names
differ in nothing but numbers are one family: a text is compared with each family once, its numbers with the facts of
each product.
"""

import zlib
from array import array
from collections.abc import Iterator, Sequence
from copy import copy

import numpy as np
from numpy.typing import NDArray

from backend.catalogue import Product
from flows.understanding.brands import numbered_in, sold
from flows.understanding.diction import Diction
from flows.understanding.facts import Facts
from flows.understanding.families import Family, also_called, described
from flows.understanding.name_features import features_of, number_feature
from flows.understanding.names import Name
from flows.understanding.postings import Postings

_MOST_TELLING = 3

Ints = NDArray[np.int32]


class Index:
    """A catalogue to be searched; made once for it, and made anew when names, aliases or face values change."""

    def __init__(self, products: Sequence[Product]) -> None:
        self._show(products)
        self.facts = Facts()
        self.families = self._describe()
        self.postings = Postings(map(self._features_of, range(len(self.families))))
        self.diction = Diction(self.families)
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

    def _describe(self) -> list[Family]:
        """Take every product apart, one by one: all of them at once would be twice the index. Returns the families."""
        numbers: dict[Family, int] = {}
        aliases: dict[frozenset[str], frozenset[Name]] = {}
        family_of, wholes, whole_of = array("i"), array("q"), array("i")
        self.numbered: set[str] = set()
        for place, product in enumerate(self.products):
            each = described(product)
            family_of.append(numbers.setdefault(each.family, len(numbers)))
            if each.aliases:
                kin = each.family.kin
                aliases[kin] = aliases.get(kin, frozenset()) | each.aliases
            self.facts.add(each.facts)
            self.numbered.update(*map(numbered_in, each.wholes))
            wholes.extend(map(_hash, each.wholes))
            whole_of.extend([place] * len(each.wholes))
        self.family_of = np.array(family_of, dtype=np.int32)
        self._by_family = np.argsort(self.family_of, kind="stable").astype(np.int32)
        counts = np.bincount(self.family_of, minlength=len(numbers))
        self._family_starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
        order = np.argsort(np.array(wholes, dtype=np.int64), kind="stable")
        self._wholes = np.array(wholes, dtype=np.int64)[order]
        self._whole_of = np.array(whole_of, dtype=np.int32)[order]
        return [also_called(family, aliases) for family in numbers]

    def _features_of(self, family: int) -> Iterator[str]:
        yield from features_of(self.families[family].passing())
        yield from map(number_feature, self._telling_numbers(family))

    def _telling_numbers(self, family: int) -> list[int]:
        """The numbers that may be part of a family's name, as in 115网盘; of one with many none is."""
        values = {value for place in self.products_of(family) for value in self.facts.plain_numbers(place)}
        return sorted(values) if len(values) <= _MOST_TELLING else []


def _called(product: Product) -> tuple[object, ...]:
    """All of a product that search looks at."""
    face_value = product.face_value_minor, product.face_value_currency
    return product.id, product.name, product.aliases, product.category_id, face_value


def _hash(whole: str) -> int:
    """A number of 60 bits that stands for a text, the same in every process."""
    data = whole.encode()
    return (zlib.crc32(data) << 28) ^ zlib.adler32(data)
