"""Promises of orders: kept on the row, moved by who holds the order, found broken once however many look."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from backend import fulfilment, orders, payments, promises
from backend.orders import Order, OrderStatus
from backend.promises import MOST_AT_ONCE, Promise
from storage import audit_trail
from storage.database import Database, Db, WrongRowCount
from storage.orders import OrderRow
from storage.secrets import Vault
from storage.stock import CardRow
from tests.backend import given
from tests.backend.given import NOW, PRICE
from tests.backend.test_races import at_once

FIRST_END = NOW + timedelta(minutes=10)


def stuck(db: Db, vault: Vault, *, number: int = 1) -> Order:
    """A paid order whose cards are gone."""
    given.shelves(db)
    given.cards(db, vault, 1)
    buyer = given.person(db, number, balance=PRICE)
    paid = given.paid(db, given.order(db, buyer), now=NOW)
    db.execute(sa.delete(CardRow))
    return given.delivered(db, paid, now=NOW)


def test_an_order_that_waits_is_promised_a_time_once(db: Db, vault: Vault) -> None:
    waiting = stuck(db, vault)
    again = fulfilment.deliver(db, waiting, now=NOW + timedelta(minutes=1))

    assert (waiting.promise, waiting.promised_at) == (Promise.STOCK, FIRST_END)
    assert again == waiting


def test_an_order_that_goes_out_at_once_is_promised_nothing(db: Db, vault: Vault) -> None:
    given.shelves(db)
    given.cards(db, vault, 1)
    order = given.delivered(db, given.paid(db, given.order(db, given.person(db, balance=PRICE)), now=NOW), now=NOW)

    assert (order.status, order.promise, order.promised_at) == (OrderStatus.DELIVERED, None, None)
    assert not [act for act in audit_trail.acts_on(db, f"order:{order.id}") if act.what.startswith("promise")]


def test_a_broken_promise_is_found_once_and_not_before_its_end(db: Db, vault: Vault) -> None:
    waiting = stuck(db, vault)

    assert promises.chase(db, now=FIRST_END - timedelta(seconds=1)) == []
    assert [order.id for order in promises.chase(db, now=FIRST_END)] == [waiting.id]
    assert promises.chase(db, now=FIRST_END + timedelta(days=9)) == []


def test_a_new_promise_is_chased_anew(db: Db, vault: Vault) -> None:
    stuck(db, vault)
    [broken] = promises.chase(db, now=FIRST_END)

    late = promises.make(db, broken, Promise.LATE, by="clock", now=FIRST_END)

    assert (late.promised_at, late.chased_at) == (FIRST_END + timedelta(days=1), None)
    assert promises.chase(db, now=FIRST_END) == []
    assert [order.id for order in promises.chase(db, now=FIRST_END + timedelta(days=1))] == [late.id]


def test_a_promise_ends_with_the_status(db: Db, vault: Vault) -> None:
    waiting = stuck(db, vault)

    refunded = payments.refund_to_balance(db, waiting, by="test", why="", now=NOW)

    assert (refunded.promise, refunded.promised_at) == (None, None)
    assert promises.chase(db, now=NOW + timedelta(days=9)) == []


def test_what_was_promised_meanwhile_is_not_overwritten(db: Db, vault: Vault) -> None:
    waiting = stuck(db, vault)
    promises.make(db, waiting, Promise.LATE, by="clock", now=NOW)

    with pytest.raises(WrongRowCount):
        promises.make(db, waiting, Promise.WISH, by="customer:1", now=NOW)


def test_only_a_late_order_can_be_given_up(db: Db, vault: Vault) -> None:
    waiting = stuck(db, vault)
    late = promises.make(db, waiting, Promise.LATE, by="clock", now=NOW)
    refunded = payments.refund_to_balance(db, late, by="customer:1", why="", now=NOW)

    assert [promises.is_late(order) for order in (waiting, late, refunded)] == [False, True, False]
    assert promises.was_late(db, refunded)


def test_of_many_who_look_at_once_one_finds_each_broken_promise(database: Database, vault: Vault) -> None:
    crowd = 12
    with database.transaction() as db:
        found = [stuck(db, vault, number=number).id for number in range(1, crowd + 1)]

    looks = at_once(database, [lambda db: [each.id for each in promises.chase(db, now=FIRST_END)]] * 16)

    chased = [order_id for look in looks if isinstance(look, list) for order_id in look]
    with database.transaction() as db:  # whoever was being looked at by two is found by the next look
        chased += [each.id for each in promises.chase(db, now=FIRST_END)]
    assert sorted(chased) == found


def test_while_somebody_looks_others_may_move_the_order_and_then_nothing_is_broken(
    database: Database, vault: Vault
) -> None:
    with database.transaction() as db:
        waiting = stuck(db, vault)

    def give_back(db: Db) -> list[int]:
        return [payments.refund_to_balance(db, waiting, by="test", why="", now=FIRST_END).id]

    at_once(database, [give_back, lambda db: [each.id for each in promises.chase(db, now=FIRST_END)]] * 4)

    with database.transaction() as db:
        order = orders.the_order(db, waiting.id)
        assert (order.status, order.promised_at, order.chased_at) == (OrderStatus.REFUNDED, None, None)
    assert set(given.broken(database, now=FIRST_END)) <= {"I07"}  # cards were taken off the shelf by force


def test_one_look_takes_up_no_more_than_it_may(db: Db, vault: Vault) -> None:
    for number in range(1, 4):
        stuck(db, vault, number=number)
    db.execute(sa.update(OrderRow).values(promised_at=NOW))

    assert MOST_AT_ONCE >= 3
    assert len(promises.chase(db, now=NOW)) == 3
