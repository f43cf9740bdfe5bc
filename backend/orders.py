"""Orders: placing one, finding it again, and every change of its status.

Not here: money (backend.payments), cards handed over (backend.fulfilment); they move an order through `move`.

    awaiting-payment ──> paid ──> delivered ──> completed
       │      │           ^  └──> refunded
       │      └> expired ─┘ (money came late, and there was stock again)
       └> cancelled

By when a paid order moves on is promised by backend.promises; its promise ends with the move.

Rows are taken in one sequence: the order, then a free coupon, then stock, then the balance. A coupon that an order
has is nobody else's to wait for, so it is used up or given back last.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypedDict

from backend import catalogue, coupons, freezes, licences, maintenance, pages, preorders, pricing, stock
from backend.accounts import read_account
from backend.coupons import CouponStatus
from backend.errors import CannotCancel, OrderNotFound, OutOfStock, QuoteLapsed, Refused, ShelfCrowded, TooManyUnpaid
from backend.pages import Page
from backend.people import Person
from storage import audit_trail, failpoints, payments
from storage import orders as rows
from storage.database import Db, savepoint
from storage.orders import Order as Order
from storage.orders import OrderStatus as OrderStatus
from storage.quotes import Quote
from storage.stock import MOST_UNPAID_HOLDS, Fairness

PAYMENT_MINUTES = 15
BUSY_HOLD_MINUTES = 5
"""How long goods that many want are set aside for who has not paid: once after ordering, once while paying."""

BULK_KEY = "bulk:"
"""What the key of an order begins with that is a row of a bulk order."""

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


class _Wanted(TypedDict):
    """What cards of an order are held by."""

    product_id: str
    quantity: int
    order_id: int
    person_id: int


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
    """Place the order that was quoted; hold its coupon until `pay_until`, and its cards until `hold_until`.

    While much of the product is unpaid that is sooner, and where it is too much, or too much of it this person's,
    no cards are held: `hold_until` is None, and whoever pays first has them. A pre-order holds none either.

    The same `key` of the same person is the same order, however often it is placed. Raises QuoteNotFound,
    QuoteLapsed (also when the quote has become another order), CouponLapsed, CouponTaken, InvalidAccount,
    PurchaseLimitReached, OutOfStock, ClosedForMaintenance, AccountFrozen, or what `licences.require` raises.
    """
    try:
        freezes.require_good(person)
        maintenance.require_open(db)
        pricing.require_standing(db, person, quote, now=now)
        account = read_account(catalogue.the_product(db, quote.product_id).account, account)
        with savepoint(db):
            licences.take_allocation(db, person, quote.product_id, quote.quantity, now=now)
            pricing.take_allowance(db, person, quote.product_id, quote.quantity, now=now)
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
        payment = payments.of_person_named(db, person_id=person.id, plain_number=number)
        if payment is not None and payment.order_id is not None:
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


def is_bulk(db: Db, order: Order) -> bool:
    """Whether the order is a row of a bulk order."""
    return rows.key_of(db, order.id).startswith(BULK_KEY)


def own_order(db: Db, person: Person, order_id: int) -> Order:
    """The person's order. Raises OrderNotFound, also for somebody else's."""
    order = rows.with_id(db, order_id)
    if order is None or order.person_id != person.id:
        raise OrderNotFound()
    return order


def cancel(db: Db, order: Order, *, by: str, why: str = "changed their mind", now: datetime) -> Order:
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


def let_go(db: Db, order_id: int, *, now: datetime) -> bool:
    """Free an unpaid order's cards once they have been set aside long enough, though it can still be paid.

    False if it moved on, or has time left.
    """
    order = lock(db, order_id)
    if order.status is not OrderStatus.AWAITING_PAYMENT or order.hold_until is None or now < order.hold_until:
        return False
    stock.release(db, order.id)
    failpoints.reached("order.let-go")
    rows.set_hold(db, order.id, until=None)
    return True


def hold_to_pay(db: Db, order: Order, *, now: datetime) -> None:
    """Hold the cards of an order that is paid at this moment, unless they are set aside. Raises OutOfStock.

    The caller holds the order.
    """
    if order.hold_until is None and not takes_room(db, order, now=now):
        stock.hold_to_pay(db, **_wanted(order), now=now)


def hold_while_paying(db: Db, order: Order, *, now: datetime) -> Order:
    """Have the cards of an order that somebody is about to pay outside set aside for some minutes from now.

    The caller holds the order. Raises OutOfStock, ShelfCrowded or TooManyUnpaid if there are none set aside yet.
    """
    if is_preorder(order) and preorders.has_room(db, order.product_id, order.quantity, now=now):
        return order
    until = min(order.pay_until, now + timedelta(minutes=BUSY_HOLD_MINUTES))
    if order.hold_until is None:
        until = _hold_again(db, order, busy_until=until, now=now)
    elif order.hold_until >= until:
        return order
    return rows.set_hold(db, order.id, until=until)


def is_held_for_money(db: Db, order: Order, *, now: datetime) -> bool:
    """Hold the cards of an unpaid order that money has come for, unless they are set aside; False if there are none."""
    if order.hold_until is not None or takes_room(db, order, now=now):
        return True
    try:
        stock.hold(db, product_id=order.product_id, quantity=order.quantity, order_id=order.id, now=now)
    except OutOfStock:
        return False
    return True


def is_preorder(order: Order) -> bool:
    """Whether it was ordered ahead of its stock: it holds nothing, and goes out in the order of payment."""
    return order.expected_on is not None


def takes_room(db: Db, order: Order, *, now: datetime) -> bool:
    """Whether the order may be paid ahead of its stock; one that is none may not. The caller holds it."""
    return is_preorder(order) and preorders.take_room(db, order.product_id, order.quantity, now=now)


def require_room(db: Db, order: Order, *, now: datetime) -> None:
    """Raise OutOfStock for a pre-order that may not be paid ahead any more, and has nothing set aside."""
    if is_preorder(order) and order.hold_until is None:
        preorders.require_room(db, order.product_id, order.quantity, now=now)


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
    _move_coupons(db, moved, was=order.status, by=by, now=now)
    return moved


def call_for_attention(db: Db, order: Order, *, why: str, by: str, now: datetime) -> Order:
    """Put the order before staff, saying why. The caller holds the order."""
    rows.set_attention(db, order.id, was=order.status, why=why)
    audit_trail.record(db, subject=_subject(order.id), what="needs-attention", by=by, why=why, now=now)
    return the_order(db, order.id)


def _place_new(db: Db, quote: Quote, *, account: str, note: str, key: str, by: str, now: datetime) -> Order:
    failpoints.reached("order.wanted")
    for coupon_id in coupons.of_quote(db, quote.id, first=quote.coupon_id):
        coupons.reserve(db, coupon_id, by=by, why=f"quote:{quote.id}", now=now)
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
            "hold_until": None if quote.expected_on else now + timedelta(minutes=PAYMENT_MINUTES),
            "expected_on": quote.expected_on,
        },
    )
    if order is None:
        raise QuoteLapsed  # it is an order already
    failpoints.reached("order.added")
    order = _set_aside(db, order, now=now)
    failpoints.reached("order.held")
    why = f"quote:{quote.id}"
    audit_trail.record(db, subject=_subject(order.id), what=order.status, by=by, why=why, now=now)
    return order


def _set_aside(db: Db, order: Order, *, now: datetime) -> Order:
    """Hold the cards of a new order as long as it is fair; until when stands on the order that is returned."""
    if is_preorder(order):
        require_room(db, order, now=now)
        return order
    try:
        fairness = stock.hold_fairly(db, **_wanted(order), now=now)
    except ShelfCrowded:
        return rows.set_hold(db, order.id, until=None)
    if fairness is Fairness.CALM:
        return order
    return rows.set_hold(db, order.id, until=now + timedelta(minutes=BUSY_HOLD_MINUTES))


def _hold_again(db: Db, order: Order, *, busy_until: datetime, now: datetime) -> datetime:
    """Hold the cards of an order that has none; returns until when."""
    try:
        fairness = stock.hold_fairly(db, **_wanted(order), now=now)
    except ShelfCrowded:
        count = rows.count_unpaid_holds(db, person_id=order.person_id)
        if count >= MOST_UNPAID_HOLDS:
            raise TooManyUnpaid(count=count) from None
        raise
    return order.pay_until if fairness is Fairness.CALM else busy_until


def _wanted(order: Order) -> _Wanted:
    return {
        "product_id": order.product_id,
        "quantity": order.quantity,
        "order_id": order.id,
        "person_id": order.person_id,
    }


def _move_coupons(db: Db, order: Order, *, was: OrderStatus, by: str, now: datetime) -> None:
    """Let the order's coupons go its way with it; one that expired and is paid now has them reserved again already."""
    why = _subject(order.id)
    if order.status is OrderStatus.PAID:
        for coupon_id in coupons.of_quote(db, order.quote_id, first=order.coupon_id):
            coupons.use(db, coupon_id, by=by, why=why, now=now)
    elif order.status in (OrderStatus.CANCELLED, OrderStatus.EXPIRED, OrderStatus.REFUNDED):
        had = CouponStatus.RESERVED if was is OrderStatus.AWAITING_PAYMENT else CouponStatus.USED
        for coupon_id in coupons.of_quote(db, order.quote_id, first=order.coupon_id):
            coupons.give_back(db, coupon_id, was=had, by=by, why=why, now=now)


def _number(quote: Quote, *, key: str, now: datetime) -> str:
    """A number short enough to type; others know neither `key` nor the moment, so they can't work it out.

    It opens nothing by itself: whoever names it must also be the buyer.
    """
    seed = f"{quote.id}:{quote.person_id}:{key}:{now.isoformat()}".encode()
    bits = int.from_bytes(hashlib.sha256(seed).digest())
    return "".join(_CROCKFORD[(bits >> (5 * place)) & 31] for place in range(_NUMBER_LENGTH))


def _subject(order_id: int) -> str:
    return f"order:{order_id}"
