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
from flows.understanding.shelf import CERTAIN, Shelf, face_value, numbers_of

MOST_IDS = 5
LARGEST_QUANTITY = 999
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
    """The measure as how many; None if nobody orders so many."""
    return int(measure.value) if measure.value <= LARGEST_QUANTITY else None


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
    small = [each for each in small if not _is_glued(line, each)]
    tries = (_read(shelf, line, [each], [other for other in numbers if other is not each]) for each in small)
    return next((found for found in tries if found.product_ids), item)


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
        if counting:
            quantity = int(counting[-1].value)
            findings = shelf.named(cut(line, counting[-1:]))
    if quantity is None and (_SINGLE.search(line) or (best is not None and _SINGLE_ENGLISH.search(line))):
        quantity = 1
    nearest = findings.nearest if findings.is_sure else []
    if worth is not None:
        nearest = sorted(nearest, key=lambda product: face_value(product) != worth.value)
    ids = tuple(product.id for product in nearest[:MOST_IDS])
    is_certain = findings.is_sure and not findings.is_part and findings.hits[0].score >= CERTAIN
    return Item(ids, quantity, None if worth is None else worth.value, is_certain=is_certain)


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
