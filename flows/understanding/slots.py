"""Slots: what a one-line order says — which products, how many, of what value, for which account, with which coupon.

Not here: which wish the line is (intents), whether the values can be had (the flow that is filled with them).

What is not said stays None, and what is ambiguous stays open: several products are several ids, best first.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from backend.catalogue import Product
from flows.understanding.abbreviations import spelled_out
from flows.understanding.accounts import take_numbers
from flows.understanding.corrections import settled
from flows.understanding.counting import counted
from flows.understanding.coupon_hints import take_hint
from flows.understanding.exclusions import Excluded, take_exclusions
from flows.understanding.fillers import bare
from flows.understanding.index import Index
from flows.understanding.items import Item, first_said
from flows.understanding.joints import at_joints
from flows.understanding.kept import index_of
from flows.understanding.lexicon import tells
from flows.understanding.measures import measures_in, without_measures
from flows.understanding.normalise import LONGEST
from flows.understanding.order_words import any_of
from flows.understanding.parts import items_of
from flows.understanding.search import look_up
from flows.understanding.shelf import CERTAIN, Shelf, is_name
from flows.understanding.signs import with_signs
from flows.understanding.totals import take_totals

_ORDERS = re.compile(rf"{any_of('orders.chinese')}|\b{any_of('orders.english')}\b")
_TOPS_UP = re.compile(any_of("tops_up"))
_BOTH_PHONES = re.compile(r"(?<!\d)1[3-9]\d{9}\s?(?:和|跟|与|、|&|and)\s?1[3-9]\d{9}(?!\d)")
_NEW_LINE = re.compile(r"\s*[\r\n]+\s*")
_WIDE_COMMA = re.compile(r"(?<=\d)，(?=\d)")
"""50，100 are two values, 50,100 may be one."""

PHONE_CREDIT = "话费"
"""What is topped up where a phone is named and nothing else."""


@dataclass(frozen=True)
class Slots:
    """What a line says. `product_ids`, `quantity`, `face_value` and `is_certain` are those of the first item."""

    product_ids: tuple[str, ...] = ()
    quantity: int | None = None
    face_value: Decimal | None = None
    account: str | None = None
    coupon_hint: str | None = None
    order_number: str | None = None
    items: tuple[Item, ...] = ()
    is_certain: bool = False


def read_slots(products: Sequence[Product], text: str, *, is_aside: bool = False) -> Slots:
    """Take a line apart, as this catalogue lets it be understood; `is_aside`: it wants no goods, but may name one."""
    text = _WIDE_COMMA.sub("、", text[:LONGEST])
    hinted = take_hint(_NEW_LINE.sub(" , ", unicodedata.normalize("NFKC", text)))
    index = index_of(products)
    is_pair = index.diction.is_pair
    numbered = take_numbers(hinted.rest, is_word=lambda word: index.diction.weight_of_word(word) is not None)
    accounts = numbered.accounts
    excluded = take_exclusions(counted(with_signs(index, spelled_out(index, numbered.rest)), is_pair=is_pair))
    totals = take_totals(settled(excluded.rest, names=lambda words: _names(products, index, words)))
    line = totals.rest
    if (
        accounts.may_be_phone
        and _TOPS_UP.search(line)
        and not any(is_name(bare(without_measures(part), is_pair=is_pair)) for part in at_joints(line))
    ):
        line = f"{PHONE_CREDIT} {line}"
    is_counted = accounts.any or bool(measures_in(line))
    is_order = not is_aside and (is_counted or _ORDERS.search(line) is not None)
    shelf = Shelf(products, is_order=is_order, is_counted=is_counted and not is_aside)
    found = [_narrowed(item, excluded, index) for item in items_of(shelf, line, are_several=totals.of_each is not None)]
    count = totals.count(len(found))
    found = [replace(item, quantity=first_said(item.quantity, count)) for item in found]
    if len(found) == 1 and found[0].product_ids and _BOTH_PHONES.search(hinted.rest):
        found *= len(set(accounts.phones))
    shared = accounts.shared_out([shelf.product(item.product_ids) for item in found])
    items = [replace(item, account=account) for item, account in zip(found, shared, strict=True)]
    first = items[0]
    return Slots(
        product_ids=first.product_ids,
        quantity=first.quantity,
        face_value=first.face_value,
        account=first.account,
        coupon_hint=hinted.hint,
        order_number=numbered.order_number,
        items=tuple(items) if len(items) > 1 else (),
        is_certain=first.is_certain,
    )


def _names(products: Sequence[Product], index: Index, words: str) -> bool:
    """Whether a stretch of a line names a good by itself, whatever its numbers."""
    name = bare(without_measures(words), is_pair=index.diction.is_pair)
    return is_name(name) and tells(name) and look_up(products, name, least=CERTAIN).is_sure


def _narrowed(item: Item, excluded: Excluded, index: Index) -> Item:
    if not excluded.words:
        return item
    left = excluded.narrowed([index.by_id[each] for each in item.product_ids])
    return replace(item, product_ids=tuple(each.id for each in left))


def only_number(text: str) -> int | None:
    """The one whole number that the text has in the end; None if it has none, or several."""
    values = [each.value for each in measures_in(settled(counted(text)))]
    return int(values[0]) if len(values) == 1 and values[0] == int(values[0]) else None
