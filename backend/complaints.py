"""Complaints: what the books say about an order before anybody is bothered, and how soon an answer is promised.

Not here: the ticket a complaint becomes (backend.tickets), or how it is asked for (flows.complaint).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from backend import opening_hours
from backend.money import Money
from backend.orders import Order, OrderStatus
from backend.tickets import Category
from storage import deliveries, payments
from storage.database import Db

ANSWERED_WITHIN = timedelta(hours=1)
MONEY_ANSWERED_WITHIN = timedelta(minutes=30)
"""Opening time until somebody answers; who may have paid for nothing waits less."""

_URGENT = frozenset({Category.NOT_ARRIVED, Category.CODE_DEAD, Category.CHARGED_TWICE})


class Cause(StrEnum):
    """What the books say is the matter with an order."""

    UNPAID = "unpaid"
    LAPSED = "lapsed"  # nobody paid in time
    CANCELLED = "cancelled"
    CREDITED = "credited"  # money came that the order couldn't take; it is on the balance
    WAITING_FOR_STOCK = "waiting-for-stock"
    UNSEEN = "unseen"  # delivered, and the codes were never looked at
    SEEN = "seen"
    REFUNDED = "refunded"


@dataclass(frozen=True)
class Finding:
    """What the backend sees. `at` is the moment that matters for it; `surplus` is money that went to the balance."""

    cause: Cause
    at: datetime
    surplus: Money | None


_CAUSES = {
    OrderStatus.AWAITING_PAYMENT: Cause.UNPAID,
    OrderStatus.EXPIRED: Cause.LAPSED,
    OrderStatus.CANCELLED: Cause.CANCELLED,
    OrderStatus.PAID: Cause.WAITING_FOR_STOCK,  # delivering follows paying in the same moment, unless cards lack
    OrderStatus.REFUNDED: Cause.REFUNDED,
}


def diagnosis(db: Db, order: Order) -> Finding:
    """Look at the order, its payments and its delivery; changes nothing."""
    surplus = _surplus(db, order)
    if order.delivered_at is not None:
        seen_at = deliveries.first_revealed_at(db, order.id)
        cause = Cause.UNSEEN if seen_at is None else Cause.SEEN
        return Finding(cause, seen_at or order.delivered_at, surplus)
    if surplus is not None and order.paid_at is None:
        return Finding(Cause.CREDITED, order.closed_at or order.placed_at, surplus)
    return Finding(_CAUSES[order.status], _moment(order), surplus)


def promised_at(db: Db, category: Category | None, *, now: datetime) -> datetime:
    """By when somebody answers; None is for who just wants a human."""
    return opening_hours.promised_at(db, now, MONEY_ANSWERED_WITHIN if category in _URGENT else ANSWERED_WITHIN)


def _surplus(db: Db, order: Order) -> Money | None:
    came = payments.credited_for(db, order.id)
    return Money(sum(each.amount_minor for each in came), order.currency) if came else None


def _moment(order: Order) -> datetime:
    """When it has to be paid, or since when it is closed or paid."""
    if order.status is OrderStatus.AWAITING_PAYMENT:
        return order.pay_until
    return order.closed_at or order.paid_at or order.placed_at
