"""Ordering ahead of the stock: paid with nothing held, no more than announced, delivered in the order of payment."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from backend import (
    catalogue,
    compensation,
    orders,
    payments,
    preorders,
    pricing,
    promises,
    stock,
    supplier_purchases,
    waiting_list,
)
from backend.errors import OutOfStock
from backend.orders import Order, OrderStatus
from backend.payments import Outcome
from backend.people import Person
from backend.promises import Promise
from backend.suppliers import Refusal, Rejected
from storage.database import Database, Db
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import CARD, NOW, PRICE
from tests.backend.test_races import at_once, kinds
from tests.backend.test_supplied_orders import offer

DAY = "2026-03-20"
DAY_IS_OVER = datetime(2026, 3, 21, tzinfo=UTC)


def announce(db: Db, day: str | None = DAY, *, most: int = 3) -> None:
    """Have the card announced, or not any more."""
    line = "" if day is None else f"preorder = {{ expected = {day}, most = {most} }}\n"
    catalogue.load(db, given.SHELVES.replace("max_per_order = 5\n", f"max_per_order = 5\n{line}"), now=NOW)


@pytest.fixture(autouse=True)
def _shelves(request: pytest.FixtureRequest) -> None:
    if "db" in request.fixturenames:
        announce(request.getfixturevalue("db"))


def preordered(db: Db, person: Person, *, quantity: int = 1, key: str = "ahead", now: datetime = NOW) -> Order:
    """A pre-order that waits for its payment."""
    sale = preorders.for_sale(db, person, CARD, now=now)
    quote = pricing.quote(
        db,
        person=person,
        product_id=CARD,
        quantity=quantity,
        level=sale.level,
        expected_on=sale.expected_on,
        now=now,
    )
    return orders.place(db, quote=quote, person=person, account="", note="", key=key, now=now)


def paid_ahead(db: Db, number: int, *, quantity: int = 1, now: datetime = NOW) -> Order:
    """A pre-order of another person's, paid and as far as it could be delivered."""
    person = given.person(db, number, balance=PRICE * quantity)
    placed = preordered(db, person, quantity=quantity, now=now)
    return given.delivered(db, given.paid(db, placed, now=now), now=now)


def retried(db: Db, order: Order) -> Order:
    """The order after somebody tried once more to deliver it."""
    return given.delivered(db, order, now=NOW + timedelta(minutes=1))


def test_what_is_announced_is_on_sale_ahead_of_its_stock_for_its_day(db: Db) -> None:
    sale = preorders.for_sale(db, given.person(db), CARD, now=NOW)

    assert (sale.level.available, sale.expected_on) == (3, DAY)


def test_as_long_as_there_is_stock_nothing_is_ordered_ahead(db: Db, vault: Vault) -> None:
    given.cards(db, vault, 1)

    assert preorders.for_sale(db, given.person(db), CARD, now=NOW) == preorders.ForSale(stock.StockLevel(1), None)


def test_once_the_day_is_over_nothing_is_ordered_ahead(db: Db) -> None:
    ana = given.person(db)

    assert preorders.for_sale(db, ana, CARD, now=DAY_IS_OVER - timedelta(seconds=1)).expected_on == DAY
    assert preorders.for_sale(db, ana, CARD, now=DAY_IS_OVER).level.available == 0


def test_a_preorder_is_paid_with_nothing_held_and_promised_by_the_end_of_its_day(db: Db) -> None:
    order = paid_ahead(db, 1)

    assert order.status is OrderStatus.PAID
    assert (order.expected_on, order.promise, order.promised_at) == (DAY, Promise.PREORDER, DAY_IS_OVER)
    assert not order.needs_attention
    assert given.held(db, order) == 0
    assert given.broken_in(db, now=NOW + timedelta(days=1)) == []


def test_an_unpaid_preorder_holds_nothing_and_takes_no_room(db: Db, vault: Vault) -> None:
    order = preordered(db, given.person(db, 1), quantity=3)

    assert order.hold_until is None
    assert preorders.for_sale(db, given.person(db, 2), CARD, now=NOW).level.available == 3
    assert orders.expire(db, order.id, now=order.pay_until)


def test_no_more_are_paid_ahead_than_announced(db: Db) -> None:
    late = given.person(db, 9, balance=PRICE * 2)
    unpaid = preordered(db, late, quantity=2)
    paid_ahead(db, 1, quantity=2)

    with pytest.raises(OutOfStock):
        given.paid(db, unpaid, now=NOW)

    assert given.balance(db, late) == PRICE * 2
    assert preorders.for_sale(db, late, CARD, now=NOW).level.available == 1
    with pytest.raises(OutOfStock):
        payments.open_gateway_payment(db, unpaid, gateway="sandbox", now=NOW)


def test_money_that_comes_when_there_is_no_more_room_goes_to_the_balance(db: Db) -> None:
    ana = given.person(db, 9)
    unpaid = preordered(db, ana, quantity=2)
    payment = given.open_payment(db, unpaid)
    paid_ahead(db, 1, quantity=2)

    assert payments.receive(db, given.notice(payment), now=NOW).outcome is Outcome.CREDITED
    assert given.balance(db, ana) == PRICE * 2


def test_money_for_a_preorder_comes_through_a_gateway_also_after_it_lapsed(db: Db) -> None:
    order = preordered(db, given.person(db, 1))
    payment = given.open_payment(db, order)
    orders.expire(db, order.id, now=order.pay_until)

    assert payments.receive(db, given.notice(payment), now=order.pay_until).outcome is Outcome.CAPTURED_LATE
    assert given.delivered(db, order, now=order.pay_until).promise == Promise.PREORDER


def test_they_are_delivered_in_the_order_of_payment_and_before_anybody_else(db: Db, vault: Vault) -> None:
    first = paid_ahead(db, 1, quantity=2)
    second = paid_ahead(db, 2, now=NOW + timedelta(seconds=1))
    given.cards(db, vault, 2)

    assert preorders.deliverable(db) == [first.id]
    assert stock.on_shelf(db, CARD).available == 0
    assert retried(db, second).status is OrderStatus.PAID
    assert retried(db, first).status is OrderStatus.DELIVERED
    assert preorders.deliverable(db) == []


def test_a_card_less_than_the_first_needs_is_not_the_seconds(db: Db, vault: Vault) -> None:
    paid_ahead(db, 1, quantity=2)
    second = paid_ahead(db, 2, now=NOW + timedelta(seconds=1))
    given.cards(db, vault, 1)

    assert retried(db, second).status is OrderStatus.PAID
    assert preorders.deliverable(db) == []


def test_who_was_quoted_before_pays_for_nothing_that_is_waited_for(db: Db, vault: Vault) -> None:
    given.cards(db, vault, 1)
    ben = given.person(db, 2, balance=PRICE)
    quote = given.quote(db, ben)
    given.delivered(db, given.paid(db, given.order(db, given.person(db, 4, balance=PRICE)), now=NOW), now=NOW)
    ahead = paid_ahead(db, 1)
    stock.import_cards(db, CARD, "BACK-1", vault=vault, batch="b", now=NOW)

    with pytest.raises(OutOfStock):
        orders.place(db, quote=quote, person=ben, account="", note="", key="k", now=NOW)

    assert retried(db, ahead).status is OrderStatus.DELIVERED


def test_who_waits_in_line_is_offered_what_is_left_after_those_who_paid(db: Db, vault: Vault) -> None:
    ahead = paid_ahead(db, 1)
    waiter = given.person(db, 2)
    waiting_list.join(db, waiter, CARD, now=NOW)
    given.cards(db, vault, 1)
    assert waiting_list.serve(db, now=NOW) == []

    stock.import_cards(db, CARD, "ONE-MORE", vault=vault, batch="b", now=NOW)

    assert [place.person_id for place in waiting_list.serve(db, now=NOW)] == [waiter.id]
    assert retried(db, ahead).status is OrderStatus.DELIVERED
    assert stock.on_shelf_for(db, waiter, CARD).available == 1


def test_what_is_on_offer_already_is_not_taken_by_who_pays_ahead_later(db: Db, vault: Vault) -> None:
    waiter = given.person(db, 2)
    waiting_list.join(db, waiter, CARD, now=NOW)
    given.cards(db, vault, 1)
    waiting_list.serve(db, now=NOW)

    ahead = paid_ahead(db, 1)

    assert ahead.status is OrderStatus.PAID
    assert preorders.deliverable(db) == []
    assert given.order(db, waiter, key="offered").hold_until is not None


def test_a_preorder_is_delivered_at_once_if_stock_came_before_it_was_paid(db: Db, vault: Vault) -> None:
    ana = given.person(db, 1, balance=PRICE)
    order = preordered(db, ana)
    given.cards(db, vault, 1)

    delivered = given.delivered(db, given.paid(db, order, now=NOW), now=NOW)

    assert delivered.status is OrderStatus.DELIVERED
    assert delivered.promise is None


def test_without_room_or_announcement_what_is_on_the_shelf_is_had(db: Db, vault: Vault) -> None:
    ana = given.person(db, 1, balance=PRICE)
    order = preordered(db, ana)
    announce(db, None)
    given.cards(db, vault, 1)

    assert given.delivered(db, given.paid(db, order, now=NOW), now=NOW).status is OrderStatus.DELIVERED


def test_its_buyer_may_have_the_money_back_until_it_is_delivered_and_makes_room(db: Db, vault: Vault) -> None:
    order = paid_ahead(db, 1, quantity=3)
    assert promises.may_be_given_up(order)

    payments.refund_to_balance(db, order, by=f"customer:{order.person_id}", why=promises.AT_WISH, now=NOW)

    assert preorders.for_sale(db, given.person(db, 2), CARD, now=NOW).level.available == 3
    case = compensation.case_of(db, orders.the_order(db, order.id))
    assert case is not None
    assert case.is_own_doing
    given.cards(db, vault, 1)
    delivered = given.delivered(
        db, given.paid(db, given.order(db, given.person(db, 3, balance=PRICE)), now=NOW), now=NOW
    )
    assert not promises.may_be_given_up(delivered)


def test_who_waited_as_agreed_is_not_made_up_to_for_it(db: Db, vault: Vault) -> None:
    order = paid_ahead(db, 1)
    given.cards(db, vault, 1)

    delivered = given.delivered(db, order, now=DAY_IS_OVER + timedelta(minutes=5))

    assert compensation.minutes_late(db, delivered, until=None) == 5


def test_another_day_is_promised_once(db: Db) -> None:
    order = paid_ahead(db, 1)
    announce(db, "2026-04-02")
    assert [(each.order_id, each.expected_on) for each in preorders.moved(db, now=NOW)] == [(order.id, "2026-04-02")]

    moved = promises.promise_day(db, orders.lock(db, order.id), "2026-04-02", now=NOW)

    assert moved is not None
    assert (moved.expected_on, moved.promised_at) == ("2026-04-02", datetime(2026, 4, 3, tzinfo=UTC))
    assert promises.promise_day(db, orders.lock(db, order.id), "2026-04-02", now=NOW) is None
    assert preorders.moved(db, now=NOW) == []


def test_nobody_is_promised_a_day_that_is_over(db: Db) -> None:
    paid_ahead(db, 1)
    announce(db, "2026-03-01")

    assert preorders.moved(db, now=NOW) == []


def test_what_a_supplier_comes_to_have_is_bought_for_who_paid_ahead_and_sold_to_nobody_else(db: Db) -> None:
    ahead = paid_ahead(db, 1, quantity=2)
    offer(db, left=2)

    assert preorders.deliverable(db) == [ahead.id]
    assert stock.on_shelf(db, CARD).available == 0
    buying = retried(db, ahead)
    assert (buying.status, buying.promise) == (OrderStatus.PAID, Promise.SUPPLIER)
    assert preorders.deliverable(db) == []


def test_if_the_supplier_does_not_deliver_the_day_is_promised_again(db: Db) -> None:
    ahead = paid_ahead(db, 1)
    offer(db)
    purchase = supplier_purchases.open_for(db, retried(db, ahead).id)
    assert purchase is not None
    supplier_purchases.settle(db, purchase.id, Rejected(Refusal.SOLD_OUT), now=NOW)
    offer(db, left=0)

    again = promises.promise_delivery(db, orders.lock(db, ahead.id), is_bought=False, now=NOW)

    assert (again.promise, again.promised_at) == (Promise.PREORDER, DAY_IS_OVER)


def test_a_payment_in_the_chat_is_let_through_only_while_there_is_room(db: Db) -> None:
    ana = given.person(db, 9)
    payment = given.open_payment(db, preordered(db, ana, quantity=2))
    paid_ahead(db, 1, quantity=2)

    with pytest.raises(OutOfStock):
        payments.approve(db, ana, payment.number, payment.amount, gateway="sandbox", now=NOW)


@pytest.mark.parametrize("quantity", [1, 2])
def test_those_who_pay_at_once_are_no_more_than_announced(database: Database, quantity: int) -> None:
    with database.transaction() as db:
        announce(db, most=3)
        buyers = [given.person(db, number, balance=PRICE * quantity) for number in range(1, 9)]
        placed = [preordered(db, buyer, quantity=quantity) for buyer in buyers]

    def pay(order: Order) -> Callable[[Db], Order]:
        return lambda db: given.delivered(db, given.paid(db, order, now=NOW), now=NOW)

    results = at_once(database, map(pay, placed))

    assert kinds(results) == {"Order": 3 // quantity, "OutOfStock": 8 - 3 // quantity}
    assert given.broken(database, now=NOW) == []


def test_those_who_are_delivered_at_once_keep_their_sequence(database: Database, vault: Vault) -> None:
    with database.transaction() as db:
        announce(db, most=8)
        waiting = [paid_ahead(db, number, now=NOW + timedelta(seconds=number)) for number in range(1, 9)]
        given.cards(db, vault, 4)

    def deliver(order: Order) -> Callable[[Db], Order]:
        return lambda db: given.delivered(db, order, now=NOW + timedelta(minutes=1))

    results = at_once(database, map(deliver, reversed(waiting)))

    ready = [each.id for each in results if isinstance(each, Order) and each.status is OrderStatus.DELIVERED]
    assert set(ready) <= {each.id for each in waiting[:4]}
    with database.read() as db:
        assert preorders.deliverable(db) == [each.id for each in waiting[:4] if each.id not in ready]
    at_once(database, map(deliver, waiting))
    with database.read() as db:
        delivered = [orders.the_order(db, each.id).status is OrderStatus.DELIVERED for each in waiting]
    assert delivered == [True] * 4 + [False] * 4
