"""Freezes: always for a reason, by whom it may be, and with a way out; nothing is bought meanwhile."""

from datetime import timedelta

import pytest

from backend import campaigns, freezes, orders, payments, people, phones, points, redeem_codes
from backend.campaigns import Terms
from backend.errors import AccountFrozen, AlreadyFrozen, NeedsAReason, NotFrozen, Refused, StaffIsNotFrozen
from backend.freezes import Fix, FreezeReason
from backend.money import Money
from backend.people import Person, Role
from storage import audit_trail
from storage.database import Database, Db
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import NOW, PRICE
from tests.backend.test_races import at_once, kinds

LATER = NOW + timedelta(days=1)


def boss_of(db: Db) -> Person:
    return people.appoint(db, given.person(db, 99), Role.SUPERVISOR, by="test", now=NOW)


def frozen(db: Db, reason: FreezeReason = FreezeReason.ACTIVITY, telegram_id: int = 1) -> Person:
    """Somebody whom a supervisor froze."""
    ana = given.person(db, telegram_id)
    freezes.freeze(db, ana, reason, why="many orders", by=boss_of(db), now=NOW)
    return people.the_person(db, ana.id)


def test_a_freeze_says_why_since_when_and_what_to_do(db: Db) -> None:
    ana = frozen(db)

    standing = freezes.standing(db, ana, now=NOW)

    assert (standing.is_frozen, standing.reason, standing.since, standing.fix) == (
        True,
        FreezeReason.ACTIVITY,
        NOW,
        Fix.VERIFY,
    )
    [act] = [each for each in audit_trail.acts_on(db, f"person:{ana.id}") if each.what == "frozen"]
    assert (act.by, act.why) == (boss_of(db).who, "activity: many orders")


def test_who_is_free_has_nothing_to_do(db: Db) -> None:
    standing = freezes.standing(db, given.person(db), now=NOW)

    assert (standing.is_frozen, standing.fix, standing.is_verified, standing.is_trusted) == (False, None, False, False)


def test_nobody_is_frozen_twice_nor_for_nothing_nor_from_the_staff(db: Db) -> None:
    ana, boss = frozen(db), boss_of(db)

    with pytest.raises(AlreadyFrozen):
        freezes.freeze(db, ana, FreezeReason.OTHER, why="again", by=boss, now=NOW)
    with pytest.raises(NeedsAReason):
        freezes.freeze(db, given.person(db, 2), FreezeReason.OTHER, why=" \n", by=boss, now=NOW)
    with pytest.raises(StaffIsNotFrozen):
        freezes.freeze(db, boss, FreezeReason.OTHER, why="a joke", by=boss, now=NOW)


def test_no_rule_freezes_who_is_trusted(db: Db) -> None:
    ana, boss = given.person(db), boss_of(db)
    assert freezes.trust(db, ana, is_trusted=True, why="an old friend", by=boss, now=NOW)
    assert not freezes.trust(db, ana, is_trusted=True, why="an old friend", by=boss, now=NOW)
    trusted = people.the_person(db, ana.id)

    assert freezes.freeze_by_rules(db, trusted, FreezeReason.CODES, why="rules", now=NOW) is None
    assert freezes.freeze_by_rules(db, boss, FreezeReason.CODES, why="rules", now=NOW) is None
    assert freezes.freeze_by_rules(db, given.person(db, 2), FreezeReason.CODES, why="rules", now=NOW) is not None
    assert freezes.freeze_by_rules(db, given.person(db, 2), FreezeReason.CODES, why="rules", now=NOW) is None


@pytest.mark.parametrize("reason", FreezeReason)
def test_a_phone_lifts_what_is_answered_by_it_once_in_a_month(db: Db, reason: FreezeReason) -> None:
    ana = frozen(db, reason)
    may = reason in (FreezeReason.ACTIVITY, FreezeReason.CODES)

    assert (freezes.lift_by_phone(db, ana, now=NOW) is not None) is may

    if may:
        freezes.freeze(db, ana, reason, why="again", by=boss_of(db), now=LATER)
        again = people.the_person(db, ana.id)
        assert freezes.standing(db, again, now=LATER).fix is Fix.APPEAL
        assert freezes.lift_by_phone(db, again, now=LATER) is None
        assert freezes.standing(db, again, now=LATER + freezes.LIFTED_BY_ONESELF_EVERY).fix is Fix.VERIFY


def test_a_supervisor_lifts_it_with_a_reason(db: Db) -> None:
    ana, boss = frozen(db, FreezeReason.PAYMENT), boss_of(db)

    with pytest.raises(NeedsAReason):
        freezes.lift(db, ana, why="", by=boss, now=NOW)
    freezes.lift(db, ana, why="the bank was wrong", by=boss, now=NOW)

    free = people.the_person(db, ana.id)
    assert not freezes.standing(db, free, now=NOW).is_frozen
    with pytest.raises(NotFrozen):
        freezes.lift(db, free, why="again", by=boss, now=NOW)
    assert [each.lifted_why for each in freezes.of_person(db, free)] == ["the bank was wrong"]


def test_who_is_frozen_orders_pays_takes_and_redeems_nothing(db: Db, vault: Vault) -> None:
    given.shelves(db)
    given.cards(db, vault, 5)
    ana = given.person(db, balance=PRICE * 3)
    offer = given.quote(db, ana)
    campaign = campaigns.begin(db, Terms("Spring", Money(500, "CNY"), Money(0, "CNY")), by="admin:1", now=NOW)
    points.give(db, ana, 500, ref="gift", by="shop", why="", now=NOW)
    placed = given.order(db, ana, key="before")
    payment = given.open_payment(db, placed)
    ana = frozen(db)

    for act in (
        lambda: orders.place(db, quote=offer, person=ana, account="", note="", key="k", now=NOW),
        lambda: payments.approve(db, ana, payment.number, payment.amount, gateway=payment.gateway, now=NOW),
        lambda: payments.open_top_up(db, ana, PRICE, gateway="sandbox", key="k", now=NOW),
        lambda: campaigns.take(db, ana, campaign.id, now=NOW),
        lambda: points.exchange(db, ana, 100, "CNY", key="k", now=NOW),
        lambda: redeem_codes.redeem(db, ana, "ABCD-EFGH", vault=vault, now=NOW),
    ):
        with pytest.raises(AccountFrozen):
            act()
    assert orders.place(db, quote=offer, person=ana, account="", note="", key="before", now=NOW) == placed
    assert given.balance(db, ana) == PRICE * 3


def test_money_that_came_all_the_same_is_not_lost(db: Db, vault: Vault) -> None:
    given.shelves(db)
    given.cards(db, vault, 5)
    placed = given.order(db, given.person(db))
    payment = given.open_payment(db, placed)
    frozen(db)

    receipt = payments.receive(db, given.notice(payment), now=NOW)

    assert receipt.order is not None
    assert given.delivered(db, receipt.order, now=NOW).status == "delivered"
    assert given.broken_in(db) == []


def test_of_many_freezes_at_once_one_counts(database: Database) -> None:
    with database.transaction() as db:
        ana, boss = given.person(db), boss_of(db)

    def freeze(db: Db) -> object:
        return freezes.freeze(db, ana, FreezeReason.OTHER, why="at once", by=boss, now=NOW)

    assert kinds(at_once(database, [freeze] * 8)) == {"Freeze": 1, "AlreadyFrozen": 7}
    assert kinds(at_once(database, [lambda db: freezes.lift(db, ana, why="all", by=boss, now=NOW)] * 8)) == {
        "Freeze": 1,
        "NotFrozen": 7,
    }
    assert given.broken(database) == []


def test_of_two_accounts_one_has_the_phone(database: Database, vault: Vault) -> None:
    with database.transaction() as db:
        crowd = [given.person(db, number) for number in range(1, 7)]

    def share(person: Person) -> object:
        return lambda db: phones.share(db, person, "8613800001234", vault=vault, now=NOW)

    done: list[object | Refused] = at_once(database, [share(each) for each in crowd])  # type: ignore[misc]

    assert kinds(done) == {"Shared": 1, "PhoneTaken": 5}
    assert given.broken(database) == []
