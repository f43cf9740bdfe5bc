"""What is set aside for an order nobody has paid: for how long, and how much of a product at most."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from backend import orders, payments, stock
from backend.errors import OutOfStock, ShelfCrowded, TooManyUnpaid
from backend.orders import Order, OrderStatus
from backend.payments import Outcome
from storage.database import Database, Db
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import CARD, NOW, PRICE, TOP_UP
from tests.backend.test_races import THREADS, at_once

LATER = NOW + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _shelves(request: pytest.FixtureRequest) -> None:
    if "db" in request.fixturenames:
        given.shelves(request.getfixturevalue("db"))


def unpaid(db: Db, number: int, *, quantity: int = 1) -> Order:
    """An order of a person of its own."""
    return given.order(db, given.person(db, number), quantity=quantity, key=f"tap-{number}")


@pytest.mark.parametrize(
    ("in_stock", "quantity", "minutes"),
    [(1, 1, 15), (2, 1, 15), (3, 2, 15), (5, 3, 15), (4, 3, 5), (5, 4, 5), (2, 2, None), (3, 3, None), (5, 5, None)],
)
def test_the_more_of_a_product_an_order_takes_the_shorter_it_is_set_aside(
    db: Db, vault: Vault, in_stock: int, quantity: int, minutes: int | None
) -> None:
    given.cards(db, vault, in_stock)

    order = unpaid(db, 1, quantity=quantity)

    assert order.hold_until == (None if minutes is None else NOW + timedelta(minutes=minutes))
    assert order.pay_until == NOW + timedelta(minutes=15)
    assert given.held(db, order) == (0 if minutes is None else quantity)


def test_a_crowd_that_does_not_pay_leaves_a_fifth(db: Db, vault: Vault) -> None:
    given.cards(db, vault, 10)

    placed = [unpaid(db, number) for number in range(1, 12)]

    assert [given.held(db, order) for order in placed] == [1] * 8 + [0] * 3
    assert [order.hold_until is None for order in placed] == [False] * 8 + [True] * 3
    assert stock.level(db, CARD).available == 2


def test_who_pays_at_once_has_what_an_unpaid_crowd_left(db: Db, vault: Vault) -> None:
    given.cards(db, vault, 10)
    for number in range(1, 9):
        unpaid(db, number)
    ben = given.person(db, 20, balance=PRICE)
    order = given.order(db, ben)

    delivered = given.delivered(db, given.paid(db, order, now=NOW), now=NOW)

    assert (order.hold_until, delivered.status) == (None, OrderStatus.DELIVERED)
    assert given.broken_in(db) == []


def test_one_person_has_three_orders_set_aside_and_no_more_whatever_they_are_for(db: Db, vault: Vault) -> None:
    given.cards(db, vault, 30)
    ana = given.person(db)
    for key in ("a", "b", "c"):
        given.order(db, ana, key=key)

    fourth = given.order(db, ana, key="d")

    assert fourth.hold_until is None
    with pytest.raises(TooManyUnpaid) as refusal:
        given.open_payment(db, fourth)
    assert refusal.value.arguments == {"count": 3}
    assert stock.level(db, CARD).available == 27


def test_a_person_whose_order_is_cancelled_or_paid_has_room_for_another(db: Db, vault: Vault) -> None:
    given.cards(db, vault, 30)
    ana = given.person(db, balance=PRICE)
    first, second, _ = [given.order(db, ana, key=key) for key in ("a", "b", "c")]
    orders.cancel(db, first, by=ana.who, now=NOW)
    given.paid(db, second, now=NOW)

    more = [given.order(db, ana, key=key) for key in ("d", "e", "f")]

    assert [order.hold_until is None for order in more] == [False, False, True]


def test_nobody_has_a_second_order_set_aside_of_what_many_want(db: Db, vault: Vault) -> None:
    given.cards(db, vault, 10)
    ana = given.person(db)
    given.order(db, ana, quantity=5, key="a")

    assert given.order(db, ana, key="b").hold_until is None
    assert unpaid(db, 2).hold_until == LATER


def test_goods_set_aside_for_minutes_are_let_go_and_the_order_can_still_be_paid(db: Db, vault: Vault) -> None:
    given.cards(db, vault, 5)
    ana = given.person(db, balance=PRICE * 4)
    order = given.order(db, ana, quantity=4)
    assert not orders.let_go(db, order.id, now=LATER - timedelta(seconds=1))

    assert orders.let_go(db, order.id, now=LATER)

    assert not orders.let_go(db, order.id, now=LATER)
    assert stock.level(db, CARD).available == 5
    paid = given.delivered(db, given.paid(db, order, now=LATER), now=LATER)
    assert paid.status is OrderStatus.DELIVERED
    assert given.broken_in(db) == []


def test_an_order_let_go_is_refused_when_it_is_sold_out_and_nothing_is_charged(db: Db, vault: Vault) -> None:
    given.cards(db, vault, 2)
    ana, ben = given.person(db, 1, balance=PRICE), given.person(db, 2, balance=PRICE * 2)
    given.order(db, given.person(db, 3))
    hers = given.order(db, ana)
    assert hers.hold_until is None
    his = given.order(db, ben)
    given.delivered(db, given.paid(db, his, now=NOW), now=NOW)

    with pytest.raises(OutOfStock):
        given.paid(db, hers, now=NOW)

    assert given.balance(db, ana) == PRICE
    assert orders.the_order(db, hers.id) == hers


def test_going_to_pay_sets_aside_some_minutes_more(db: Db, vault: Vault) -> None:
    given.cards(db, vault, 5)
    order = unpaid(db, 1, quantity=4)
    four_later = NOW + timedelta(minutes=4)

    payments.open_gateway_payment(db, order, gateway="sandbox", now=four_later)

    assert orders.the_order(db, order.id).hold_until == NOW + timedelta(minutes=9)
    assert not orders.let_go(db, order.id, now=LATER)
    late = NOW + timedelta(minutes=12)
    payments.open_gateway_payment(db, order, gateway="sandbox", now=late)
    assert orders.the_order(db, order.id).hold_until == order.pay_until


def test_going_to_pay_is_refused_while_the_shelf_is_crowded_and_opens_no_payment(db: Db, vault: Vault) -> None:
    given.cards(db, vault, 2)
    unpaid(db, 1)
    order = unpaid(db, 2)

    with pytest.raises(ShelfCrowded):
        given.open_payment(db, order)

    assert payments.with_number(db, f"{order.number}-1") is None
    assert stock.level(db, CARD).available == 1


def test_going_to_pay_when_others_gave_theirs_back_sets_it_aside_again(db: Db, vault: Vault) -> None:
    given.cards(db, vault, 2)
    first, second = unpaid(db, 1), unpaid(db, 2)
    orders.cancel(db, first, by="customer", now=NOW)

    given.open_payment(db, second)

    assert given.held(db, second) == 1


@pytest.mark.parametrize("is_sold_out", [False, True])
def test_money_for_an_order_let_go_meanwhile_takes_stock_again_or_is_the_persons_own(
    db: Db, vault: Vault, is_sold_out: bool
) -> None:
    given.cards(db, vault, 5)
    ana, ben = given.person(db, 1), given.person(db, 2, balance=PRICE * 5)
    order = given.order(db, ana, quantity=4)
    payment = given.open_payment(db, order)
    orders.let_go(db, order.id, now=LATER)
    if is_sold_out:
        his = given.order(db, ben, quantity=5, now=LATER)
        given.delivered(db, given.paid(db, his, now=LATER), now=LATER)

    receipt = payments.receive(db, given.notice(payment), now=LATER)

    assert receipt.outcome is (Outcome.CREDITED if is_sold_out else Outcome.CAPTURED)
    assert given.balance(db, ana) == PRICE * (4 if is_sold_out else 0)
    assert given.broken_in(db, now=LATER) == []


def test_each_product_has_its_own_share(db: Db, vault: Vault) -> None:
    given.cards(db, vault, 2)
    given.cards(db, vault, 2, product_id=TOP_UP)
    unpaid(db, 1)
    quote = given.quote(db, given.person(db, 2), product_id=TOP_UP)

    order = orders.place(db, quote=quote, person=given.person(db, 2), account="13800138000", note="", key="k", now=NOW)

    assert order.hold_until == order.pay_until


def test_a_crowd_at_once_leaves_some_to_who_pays(database: Database, vault: Vault) -> None:
    """On PostgreSQL those under way don't see each other's, so together they may overstep the share by theirs."""
    given.a_shop(database, vault, cards_in_stock=40)
    with database.transaction() as db:
        offers = [(person, given.quote(db, person)) for person in (given.person(db, n) for n in range(1, 61))]

    def place(number: int) -> Callable[[Db], Order]:
        person, offer = offers[number]
        return lambda db: orders.place(db, quote=offer, person=person, account="", note="", key="tap", now=NOW)

    results = at_once(database, [place(number) for number in range(60)])

    placed = [order for order in results if isinstance(order, Order)]
    held = [order for order in placed if order.hold_until is not None]
    least = 32 if database.is_sqlite else 32 - THREADS
    assert len(placed) == 60
    assert least <= len(held) <= (32 if database.is_sqlite else 32 + THREADS - 1)
    with database.read() as db:
        assert stock.level(db, CARD).available == 40 - len(held)
    assert given.broken(database) == []
