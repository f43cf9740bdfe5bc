"""Coupons: the best one is chosen, one order takes it, and it comes back when that order comes to nothing."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given as for_any

from backend import coupons, orders, payments, pricing, stock
from backend.coupons import Coupon, CouponStatus, Discount, Goods
from backend.errors import CouponLapsed, CouponTaken, QuoteLapsed
from backend.money import Money
from backend.orders import OrderStatus
from backend.payments import Outcome
from backend.people import Tier
from backend.pricing import Quote
from storage import audit_trail
from storage.database import Database, Db
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import CARD, NOW, PRICE
from tests.backend.test_races import at_once, kinds

WEEK = timedelta(days=7)
FREE = Money(0, "CNY")
GOODS = Goods(CARD, "wallets", Tier.RETAIL)


@pytest.fixture(autouse=True)
def _shop(db: Db, vault: Vault) -> None:
    given.shelves(db)
    given.cards(db, vault, 5)


def coupon(number: int = 1, **changed: Any) -> Coupon:  # Any: a value for each field
    """A coupon of 5 yuan, but for what is changed."""
    fields: dict[str, Any] = {
        "id": number,
        "ref": f"test-{number}",
        "person_id": 1,
        "amount_minor": 500,
        "percent": None,
        "threshold_minor": 0,
        "currency": "CNY",
        "status": CouponStatus.GRANTED,
        "granted_at": NOW,
        "expires_at": NOW + WEEK,
    }
    return Coupon(**(fields | changed))


@pytest.mark.parametrize(
    ("changed", "minor"),
    [
        ({}, 500),
        ({"percent": 5}, 250),
        ({"percent": 50}, 500),
        ({"percent": 33, "amount_minor": 9999}, 1650),
        ({"threshold_minor": 5000}, 500),
        ({"amount_minor": 6000}, 4999),
    ],
)
def test_what_a_coupon_takes_off_fifty_yuan(changed: dict[str, Any], minor: int) -> None:
    [found] = coupons.best([coupon(**changed)], PRICE, goods=GOODS, now=NOW)

    assert found.amount == Money(minor, "CNY")


@pytest.mark.parametrize(
    "changed",
    [
        {"threshold_minor": 5001},
        {"currency": "USD"},
        {"status": CouponStatus.RESERVED},
        {"status": CouponStatus.USED},
        {"expires_at": NOW},
    ],
    ids=["too small an order", "another currency", "reserved", "used", "lapsed"],
)
def test_a_coupon_that_does_not_fit_takes_nothing_off(changed: dict[str, Any]) -> None:
    assert coupons.best([coupon(**changed)], PRICE, goods=GOODS, now=NOW) == ()


def test_the_one_that_takes_most_off_is_the_best_and_of_two_alike_the_one_that_lapses_first() -> None:
    sooner = coupon(3, expires_at=NOW + timedelta(days=1))

    found = coupons.best([coupon(1, amount_minor=499), coupon(2), sooner], PRICE, goods=GOODS, now=NOW)

    assert found == (Discount(sooner, Money(500, "CNY")),)


@for_any(
    st.lists(
        st.builds(
            coupon,
            st.integers(1, 99),
            amount_minor=st.integers(1, 20_000),
            percent=st.none() | st.integers(1, 99),
            threshold_minor=st.integers(0, 10_000),
            expires_at=st.sampled_from([NOW, NOW + WEEK, NOW + WEEK * 2]),
            status=st.sampled_from(CouponStatus),
        )
    ),
    st.integers(1, 20_000),
)
def test_any_best_coupon_leaves_something_to_pay_and_no_other_takes_more(held: list[Coupon], minor: int) -> None:
    subtotal = Money(minor, "CNY")

    found = coupons.best(held, subtotal, goods=GOODS, now=NOW)

    each = [alone[0] for one in held if (alone := coupons.best([one], subtotal, goods=GOODS, now=NOW))]
    assert (found == ()) == (not each)
    if found:
        [only] = found
        assert 0 < only.amount.minor < minor
        assert only.amount.minor <= only.coupon.amount_minor
        assert only.coupon.threshold_minor <= minor
        assert only.amount.minor == max(alone.amount.minor for alone in each)


def total(found: tuple[Discount, ...]) -> int:
    """What they take off together."""
    return sum(each.amount.minor for each in found)


def taken_from(*held: Coupon) -> list[int]:
    """Which of these an order of fifty yuan takes."""
    return sorted(each.coupon.id for each in coupons.best(held, PRICE, goods=GOODS, now=NOW))


def stackable(number: int, *, campaign_id: int | None, minor: int = 500) -> Coupon:
    """A coupon that goes together with others; of no campaign, it was had for points."""
    return coupon(number, is_stackable=True, campaign_id=campaign_id, amount_minor=minor)


def test_coupons_go_together_only_if_all_of_them_may_and_one_of_each_campaign() -> None:
    alone = coupon(1, campaign_id=1)
    assert taken_from(alone, stackable(2, campaign_id=2)) == [1]
    assert taken_from(stackable(2, campaign_id=2), stackable(3, campaign_id=3)) == [2, 3]
    assert taken_from(stackable(2, campaign_id=2), stackable(3, campaign_id=2)) == [2]


def test_one_great_coupon_is_taken_rather_than_a_few_small_ones_and_no_more_than_three() -> None:
    small = [stackable(number, campaign_id=number) for number in range(2, 7)]
    assert taken_from(coupon(1, amount_minor=1501), *small) == [1]
    assert taken_from(coupon(1, amount_minor=1499), *small) == [2, 3, 4]


def test_what_was_had_for_points_goes_with_any_coupon() -> None:
    assert taken_from(coupon(1), stackable(2, campaign_id=None), stackable(3, campaign_id=None)) == [1, 2, 3]


def test_no_coupon_is_spent_where_the_price_has_no_room_for_it() -> None:
    found = coupons.best([coupon(1, amount_minor=9000), stackable(2, campaign_id=None)], PRICE, goods=GOODS, now=NOW)

    assert [(each.coupon.id, each.amount.minor) for each in found] == [(1, 4999)]


@for_any(
    st.lists(
        st.builds(
            coupon,
            st.integers(1, 99),
            amount_minor=st.integers(1, 3000),
            percent=st.none() | st.integers(1, 99),
            campaign_id=st.none() | st.integers(1, 4),
            is_stackable=st.booleans(),
        ),
        max_size=8,
        unique_by=lambda each: each.id,
    ),
    st.integers(1, 9000),
)
def test_no_allowed_combination_takes_more_than_the_one_that_is_chosen(held: list[Coupon], minor: int) -> None:
    subtotal = Money(minor, "CNY")
    found = coupons.best(held, subtotal, goods=GOODS, now=NOW)
    chosen = [each.coupon for each in found if each.coupon.campaign_id or not each.coupon.is_stackable]

    assert all(each.amount.minor > 0 for each in found)
    assert total(found) < minor or not found
    assert len(chosen) == 1 or all(each.is_stackable for each in chosen)
    assert len({each.campaign_id for each in chosen}) == len(chosen) <= coupons.MOST_TOGETHER
    for pair in itertools.combinations([each for each in held if each.is_stackable], 2):
        if pair[0].campaign_id != pair[1].campaign_id:
            assert total(coupons.best(pair, subtotal, goods=GOODS, now=NOW)) <= total(found)


def test_a_coupon_applies_itself_to_the_next_quote_and_the_order_keeps_its_price(db: Db) -> None:
    ana = given.person(db)
    given_one = given.coupon(db, ana)

    order = given.order(db, ana, quantity=2)

    assert (order.discount, order.total, order.coupon_id) == (Money(500, "CNY"), Money(9500, "CNY"), given_one.id)
    assert coupons.the_coupon(db, given_one.id).status is CouponStatus.RESERVED
    assert given.quote(db, ana).total == PRICE


def test_a_coupon_is_for_its_owner_only(db: Db) -> None:
    given.coupon(db, given.person(db, 1))

    assert given.quote(db, given.person(db, 2)).coupon_id is None


def test_what_was_given_for_one_reason_is_given_once(db: Db) -> None:
    ana = given.person(db)
    first = given.coupon(db, ana, ref="late")

    again = coupons.give(
        db,
        ana,
        amount=PRICE,
        percent=None,
        threshold=FREE,
        expires_at=NOW + WEEK,
        ref="late",
        by="shop",
        why="",
        now=NOW,
    )

    assert again is None
    assert coupons.unspent_of(db, ana, now=NOW) == [first]


def test_a_price_is_held_no_longer_than_its_coupon_lasts(db: Db) -> None:
    ana = given.person(db)
    given.coupon(db, ana, expires_at=NOW + timedelta(minutes=4))

    quote = given.quote(db, ana)

    assert quote.locked_until == NOW + timedelta(minutes=4)
    assert pricing.minutes_held(quote, now=NOW + timedelta(seconds=1)) == 4
    with pytest.raises(CouponLapsed):
        pricing.standing_quote(db, ana, quote.id, now=quote.locked_until)


def test_a_price_without_a_coupon_lapses_after_its_minutes(db: Db) -> None:
    ana = given.person(db)
    quote = given.quote(db, ana)

    with pytest.raises(QuoteLapsed):
        pricing.standing_quote(db, ana, quote.id, now=quote.locked_until)


def test_a_second_order_on_a_price_with_the_same_coupon_is_refused(db: Db) -> None:
    ana = given.person(db)
    given.coupon(db, ana)
    first, second = given.quote(db, ana), given.quote(db, ana)
    orders.place(db, quote=first, person=ana, account="", note="", key="a", now=NOW)

    with pytest.raises(CouponTaken):
        orders.place(db, quote=second, person=ana, account="", note="", key="b", now=NOW)

    assert len(orders.orders_of(db, ana, page=1, per_page=9).items) == 1


def test_a_coupon_that_lapsed_before_the_order_is_refused_and_nothing_is_held(db: Db) -> None:
    ana = given.person(db)
    given.coupon(db, ana, expires_at=NOW + timedelta(minutes=4))
    quote = given.quote(db, ana)

    with pytest.raises(CouponLapsed):
        orders.place(db, quote=quote, person=ana, account="", note="", key="a", now=NOW + timedelta(minutes=4))

    assert len(orders.orders_of(db, ana, page=1, per_page=9).items) == 0


def test_a_coupon_whose_time_is_over_can_not_be_reserved(db: Db) -> None:
    lapsed = given.coupon(db, given.person(db), expires_at=NOW + timedelta(minutes=4))

    with pytest.raises(CouponLapsed):
        coupons.reserve(db, lapsed.id, by="test", why="", now=lapsed.expires_at)


def test_paying_uses_the_coupon_up(db: Db) -> None:
    ana = given.person(db, balance=PRICE)
    given_one = given.coupon(db, ana)
    order = given.order(db, ana)

    given.paid(db, order, now=NOW)

    assert coupons.the_coupon(db, given_one.id).status is CouponStatus.USED
    assert coupons.unspent_of(db, ana, now=NOW) == []
    statuses = [act.what for act in audit_trail.acts_on(db, f"coupon:{given_one.id}")]
    assert statuses == ["granted", "reserved", "used"]


def test_cancelling_gives_the_coupon_back(db: Db) -> None:
    ana = given.person(db)
    given_one = given.coupon(db, ana)

    orders.cancel(db, given.order(db, ana), by=ana.who, now=NOW)

    assert given.quote(db, ana).coupon_id == given_one.id


def test_an_expired_order_gives_its_coupon_back_but_a_lapsed_one_stays_lapsed(db: Db) -> None:
    ana = given.person(db)
    given_one = given.coupon(db, ana, expires_at=NOW + timedelta(minutes=12))
    order = given.order(db, ana)

    orders.expire(db, order.id, now=order.pay_until)

    back = coupons.the_coupon(db, given_one.id)
    assert back.status is CouponStatus.GRANTED
    assert not back.is_usable(order.pay_until)
    assert given.quote(db, ana, now=order.pay_until).coupon_id is None


def test_a_refund_gives_the_coupon_back_and_only_what_was_paid(db: Db) -> None:
    ana = given.person(db, balance=PRICE)
    given_one = given.coupon(db, ana)
    order = given.order(db, ana)
    given.paid(db, order, now=NOW)

    refunded = payments.refund_to_balance(db, order, by="shop", why="", now=NOW)

    assert refunded.status is OrderStatus.REFUNDED
    assert coupons.the_coupon(db, given_one.id).is_usable(NOW)
    assert given.balance(db, ana) == PRICE


def test_money_that_comes_late_buys_with_the_coupon_that_lapsed_meanwhile(db: Db) -> None:
    ana = given.person(db)
    given_one = given.coupon(db, ana, expires_at=NOW + timedelta(minutes=12))
    order = given.order(db, ana)
    payment = given.open_payment(db, order)
    orders.expire(db, order.id, now=order.pay_until)

    receipt = payments.receive(db, given.notice(payment), now=order.pay_until)

    assert receipt.outcome is Outcome.CAPTURED_LATE
    assert coupons.the_coupon(db, given_one.id).status is CouponStatus.USED
    assert given.delivered(db, order, now=NOW).status is OrderStatus.DELIVERED


def test_money_that_comes_late_goes_to_the_balance_when_another_order_has_the_coupon(db: Db) -> None:
    ana = given.person(db)
    given.coupon(db, ana)
    late = given.order(db, ana, key="late")
    payment = given.open_payment(db, late)
    orders.expire(db, late.id, now=late.pay_until)
    other = given.order(db, ana, key="other", now=late.pay_until)

    receipt = payments.receive(db, given.notice(payment), now=late.pay_until)

    assert receipt.outcome is Outcome.CREDITED
    assert given.balance(db, ana) == Money(4500, "CNY")
    assert other.coupon_id == late.coupon_id
    assert given.held(db, late) == 0


def test_of_many_orders_at_once_one_takes_the_coupon(database: Database, vault: Vault) -> None:
    given.a_shop(database, vault, cards_in_stock=8)
    with database.transaction() as db:
        ana = given.person(db)
        given_one = given.coupon(db, ana)
        quotes = [given.quote(db, ana) for _ in range(8)]

    def place(offer: Quote) -> Callable[[Db], OrderStatus]:
        return lambda db: (
            orders.place(db, quote=offer, person=ana, account="", note="", key=f"{offer.id}", now=NOW).status
        )

    results = at_once(database, [place(quote) for quote in quotes])

    assert kinds(results) == {"OrderStatus": 1, "CouponTaken": 7}
    with database.read() as db:
        assert stock.level(db, CARD).available == 7
        assert coupons.the_coupon(db, given_one.id).status is CouponStatus.RESERVED
    assert given.broken(database) == []


def test_one_request_many_times_at_once_is_one_order_with_its_coupon(database: Database, vault: Vault) -> None:
    given.a_shop(database, vault)
    with database.transaction() as db:
        ana = given.person(db)
        given.coupon(db, ana)
        quote = given.quote(db, ana)

    results = at_once(
        database,
        [lambda db: orders.place(db, quote=quote, person=ana, account="", note="", key="tap", now=NOW).number] * 8,
    )

    assert len(set(results)) == 1
    assert kinds(results) == {"str": 8}
    assert given.broken(database) == []


@pytest.mark.parametrize("attempt", range(4))
def test_late_money_and_a_new_order_at_once_share_no_coupon(database: Database, vault: Vault, attempt: int) -> None:
    given.a_shop(database, vault, cards_in_stock=8)
    with database.transaction() as db:
        ana = given.person(db)
        given.coupon(db, ana)
        late = given.order(db, ana, key="late")
        notice = given.notice(given.open_payment(db, late))
        orders.expire(db, late.id, now=late.pay_until)
        quote = given.quote(db, ana, now=late.pay_until)

    works: list[Callable[[Db], object]] = [
        lambda db: payments.receive(db, notice, now=late.pay_until).outcome,
        lambda db: orders.place(db, quote=quote, person=ana, account="", note="", key="new", now=late.pay_until).status,
    ]
    results = at_once(database, works if attempt % 2 else works[::-1])

    first = results if attempt % 2 else results[::-1]
    assert (first[0] is Outcome.CAPTURED_LATE) == isinstance(first[1], CouponTaken)
    assert given.broken(database, now=late.pay_until) == []
