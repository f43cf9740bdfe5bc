"""Fulfilment: handing over what a paid order bought, and showing its codes to the buyer alone.

Not here: what suppliers answer (backend.supplier_purchases), or how codes reach the chat (bot.courier).

    cards on the shelf? ──> sold, delivered            a supplier has them? ──> bought, and tried again when they came
                                                       nobody has them? ──> put before staff, tried again each minute
    (of what is ordered ahead nobody needs to have any: it is tried when there is stock, until the day is over)
    whoever waits is promised a time (backend.promises)
"""

from datetime import datetime

from backend import orders, promises, quarantine, stock, supplier_purchases, suppliers
from backend.errors import NotDeliveredYet, OrderNotFound, OutOfStock
from backend.orders import Order, OrderStatus
from backend.people import Person
from storage import deliveries, failpoints
from storage import stock as cards
from storage.database import Db, expect_rows
from storage.deliveries import TopUp as TopUp
from storage.secrets import Secret, Vault
from storage.stock import Card

HANDED_OVER, TOPPED_UP = "cards handed over", "account topped up"
"""Why an order is delivered."""

STOCK_VANISHED = "stock-vanished"
"""Why an order waits for staff: it is paid, and its cards are gone."""


def deliver(db: Db, order: Order, *, before: int = 0, now: datetime) -> Order:
    """Hand over what a paid order bought: its cards, else a top-up that was made.

    Without either it stays paid, and what it lacks is going to be bought of a supplier; if none has it, the order is
    put before staff. A delivered order stays as it is. Call it again when there is stock for one that waits. The
    caller holds the order. `before` is how many of its buyer's suppliers may be asked for first.
    """
    if order.status is not OrderStatus.PAID:
        return order
    sold = stock.sell(db, order.id, quantity=order.quantity, now=now) or _find_and_sell(db, order, now=now)
    if sold:
        failpoints.reached("cards.sold")
        deliveries.add(db, order.id, [card.id for card in sold], now=now)
        failpoints.reached("delivery.added")
    elif deliveries.top_up_of(db, order.id) is None:
        return _buy_or_call_staff(db, order, before=before, now=now)
    why = HANDED_OVER if sold else TOPPED_UP
    return orders.move(db, order, OrderStatus.DELIVERED, by="shop", why=why, now=now)


def top_up(db: Db, order: Order) -> TopUp | None:
    """How the account of the order was topped up; None for one that was delivered in codes, or not yet."""
    return deliveries.top_up_of(db, order.id) if suppliers.is_topped_up(db, order.product_id) else None


def codes(db: Db, order: Order, *, person: Person, vault: Vault, now: datetime) -> list[Secret]:
    """The codes of the person's delivered order, always in the same sequence; each showing is recorded.

    Raises OrderNotFound for anybody but the buyer, and NotDeliveredYet.
    """
    order = orders.own_order(db, person, order.id)
    sold = cards.sold_to(db, order.id)
    if not sold:
        raise NotDeliveredYet(number=order.number, status=order.status.value)
    deliveries.note_revealed(db, [card.id for card in sold], person_id=person.id, now=now)
    failpoints.reached("codes.revealed")
    return codes_to_show(db, order.id, person_id=person.id, vault=vault)


def codes_to_show(db: Db, order_id: int, *, person_id: int, vault: Vault) -> list[Secret]:
    """The codes of a screen that `codes` granted: for the courier, which may send it again. Raises OrderNotFound."""
    if orders.the_order(db, order_id).person_id != person_id:
        raise OrderNotFound
    return [
        vault.open(card.sealed_code, table="cards", row=card.fingerprint, column="sealed_code")
        for card in cards.sold_to(db, order_id)
    ]


def complete(db: Db, order: Order, *, by: str, now: datetime) -> Order:
    """Close a delivered order: its buyer is content. Any other stays as it is."""
    order = orders.lock(db, order.id)
    if order.status is not OrderStatus.DELIVERED:
        return order
    return orders.move(db, order, OrderStatus.COMPLETED, by=by, why="all is well", now=now)


def _find_and_sell(db: Db, order: Order, *, now: datetime) -> list[Card]:
    """What the order is sold after holding the cards it lacks, none of them expired; nothing if they can't be had."""
    quarantine.put_expired_aside(db, order_id=order.id, now=now)
    missing = order.quantity - stock.count_held(db, order.id)
    try:
        stock.hold(
            db,
            product_id=order.product_id,
            quantity=missing,
            order_id=order.id,
            is_preorder=orders.is_preorder(order),
            now=now,
        )
    except OutOfStock:
        return []
    sold = stock.sell(db, order.id, quantity=order.quantity, now=now)
    expect_rows(len(sold), order.quantity)
    return sold


def _buy_or_call_staff(db: Db, order: Order, *, before: int, now: datetime) -> Order:
    is_bought = supplier_purchases.begin(db, order, now=now) is not None
    if not is_bought and not order.needs_attention and not promises.is_early(db, order, now=now):
        order = orders.call_for_attention(db, order, why=STOCK_VANISHED, by="shop", now=now)
    return promises.promise_delivery(db, order, is_bought=is_bought, before=before, now=now)
