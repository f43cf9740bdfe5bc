"""Compensation: what the rules give, that they give it once, and never more than the limits allow."""

from collections.abc import Callable
from datetime import timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given as for_any

from backend import compensation, coupons, orders, payments, points
from backend.compensation import Award, Case, Cause, Decision, History, Reason
from backend.compensation_policy import Gift, Policy, Rule, bundled
from backend.money import Money
from backend.orders import Order
from backend.people import Person
from storage.database import Database, Db
from storage.grants import GiftKind
from storage.incidents import Severity
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import NOW, PRICE
from tests.backend.test_races import at_once

TODAY = NOW.date()
NOTHING = History(0, 0, had_before=False)
POLICY = bundled()
DAY = 24 * 60


def late(minutes: int, person: int = 1, order: int = 1) -> Case:
    """A late order."""
    return Case(Cause.LATE_DELIVERY, f"order:{order}", person, (order,), minutes_late=minutes)


FAILED = Case(Cause.FAILED_TRANSACTION, "order:1", 1, (1,))
SEVERE = Case(Cause.INCIDENT, "incident:1", 1, (1,), severity=Severity.SEVERE)
CASES = st.sampled_from([late(0), late(9), late(10), late(61), late(DAY), FAILED, SEVERE])
AMOUNTS = st.integers(0, 3000).map(lambda minor: Money(minor, "CNY"))
RULES = st.lists(
    st.one_of(
        st.builds(
            Rule,
            st.just(Cause.LATE_DELIVERY),
            st.builds(Gift, st.just(GiftKind.BALANCE), AMOUNTS),
            after_minutes=st.integers(1, DAY),
        ),
        st.builds(Rule, st.just(Cause.FAILED_TRANSACTION), st.builds(Gift, st.just(GiftKind.BALANCE), AMOUNTS)),
    )
)
POLICIES = st.builds(Policy, st.integers(0, 3), AMOUNTS, RULES.map(tuple))
HISTORIES = st.builds(History, st.integers(0, 4), st.integers(0, 4000), st.booleans())


@pytest.mark.parametrize(
    ("case", "off"),
    [(late(10), "2.00"), (late(59), "2.00"), (late(60), "5.00"), (late(DAY), "15.00"), (FAILED, "3.00"), (SEVERE, "8")],
)
def test_the_worse_the_trouble_the_greater_the_gift(case: Case, off: str) -> None:
    decision = compensation.decide(POLICY, case, NOTHING)

    assert decision.reason is Reason.GIVEN
    assert decision.gift is not None
    assert decision.gift.amount == Money.parse(off, "CNY")


@pytest.mark.parametrize(
    ("case", "history", "reason"),
    [
        (late(9), NOTHING, Reason.NO_RULE),
        (late(60), History(1, 500, had_before=True), Reason.HAD_BEFORE),
        (late(60), History(2, 0, had_before=False), Reason.OVER_LIMIT),
        (late(60), History(1, 1501, had_before=False), Reason.OVER_LIMIT),
        (Case(Cause.FAILED_TRANSACTION, "order:1", 1, (1,), is_own_doing=True), NOTHING, Reason.OWN_DOING),
    ],
)
def test_why_nothing_is_given(case: Case, history: History, reason: Reason) -> None:
    assert compensation.decide(POLICY, case, history) == Decision(None, reason)


@for_any(POLICIES, CASES, HISTORIES)
def test_no_decision_goes_over_a_limit_or_gives_twice(policy: Policy, case: Case, history: History) -> None:
    decision = compensation.decide(policy, case, history)

    assert (decision.gift is not None) == (decision.reason is Reason.GIVEN)
    if decision.gift is not None:
        assert history.gifts_today + 1 <= policy.gifts_per_day
        assert history.worth_today_minor + decision.gift.amount.minor <= policy.worth_per_day.minor
        assert not history.had_before
        assert decision.gift in [rule.gift for rule in policy.rules if rule.cause is case.cause]


@for_any(st.sets(st.integers(1, DAY)), st.integers(0, DAY), st.integers(0, DAY))
def test_waiting_longer_never_brings_less(rungs: set[int], some: int, other: int) -> None:
    rules = [
        Rule(Cause.LATE_DELIVERY, Gift(GiftKind.BALANCE, Money(rung, "CNY")), after_minutes=rung) for rung in rungs
    ]
    policy = Policy(1, Money(DAY, "CNY"), tuple(rules))

    gifts = [compensation.decide(policy, late(minutes), NOTHING).gift for minutes in sorted((some, other))]

    shorter, longer = [gift.amount.minor if gift else 0 for gift in gifts]
    assert shorter <= longer <= max(some, other)


@pytest.fixture
def ana(db: Db, vault: Vault) -> Person:
    """Somebody in a shop with cards."""
    given.shelves(db)
    given.cards(db, vault, 9)
    return given.person(db, balance=PRICE * 9)


def delivered_late(db: Db, buyer: Person, minutes: int, *, key: str = "late") -> Order:
    """An order that arrived this long after it was paid."""
    order = given.order(db, buyer, key=key)
    given.paid(db, order, now=NOW)
    return given.delivered(db, order, now=NOW + timedelta(minutes=minutes))


def made_up(db: Db, order: Order) -> Award:
    """What becomes of the order's case by the bundled policy."""
    case = compensation.case_of(db, order)
    assert case is not None
    return compensation.make_up(db, POLICY, case, by="shop", today=TODAY, now=NOW)


def test_a_late_order_brings_a_coupon_that_applies_itself_next_time(db: Db, ana: Person) -> None:
    award = made_up(db, delivered_late(db, ana, 61))

    assert award.coupon is not None
    assert award.coupon.expires_at == NOW + timedelta(days=30)
    assert given.quote(db, ana).coupon_id == award.coupon.id


def test_an_order_in_time_brings_nothing(db: Db, ana: Person) -> None:
    assert made_up(db, delivered_late(db, ana, 9)).decision == Decision(None, Reason.NO_RULE)
    assert coupons.unspent_of(db, ana, now=NOW) == []


def test_an_order_is_made_up_for_once(db: Db, ana: Person) -> None:
    order = delivered_late(db, ana, 61)
    made_up(db, order)

    again = made_up(db, order)

    assert again == Award(Decision(None, Reason.HAD_BEFORE))
    assert len(coupons.unspent_of(db, ana, now=NOW)) == 1


def test_a_person_gets_no_more_than_the_days_limit_and_more_the_next_day(db: Db, ana: Person) -> None:
    awards = [made_up(db, delivered_late(db, ana, 11, key=f"{n}")) for n in range(3)]
    third = delivered_late(db, ana, 11, key="next")
    case = compensation.case_of(db, third)
    assert case is not None
    next_day = compensation.make_up(
        db, POLICY, case, by="shop", today=TODAY + timedelta(days=1), now=NOW + timedelta(days=1)
    )

    assert [award.decision.reason for award in awards] == [Reason.GIVEN, Reason.GIVEN, Reason.OVER_LIMIT]
    assert next_day.decision.reason is Reason.GIVEN
    assert given.broken_in(db) == []


def test_a_refund_by_the_shop_is_made_up_for_and_one_at_the_buyers_wish_is_not(db: Db, ana: Person) -> None:
    refunded = []
    for key, by in (("shop", "shop"), ("own", ana.who)):
        order = given.order(db, ana, key=key)
        given.paid(db, order, now=NOW)
        refunded.append(payments.refund_to_balance(db, order, by=by, why="", now=NOW))

    assert [made_up(db, order).decision.reason for order in refunded] == [Reason.GIVEN, Reason.OWN_DOING]


def test_an_order_that_was_cancelled_or_waits_is_no_case(db: Db, ana: Person) -> None:
    waiting = given.order(db, ana, key="a")
    cancelled = orders.cancel(db, given.order(db, ana, key="b"), by=ana.who, now=NOW)

    assert [compensation.case_of(db, order) for order in (waiting, cancelled)] == [None, None]


@pytest.mark.parametrize("kind", [GiftKind.POINTS, GiftKind.BALANCE])
def test_points_and_money_are_given_once_too(db: Db, ana: Person, kind: GiftKind) -> None:
    worth = Money(700 if kind is GiftKind.BALANCE else 0, "CNY")
    policy = given.policy(kind, minor=worth.minor)
    case = compensation.case_of(db, delivered_late(db, ana, 61))
    assert case is not None

    reasons = [
        compensation.make_up(db, policy, case, by="shop", today=TODAY, now=NOW).decision.reason for _ in range(2)
    ]

    assert reasons == [Reason.GIVEN, Reason.HAD_BEFORE]
    assert points.of_person(db, ana) == policy.rules[0].gift.points
    assert given.balance(db, ana) == PRICE * 8 + worth
    assert given.broken_in(db) == []


def test_one_trouble_seen_by_many_at_once_is_made_up_for_once(database: Database, vault: Vault) -> None:
    given.a_shop(database, vault)
    with database.transaction() as db:
        order = delivered_late(db, given.person(db, balance=PRICE), 61)

    results = at_once(database, [lambda db: made_up(db, order).decision.reason] * 8)

    assert sorted(str(result) for result in results) == ["given"] + ["had-before"] * 7
    assert given.broken(database) == []


def test_many_troubles_of_one_person_at_once_stay_within_the_limit(database: Database, vault: Vault) -> None:
    given.a_shop(database, vault, cards_in_stock=8)
    with database.transaction() as db:
        ana = given.person(db, balance=PRICE * 8)
        late_ones = [delivered_late(db, ana, 61, key=f"{n}") for n in range(8)]

    def make_up(order: Order) -> Callable[[Db], Reason]:
        return lambda db: made_up(db, order).decision.reason

    results = at_once(database, map(make_up, late_ones))

    assert sorted(str(result) for result in results) == ["given"] * 2 + ["over-limit"] * 6
    assert given.broken(database) == []
