"""Items: one good of a line — which product a stretch of the line names, how many of it, of what value.

Not here: where a line is parted into several goods (parts), or for whom they are (accounts).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from backend.catalogue import Product
from flows.understanding.bearers import served_by, serves
from flows.understanding.measures import Measure, Unit, cut, measures_in
from flows.understanding.normalise import normalise
from flows.understanding.order_words import any_of
from flows.understanding.search import Findings
from flows.understanding.shelf import CERTAIN, Shelf, face_value, is_name, numbers_of

MOST_IDS = 5
_FEW = 30
_TELLING = 2
_TWO = 2

_WISH, _PIECES = any_of("count.one.wish"), any_of("count.one.pieces")
_SINGLE = re.compile(rf"{_WISH}(?:一)?{_PIECES}(?!\d)")
_SINGLE_ENGLISH = re.compile(r"\b(?:an?|another|one)\s+(?!(?:year|month|week|day|quarter)s?\b)(?=[a-z$¥\d])")
_OPEN_ENDED = re.compile(r"个|cards?$|codes?$|pc$")
"""What may follow another number as well as one of pieces: 50个 of a game's coins, a steam 50 card, for 3 PC."""
_SINGLE_LETTER = re.compile(r"(?<![a-z\d])[a-z]$")
_RIGHT_BEHIND = re.compile(r"(?<=\d)[\u3400-\u9fff]")
_WORD_BEFORE = re.compile(r"([a-z]{3,}|[\u3400-\u9fff]{2})\s?$")
_TOPS_UP = re.compile(rf"{any_of('tops_up')}\s?$")
_CALLED_LIKE_NO_OTHER = frozenset({"EUR", "GBP", "JPY", "HKD", "KRW", "THB"})
_EDITIONS = 100
"""Of goods that are numbered so: Windows 11 and 10, and no Office 2021."""

_BEFORE_CARDS = re.compile(r"cards?$|codes?$")


@dataclass(frozen=True)
class Item:
    """One good of a line. `product_ids` are what it may mean, best first; none if nothing is sure.

    The account is one of the kind that the product needs, or the only one there is. `is_certain`: the products are
    near, and nothing was left out to find them.
    """

    product_ids: tuple[str, ...] = ()
    quantity: int | None = None
    face_value: Decimal | None = None
    account: str | None = None
    is_certain: bool = False


def read_item(shelf: Shelf, line: str, *, in_all: bool = False) -> Item:
    """The product, quantity and value of a stretch of the line; `in_all`: with all its words or not at all."""
    found = [each for each in measures_in(line) if each.unit is not Unit.DAYS]
    pieces = [each for each in found if each.unit is Unit.PIECES]
    others = [each for each in found if each.unit is not Unit.PIECES]
    if not pieces:
        return _by_time(shelf, line) or _uncounted(shelf, line, others, in_all=in_all)
    last = pieces[-1]
    said = line[last.start : last.end]
    if _BEFORE_CARDS.search(said) and any(each.unit is Unit.PLAIN and each.value <= _FEW for each in others):
        counted = next(each for each in others if each.unit is Unit.PLAIN and each.value <= _FEW)
        worth = [replace(last, unit=Unit.PLAIN), *(each for each in others if each is not counted)]
        return _read(shelf, line, [counted], worth)
    first = pieces[0]
    if len(found) == len(pieces) <= _TWO and first.value > 1 and _OPEN_ENDED.search(line[first.start : first.end]):
        item = _read(shelf, line, pieces[1:], [replace(first, unit=Unit.PLAIN)])
        product = shelf.product(item.product_ids)
        if product is not None and first.value in {*numbers_of(product), face_value(product)}:
            return item
    item = _read(shelf, line, pieces[:1], [*others, *(replace(each, unit=Unit.PLAIN) for each in pieces[1:])])
    product = shelf.product(item.product_ids)
    if product is None or first.value not in served_by(product):
        return item
    return replace(item, quantity=quantity_of(pieces[1]) if len(pieces) > 1 else None)


def quantity_of(measure: Measure) -> int | None:
    """The measure as how many; 0 if it is less than one, None if it is no whole number. What can't be had stays."""
    is_whole = measure.value == int(measure.value)
    return int(measure.value) if is_whole or measure.value < 1 else None


def first_said(*quantities: int | None) -> int | None:
    """The first of these that is said; none of something is said as well."""
    return next((each for each in quantities if each is not None), None)


def _by_time(shelf: Shelf, line: str) -> Item | None:
    """Two months of a card for one month are two cards: 月卡续两个月. None where no two lengths of time are said."""
    times = [each for each in measures_in(line) if each.unit is Unit.DAYS]
    lengths = [each for each in times if not line[each.start].isdigit()]
    counted = [each for each in times if line[each.start].isdigit()]
    if len(lengths) != 1 or len(counted) != 1 or counted[0].value % lengths[0].value:
        return None
    item = _uncounted(shelf, cut(line, counted), [])
    return replace(item, quantity=int(counted[0].value / lengths[0].value)) if item.product_ids else None


def _uncounted(shelf: Shelf, line: str, numbers: Sequence[Measure], *, in_all: bool = False) -> Item:
    """A line in which no number says that it counts pieces; where nothing is found with all of them, one may."""
    item = _read(shelf, line, [], numbers, in_all=in_all)
    if item.product_ids or shelf.is_blank(line):
        return item
    small = [each for each in numbers if each.unit is Unit.PLAIN and each.value <= _FEW and not serves(line, each)]
    for each in (each for each in small if not _is_glued(line, each)):
        found = _read(shelf, line, [each], [other for other in numbers if other is not each])
        product = shelf.product(found.product_ids)
        if product is None:
            continue
        if not _is_of_good(shelf, line, each, product, has_worth=found.face_value is not None):
            return found
        if face_value(product) is not None:
            item = replace(item, face_value=each.value if item.face_value is None else item.face_value)
    return item


def _read(
    shelf: Shelf, line: str, pieces: Sequence[Measure], others: Sequence[Measure], *, in_all: bool = False
) -> Item:
    quantity = quantity_of(pieces[0]) if pieces else None
    findings = shelf.named(cut(line, pieces), in_all=in_all)
    best = findings.hits[0].product if findings.is_sure else None
    money = [each for each in others if each.unit is Unit.MONEY]
    plain = [each for each in others if each.unit is Unit.PLAIN]
    worth = money[0] if money else _worth(findings, plain)
    if quantity is None:
        counts = [each for each in plain if each is not worth and not serves(line, each) and not _is_glued(line, each)]
        rest = [each for each in counts if not (best and _is_of_name(line, each, best))]
        counting = [each for each in rest if _may_count(best, each, has_worth=worth is not None)]
        said = [each for each in counting if best and _is_of_good(shelf, line, each, best, has_worth=worth is not None)]
        if said:
            return Item(face_value=said[0].value if best and face_value(best) is not None else None)
        if counting:
            quantity = int(counting[-1].value)
            findings = shelf.named(cut(line, counting[-1:]))
    if quantity is None and (_SINGLE.search(line) or (best is not None and _SINGLE_ENGLISH.search(line))):
        quantity = 1
    nearest = _of_worth(findings.nearest if findings.is_sure else [], worth, others)
    ids = tuple(product.id for product in nearest[:MOST_IDS])
    if not ids and worth is None and pieces and plain:
        worth = plain[0]
    is_certain = findings.is_sure and not findings.is_part and findings.hits[0].score >= CERTAIN
    return Item(ids, quantity, None if worth is None else worth.value, is_certain=is_certain)


def _of_worth(products: list[Product], worth: Measure | None, others: Sequence[Measure]) -> list[Product]:
    """Those of the products that are worth it, if any is; an amount of money that none of them is worth is not sold."""
    if worth is None:
        return products
    exact = [each for each in products if face_value(each) in (worth.value, None)]
    if any(face_value(each) == worth.value for each in exact):
        return _in_currency(sorted(exact, key=lambda product: face_value(product) is None), worth.currency)
    told = {each.value for each in others}
    is_sold = worth.unit is not Unit.MONEY or any(face_value(each) in {None, *told} for each in products)
    return products if is_sold else []


def _in_currency(products: list[Product], said: str | None) -> list[Product]:
    """Those of the products in the money that is said; yuan, dollars and pesos are said of other money too."""
    of_it = [each for each in products if said is not None and each.face_value_currency == said]
    if of_it or said not in _CALLED_LIKE_NO_OTHER:
        return of_it or products
    return [each for each in products if each.face_value_currency is None]


def _worth(findings: Findings, plain: Sequence[Measure]) -> Measure | None:
    """Which bare number is the face value: one that a found product has; else a large one that is in no name."""
    near = [hit.product for hit in findings.hits[:MOST_IDS]] if findings.is_sure else []
    for each in plain:
        if any(face_value(product) == each.value for product in near):
            return each
    named = {number for product in near[:1] for number in numbers_of(product)}
    return next((each for each in plain if each.value >= _FEW and each.value not in named), None)


def _may_count(best: Product | None, number: Measure, *, has_worth: bool) -> bool:
    """Whether a bare number is how many: small and whole, of a known product, and no part of its name."""
    if number.value != int(number.value) or not 0 <= number.value <= _FEW or best is None:
        return False
    return number.value not in numbers_of(best) or (has_worth and face_value(best) != number.value)


def _is_of_good(shelf: Shelf, line: str, number: Measure, product: Product, *, has_worth: bool) -> bool:
    """Whether a bare number says which good is meant, and not how many: xbox 20, a day with 2 GB, Windows 10."""
    if not line[number.start : number.end].strip().isdigit() or _is_of_another(line, number, product):
        return True
    if has_worth or face_value(product) is None:
        return False
    before = line[: number.start]
    return is_name(shelf.bare(before)) or _TOPS_UP.search(before) is not None


def _is_of_another(line: str, number: Measure, product: Product) -> bool:
    """Whether the product has another number behind the word that this one stands behind."""
    word = _WORD_BEFORE.search(line, 0, number.start)
    if word is None:
        return False
    begun = re.compile(rf"{word[1]}[a-z]*\s?$")
    names = [normalise(each) for each in (*product.name.values(), *product.aliases)]
    numbers = ((name, each) for name in names for each in measures_in(name) if name[each.start : each.end].isdigit())
    found = {each.value for name, each in numbers if begun.search(name, 0, each.start)}
    return bool(found) and number.value not in found and min(found) < _EDITIONS


def _is_glued(line: str, number: Measure) -> bool:
    """Whether a number stands behind a single letter, as in a name: M1, A8."""
    return _SINGLE_LETTER.search(line[: number.start]) is not None


def _is_of_name(line: str, number: Measure, product: Product) -> bool:
    """Whether a number stands beside the same as in what the product is called: 剑网3, fc 26, 三角券."""
    names = [normalise(each) for each in (*product.name.values(), *product.aliases)]
    said = line[number.start : number.end].strip()
    before = line[: number.start].replace(" ", "")[-_TELLING:]
    if len(before) == _TELLING:
        called = re.compile(r"\s*".join(map(re.escape, (*before, said))) + r"(?!\d)")
        if any(called.search(name) for name in names):
            return True
    behind = _RIGHT_BEHIND.match(line, number.end)
    return behind is not None and any(re.search(rf"(?<!\d){re.escape(said + behind[0])}", name) for name in names)
