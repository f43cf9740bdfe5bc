"""Any sequence of orders, payments, phones and freezes: who is frozen buys nothing, who is free is never kept from it.

The machine keeps books of its own, and the shop is audited after every run.
"""

from datetime import timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from backend import audit, freezes, orders, people, phones
from backend.errors import AccountFrozen, AlreadyFrozen, NotFrozen
from backend.freezes import LIFTED_BY_ONESELF_EVERY, FreezeReason
from backend.orders import Order
from backend.people import Person, Role
from storage.database import Database
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import NOW, PRICE

MOST_ORDERS = 8
PHONES = ("8613800000001", "8613800000002")
BY_PHONE = (FreezeReason.ACTIVITY, FreezeReason.CODES)


class Shop(RuleBasedStateMachine):
    """One customer, a supervisor, and time that goes on by hours."""

    def __init__(self, database: Database, vault: Vault) -> None:
        super().__init__()
        self._transaction = database.read()
        self.db = self._transaction.__enter__()
        self.vault = vault
        given.shelves(self.db)
        given.cards(self.db, vault, MOST_ORDERS)
        self.ana_id = given.person(self.db, balance=PRICE * MOST_ORDERS).id
        self.boss = people.appoint(self.db, given.person(self.db, 99), Role.SUPERVISOR, by="test", now=NOW)
        self.now = NOW
        self.reason: FreezeReason | None = None
        self.freed_oneself_at = NOW - LIFTED_BY_ONESELF_EVERY
        self.placed = 0
        self.phone: str | None = None
        self.coming: str | None = None

    def teardown(self) -> None:
        try:
            assert audit.check(self.db, now=self.now) == []
        finally:
            self._transaction.__exit__(None, None, None)

    @property
    def ana(self) -> Person:
        return people.the_person(self.db, self.ana_id)

    @precondition(lambda self: self.placed < MOST_ORDERS)
    @rule(pays=st.booleans())
    def order_something(self, pays: bool) -> None:
        before = orders.orders_of(self.db, self.ana, page=1, per_page=1).items
        try:
            order: Order = given.order(self.db, self.ana, key=f"{self.now}:{self.placed}", now=self.now)
        except AccountFrozen:
            assert self.reason is not None
            assert orders.orders_of(self.db, self.ana, page=1, per_page=1).items == before
            return
        assert self.reason is None
        self.placed += 1
        if pays:
            given.delivered(self.db, given.paid(self.db, order, now=self.now), now=self.now)

    @rule(reason=st.sampled_from(FreezeReason))
    def freeze(self, reason: FreezeReason) -> None:
        try:
            freezes.freeze(self.db, self.ana, reason, why="seen", by=self.boss, now=self.now)
        except AlreadyFrozen:
            assert self.reason is not None
        else:
            assert self.reason is None
            self.reason = reason

    @rule()
    def freeze_by_rules(self) -> None:
        done = freezes.freeze_by_rules(self.db, self.ana, FreezeReason.CODES, why="rules", now=self.now)
        assert (done is not None) is (self.reason is None and not self.ana.is_trusted)
        if done is not None:
            self.reason = FreezeReason.CODES

    @rule(trusted=st.booleans())
    def trust(self, trusted: bool) -> None:
        freezes.trust(self.db, self.ana, is_trusted=trusted, why="known", by=self.boss, now=self.now)

    @rule()
    def lift(self) -> None:
        try:
            freezes.lift(self.db, self.ana, why="checked", by=self.boss, now=self.now)
        except NotFrozen:
            assert self.reason is None
        else:
            assert self.reason is not None
            self.reason = None

    @rule(number=st.sampled_from(PHONES))
    def share_a_phone(self, number: str) -> None:
        shared = phones.share(self.db, self.ana, number, vault=self.vault, now=self.now)
        assert shared.is_proof is (self.phone in (None, number))
        if not shared.is_proof:
            self.coming = number
            return
        self.phone = number
        lifted = freezes.lift_by_phone(self.db, self.ana, now=self.now)
        may = self.reason in BY_PHONE and self.freed_oneself_at <= self.now - LIFTED_BY_ONESELF_EVERY
        assert (lifted is not None) is may
        if may:
            self.reason = None
            self.freed_oneself_at = self.now

    @rule()
    def stop_the_change(self) -> None:
        assert phones.keep(self.db, self.ana, now=self.now) is (self.coming is not None)
        self.coming = None

    @rule(hours=st.sampled_from([1, 25, 24 * 31]))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        for order in orders.orders_of(self.db, self.ana, page=1, per_page=MOST_ORDERS).items:
            orders.expire(self.db, order.id, now=self.now)
        if phones.change_if_due(self.db, self.ana_id, now=self.now) is not None:
            assert self.coming is not None
            self.phone, self.coming = self.coming, None

    @invariant()
    def the_shop_says_the_same(self) -> None:
        standing = freezes.standing(self.db, self.ana, now=self.now)
        assert standing.reason == self.reason
        bound = phones.of_person(self.db, self.ana)
        assert (bound and phones.number_of(bound, vault=self.vault).reveal()) == self.phone


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::hypothesis.errors.NonInteractiveExampleWarning")
def test_no_sequence_lets_the_frozen_buy_or_keeps_the_free_from_it(sqlite_database: Database, vault: Vault) -> None:
    run_state_machine_as_test(
        lambda: Shop(sqlite_database, vault),  # type: ignore[arg-type]  # any maker of machines will do
        settings=settings(
            max_examples=10, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
