"""Promises: by when the present step of an order is done, who moved that and why, and which were broken.

Not here: awaiting payment, whose end is `pay_until` (backend.orders), or who is told what (handlers.customer.promises).
Every promise stands on its order and in the trail; it ends with the status, and is moved by nobody without a reason.

    paid, not there yet ──> stock | supplier ──broken──> late ──broken──> given back
    paid ahead ───────────> preorder ──broken──┘          │ ^                └──> doubt, where that would be wrong
                                                          └─┴ wish: its buyer waits another day
    money on its way ─────> refund ──broken──> refund-late, a day at a time
"""

from datetime import datetime, timedelta

from backend import orders, preorders
from backend.orders import Order, OrderStatus
from backend.supplier_purchases import LATE_AFTER, PROMISED_WITHIN
from storage import audit_trail, failpoints
from storage import orders as rows
from storage.database import Db, WrongRowCount
from storage.orders import Promise as Promise

MOST_AT_ONCE = 100
"""How many broken promises one look takes up; the rest is found by the next."""

REFUNDED_WITHIN = timedelta(minutes=15)
"""By then a gateway has said what became of a refund, or a person was called to find out (backend.refunds)."""

RESTOCKED_WITHIN = timedelta(days=1)
"""What staff have to find somewhere takes longer than what a supplier is being asked for; its buyer need not wait."""

PREORDER_WITHIN = timedelta(days=3)
"""So long after its day a pre-order is waited for: its buyer is used to waiting, and may have the money at any time."""

EACH_BEFORE = timedelta(seconds=10)
"""A supplier is asked for the rows of a bulk order one after the other, and a slow one takes so long for each."""

_LASTS = {
    Promise.STOCK: LATE_AFTER,
    Promise.SUPPLIER: LATE_AFTER,
    Promise.WISH: timedelta(days=1),
    Promise.DOUBT: timedelta(days=1),
    Promise.REFUND: REFUNDED_WITHIN,
    Promise.REFUND_LATE: timedelta(days=1),
}
_SECOND: dict[str | None, timedelta] = {
    Promise.PREORDER: PREORDER_WITHIN,
    Promise.STOCK: RESTOCKED_WITHIN,
    Promise.SUPPLIER: PROMISED_WITHIN - LATE_AFTER,
}
"""How long a late order is waited for, by what it was promised first."""

_LATE = frozenset({Promise.LATE, Promise.WISH})

_WHY = {
    Promise.PREORDER: "it was ordered ahead of its stock",
    Promise.STOCK: "nobody has it at the moment",
    Promise.SUPPLIER: "it is being bought",
    Promise.LATE: "it was not delivered as promised",
    Promise.WISH: "its buyer would rather wait",
    Promise.DOUBT: "an account may have been topped up",
    Promise.REFUND: "money is on its way back",
    Promise.REFUND_LATE: "nobody has said what became of the refund",
}
AT_WISH = "rather than wait"
"""Why an order is given back whose buyer had enough."""

_MADE = "promised-"
_KEPT = "promise-kept"


def make(db: Db, order: Order, what: Promise, *, by: str, longer: timedelta = timedelta(0), now: datetime) -> Order:
    """Promise this in place of what was promised, for as long as such a promise lasts. The caller holds the order.

    Raises WrongRowCount if somebody was quicker.
    """
    ends = _end(db, order, what, now=now) + longer
    promised = rows.promise(db, order, kept=what, until=ends)
    if promised is None:
        raise WrongRowCount(1, 0)
    failpoints.reached("promise.made")
    why = f"until {ends.isoformat()}: {_WHY[what]}"
    audit_trail.record(db, subject=_subject(order), what=f"{_MADE}{what}", by=by, why=why, now=now)
    return promised


def promise_delivery(db: Db, order: Order, *, is_bought: bool, before: int = 0, now: datetime) -> Order:
    """Promise a paid order that could not be handed over at once, unless that was done. The caller holds the order.

    `before` is how many of the buyer's may be bought first.
    """
    what = Promise.SUPPLIER if is_bought else Promise.STOCK
    if not is_bought and is_early(db, order, now=now):
        what = Promise.PREORDER
    if order.promised_at is not None and {order.promise, what} != {Promise.PREORDER, Promise.SUPPLIER}:
        return order
    longer = before * EACH_BEFORE if is_bought else timedelta(0)
    return make(db, order, what, by="shop", longer=longer, now=now)


def promise_day(db: Db, order: Order, day: str, *, now: datetime) -> Order | None:
    """Promise a pre-order for another day; None if its buyer was told that day before. The caller holds the order."""
    if not preorders.set_day(db, order.id, day):
        return None
    return make(db, orders.the_order(db, order.id), Promise.PREORDER, by="shop", now=now)


def promise_refund(db: Db, order_id: int, *, now: datetime) -> Order:
    """Promise by when it is known that money came back, unless the order's delivery is still promised."""
    order = orders.lock(db, order_id)
    if order.status is OrderStatus.PAID or order.promised_at is not None:
        return order
    return make(db, order, Promise.REFUND, by="shop", now=now)


def end_refund(db: Db, order_id: int, *, now: datetime) -> bool:
    """All money of the order that was on its way is where it belongs; False if nothing of that kind was promised."""
    order = orders.lock(db, order_id)
    if order.promise not in (Promise.REFUND, Promise.REFUND_LATE):
        return False
    if rows.promise(db, order, kept=None, until=None) is None:
        raise WrongRowCount(1, 0)
    failpoints.reached("promise.kept")
    audit_trail.record(db, subject=_subject(order), what=_KEPT, by="shop", why="the refund is settled", now=now)
    return True


def chase(db: Db, *, now: datetime) -> list[Order]:
    """Orders whose promise is broken by now, each once for each promise, whoever looks."""
    broken = rows.chase(db, most=MOST_AT_ONCE, now=now)
    if broken:
        failpoints.reached("promise.broken")
    return broken


def until(order: Order) -> datetime:
    """By when what the order was promised is there. Raises ValueError for an order without a promise."""
    if order.promised_at is None:
        raise ValueError(f"order {order.id} is promised nothing")
    return order.promised_at


def is_broken(order: Order, *, now: datetime) -> bool:
    """Whether what the order was promised is over."""
    return order.promised_at is not None and order.promised_at <= now


def second_end(order: Order) -> datetime:
    """By when a late order is there or given back, reckoned from the first promise and not from when it was looked at.

    Raises ValueError for an order that has no first promise.
    """
    if order.promise not in _SECOND:
        raise ValueError(f"order {order.id} has no first promise")
    return until(order) + _SECOND[order.promise]


def is_early(db: Db, order: Order, *, now: datetime) -> bool:
    """Whether it is a pre-order whose day is not over: nobody need have any yet."""
    return order.expected_on is not None and now < preorders.end_of(db, order.expected_on)


def may_be_given_up(order: Order) -> bool:
    """Whether its buyer may have the money back at a tap: it is late, or was ordered ahead and is not there yet."""
    return is_late(order) or (order.status is OrderStatus.PAID and orders.is_preorder(order))


def is_late(order: Order) -> bool:
    """Whether a promise of its delivery was broken before."""
    return order.status is OrderStatus.PAID and order.promise in _LATE


def was_late(db: Db, order: Order) -> bool:
    """Whether a promise of its delivery was ever broken."""
    return any(act.what == f"{_MADE}{Promise.LATE}" for act in audit_trail.acts_on(db, _subject(order)))


def _end(db: Db, order: Order, what: Promise, *, now: datetime) -> datetime:
    if what is Promise.LATE:
        return second_end(order)
    if what is Promise.PREORDER and order.expected_on is not None:
        return preorders.end_of(db, order.expected_on)
    return now + _LASTS[what]


def _subject(order: Order) -> str:
    return f"order:{order.id}"
