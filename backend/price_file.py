"""The price file: what products cost each tier, and from how many on less, as rows of a sheet.

Not here: a price changed in the chat (backend.products), or what a quote makes of them (backend.pricing).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from backend import products
from backend.errors import NotAPrice
from backend.people import Tier
from backend.pricing import price_for
from backend.sheets import Row
from storage import audit_trail, catalogue, price_rules
from storage.catalogue import Product
from storage.database import Db
from storage.price_rules import PriceBreak

MOST_ROWS = 10_000
MOST_AT_ONCE = 1_000_000

HEADINGS: Mapping[str, Sequence[str]] = {
    "product": ("product", "product id"),
    "from": ("from", "from quantity"),
    "retail": ("retail",),
    "silver": ("silver",),
    "gold": ("gold",),
}
"""`from` may be left out or empty: then it is the price of one. An empty price stays as it is."""

NEEDED = ("product",)


@dataclass(frozen=True)
class PriceImport:
    """What a price file did, or the problems for which it must not be kept: the ids of products, each once."""

    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


class _Wrong(Exception):
    """What is wrong with a row, in a sentence."""


def take_in(db: Db, rows: Sequence[Row], *, by: str, now: datetime) -> PriceImport:
    """Let these be the prices; where there are problems, the caller undoes what was done of it.

    A product for which the file has a `from` above one has the lower prices of the file and no others.
    """
    kept = {each.id: each for each in products.every_product(db)}
    new = dict(kept)
    breaks: dict[str, dict[tuple[str, int], PriceBreak]] = {}
    problems: list[str] = []
    for row in rows:
        try:
            product = _product(new, row)
            least = _least(row)
            if least == 1:
                new[product.id] = _with_prices(product, row)
            else:
                breaks.setdefault(product.id, {}).update(_breaks(product, least, row))
        except _Wrong as wrong:
            problems.append(f"row {row.number}: {wrong}")
    named = list(dict.fromkeys(row.cells.get("product", "") for row in rows))
    problems += [
        f"{id_}: prices must be gold <= silver <= retail" for id_ in named if id_ in new and not _fits(new[id_])
    ]
    problems += [
        f"{id_}: from {each.least} on {each.tier} must cost less than one alone"
        for id_, wanted in breaks.items()
        for each in wanted.values()
        if each.price_minor >= price_for(new[id_], Tier(each.tier)).minor
    ]
    if problems:
        return PriceImport(problems=tuple(problems))
    _put(db, kept, new, by=by, now=now)
    rebroken = [id_ for id_, wanted in breaks.items() if _put_breaks(db, id_, list(wanted.values()), by=by, now=now)]
    changed = [id_ for id_ in named if new[id_] != kept[id_] or id_ in rebroken]
    return PriceImport(tuple(changed), tuple(id_ for id_ in named if id_ not in changed))


def _product(known: Mapping[str, Product], row: Row) -> Product:
    product_id = row.cells.get("product", "")
    if product_id not in known:
        raise _Wrong(f"there is no product {product_id!r}")
    return known[product_id]


def _least(row: Row) -> int:
    text = row.cells.get("from", "") or "1"
    if not text.isdecimal() or len(text) > 7 or not 1 <= int(text) <= MOST_AT_ONCE:
        raise _Wrong(f"from must be a whole number from 1 on, and is {text!r}")
    return int(text)


def _with_prices(product: Product, row: Row) -> Product:
    new = _prices(product, row)
    return replace(
        product,
        retail_minor=new.get(Tier.RETAIL, product.retail_minor),
        silver_minor=new.get(Tier.SILVER, product.silver_minor),
        gold_minor=new.get(Tier.GOLD, product.gold_minor),
    )


def _breaks(product: Product, least: int, row: Row) -> dict[tuple[str, int], PriceBreak]:
    prices = _prices(product, row)
    if not prices:
        raise _Wrong("has no price in it")
    return {(tier, least): PriceBreak(product.id, tier, least, minor) for tier, minor in prices.items()}


def _prices(product: Product, row: Row) -> dict[str, int]:
    """The prices that the row has, by tier, in minor units."""
    return {tier.value: _minor(product, tier, row.cells[tier]) for tier in Tier if row.cells.get(tier)}


def _minor(product: Product, tier: Tier, text: str) -> int:
    try:
        return products.read_price(text, product.currency).minor
    except NotAPrice:
        raise _Wrong(f"{tier} must be an amount of {product.currency} such as 49.50, and is {text!r}") from None


def _fits(product: Product) -> bool:
    return product.gold_minor <= product.silver_minor <= product.retail_minor


def _put(db: Db, kept: Mapping[str, Product], new: Mapping[str, Product], *, by: str, now: datetime) -> None:
    changed = [each for each in new.values() if each != kept[each.id]]
    if not changed:
        return
    catalogue.put_products(db, changed)
    for product in changed:
        for tier in Tier:
            before, after = price_for(kept[product.id], tier), price_for(product, tier)
            if before != after:
                _record(db, product.id, what=f"{tier} price", why=f"{before} -> {after}", by=by, now=now)


def _put_breaks(db: Db, product_id: str, wanted: Sequence[PriceBreak], *, by: str, now: datetime) -> bool:
    """Let these be the product's lower prices; False if they are."""
    if {*wanted} == {*price_rules.breaks_of(db, product_id)}:
        return False
    price_rules.set_breaks(db, product_id, wanted)
    _record(db, product_id, what="prices for more", why=f"{len(wanted)}", by=by, now=now)
    return True


def _record(db: Db, product_id: str, *, what: str, why: str, by: str, now: datetime) -> None:
    audit_trail.record(db, subject=f"product:{product_id}", what=what, by=by, why=why, now=now)
