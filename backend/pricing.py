"""Pricing: what so many of a product cost this person, how many they may have, and promising it for a while.

Not here: which coupons are the best (backend.coupons), or the prices themselves (backend.catalogue).
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from backend import catalogue, coupons, stock
from backend.coupons import Discount, Goods
from backend.errors import (
    OutOfStock,
    ProductNotOnSale,
    PurchaseLimitReached,
    QuantityOutOfRange,
    QuoteLapsed,
    QuoteNotFound,
)
from backend.money import Money
from backend.people import Person, Tier
from backend.stock import StockLevel
from storage import orders, price_rules
from storage import quotes as rows
from storage.catalogue import Product
from storage.database import Db
from storage.price_rules import ANY_TIER, PriceBreak, PurchaseLimit
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


def price_of_one(db: Db, product: Product, tier: Tier, *, quantity: int) -> Money:
    """What each of so many costs a person of this tier: their price, or a lower one that so many are sold for."""
    lower = [each.price_minor for each in breaks_for(db, product, tier) if each.least <= quantity]
    return Money(min([price_for(product, tier).minor, *lower]), product.currency)


def breaks_for(db: Db, product: Product, tier: Tier) -> list[PriceBreak]:
    """From how many on a person of this tier pays less, and what: each later one is lower than those before."""
    lower: list[PriceBreak] = []
    for each in price_rules.breaks_of(db, product.id):
        least_so_far = lower[-1].price_minor if lower else price_for(product, tier).minor
        if each.tier in (tier.value, ANY_TIER) and each.price_minor < least_so_far:
            lower = [*(one for one in lower if one.least < each.least), each]
    return lower


def limit_for(db: Db, product_id: str, tier: Tier) -> PurchaseLimit | None:
    """How many of the product a person may have: what is said for their tier, or else for any; None for any number."""
    limits = {each.tier: each for each in price_rules.limits_of(db, product_id)}
    return limits.get(tier.value) or limits.get(ANY_TIER)


def quote(
    db: Db,
    *,
    person: Person,
    product_id: str,
    quantity: int,
    level: StockLevel | None = None,
    coupon_ids: Collection[int] | None = None,
    expected_on: str | None = None,
    now: datetime,
) -> Quote:
    """Promise the person a price, their best coupons taken off, or the best of those they chose.

    Nothing is held yet: stock and coupons are taken when the order is placed. `level` is what is on the shelf, if the
    caller has just looked, or may be ordered ahead, for the day it is `expected_on`. Raises ProductNotOnSale,
    QuantityOutOfRange, PurchaseLimitReached or OutOfStock.
    """
    product = catalogue.the_product(db, product_id)
    if not product.is_on_sale:
        raise ProductNotOnSale()
    if not 1 <= quantity <= product.max_per_order:
        raise QuantityOutOfRange(least=1, most=product.max_per_order)
    require_allowed(db, person, product_id, quantity, now=now)
    left = (level or stock.on_shelf_for(db, person, product_id)).available
    if left < quantity:
        raise OutOfStock(wanted=quantity, left=left)
    price = price_of_one(db, product, person.tier, quantity=quantity)
    held = coupons.unspent_of(db, person, now=now)
    chosen = held if coupon_ids is None else [each for each in held if each.id in coupon_ids]
    taken = coupons.best(chosen, price * quantity, goods=goods_of(product, person), now=now)
    return _promise(db, person, product_id, quantity, price, taken, expected_on=expected_on, now=now)


def coupons_for(db: Db, person: Person, product: Product, quantity: int, *, now: datetime) -> list[Discount]:
    """What each of the person's coupons would take off so many of the product by itself, most first."""
    subtotal = price_of_one(db, product, person.tier, quantity=quantity) * quantity
    goods = goods_of(product, person)
    alone = [coupons.best([each], subtotal, goods=goods, now=now) for each in coupons.unspent_of(db, person, now=now)]
    return sorted((each for found in alone for each in found), key=lambda each: -each.amount.minor)


def goods_of(product: Product, person: Person) -> Goods:
    """What coupons ask about the product and who buys it."""
    return Goods(product.id, product.category_id, person.tier)


def require_allowed(db: Db, person: Person, product_id: str, quantity: int, *, now: datetime) -> None:
    """Raise PurchaseLimitReached unless the person may have so many more of it; takes nothing."""
    limit = limit_for(db, product_id, person.tier)
    if limit is None:
        return
    since = now - timedelta(days=limit.days)
    left = limit.most - orders.count_bought(db, person_id=person.id, product_id=product_id, since=since)
    if quantity > left:
        raise PurchaseLimitReached(most=limit.most, days=limit.days, left=max(left, 0))


def take_allowance(db: Db, person: Person, product_id: str, quantity: int, *, now: datetime) -> None:
    """Raise PurchaseLimitReached unless the person may have so many more; their other orders of it wait meanwhile."""
    if limit_for(db, product_id, person.tier) is not None:
        price_rules.take_turn(db, person_id=person.id, product_id=product_id)
        require_allowed(db, person, product_id, quantity, now=now)


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
    for coupon_id in coupons.of_quote(db, offer.id, first=offer.coupon_id):
        coupons.check_usable(db, coupon_id, now=now)
    if now >= offer.locked_until:
        raise QuoteLapsed


def _promise(
    db: Db,
    person: Person,
    product_id: str,
    quantity: int,
    price: Money,
    taken: tuple[Discount, ...],
    *,
    expected_on: str | None,
    now: datetime,
) -> Quote:
    """Keep the promise, for as long as each coupon lasts that it counts on."""
    promised = rows.add(
        db,
        person_id=person.id,
        product_id=product_id,
        quantity=quantity,
        unit_price=price,
        discount=Money(sum(each.amount.minor for each in taken), price.currency),
        coupon_id=taken[0].coupon.id if taken else None,
        now=now,
        locked_until=min([now + timedelta(minutes=QUOTE_MINUTES), *(each.coupon.expires_at for each in taken)]),
        expected_on=expected_on,
    )
    coupons.keep_with_quote(db, promised.id, taken[1:])
    return promised
