"""Whereabouts: where an order is on its way from paying to the customer's eyes, and which orders are worth a look.

Not here: what the books alone say of one (backend.complaints), or what keeps somebody from ordering (backend.refusals).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from backend import complaints, orders, refusals, reissues, risk, supplier_purchases
from backend.errors import TooManyUnpaid
from backend.findings import Cause, Finding, Symptom
from backend.orders import Order, OrderStatus
from backend.people import Person
from backend.promises import Promise
from backend.risk import Level
from backend.risk_rules import RiskRules
from storage import conversations, payments
from storage import orders as order_rows
from storage.database import Db
from storage.stock import MOST_UNPAID_HOLDS

ORDERS_LOOKED_AT = 5

HEARD_AFTER = timedelta(minutes=2)
"""A gateway's notice comes within seconds of paying; people take a minute or two to pay."""

_PROMISED = {
    Promise.PREORDER: Cause.PREORDERED,
    Promise.STOCK: Cause.WAITING,
    Promise.SUPPLIER: Cause.BEING_BOUGHT,
    Promise.LATE: Cause.LATE,
    Promise.WISH: Cause.LATE,
    Promise.DOUBT: Cause.DOUBT,
}
_OWED = {Promise.REFUND: Cause.REFUND_UNDER_WAY, Promise.REFUND_LATE: Cause.REFUND_LATE}
_OVER = {
    complaints.Cause.LAPSED: Cause.LAPSED,
    complaints.Cause.CANCELLED: Cause.CANCELLED,
    complaints.Cause.CREDITED: Cause.CREDITED,
    complaints.Cause.REFUNDED: Cause.REFUNDED,
}


def worth_a_look(db: Db, person: Person, symptom: Symptom) -> list[Order]:
    """The newest order, and of those shortly before it what is not done with; of dead codes, what was handed over."""
    recent = orders.orders_of(db, person, page=1, per_page=ORDERS_LOOKED_AT).items
    if symptom is Symptom.CODE:
        return [each for each in recent if each.delivered_at is not None] or list(recent[:1])
    open_ones = (OrderStatus.AWAITING_PAYMENT, OrderStatus.PAID, OrderStatus.DELIVERED)
    return [each for place, each in enumerate(recent) if place == 0 or each.status in open_ones]


def of_order(db: Db, person: Person, order: Order, *, rules: RiskRules | None, now: datetime) -> Iterator[Finding]:
    """What is the matter with it, which may be nothing but that it is as it should be."""
    if order.promise in _OWED:
        yield Finding(_OWED[Promise(order.promise)], order.promised_at, order)
    elif order.status is OrderStatus.PAID:
        yield _waiting(db, order)
    elif order.status is OrderStatus.AWAITING_PAYMENT:
        yield from _unpaid(db, person, order, rules=rules, now=now)
    elif order.delivered_at is not None:
        yield _handed_over(db, order)
    else:
        seen = complaints.diagnosis(db, order)
        yield Finding(_OVER[seen.cause], seen.at, order)


def _waiting(db: Db, order: Order) -> Finding:
    """Paid and not there: what was promised says why; without a promise it is about to be delivered."""
    promised = None if order.promise is None else _PROMISED[Promise(order.promise)]
    is_bought = supplier_purchases.open_for(db, order.id) is not None
    cause = promised or (Cause.BEING_BOUGHT if is_bought else Cause.WAITING)
    return Finding(cause, order.promised_at or order.paid_at, order)


def _unpaid(db: Db, person: Person, order: Order, *, rules: RiskRules | None, now: datetime) -> Iterator[Finding]:
    """That it has to be paid is no help to somebody who can't pay now: what keeps them from it is found by itself."""
    awaited = next(iter(payments.awaited_for(db, order.id)), None)
    if order.hold_until is None and not orders.is_preorder(order):
        held = order_rows.count_unpaid_holds(db, person_id=order.person_id)
        if held >= MOST_UNPAID_HOLDS:
            yield Finding(Cause.TOO_MANY_UNPAID, order.pay_until, order, refusal=TooManyUnpaid(count=held))
    if awaited is not None and now - awaited.opened_at >= HEARD_AFTER:
        yield Finding(Cause.UNHEARD, awaited.opened_at, order)
    if refusals.keep_from_paying(db, person):
        return
    if _must_verify(db, person, order, rules=rules, now=now):
        yield Finding(Cause.UNVERIFIED, order.pay_until, order)
    yield Finding(Cause.UNPAID, order.pay_until, order)


def _must_verify(db: Db, person: Person, order: Order, *, rules: RiskRules | None, now: datetime) -> bool:
    if person.verified_at is not None:
        return False
    return risk.assess(db, person, order.total, rules, now=now).level is Level.VERIFY


def _handed_over(db: Db, order: Order) -> Finding:
    asked = [each.reissue for each in reissues.suspects(db, order) if each.reissue is not None]
    if waiting := [each.asked_at for each in asked if each.given_at is None]:
        return Finding(Cause.REISSUE_WAITS, min(waiting), order)
    if given := [each.given_at for each in asked if each.given_at is not None]:
        return Finding(Cause.REISSUED, max(given), order)
    seen = complaints.diagnosis(db, order)
    if seen.cause is complaints.Cause.SEEN:
        return Finding(Cause.SEEN, seen.at, order)
    told = conversations.screens_about(db, f"delivery:{order.id}", most=1)
    is_unsent = bool(told) and told[0].message_id is None
    return Finding(Cause.UNSENT if is_unsent else Cause.UNSEEN, seen.at, order)
