"""Families: products whose names differ in nothing but numbers, and what a product's names come to.

Not here: taking one name apart (parsing), or finding the families that a text may mean (index).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from backend.catalogue import Product
from flows.understanding.facts import Fact, hundredths
from flows.understanding.lexicon import is_akin, is_house
from flows.understanding.measures import Unit
from flows.understanding.names import Name
from flows.understanding.parsing import Parsed, in_pack, parse, timeless
from storage.money import MINOR_DIGITS

_NO_VALUE = -1
_USUAL_DIGITS = 2


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

    def passing(self) -> "Family":
        """The same family, for one look: what is worked out about its names is not kept with it."""
        return Family(tuple(Name(name.words, name.initials) for name in self.names), Name(self.shelf.words, ""))


@dataclass(frozen=True)
class Described:
    """All that search knows about a product: its family but for aliases, what else it is called, numbers, texts."""

    family: Family
    aliases: frozenset[Name]
    facts: tuple[Fact, ...]
    wholes: tuple[str, ...]


def described(product: Product) -> Described:
    """Take a product's names apart."""
    named, aliases = [parse(each) for each in product.name.values()], [parse(each) for each in product.aliases]
    parsed = [*named, *aliases]
    names = _names_of(named) or _names_of(aliases)
    shelf = parse(product.category_id.replace("-", " ")).name
    facts = {fact for each in parsed for fact in each.facts}
    packed = {hundredths(number) for name in (*product.name.values(), *product.aliases) for number in in_pack(name)}
    facts = {fact for fact in facts if fact.unit is Unit.MONEY or fact.value not in packed}
    facts.update(_face_value(product))
    return Described(
        Family(tuple(sorted(names)), Name(shelf.words, "")),
        _names_of(aliases) - names,
        tuple(sorted(facts, key=str)) or (Fact(_NO_VALUE, Unit.PIECES),),
        _wholes_of(parsed),
    )


def also_called(family: Family, aliases: Mapping[frozenset[str], frozenset[Name]]) -> Family:
    """The family with what any product of its kin is called besides: who wrote 狗东 beside one card means them all."""
    also = aliases.get(family.kin) if aliases else None
    return Family(tuple(sorted({*family.names, *also})), family.shelf) if also else family


def _told_by_shelf(meanings: frozenset[str]) -> frozenset[str]:
    """What a shelf says of its goods; one for several brands (苹果谷歌) does not say whose they are."""
    if sum(map(is_house, meanings)) <= 1:
        return meanings
    return frozenset(each for each in meanings if not is_house(each) and not is_akin(each))


def _names_of(parsed: Iterable[Parsed]) -> frozenset[Name]:
    return frozenset(each.name for each in parsed if each.name.words)


def _wholes_of(parsed: Iterable[Parsed]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.whole for each in parsed if each.whole))


def _face_value(product: Product) -> Iterator[Fact]:
    if product.face_value_minor is not None and product.face_value_currency is not None:
        digits = MINOR_DIGITS.get(product.face_value_currency, _USUAL_DIGITS)
        value = hundredths(Decimal(product.face_value_minor).scaleb(-digits))
        yield Fact(value, Unit.MONEY, product.face_value_currency)
