"""Receipts: what was bought, paid and given back for an order, as its buyer may want to keep it. No code is part of it.

Not here: how one reads (flows.pages.receipts), or the file (bot.receipts).
"""

from dataclasses import dataclass

from backend import catalogue, coupons
from backend.coupons import Discount
from backend.errors import NoReceipt
from backend.money import Money
from backend.orders import Order, OrderStatus
from storage import payments as payment_rows
from storage import refunds as refund_rows
from storage import shop_profile
from storage.catalogue import Product
from storage.database import Db
from storage.payments import Payment, PaymentStatus
from storage.refunds import Refund

_HAVE_ONE = frozenset({OrderStatus.DELIVERED, OrderStatus.COMPLETED, OrderStatus.REFUNDED})


@dataclass(frozen=True)
class Receipt:
    """The facts of an order that is over. `refunds` went, or go, to where the money came from.

    `to_balance` is what went back to the buyer's balance instead, None if nothing did.
    """

    order: Order
    product: Product
    shop_name: dict[str, str]
    payment: Payment
    discounts: tuple[Discount, ...]
    refunds: tuple[Refund, ...]
    to_balance: Money | None


def has_one(order: Order) -> bool:
    """Whether an order has come so far that there is a receipt for it."""
    return order.status in _HAVE_ONE


def receipt_for(db: Db, order: Order) -> Receipt:
    """The receipt of a delivered or refunded order. Raises NoReceipt for any other."""
    payment = payment_rows.taken_for(db, order.id) if has_one(order) else None
    if payment is None:
        raise NoReceipt(number=order.number)
    profile = shop_profile.the_profile(db)
    went_back = tuple(refund_rows.of_payment(db, payment.id))
    is_on_balance = payment.status is PaymentStatus.REFUNDED and not went_back
    return Receipt(
        order=order,
        product=catalogue.the_product(db, order.product_id),
        shop_name={} if profile is None else profile.name,
        payment=payment,
        discounts=_discounts(db, order),
        refunds=went_back,
        to_balance=payment.amount if is_on_balance else None,
    )


def _discounts(db: Db, order: Order) -> tuple[Discount, ...]:
    if order.coupon_id is None:
        return ()
    return tuple(coupons.discounts_of(db, order.quote_id, first=order.coupon_id, discount=order.discount))
