"""Memberships: they begin, go on without a gap, and end; none replaces another that is still going on."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from backend import memberships, people, tiers
from backend.errors import OtherMembership
from backend.memberships import Membership
from backend.people import Person, Tier
from storage.database import Database, Db
from tests.backend import given
from tests.backend.given import NOW
from tests.backend.test_races import at_once, kinds

MONTH = timedelta(days=30)


def member(db: Db, person: Person, ref: str, *, tier: Tier = Tier.GOLD, later: timedelta = timedelta(0)) -> Membership:
    """Thirty days more."""
    return memberships.grant(db, person, tier, days=30, ref=ref, by="shop", why="", now=NOW + later)


def tier_of(db: Db, person: Person) -> Tier:
    """Whose prices the person pays."""
    return people.the_person(db, person.id).tier


def test_a_member_pays_the_tiers_prices_until_it_ends(db: Db) -> None:
    ana = given.person(db)

    assert member(db, ana, "a").until == NOW + MONTH
    assert tier_of(db, ana) is Tier.GOLD
    assert not memberships.end(db, ana, now=NOW + MONTH - timedelta(seconds=1))
    assert memberships.end(db, ana, now=NOW + MONTH)
    assert not memberships.end(db, ana, now=NOW + MONTH)
    assert tier_of(db, ana) is Tier.RETAIL
    assert memberships.current(db, ana) is None


def test_more_of_the_same_goes_on_from_its_end_and_each_reason_counts_once(db: Db) -> None:
    ana = given.person(db)
    member(db, ana, "a")

    for _ in range(2):
        assert member(db, ana, "b", later=timedelta(days=9)).until == NOW + MONTH * 2
    assert not memberships.end(db, ana, now=NOW + MONTH)


def test_after_the_end_any_membership_begins_anew(db: Db) -> None:
    ana = given.person(db)
    member(db, ana, "a")
    memberships.end(db, ana, now=NOW + MONTH)

    assert member(db, ana, "b", tier=Tier.SILVER, later=MONTH * 2).until == NOW + MONTH * 3
    assert tier_of(db, ana) is Tier.SILVER


def test_another_tier_waits_for_the_end(db: Db) -> None:
    ana = given.person(db)
    member(db, ana, "a")

    with pytest.raises(OtherMembership):
        member(db, ana, "b", tier=Tier.SILVER)

    assert tier_of(db, ana) is Tier.GOLD
    assert member(db, ana, "b", tier=Tier.SILVER, later=MONTH).until == NOW + MONTH * 2


def test_after_the_end_a_person_is_what_they_were_before_unless_they_became_something_else(db: Db) -> None:
    ana, ben = given.person(db, 1), given.person(db, 2)
    for person in (ana, ben):
        tiers.give(db, person.id, Tier.SILVER, now=NOW)
        member(db, people.the_person(db, person.id), f"{person.id}")
    tiers.give(db, ben.id, Tier.RETAIL, now=NOW)  # by another's act

    for person in (ana, ben):
        assert memberships.end(db, person, now=NOW + MONTH)

    assert (tier_of(db, ana), tier_of(db, ben)) == (Tier.SILVER, Tier.RETAIL)


def test_two_grants_at_once_both_count(database: Database) -> None:
    with database.transaction() as db:
        ana = given.person(db)

    def grant(ref: str) -> Callable[[Db], datetime]:
        return lambda db: member(db, ana, ref).until

    results = at_once(database, [grant(ref) for ref in "abcd"])

    assert kinds(results) == {"datetime": 4}
    with database.read() as db:
        assert memberships.the_membership(db, ana).until == NOW + MONTH * 4
