"""The shelf: the goods that a line is read against, in which each text is looked up once.

Not here: how goods are searched (search), or which stretch of a line names one (items).
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from backend.catalogue import Product
from flows.understanding.fillers import bare
from flows.understanding.kept import index_of
from flows.understanding.lexicon import meanings
from flows.understanding.normalise import normalise
from flows.understanding.parsing import in_pack
from flows.understanding.search import MARGIN, Findings, look_up, look_within
from flows.understanding.sureness import FLOOR
from storage.money import MINOR_DIGITS

CERTAIN = 0.8
"""From this score on nothing better is looked for."""

_USUAL_DIGITS = 2
_MOST_COUNTED, _MOST_LOOK_UPS, _MOST_ASIDE = 7, 4, 2
"""A line that is still not understood by then is asked about: nobody waits for a better guess. Fewer are spent on one
without a number or an account, and on one in which nothing says that goods are named."""

NOTHING_FOUND = Findings((), is_sure=False, is_blank=True)
_A_NAME = re.compile(r"[a-z]{2,}|[\u3400-\u9fff]|(?<![a-z\d])[a-z]\d(?![a-z\d])")
_ANY_DOLLAR = re.compile(r"(?<![a-z])[$¥](?=\s?\d)|(?<=\d)(?:[$¥]|\s?(?:dollar|buck)s?(?![a-z]))")
"""Many countries call their money so; which one is meant, the product says."""


class Shelf:
    """The goods, in which each text is looked up once: parts of a line are tried in several ways.

    `is_order`: whether something in the line says that goods are named in it; `is_counted`: a number or an account.
    """

    def __init__(self, products: Sequence[Product], *, is_order: bool, is_counted: bool) -> None:
        self._products = products
        self._is_order = is_order
        self._most = _MOST_COUNTED if is_counted else _MOST_LOOK_UPS if is_order else _MOST_ASIDE
        self._index = index_of(products)
        self._bare: dict[str, str] = {}
        self._found: dict[tuple[str, float], Findings] = {}
        self._within: dict[str, Findings] = {}

    def named(self, words: str, *, in_all: bool = False) -> Findings:
        """What the words name: with or without what is said around a name, or, unless `in_all`, as a part of them."""
        name = self.bare(words)
        if not is_name(name):
            only = self.look_up(words)
            return only if name or (only.is_sure and only.hits[0].score >= CERTAIN) else NOTHING_FOUND
        if in_all:
            return self.look_up(name, least=CERTAIN)
        best = self.look_up(name)
        if best.is_sure and best.hits[0].score >= CERTAIN:
            return best
        if not best.is_blank:
            best = max(best, self.look_up(words), key=lambda findings: findings.hits[0].score if findings.hits else 0.0)
        if best.is_sure:
            return best
        if _ANY_DOLLAR.search(name) and (unsigned := self.look_up(_ANY_DOLLAR.sub(" ", name))).is_sure:
            return unsigned
        within = self._look_within(name) if self._is_order else best
        return within if within.is_sure else best

    def bare(self, words: str) -> str:
        """The words without those that are said around a name, and are in no name."""
        if words not in self._bare:
            self._bare[words] = bare(words, is_pair=self._index.diction.is_pair)
        return self._bare[words]

    def look_up(self, text: str, *, least: float = FLOOR) -> Findings:
        """What the text names; nothing if that scores less than `least`."""
        if (text, least) not in self._found:
            found = look_up(self._products, text, least=least - MARGIN) if self._has_time() else NOTHING_FOUND
            self._found[text, least] = found
        return self._found[text, least]

    def is_blank(self, words: str) -> bool:
        """Whether no good is called anything like the words, whatever the numbers. Of use once they were looked up."""
        found = self._found.get((self.bare(words), FLOOR))
        return found is not None and found.is_blank

    def may_begin(self, said: str) -> bool:
        """Whether some name may begin with this word or these two characters."""
        return self._index.diction.is_pair(said) if not said.isascii() else self._index.diction.has_beginning(said)

    def product(self, product_ids: Sequence[str]) -> Product | None:
        """The first of these, if there is one."""
        return self._index.by_id.get(product_ids[0]) if product_ids else None

    def _look_within(self, text: str) -> Findings:
        if text not in self._within:
            self._within[text] = look_within(self._products, text) if self._has_time() else NOTHING_FOUND
        return self._within[text]

    def _has_time(self) -> bool:
        return len(self._found) + len(self._within) < self._most


def is_name(words: str) -> bool:
    """Whether there is enough in the words to name anything."""
    return _A_NAME.search(words) is not None


def meanings_of(product: Product) -> frozenset[str]:
    """Every region and kind that a product's names name."""
    return frozenset[str]().union(*(meanings(normalise(name)) for name in product.name.values()))


def face_value(product: Product) -> Decimal | None:
    """What a product is worth, in whole units of its money."""
    if product.face_value_minor is None:
        return None
    digits = MINOR_DIGITS.get(product.face_value_currency or product.currency, _USUAL_DIGITS)
    return Decimal(product.face_value_minor).scaleb(-digits)


def numbers_of(product: Product) -> set[Decimal]:
    """Every number in what a product is called, but for how many of something are in it: 50 元 × 20 张."""
    names = (*product.name.values(), *product.aliases)
    numbers = {Decimal(number) for name in names for number in re.findall(r"\d{1,9}(?:\.\d+)?", name)}
    return numbers - {number for name in names for number in in_pack(name)}
