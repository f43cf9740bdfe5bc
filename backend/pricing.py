"""Pricing: what a product costs this person, and promising it for a while.

Not here: which coupon is the best (backend.coupons), or the prices themselves (backend.catalogue).
"""

from datetime import datetime, timedelta

from backend import catalogue, coupons, stock
from backend.errors import OutOfStock, ProductNotOnSale, QuantityOutOfRange, QuoteLapsed, QuoteNotFound
from backend.money import Money
from backend.people import Person, Tier
from backend.stock import StockLevel
from storage import quotes as rows
from storage.catalogue import Product
from storage.database import Db
from storage.quotes import Quote as Quote

QUOTE_MINUTES = 10
"""Long enough to type an account and read the summary twice."""


def price_for(product: Product, tier: Tier) -> Money:
    """What one of the product costs a person of this tier."""
    match tier:
        case Tier.GOLD:
            return Money(product.gold_minor, product.currency)
        case Tier.SILVER:
            return Money(product.silver_minor, product.currency)
        case Tier.RETAIL:
            return Money(product.retail_minor, product.currency)


def quote(
    db: Db, *, person: Person, product_id: str, quantity: int, level: StockLevel | None = None, now: datetime
) -> Quote:
    """Promise the person a price, their best coupon taken off.

    Nothing is held yet: stock and coupon are taken when the order is placed. `level` is what is on the shelf, if the
    caller has just looked. Raises ProductNotOnSale, QuantityOutOfRange or OutOfStock.
    """
    product = catalogue.the_product(db, product_id)
    if not product.is_on_sale:
        raise ProductNotOnSale()
    if not 1 <= quantity <= product.max_per_order:
        raise QuantityOutOfRange(least=1, most=product.max_per_order)
    left = (level or stock.on_shelf(db, product_id)).available
    if left < quantity:
        raise OutOfStock(wanted=quantity, left=left)
    price = price_for(product, person.tier)
    discount = coupons.best(coupons.unspent_of(db, person, now=now), price * quantity, now=now)
    holds_until = now + timedelta(minutes=QUOTE_MINUTES)
    return rows.add(
        db,
        person_id=person.id,
        product_id=product_id,
        quantity=quantity,
        unit_price=price,
        discount=Money(0, price.currency) if discount is None else discount.amount,
        coupon_id=None if discount is None else discount.coupon.id,
        now=now,
        locked_until=holds_until if discount is None else min(holds_until, discount.coupon.expires_at),
    )


def minutes_held(offer: Quote, *, now: datetime) -> int:
    """How long the price is still held, in begun minutes."""
    return -(-(offer.locked_until - now) // timedelta(minutes=1))


def standing_quote(db: Db, person: Person, quote_id: int, *, now: datetime) -> Quote:
    """The person's quote, if an order may be placed on it now.

    Raises QuoteNotFound, CouponLapsed, CouponTaken or QuoteLapsed.
    """
    found = rows.with_id(db, quote_id)
    if found is None:
        raise QuoteNotFound
    require_standing(db, person, found, now=now)
    return found


def require_standing(db: Db, person: Person, offer: Quote, *, now: datetime) -> None:
    """Raise QuoteNotFound, CouponLapsed, CouponTaken or QuoteLapsed unless the person may order on the quote now."""
    if offer.person_id != person.id:
        raise QuoteNotFound
    if offer.coupon_id is not None:
        coupons.check_usable(db, offer.coupon_id, now=now)
    if now >= offer.locked_until:
        raise QuoteLapsed
