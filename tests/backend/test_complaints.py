"""What the books say about an order somebody complains about, and how soon they are promised an answer."""

from datetime import timedelta

import pytest

from backend import catalogue, complaints, fulfilment, orders, payments
from backend.complaints import Cause, Finding
from backend.money import Money
from backend.orders import Order
from backend.people import Person
from backend.tickets import Category
from storage.database import Db
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import NOW, PRICE
from tests.backend.test_opening_hours import SHOP_TABLE

LATER = NOW + timedelta(minutes=20)


@pytest.fixture
def ana(db: Db, vault: Vault) -> Person:
    given.shelves(db)
    given.cards(db, vault, 3)
    return given.person(db, balance=Money(50000, "CNY"))


@pytest.fixture
def placed(db: Db, ana: Person) -> Order:
    return given.order(db, ana)


def paid(db: Db, order: Order) -> Order:
    given.paid(db, order, now=NOW)
    return orders.the_order(db, order.id)


def test_an_unpaid_order_has_until_it_lapses(db: Db, placed: Order) -> None:
    assert complaints.diagnosis(db, placed) == Finding(Cause.UNPAID, placed.pay_until, None)


def test_an_order_that_nobody_paid_in_time_lapsed(db: Db, placed: Order) -> None:
    orders.expire(db, placed.id, now=LATER)

    assert complaints.diagnosis(db, orders.the_order(db, placed.id)) == Finding(Cause.LAPSED, LATER, None)


def test_a_cancelled_order(db: Db, placed: Order) -> None:
    cancelled = orders.cancel(db, placed, by="customer:1", now=LATER)

    assert complaints.diagnosis(db, cancelled) == Finding(Cause.CANCELLED, LATER, None)


def test_money_that_came_too_late_is_on_the_balance(db: Db, placed: Order) -> None:
    payment = given.open_payment(db, placed)
    cancelled = orders.cancel(db, placed, by="customer:1", now=NOW)
    payments.receive(db, given.notice(payment), now=LATER)

    assert complaints.diagnosis(db, cancelled) == Finding(Cause.CREDITED, NOW, PRICE)


def test_a_paid_order_without_cards_waits_for_stock(db: Db, placed: Order) -> None:
    assert complaints.diagnosis(db, paid(db, placed)) == Finding(Cause.WAITING_FOR_STOCK, NOW, None)


def test_codes_that_nobody_looked_at_and_codes_that_were_seen(db: Db, ana: Person, vault: Vault, placed: Order) -> None:
    delivered = given.delivered(db, paid(db, placed), now=NOW)
    unseen = complaints.diagnosis(db, delivered)

    fulfilment.codes(db, delivered, person=ana, vault=vault, now=LATER)
    fulfilment.codes(db, delivered, person=ana, vault=vault, now=LATER + timedelta(hours=1))
    seen = complaints.diagnosis(db, fulfilment.complete(db, delivered, by=ana.who, now=LATER))

    assert unseen == Finding(Cause.UNSEEN, NOW, None)
    assert seen == Finding(Cause.SEEN, LATER, None)


def test_whoever_paid_twice_has_the_second_on_the_balance(db: Db, placed: Order) -> None:
    payment = given.open_payment(db, placed)
    given.delivered(db, paid(db, placed), now=NOW)
    payments.receive(db, given.notice(payment), now=LATER)

    assert complaints.diagnosis(db, orders.the_order(db, placed.id)) == Finding(Cause.UNSEEN, NOW, PRICE)


def test_a_refunded_order(db: Db, placed: Order) -> None:
    refunded = payments.refund_to_balance(db, paid(db, placed), by="shop", why="", now=LATER)

    assert complaints.diagnosis(db, refunded) == Finding(Cause.REFUNDED, LATER, None)


@pytest.mark.parametrize(
    ("category", "minutes"),
    [
        (Category.NOT_ARRIVED, 30),
        (Category.CODE_DEAD, 30),
        (Category.CHARGED_TWICE, 30),
        (Category.WRONG_GOODS, 60),
        (Category.OTHER, 60),
        (None, 60),
    ],
)
def test_who_may_have_paid_for_nothing_is_promised_a_sooner_answer(
    db: Db, category: Category | None, minutes: int
) -> None:
    assert complaints.promised_at(db, category, now=NOW) == NOW + timedelta(minutes=minutes)


def test_a_promise_by_night_is_for_the_next_day(db: Db) -> None:
    catalogue.load(db, SHOP_TABLE + given.SHELVES, now=NOW)
    closing = NOW.replace(hour=14, minute=45)  # 22:45 in Shanghai

    assert complaints.promised_at(db, Category.CODE_DEAD, now=closing) == NOW.replace(hour=1, minute=15) + timedelta(1)
