"""Whatever happens to an order, in whichever sequence, it ends in a state its customer would call fair.

Each event happens once, in each of the 5,040 possible sequences, to one order for the last card; then the shop settles
what is due. Fair is: the customer has what was ordered, once, or nothing of it; of all they paid the rest is theirs
again, to the cent. Nobody waits for anything any more, and no code is lost, whenever it came.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import permutations

import pytest
import sqlalchemy as sa

from backend import audit, fulfilment, orders, payments, products, stock, supplier_purchases, suppliers
from backend.errors import Refused
from backend.money import Money
from backend.orders import OrderStatus
from backend.supplier_purchases import PROMISED_WITHIN, Bought
from backend.suppliers import Catalogued, Listed, Sold, Unknown
from storage.audit_trail import AuditRow
from storage.database import Db
from storage.secrets import Vault
from storage.stock import CardRow, CardStatus
from storage.supplier_purchases import PurchaseStatus
from tests.backend import given
from tests.backend.given import CARD, NOW, PRICE

SAMPLE = 60
"""Of the sequences with a supplier, so many are played on PostgreSQL, where each statement is a round trip."""


@dataclass
class Story:
    """One customer, one order, and the gateway that was asked for its payment."""

    db: Db
    vault: Vault
    order_id: int
    payment: payments.Payment
    now: datetime = NOW
    paid: int = 0

    def expire(self) -> None:
        """The time to pay is over."""
        self.now = max(self.now, NOW + timedelta(minutes=15))
        orders.let_go(self.db, self.order_id, now=self.now)
        orders.expire(self.db, self.order_id, now=self.now)

    def pay(self) -> None:
        """The gateway says that money came; what it can buy is delivered, or asked of a supplier, who is silent."""
        self.paid += 1
        notice = given.notice(self.payment, event=f"event-{self.paid}", txn=f"txn-{self.paid}")
        payments.receive(self.db, notice, now=self.now)
        given.delivered(self.db, orders.the_order(self.db, self.order_id), now=self.now)
        if purchase := supplier_purchases.open_for(self.db, self.order_id):
            supplier_purchases.ask(self.db, purchase.id, now=self.now)
            supplier_purchases.settle(self.db, purchase.id, Unknown("silence"), now=self.now)

    def sell_out(self) -> None:
        """Somebody else buys what is free on the shelf."""
        if not stock.level(self.db, CARD).available:
            return
        rival = given.person(self.db, 2, balance=PRICE)
        try:
            rivals = given.order(self.db, rival, key="rival", now=self.now)
            given.delivered(self.db, given.paid(self.db, rivals, now=self.now), now=self.now)
        except Refused:
            return

    def cancel(self) -> None:
        """The customer wants it no more."""
        try:
            orders.cancel(self.db, orders.the_order(self.db, self.order_id), by="customer:1", now=self.now)
        except Refused:
            return

    def refund(self) -> None:
        """Staff give the money back, if there is any to give."""
        order = orders.lock(self.db, self.order_id)
        if order.status is OrderStatus.PAID:
            supplier_purchases.abandon(self.db, order, now=self.now)
            payments.refund_to_balance(self.db, order, by="shop", why="", now=self.now)

    def supplier_late(self) -> None:
        """The supplier is silent until the promised time is over and the money is given back; then its code comes."""
        self.now += PROMISED_WITHIN
        if supplier_purchases.open_for(self.db, self.order_id):
            self.refund()
        self.supplier_answers()

    def supplier_answers(self) -> None:
        """The supplier sends a code for every purchase that it has not sent one for yet."""
        for nth in range(1, supplier_purchases.MOST_PURCHASES + 1):
            number = f"{orders.the_order(self.db, self.order_id).number}-S{nth}"
            purchase = supplier_purchases.with_number(self.db, number)
            if purchase is None:
                return
            if purchase.status is not PurchaseStatus.DONE and purchase.received == 0:
                came = Bought((stock.seal(f"LATE-{nth}", self.vault),))
                supplier_purchases.settle(self.db, purchase.id, came, now=self.now)
        raise AssertionError("the shop buys for ever")


EVENTS: dict[str, Callable[[Story], None]] = {
    "expire": Story.expire,
    "pay": Story.pay,
    "pay again": Story.pay,
    "sold out": Story.sell_out,
    "cancel": Story.cancel,
    "refund": Story.refund,
}
WITH_A_SUPPLIER = {**EVENTS, "supplier late": Story.supplier_late}
AGAIN = {"pay again": "pay"}
"""What is the second of two alike: the sequences in which it were the first are those in which they change places."""


@pytest.mark.parametrize("first", [name for name in EVENTS if name not in AGAIN])
def test_every_sequence_ends_fairly(db: Db, vault: Vault, first: str) -> None:
    given.shelves(db)
    _play_all(_begin(db, vault), EVENTS, first=first)


@pytest.mark.parametrize("first", [name for name in WITH_A_SUPPLIER if name not in AGAIN])
def test_every_sequence_with_a_supplier_ends_fairly(db: Db, vault: Vault, first: str) -> None:
    given.shelves(db)
    _list_at_a_supplier(db)
    if db.dialect.name == "sqlite":
        _play_all(_begin(db, vault), WITH_A_SUPPLIER, first=first)
    else:
        _play_some(_begin(db, vault), WITH_A_SUPPLIER, first=first)


def _begin(db: Db, vault: Vault) -> Story:
    given.cards(db, vault, 1)
    order = given.order(db, given.person(db, 1))
    return Story(db, vault, order.id, given.open_payment(db, order))


def _list_at_a_supplier(db: Db) -> None:
    east = Catalogued("east", (Sold(CARD, "STEAM50", is_top_up=False),))
    suppliers.declare(db, [east])
    suppliers.sync(db, east, [Listed("STEAM50", Money(4500, "CNY"), 50)], products.every_product(db), now=NOW)


def _play_all(story: Story, events: dict[str, Callable[[Story], None]], *, first: str) -> None:
    """Every sequence that begins with this event; what sequences have in common is played once."""
    known: set[tuple[object, ...]] = set()

    def play(so_far: Story, sequence: tuple[str, ...]) -> None:
        left = [name for name in events if name not in sequence]
        for name in left:
            if AGAIN.get(name) in left:
                continue
            with _undone(so_far.db):
                play(_after(so_far, events[name]), (*sequence, name))
        if not left:
            _ends_fairly(so_far, sequence, known)

    with _undone(story.db):
        play(_after(story, events[first]), (first,))


def _play_some(story: Story, events: dict[str, Callable[[Story], None]], *, first: str) -> None:
    """Some of the sequences that begin with this event, the same each time."""
    every = sorted(permutations(name for name in events if name != first))
    for rest in random.Random(first).sample(every, SAMPLE // len(events)):
        with _undone(story.db):
            told = story
            for name in (first, *rest):
                told = _after(told, events[name])
            _ends_fairly(told, (first, *rest), set())


@contextmanager
def _undone(db: Db) -> Iterator[None]:
    savepoint = db.begin_nested()
    try:
        yield
    finally:
        savepoint.rollback()


def _after(story: Story, event: Callable[[Story], None]) -> Story:
    then = replace(story)
    event(then)
    return then


def _ends_fairly(story: Story, sequence: Sequence[str], known: set[tuple[object, ...]]) -> None:
    """The whole audit is made once for each different trail that sequences leave."""
    db = story.db
    story.expire()
    story.supplier_answers()
    given.delivered(db, orders.the_order(db, story.order_id), now=story.now)

    ended = orders.the_order(db, story.order_id)
    ana = given.person(db, 1)
    on_balance = given.balance(db, ana)
    if ended.status is OrderStatus.DELIVERED:
        assert len(fulfilment.codes(db, ended, person=ana, vault=story.vault, now=story.now)) == 1, sequence
        assert on_balance == PRICE, sequence  # what was paid twice is hers
    else:
        assert ended.status in (OrderStatus.CANCELLED, OrderStatus.EXPIRED, OrderStatus.REFUNDED), sequence
        assert on_balance == PRICE * 2, sequence  # and so is all she paid
        assert given.held(db, ended) == 0, sequence
    assert supplier_purchases.open_for(db, ended.id) is None, sequence
    trail = (ended.status, *_trail(db), *_cards(db))
    if trail not in known:
        assert audit.check(db, now=story.now) == [], sequence
        known.add(trail)


def _trail(db: Db) -> list[str]:
    return list(db.scalars(sa.select(AuditRow.subject + AuditRow.what).order_by(AuditRow.id)))


def _cards(db: Db) -> list[CardStatus]:
    return list(db.scalars(sa.select(CardRow.status).order_by(CardRow.id)))
