"""Placing, finding, cancelling and expiring orders."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from backend import coupons, fulfilment, orders, payments, stock
from backend.coupons import CouponStatus
from backend.errors import (
    CannotCancel,
    InvalidAccount,
    OrderNotFound,
    OutOfStock,
    QuoteLapsed,
    QuoteNotFound,
)
from backend.orders import MAY_BECOME, ForbiddenMove, OrderStatus
from storage.database import Db
from storage.orders import OrderRow
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import CARD, NOW, TOP_UP


@pytest.fixture(autouse=True)
def _shop(db: Db, vault: Vault) -> None:
    given.shelves(db)
    given.cards(db, vault, 3)


def test_a_placed_order_keeps_the_quoted_price_and_holds_its_cards(db: Db) -> None:
    ana = given.person(db)

    order = given.order(db, ana, quantity=2)

    assert order.total == given.PRICE * 2
    assert order.pay_until == NOW + timedelta(minutes=15)
    assert stock.level(db, CARD).available == 1
    assert stock.count_held(db, order.id) == 2


def test_the_same_key_is_the_same_order(db: Db) -> None:
    ana = given.person(db)
    quote = given.quote(db, ana)
    first = orders.place(db, quote=quote, person=ana, account="", note="", key="tap", now=NOW)

    again = orders.place(db, quote=quote, person=ana, account="", note="", key="tap", now=NOW)

    assert again == first
    assert stock.level(db, CARD).available == 2


def test_the_same_key_is_the_same_order_whatever_has_become_of_it_and_of_its_quote(db: Db) -> None:
    ana = given.person(db)
    coupon = given.coupon(db, ana)
    quote = given.quote(db, ana)
    first = orders.place(db, quote=quote, person=ana, account="", note="", key="tap", now=NOW)
    orders.cancel(db, first, by=ana.who, now=NOW)

    at_once = orders.place(db, quote=quote, person=ana, account="", note="", key="tap", now=NOW)
    late = orders.place(db, quote=quote, person=ana, account="", note="", key="tap", now=quote.locked_until)

    assert first.coupon_id == coupon.id
    assert at_once == late == orders.the_order(db, first.id)
    assert stock.level(db, CARD).available == 3
    assert coupons.the_coupon(db, coupon.id).status is CouponStatus.GRANTED
    assert given.broken_in(db) == []


def test_one_key_of_two_people_is_two_orders(db: Db) -> None:
    ana, ben = given.person(db, 1), given.person(db, 2)

    hers, his = given.order(db, ana, key="tap"), given.order(db, ben, key="tap")

    assert hers.id != his.id


def test_a_quote_becomes_one_order_only(db: Db) -> None:
    ana = given.person(db)
    quote = given.quote(db, ana)
    orders.place(db, quote=quote, person=ana, account="", note="", key="one", now=NOW)

    with pytest.raises(QuoteLapsed):
        orders.place(db, quote=quote, person=ana, account="", note="", key="two", now=NOW)

    assert stock.level(db, CARD).available == 2


def test_a_lapsed_quote_is_refused(db: Db) -> None:
    ana = given.person(db)
    quote = given.quote(db, ana)

    with pytest.raises(QuoteLapsed):
        orders.place(db, quote=quote, person=ana, account="", note="", key="k", now=NOW + timedelta(minutes=10))

    assert stock.level(db, CARD).available == 3


def test_somebody_elses_quote_does_not_exist(db: Db) -> None:
    ana, ben = given.person(db, 1), given.person(db, 2)
    quote = given.quote(db, ana)

    with pytest.raises(QuoteNotFound):
        orders.place(db, quote=quote, person=ben, account="", note="", key="k", now=NOW)


def test_out_of_stock_takes_nothing_even_if_the_caller_goes_on(db: Db) -> None:
    ana, ben = given.person(db, 1), given.person(db, 2)
    late = given.quote(db, ben, quantity=2)
    given.order(db, ana, quantity=2)

    with pytest.raises(OutOfStock) as refusal:
        orders.place(db, quote=late, person=ben, account="", note="", key="k", now=NOW)

    assert refusal.value.arguments == {"wanted": 2, "left": 1}
    assert stock.level(db, CARD).available == 1
    assert orders.orders_of(db, ben, page=1, per_page=5).items == []


def test_the_account_is_kept_in_its_canonical_spelling(db: Db, vault: Vault) -> None:
    ana = given.person(db)
    given.cards(db, vault, 1, product_id=TOP_UP)
    quote = given.quote(db, ana, product_id=TOP_UP)

    order = orders.place(db, quote=quote, person=ana, account="+86 138-0013-8000", note=" soon ", key="k", now=NOW)

    assert (order.account, order.note) == ("13800138000", "soon")


def test_an_invalid_account_is_refused(db: Db, vault: Vault) -> None:
    ana = given.person(db)
    given.cards(db, vault, 1, product_id=TOP_UP)
    quote = given.quote(db, ana, product_id=TOP_UP)

    with pytest.raises(InvalidAccount):
        orders.place(db, quote=quote, person=ana, account="12345", note="", key="k", now=NOW)


@pytest.mark.parametrize(
    ("quantity", "minutes", "is_twin"),
    [
        pytest.param(1, 9, True, id="the same within ten minutes"),
        pytest.param(1, 10, False, id="ten minutes later"),
        pytest.param(2, 1, False, id="another quantity"),
    ],
)
def test_a_recent_twin_is_the_same_thing_minutes_ago(db: Db, quantity: int, minutes: int, is_twin: bool) -> None:
    ana = given.person(db)
    given.order(db, ana, quantity=1)

    twin = orders.recent_twin(
        db,
        ana,
        product_id=CARD,
        quantity=quantity,
        account="",
        now=NOW + timedelta(minutes=minutes),
    )

    assert (twin is not None) == is_twin


def test_a_cancelled_order_is_no_twin(db: Db) -> None:
    ana = given.person(db)
    orders.cancel(db, given.order(db, ana), by=ana.who, now=NOW)

    assert orders.recent_twin(db, ana, product_id=CARD, quantity=1, account="", now=NOW) is None


def test_cancelling_frees_the_cards_and_can_be_repeated(db: Db) -> None:
    ana = given.person(db)
    order = given.order(db, ana, quantity=2)

    cancelled = orders.cancel(db, order, by=ana.who, why="changed my mind", now=NOW)
    again = orders.cancel(db, order, by=ana.who, now=NOW)

    assert cancelled == again
    assert cancelled.status is OrderStatus.CANCELLED
    assert stock.level(db, CARD).available == 3


def test_a_paid_order_cannot_be_cancelled(db: Db) -> None:
    ana = given.person(db, balance=given.PRICE)
    order = given.order(db, ana)
    given.paid(db, order, now=NOW)

    with pytest.raises(CannotCancel):
        orders.cancel(db, order, by=ana.who, now=NOW)

    assert stock.count_held(db, order.id) == 1


def test_an_order_expires_when_its_time_is_over_and_only_once(db: Db) -> None:
    order = given.order(db, given.person(db))

    early = orders.expire(db, order.id, now=order.pay_until - timedelta(seconds=1))
    due = orders.expire(db, order.id, now=order.pay_until)
    again = orders.expire(db, order.id, now=order.pay_until)

    assert (early, due, again) == (False, True, False)
    assert stock.level(db, CARD).available == 3


def test_a_paid_order_does_not_expire(db: Db) -> None:
    order = given.order(db, given.person(db, balance=given.PRICE))
    given.paid(db, order, now=NOW)

    assert not orders.expire(db, order.id, now=order.pay_until)

    assert orders.the_order(db, order.id).status is OrderStatus.PAID


def test_somebody_elses_order_does_not_exist(db: Db) -> None:
    order = given.order(db, given.person(db, 1))
    ben = given.person(db, 2)

    for read in (orders.own_order, orders.lock_own):
        with pytest.raises(OrderNotFound):
            read(db, ben, order.id)

    assert orders.find(db, ben, order.number) is None


def test_an_order_is_found_by_every_number_its_buyer_holds(db: Db) -> None:
    ana = given.person(db)
    order = given.order(db, ana)
    payment = given.open_payment(db, order)
    payments.receive(db, given.notice(payment, txn="Txn-00-Oil 7"), now=NOW)
    spaced = f"{order.number[:5]} - {order.number[5:]}".lower().replace("0", "o").replace("1", "l")

    found = [orders.find(db, ana, text) for text in (spaced, payment.number, "txn00oil7", "?", "nothing")]

    assert [match and match.id for match in found] == [order.id, order.id, order.id, None, None]


def test_orders_are_listed_newest_first_in_pages(db: Db) -> None:
    ana = given.person(db)
    placed = [given.order(db, ana, key=key) for key in ("a", "b", "c")]

    first, beyond = (orders.orders_of(db, ana, page=page, per_page=2) for page in (1, 9))

    assert [order.id for order in first.items] == [placed[2].id, placed[1].id]
    assert [order.id for order in beyond.items] == [placed[0].id]
    assert (first.has_next, beyond.number, beyond.count) == (True, 2, 2)


def test_the_timeline_tells_each_status_and_who_caused_it(db: Db) -> None:
    ana = given.person(db, balance=given.PRICE)
    order = given.order(db, ana)
    given.paid(db, order, now=NOW)
    order = given.delivered(db, order, now=NOW)
    fulfilment.complete(db, order, by=ana.who, now=NOW)

    moves = orders.timeline(db, order)

    assert [(move.status.value, move.by) for move in moves] == [
        ("awaiting-payment", ana.who),
        ("paid", ana.who),
        ("delivered", "shop"),
        ("completed", ana.who),
    ]


def test_the_stages_are_those_of_the_timeline_however_an_order_went(db: Db, vault: Vault) -> None:
    given.cards(db, vault, 3)
    ana = given.person(db, balance=given.PRICE * 4)
    later = NOW + timedelta(minutes=1)
    kept = {key: given.order(db, ana, key=key) for key in ("new", "cancelled", "expired", "done", "refunded", "late")}
    orders.cancel(db, kept["cancelled"], by=ana.who, now=later)
    orders.expire(db, kept["expired"].id, now=kept["expired"].pay_until)
    given.paid(db, kept["done"], now=later)
    done = given.delivered(db, kept["done"], now=later + timedelta(seconds=2))
    fulfilment.complete(db, done, by=ana.who, now=later + timedelta(hours=1))
    refunded = given.paid(db, kept["refunded"], now=later)
    payments.refund_to_balance(db, refunded, by="admin:2", why="", now=later + timedelta(minutes=1))
    payment = given.open_payment(db, kept["late"])
    orders.expire(db, kept["late"].id, now=kept["late"].pay_until)
    payments.receive(db, given.notice(payment), now=kept["late"].pay_until + timedelta(minutes=1))

    counts = []
    for placed in kept.values():
        order = orders.the_order(db, placed.id)
        stages = orders.stages(db, order)
        assert [(stage.status, stage.since) for stage in stages] == [
            (move.status, move.at) for move in orders.timeline(db, order)
        ]
        counts.append(len(stages))

    assert counts == [1, 2, 2, 4, 3, 3]


FORBIDDEN = [(was, to) for was in OrderStatus for to in sorted(set(OrderStatus) - MAY_BECOME[was])]


@pytest.mark.parametrize(("was", "to"), FORBIDDEN, ids=lambda status: status.value)
def test_a_move_the_table_does_not_name_is_forbidden_and_changes_nothing(
    db: Db, was: OrderStatus, to: OrderStatus
) -> None:
    placed = given.order(db, given.person(db))
    db.execute(sa.update(OrderRow).values(status=was, paid_at=NOW))
    order, trail = orders.the_order(db, placed.id), orders.timeline(db, placed)

    with pytest.raises(ForbiddenMove):
        orders.move(db, order, to, by="shop", why="planted", now=NOW)

    assert orders.the_order(db, order.id) == order
    assert orders.timeline(db, order) == trail


def test_every_move_of_an_order_says_who_and_why(db: Db, vault: Vault) -> None:
    given.cards(db, vault, 5)
    ana = given.person(db, balance=given.PRICE * 5)
    cancelled = orders.cancel(db, given.order(db, ana, key="cancelled"), by=ana.who, now=NOW)
    lapsed = given.order(db, ana, key="lapsed")
    orders.expire(db, lapsed.id, now=lapsed.pay_until)
    refunded = given.paid(db, given.order(db, ana, key="refunded"), now=NOW)
    payments.refund_to_balance(db, refunded, by="supervisor:2", why="/refund", now=NOW)
    done = given.delivered(db, given.paid(db, given.order(db, ana, key="done"), now=NOW), now=NOW)
    fulfilment.complete(db, done, by=ana.who, now=NOW)

    moves = [move for order in (cancelled, lapsed, refunded, done) for move in orders.timeline(db, order)]

    assert {move.status for move in moves} == set(OrderStatus)
    assert [move for move in moves if not (move.by and move.why)] == []


def test_order_numbers_are_ten_unmistakable_characters(db: Db) -> None:
    order = given.order(db, given.person(db))

    assert len(order.number) == 10
    assert not set(order.number) - set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
