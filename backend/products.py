"""Products as an admin changes them one by one: on sale or not, and what they cost.

Not here: taking over a whole catalogue file (backend.catalogue), or what a person pays (backend.pricing).
"""

import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime

from backend import catalogue, pages
from backend.catalogue import Product
from backend.errors import NotAPrice, PricesOutOfOrder
from backend.money import InvalidAmount, Money
from backend.pages import Page
from backend.people import Tier
from backend.pricing import price_for
from storage import audit_trail, failpoints
from storage import catalogue as rows
from storage.database import Db

LARGE_CHANGE_PERCENT = 50
"""A price that changes by more than this is more often a slip than a decision."""

_SIGNS = "¥￥$€元 "


@dataclass(frozen=True)
class PriceChange:
    """One tier's price of a product, before and after."""

    product: Product
    tier: Tier
    before: Money
    after: Money

    @property
    def is_large(self) -> bool:
        """Whether it should be asked about once more."""
        difference = abs(self.after.minor - self.before.minor)
        return difference * 100 > self.before.minor * LARGE_CHANGE_PERCENT


def products(db: Db, *, page: int, per_page: int) -> Page[Product]:
    """One page of all products, on sale or not, in the shop's order."""
    every = rows.all_products(db)
    return pages.turn_to(
        page, per_page=per_page, total=len(every), items=lambda offset: every[offset : offset + per_page]
    )


def every_product(db: Db) -> list[Product]:
    """All products, on sale or not, in the shop's order."""
    return rows.all_products(db)


def set_on_sale(db: Db, product_id: str, *, is_on_sale: bool, by: str, now: datetime) -> Product:
    """Put the product on sale or take it off. Orders and quotes that there are stay as they are."""
    if rows.set_on_sale(db, product_id, is_on_sale=is_on_sale):
        failpoints.reached("product.switched")
        what = "on sale" if is_on_sale else "off sale"
        audit_trail.record(db, subject=f"product:{product_id}", what=what, by=by, why="", now=now)
    return catalogue.the_product(db, product_id)


def read_price(text: str, currency: str) -> Money:
    """The price a text is, with a currency sign or without. Raises NotAPrice."""
    plain = unicodedata.normalize("NFKC", text).strip(_SIGNS)
    try:
        price = Money.parse(plain, currency)
    except InvalidAmount:
        raise NotAPrice(currency=currency) from None
    if price.minor == 0:
        raise NotAPrice(currency=currency)
    return price


def price_change(product: Product, tier: Tier, minor: int) -> PriceChange:
    """What a new price would change. Raises PricesOutOfOrder unless gold ≤ silver ≤ retail holds with it."""
    new = _with_price(product, tier, minor)
    if not new.gold_minor <= new.silver_minor <= new.retail_minor:
        raise PricesOutOfOrder(**{str(each): price_for(product, each) for each in Tier})
    return PriceChange(product, tier, price_for(product, tier), price_for(new, tier))


def set_price(db: Db, change: PriceChange, *, by: str, now: datetime) -> None:
    """Make the change. Quotes and orders that there are keep their prices."""
    if change.before == change.after:
        return
    product_id, tier = change.product.id, change.tier
    rows.set_price(db, product_id, tier=tier, was=change.before.minor, minor=change.after.minor)
    failpoints.reached("price.set")
    what, why = f"{tier} price", f"{change.before} -> {change.after}"
    audit_trail.record(db, subject=f"product:{product_id}", what=what, by=by, why=why, now=now)


def _with_price(product: Product, tier: Tier, minor: int) -> Product:
    match tier:
        case Tier.RETAIL:
            return replace(product, retail_minor=minor)
        case Tier.SILVER:
            return replace(product, silver_minor=minor)
        case Tier.GOLD:
            return replace(product, gold_minor=minor)
