"""Any sequence of points, refunds, licences and memberships: no point is given or taken twice, the best tier counts.

The machine keeps books of its own, and holds the shop's against them after every step.
"""

from datetime import UTC, datetime, time, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from backend import audit, licences, memberships, people, points
from backend.errors import LicenceBound, LicenceEnded, LicenceOver, NotEnoughPoints, OtherMembership
from backend.licences import LicenceStatus
from backend.money import Money
from backend.orders import Order
from backend.people import Tier
from storage import timers
from storage.database import Database
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import NOW, PRICE

TIERS = st.sampled_from(list(Tier))
PER_YUAN = 3
ORDERS = 6


class Customer(RuleBasedStateMachine):
    """One customer of a shop that gives points, and time that goes on by hours and weeks."""

    delivered: Bundle[Order] = Bundle("delivered")

    def __init__(self, database: Database, vault: Vault) -> None:
        super().__init__()
        self._transaction = database.read()
        self.db = self._transaction.__enter__()
        self.vault = vault
        given.shelves(self.db)
        given.cards(self.db, vault, ORDERS)
        points.set_earned(self.db, "CNY", PER_YUAN, by="admin:1", now=NOW)
        self.ana = given.person(self.db, balance=PRICE * ORDERS)
        self.boss = given.person(self.db, 99)
        self.now = NOW
        self.step = 0
        self.purse = 0
        self.short = 0
        self.refunded: dict[int, int] = {}
        self.until = NOW
        self.member: Tier = Tier.RETAIL
        self.licence: tuple[Tier | None, datetime] | None = None
        """Its tier, None before its review, and the moment from which it is over."""

    def teardown(self) -> None:
        try:
            assert audit.check(self.db, now=self.now) == []
        finally:
            self._transaction.__exit__(None, None, None)

    @rule(target=delivered)
    def have_an_order_delivered(self) -> Order | MultipleResults[Order]:
        if len(self.refunded) == ORDERS:
            return multiple()
        self.step += 1
        placed = given.order(self.db, self.ana, key=f"{self.step}", now=self.now)
        order = given.delivered(self.db, given.paid(self.db, placed, now=self.now), now=self.now)
        self._give(points.earn(self.db, self.ana, order, now=self.now))
        assert points.earn(self.db, self.ana, order, now=self.now) == 0
        self.refunded[order.id] = 0
        return order

    @rule(order=delivered, minor=st.integers(1, PRICE.minor))
    def refund_up_to(self, order: Order, minor: int) -> None:
        back = self.refunded[order.id] = max(self.refunded[order.id], min(minor, order.total.minor))
        before = self.purse
        self.purse -= points.take_back(self.db, self.ana, order, Money(back, "CNY"), by="admin:1", now=self.now)
        self.short += max(0, -self.purse) - max(0, -before)
        earned = order.total.minor // 100 * PER_YUAN
        lost = points.take_back(self.db, self.ana, order, Money(back, "CNY"), by="admin:1", now=self.now)
        assert lost == 0
        assert before - self.purse <= earned

    @rule(count=st.integers(1, 300))
    def give_points(self, count: int) -> None:
        self.step += 1
        for _ in range(2):
            points.give(self.db, self.ana, count, ref=f"gift-{self.step}", by="shop", why="", now=self.now)
        self._give(count)

    def _give(self, count: int) -> None:
        self.short -= min(count, max(0, -self.purse))
        self.purse += count

    @rule(count=st.integers(1, 300))
    def exchange_points(self, count: int) -> None:
        self.step += 1
        try:
            points.exchange(self.db, self.ana, count, "CNY", key=f"{self.step}", now=self.now)
        except NotEnoughPoints:
            assert count > self.purse
        else:
            self.purse -= count

    @rule(tier=TIERS, days=st.integers(1, 40))
    def grant_a_membership(self, tier: Tier, days: int) -> None:
        self.step += 1
        goes_on = self.until > self.now
        try:
            for _ in range(2):
                memberships.grant(
                    self.db, self.ana, tier, days=days, ref=f"{self.step}", by="shop", why="", now=self.now
                )
        except OtherMembership:
            assert goes_on
            assert tier is not self.member
        else:
            self.until = (self.until if goes_on else self.now) + timedelta(days=days)
            self.member = tier

    @rule(days=st.integers(-1, 40))
    def hand_in_a_licence(self, days: int) -> None:
        ends_on = self.now.date() + timedelta(days=days)
        binds = self.licence is not None and (self.licence[0] is None or self.licence[1] > self.now)
        try:
            licences.submit(self.db, self.ana, number="AB12CD34", ends_on=ends_on, vault=self.vault, now=self.now)
        except LicenceOver:
            assert days < 0
        except LicenceBound:
            assert binds
        else:
            assert not binds
            self.licence = (None, datetime.combine(ends_on + timedelta(days=1), time(), UTC))

    @rule(tier=TIERS)
    def approve_the_licence(self, tier: Tier) -> None:
        licence = licences.of_person(self.db, self.ana)
        if licence is None or self.licence is None or self.licence[0] is not None:
            return
        try:
            licences.approve(self.db, licence.id, tier=tier, by=self.boss, now=self.now)
        except LicenceEnded:
            assert self.licence[1] <= self.now
        else:
            assert self.licence[1] > self.now
            self.licence = (tier, self.licence[1])

    @rule()
    def end_the_licence(self) -> None:
        """Refused or withdrawn, whichever it can be."""
        licence = licences.of_person(self.db, self.ana)
        if licence is not None:
            move = licences.refuse if licence.status is LicenceStatus.SUBMITTED else licences.withdraw
            move(self.db, licence.id, by=self.boss, now=self.now)
            self.licence = None

    @rule(hours=st.sampled_from([5, 24, 24 * 8, 24 * 35]))
    def let_time_pass(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        memberships.end(self.db, self.ana, now=self.now)
        due = timers.due(self.db, now=self.now, most=100)
        for timer in due:
            licences.end(self.db, licences.the_licence(self.db, timer.args["licence"]), now=self.now)
        timers.note_fired(self.db, [timer.id for timer in due], now=self.now)

    @invariant()
    def the_purse_is_the_machines(self) -> None:
        assert points.of_person(self.db, self.ana) == self.purse
        assert self.short == max(0, -self.purse)

    @invariant()
    def the_best_of_what_holds_now_counts(self) -> None:
        by_licence = self.licence[0] if self.licence is not None and self.licence[1] > self.now else None
        by_membership = self.member if self.until > self.now else Tier.RETAIL
        best = max(by_licence or Tier.RETAIL, by_membership, key=list(Tier).index)
        assert people.the_person(self.db, self.ana.id).tier is best

    @invariant()
    def a_membership_is_current_until_its_end(self) -> None:
        assert (memberships.current(self.db, self.ana) is not None) == (self.until > self.now)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::hypothesis.errors.NonInteractiveExampleWarning")
def test_no_sequence_of_events_loses_points_or_a_tier(database: Database, vault: Vault) -> None:
    run_state_machine_as_test(
        lambda: Customer(database, vault),  # type: ignore[arg-type]  # any maker of machines will do
        settings=settings(
            max_examples=20 if database.is_sqlite else 8,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
