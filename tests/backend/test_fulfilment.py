"""Handing over cards, and showing their codes to the buyer alone."""

import pytest
import sqlalchemy as sa

from backend import fulfilment, orders
from backend.errors import NotDeliveredYet, OrderNotFound
from backend.orders import Order, OrderStatus
from backend.people import Person
from storage.database import Db
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import NOW, PRICE


@pytest.fixture(autouse=True)
def _shop(db: Db, vault: Vault) -> None:
    given.shelves(db)
    given.cards(db, vault, 2)


@pytest.fixture
def ana(db: Db) -> Person:
    return given.person(db, balance=PRICE * 2)


@pytest.fixture
def paid(db: Db, ana: Person) -> Order:
    order = given.order(db, ana, quantity=2)
    given.paid(db, order, now=NOW)
    return order


def test_a_delivered_order_shows_the_same_codes_every_time(db: Db, vault: Vault, ana: Person, paid: Order) -> None:
    delivered = given.delivered(db, paid, now=NOW)

    shown = [
        [code.reveal() for code in fulfilment.codes(db, delivered, person=ana, vault=vault, now=NOW)] for _ in range(2)
    ]

    assert shown == [["steam-50-0000", "steam-50-0001"]] * 2
    assert db.execute(sa.text("select count(*) from reveals")).scalar_one() == 4


def test_delivering_again_changes_nothing(db: Db, paid: Order) -> None:
    first = given.delivered(db, paid, now=NOW)

    again = given.delivered(db, paid, now=NOW)

    assert again == first
    assert db.execute(sa.text("select count(*) from deliveries")).scalar_one() == 2


def test_an_unpaid_order_is_not_delivered(db: Db) -> None:
    order = given.order(db, given.person(db, 2))

    assert given.delivered(db, order, now=NOW).status is OrderStatus.AWAITING_PAYMENT

    assert db.execute(sa.text("select count(*) from deliveries")).scalar_one() == 0


def test_nobody_but_the_buyer_sees_a_code(db: Db, vault: Vault, paid: Order) -> None:
    delivered = given.delivered(db, paid, now=NOW)

    with pytest.raises(OrderNotFound):
        fulfilment.codes(db, delivered, person=given.person(db, 2), vault=vault, now=NOW)

    assert db.execute(sa.text("select count(*) from reveals")).scalar_one() == 0


def test_a_paid_order_shows_no_code_before_it_is_delivered(db: Db, vault: Vault, ana: Person, paid: Order) -> None:
    with pytest.raises(NotDeliveredYet):
        fulfilment.codes(db, paid, person=ana, vault=vault, now=NOW)


def test_a_paid_order_whose_cards_vanished_waits_for_staff_and_is_delivered_later(
    db: Db, vault: Vault, paid: Order
) -> None:
    _lose_cards_of(db, paid)

    waiting = given.delivered(db, paid, now=NOW)
    given.cards(db, vault, 4)
    delivered = given.delivered(db, paid, now=NOW)

    assert (waiting.status, waiting.attention) == (OrderStatus.PAID, "stock-vanished")
    assert (delivered.status, delivered.attention) == (OrderStatus.DELIVERED, None)
    assert [move.status for move in orders.timeline(db, paid)][-1] is OrderStatus.DELIVERED


def test_an_order_that_lost_a_card_keeps_the_other_unsold_until_there_is_a_second(
    db: Db, vault: Vault, paid: Order
) -> None:
    db.execute(
        sa.text("delete from cards where id = (select min(id) from cards where order_id = :id)"), {"id": paid.id}
    )

    waiting = given.delivered(db, paid, now=NOW)
    held = given.held(db, paid)
    given.cards(db, vault, 4)
    delivered = given.delivered(db, paid, now=NOW)

    assert (waiting.status, held) == (OrderStatus.PAID, 1)
    assert delivered.status is OrderStatus.DELIVERED
    assert db.execute(sa.text("select count(*) from deliveries")).scalar_one() == 2


def test_only_a_delivered_order_is_completed(db: Db, ana: Person, paid: Order) -> None:
    early = fulfilment.complete(db, paid, by=ana.who, now=NOW)
    given.delivered(db, paid, now=NOW)
    done = fulfilment.complete(db, paid, by=ana.who, now=NOW)
    again = fulfilment.complete(db, paid, by=ana.who, now=NOW)

    assert early.status is OrderStatus.PAID
    assert done.status is OrderStatus.COMPLETED
    assert again == done


def _lose_cards_of(db: Db, order: Order) -> None:
    """What no code of ours does: somebody removes the cards by hand."""
    db.execute(sa.text("delete from cards where order_id = :order_id"), {"order_id": order.id})
