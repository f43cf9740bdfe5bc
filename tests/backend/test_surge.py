"""Many more orders than cards, by several writers at once: exactly as many are sold as there are, all others are told.

Not here: processes that die meanwhile (tests.chaos).
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from backend import orders, stock, waiting_list
from backend.errors import NotSoldOut, OutOfStock
from backend.orders import Order
from backend.people import Person
from storage.database import Database, Db
from storage.orders import OrderRow
from storage.secrets import Vault
from storage.stock import CardRow
from tests.backend import given
from tests.backend.given import CARD, NOW, PRICE
from tests.backend.test_races import at_once

pytestmark = pytest.mark.slow

PEOPLE = 100
CARDS = 40
"""As 5,000 to 2,000."""

PAYS = 4
"""Every fourth never pays."""


def test_exactly_what_there_is_is_sold_and_everybody_else_is_told_or_waits(database: Database, vault: Vault) -> None:
    given.a_shop(database, vault, cards_in_stock=CARDS)
    with database.transaction() as db:
        offers = [
            (person, given.quote(db, person))
            for person in (given.person(db, number, balance=PRICE) for number in range(1, PEOPLE + 1))
        ]

    def buy(number: int) -> Callable[[Db], str]:
        person, offer = offers[number]

        def work(db: Db) -> str:
            order = orders.place(db, quote=offer, person=person, account="", note="", key="tap", now=NOW)
            return _pays(db, order) if number % PAYS else "unpaid"

        return work

    first = Counter(_told(result) for result in at_once(database, [buy(number) for number in range(PEOPLE)]))

    over = NOW + timedelta(minutes=15)
    with database.transaction() as db:
        for order_id in db.scalars(sa.select(OrderRow.id)):
            orders.expire(db, order_id, now=over)
        left = stock.level(db, CARD).available
    sold = CARDS - left
    waits = [lambda db, person=person: _waits(db, person) for person, _ in offers if not _has_one(database, person)]
    joined = Counter(at_once(database, waits))
    assert first["delivered"] == sold
    assert first["delivered"] + first["unpaid"] + first["told"] == PEOPLE
    assert (joined["waits"] == 0) if left else (joined["waits"] == PEOPLE - sold)
    assert given.broken(database, now=over) == []

    with database.transaction() as db:
        for number in range(left):
            buyer = given.person(db, PEOPLE + 1 + number, balance=PRICE)
            assert _pays(db, given.order(db, buyer, key="late", now=over)) == "delivered"
    with database.read() as db:
        statuses = Counter(str(status) for status in db.scalars(sa.select(CardRow.status)))
    assert statuses == {"sold": CARDS}
    assert given.broken(database, now=over) == []


def _pays(db: Db, order: Order) -> str:
    return str(given.delivered(db, given.paid(db, order, now=order.placed_at), now=order.placed_at).status)


def _told(result: object) -> str:
    return "told" if isinstance(result, OutOfStock) else str(result)


def _waits(db: Db, person: Person) -> str:
    try:
        waiting_list.join(db, person, CARD, now=NOW)
    except NotSoldOut:
        return "can buy"
    return "waits"


def _has_one(database: Database, person: Person) -> bool:
    with database.read() as db:
        return any(order.delivered_at for order in orders.orders_of(db, person, page=1, per_page=5).items)
