"""Fulfilment: handing over the cards of a paid order, and showing their codes to the buyer alone.

Not here: suppliers, or how codes reach the chat (bot.courier).
"""

from datetime import datetime

from backend import orders, stock
from backend.errors import NotDeliveredYet, OrderNotFound, OutOfStock
from backend.orders import Order, OrderStatus
from backend.people import Person
from storage import deliveries, failpoints
from storage import stock as cards
from storage.database import Db, expect_rows
from storage.secrets import Secret, Vault
from storage.stock import Card

STOCK_VANISHED = "stock-vanished"
"""Why an order waits for staff: it is paid, and its cards are gone."""


def deliver(db: Db, order: Order, *, now: datetime) -> Order:
    """Hand over a paid order's cards. One without enough cards stays paid and is put before staff.

    A delivered order stays as it is. Call it again when there is stock for one that waits. The caller holds the order.
    """
    if order.status is not OrderStatus.PAID:
        return order
    sold = stock.sell(db, order.id, quantity=order.quantity) or _find_and_sell(db, order)
    if not sold:
        return (
            order
            if order.needs_attention
            else orders.call_for_attention(db, order, why=STOCK_VANISHED, by="shop", now=now)
        )
    failpoints.reached("cards.sold")
    deliveries.add(db, order.id, [card.id for card in sold], now=now)
    failpoints.reached("delivery.added")
    return orders.move(db, order, OrderStatus.DELIVERED, by="shop", why="", now=now)


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
    return orders.move(db, order, OrderStatus.COMPLETED, by=by, why="", now=now)


def _find_and_sell(db: Db, order: Order) -> list[Card]:
    """What the order is sold after holding the cards it lacks; nothing if they can't be had."""
    missing = order.quantity - stock.count_held(db, order.id)
    try:
        stock.hold(db, product_id=order.product_id, quantity=missing, order_id=order.id)
    except OutOfStock:
        return []
    sold = stock.sell(db, order.id, quantity=order.quantity)
    expect_rows(len(sold), order.quantity)
    return sold
