"""Orders: placing one, finding it again, and every change of its status.

Not here: money (backend.payments), cards handed over (backend.fulfilment); they move an order through `move`.

    awaiting-payment ──> paid ──> delivered ──> completed
       │      │           ^  └──> refunded
       │      └> expired ─┘ (money came late, and there was stock again)
       └> cancelled

Rows are taken in one sequence: the order, then a free coupon, then stock, then the balance. A coupon that an order
has is nobody else's to wait for, so it is used up or given back last.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend import catalogue, coupons, maintenance, pages, pricing, stock
from backend.accounts import read_account
from backend.coupons import CouponStatus
from backend.errors import CannotCancel, OrderNotFound, QuoteLapsed, Refused
from backend.pages import Page
from backend.people import Person
from storage import audit_trail, failpoints, payments
from storage import orders as rows
from storage.database import Db, savepoint
from storage.orders import Order as Order
from storage.orders import OrderStatus as OrderStatus
from storage.quotes import Quote

PAYMENT_MINUTES = 15
TWIN_MINUTES = 10
LONGEST_NOTE = 200

MAY_BECOME: dict[OrderStatus, frozenset[OrderStatus]] = {
    OrderStatus.AWAITING_PAYMENT: frozenset({OrderStatus.PAID, OrderStatus.CANCELLED, OrderStatus.EXPIRED}),
    OrderStatus.EXPIRED: frozenset({OrderStatus.PAID}),
    OrderStatus.PAID: frozenset({OrderStatus.DELIVERED, OrderStatus.REFUNDED}),
    OrderStatus.DELIVERED: frozenset({OrderStatus.COMPLETED}),
    OrderStatus.COMPLETED: frozenset(),
    OrderStatus.CANCELLED: frozenset(),
    OrderStatus.REFUNDED: frozenset(),
}

_STAMP = {
    OrderStatus.PAID: "paid_at",
    OrderStatus.DELIVERED: "delivered_at",
    OrderStatus.COMPLETED: "closed_at",
    OrderStatus.CANCELLED: "closed_at",
    OrderStatus.EXPIRED: "closed_at",
    OrderStatus.REFUNDED: "closed_at",
}
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_NUMBER_LENGTH = 10


class ForbiddenMove(Exception):
    """Code asked for a change of status that MAY_BECOME does not allow."""

    def __init__(self, order: Order, to: OrderStatus) -> None:
        super().__init__(f"order {order.id} is {order.status} and can't become {to}")


@dataclass(frozen=True)
class Move:
    """One step of an order's way: what it became, when, by whom, why."""

    status: OrderStatus
    at: datetime
    by: str
    why: str


@dataclass(frozen=True)
class Stage:
    """A status that an order has, or had, and since when."""

    status: OrderStatus
    since: datetime


def place(db: Db, *, quote: Quote, person: Person, account: str, note: str, key: str, now: datetime) -> Order:
    """Place the order that was quoted, and hold its cards and its coupon until `pay_until`.

    The same `key` of the same person is the same order, however often it is placed. Raises QuoteNotFound,
    QuoteLapsed (also when the quote has become another order), CouponLapsed, CouponTaken, InvalidAccount,
    OutOfStock or ClosedForMaintenance.
    """
    try:
        maintenance.require_open(db)
        pricing.require_standing(db, person, quote, now=now)
        account = read_account(catalogue.the_product(db, quote.product_id).account, account)
        with savepoint(db):
            return _place_new(db, quote, account=account, note=note, key=key, by=person.who, now=now)
    except Refused:
        # Perhaps because the same request became an order before, or does so at this moment.
        if placed := rows.with_key(db, person_id=person.id, key=key):
            return placed
        raise


def recent_twin(db: Db, person: Person, *, product_id: str, quantity: int, account: str, now: datetime) -> Order | None:
    """The person's order of the same thing within the last ten minutes: perhaps they did not mean another."""
    kind = catalogue.the_product(db, product_id).account
    return rows.latest_like(
        db,
        person_id=person.id,
        product_id=product_id,
        quantity=quantity,
        account=read_account(kind, account),
        placed_after=now - timedelta(minutes=TWIN_MINUTES),
        dead=[OrderStatus.CANCELLED, OrderStatus.EXPIRED],
    )


def orders_of(db: Db, person: Person, *, page: int, per_page: int) -> Page[Order]:
    """One page of the person's orders, newest first."""
    return pages.turn_to(
        page,
        per_page=per_page,
        total=rows.count_of_person(db, person.id),
        items=lambda offset: rows.of_person(db, person.id, offset=offset, most=per_page),
    )


def find(db: Db, person: Person, text: str) -> Order | None:
    """The person's order by any number they hold: the order's, the payment's or the gateway's.

    Case, spaces and dashes don't matter, nor, in our own numbers, O for 0 and I or L for 1.
    """
    plain = "".join(char for char in text.upper() if char.isalnum())
    if not plain:
        return None
    ours = read_number(plain)
    if order := rows.with_number(db, person_id=person.id, number=ours):
        return order
    for number in (plain, ours):
        if payment := payments.of_person_named(db, person_id=person.id, plain_number=number):
            return the_order(db, payment.order_id)
    return None


def read_number(plain: str) -> str:
    """A number of ours as it was typed, in capitals: O is meant to be 0, and I or L is 1."""
    return plain.translate(_MISREAD)


def the_order(db: Db, order_id: int) -> Order:
    """The order, whoever asks: for the shop's own work. Raises OrderNotFound."""
    order = rows.with_id(db, order_id)
    if order is None:
        raise OrderNotFound()
    return order


def own_order(db: Db, person: Person, order_id: int) -> Order:
    """The person's order. Raises OrderNotFound, also for somebody else's."""
    order = rows.with_id(db, order_id)
    if order is None or order.person_id != person.id:
        raise OrderNotFound()
    return order


def cancel(db: Db, order: Order, *, by: str, why: str = "", now: datetime) -> Order:
    """Cancel an unpaid order and free its cards; a cancelled one stays as it is. Raises CannotCancel."""
    order = lock(db, order.id)
    if order.status is OrderStatus.CANCELLED:
        return order
    if order.status is not OrderStatus.AWAITING_PAYMENT:
        raise CannotCancel(number=order.number, status=order.status.value)
    stock.release(db, order.id)
    failpoints.reached("order.released")
    return move(db, order, OrderStatus.CANCELLED, by=by, why=why, now=now)


def expire(db: Db, order_id: int, *, now: datetime) -> bool:
    """Let an order go that nobody paid in time, and free its cards; False if it moved on or has time left."""
    order = lock(db, order_id)
    if order.status is not OrderStatus.AWAITING_PAYMENT or now < order.pay_until:
        return False
    stock.release(db, order.id)
    failpoints.reached("order.released")
    move(db, order, OrderStatus.EXPIRED, by="clock", why="not paid in time", now=now)
    return True


def timeline(db: Db, order: Order) -> list[Move]:
    """Every status the order has had, in sequence."""
    return [
        Move(OrderStatus(act.what), act.at, act.by, act.why)
        for act in audit_trail.acts_on(db, _subject(order.id))
        if act.what in list(OrderStatus)
    ]


def stages(db: Db, order: Order) -> list[Stage]:
    """Every status the order has had and since when, without its trail where its own times tell all."""
    if order.paid_at is not None and order.paid_at >= order.pay_until:
        return [Stage(move.status, move.at) for move in timeline(db, order)]  # it may have expired before
    times = (
        (OrderStatus.AWAITING_PAYMENT, order.placed_at),
        (OrderStatus.PAID, order.paid_at),
        (OrderStatus.DELIVERED, order.delivered_at),
        (order.status, order.closed_at),
    )
    return [Stage(status, since) for status, since in times if since is not None]


def lock(db: Db, order_id: int) -> Order:
    """Read the order as it is now and keep others from changing it. Raises OrderNotFound."""
    order = rows.lock(db, order_id)
    if order is None:
        raise OrderNotFound()
    return order


def lock_own(db: Db, person: Person, order_id: int) -> Order:
    """The person's order as it is now; others are kept from changing it. Raises OrderNotFound as `own_order` does."""
    order = rows.lock_own(db, order_id, person_id=person.id)
    if order is None:
        raise OrderNotFound()
    return order


def move(db: Db, order: Order, to: OrderStatus, *, by: str, why: str, now: datetime) -> Order:
    """Change the status, if the table allows it and nobody was quicker, and say so in the audit trail."""
    if to not in MAY_BECOME[order.status]:
        raise ForbiddenMove(order, to)
    stamps: dict[str, datetime | None] = {_STAMP[to]: now}
    if order.status is OrderStatus.EXPIRED:
        stamps["closed_at"] = None
    failpoints.reached("order.moving")
    moved = rows.move(db, order.id, was=order.status, to=to, **stamps)
    failpoints.reached("order.moved")
    audit_trail.record(db, subject=_subject(order.id), what=to, by=by, why=why, now=now)
    _move_coupon(db, moved, was=order.status, by=by, now=now)
    return moved


def call_for_attention(db: Db, order: Order, *, why: str, by: str, now: datetime) -> Order:
    """Put the order before staff, saying why. The caller holds the order."""
    rows.set_attention(db, order.id, was=order.status, why=why)
    audit_trail.record(db, subject=_subject(order.id), what="needs-attention", by=by, why=why, now=now)
    return the_order(db, order.id)


def _place_new(db: Db, quote: Quote, *, account: str, note: str, key: str, by: str, now: datetime) -> Order:
    failpoints.reached("order.wanted")
    if quote.coupon_id is not None:
        coupons.reserve(db, quote.coupon_id, by=by, why=f"quote:{quote.id}", now=now)
    order = rows.add(
        db,
        {
            "number": _number(quote, key=key, now=now),
            "key": key,
            "person_id": quote.person_id,
            "quote_id": quote.id,
            "product_id": quote.product_id,
            "quantity": quote.quantity,
            "unit_price_minor": quote.unit_price_minor,
            "discount_minor": quote.discount_minor,
            "total_minor": quote.total_minor,
            "currency": quote.currency,
            "coupon_id": quote.coupon_id,
            "account": account,
            "note": note.strip()[:LONGEST_NOTE],
            "status": OrderStatus.AWAITING_PAYMENT,
            "placed_at": now,
            "pay_until": now + timedelta(minutes=PAYMENT_MINUTES),
        },
    )
    if order is None:
        raise QuoteLapsed  # it is an order already
    failpoints.reached("order.added")
    stock.hold(db, product_id=order.product_id, quantity=order.quantity, order_id=order.id)
    failpoints.reached("order.held")
    audit_trail.record(db, subject=_subject(order.id), what=order.status, by=by, why="", now=now)
    return order


def _move_coupon(db: Db, order: Order, *, was: OrderStatus, by: str, now: datetime) -> None:
    """Let the order's coupon go its way with it; one that expired and is paid now has it reserved again already."""
    if order.coupon_id is None:
        return
    why = _subject(order.id)
    if order.status is OrderStatus.PAID:
        coupons.use(db, order.coupon_id, by=by, why=why, now=now)
    elif order.status in (OrderStatus.CANCELLED, OrderStatus.EXPIRED, OrderStatus.REFUNDED):
        had = CouponStatus.RESERVED if was is OrderStatus.AWAITING_PAYMENT else CouponStatus.USED
        coupons.give_back(db, order.coupon_id, was=had, by=by, why=why, now=now)


def _number(quote: Quote, *, key: str, now: datetime) -> str:
    """A number short enough to type; others know neither `key` nor the moment, so they can't work it out.

    It opens nothing by itself: whoever names it must also be the buyer.
    """
    seed = f"{quote.id}:{quote.person_id}:{key}:{now.isoformat()}".encode()
    bits = int.from_bytes(hashlib.sha256(seed).digest())
    return "".join(_CROCKFORD[(bits >> (5 * place)) & 31] for place in range(_NUMBER_LENGTH))


def _subject(order_id: int) -> str:
    return f"order:{order_id}"
