"""Tiers: of all that gives a person one, the best counts; when one ends, the others stay."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from backend import licences, memberships, people, tiers
from backend.people import Person, Tier
from storage.database import Database, Db
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import NOW
from tests.backend.test_races import at_once, kinds

MONTH = timedelta(days=30)
LAST_DAY = date(2026, 3, 20)
DAY_AFTER = datetime(2026, 3, 21, tzinfo=UTC)
"""When a licence until the last day is over in a shop without a zone of its own."""


def tier_of(db: Db, person: Person) -> Tier:
    """Whose prices the person pays."""
    return people.the_person(db, person.id).tier


def licensed(db: Db, vault: Vault, person: Person, tier: Tier) -> licences.Licence:
    """An approved licence until the last day."""
    sent = licences.submit(db, person, number="AB12CD34", ends_on=LAST_DAY, vault=vault, now=NOW)
    return licences.approve(db, sent.id, tier=tier, by=given.person(db, 99), now=NOW)


def member(db: Db, person: Person, tier: Tier) -> None:
    """A membership of thirty days."""
    memberships.grant(db, person, tier, days=30, ref="spell", by="shop", why="", now=NOW)


@pytest.mark.parametrize(
    ("own", "licence", "membership", "now"),
    [
        (Tier.RETAIL, Tier.SILVER, Tier.GOLD, Tier.GOLD),
        (Tier.RETAIL, Tier.GOLD, Tier.SILVER, Tier.GOLD),
        (Tier.GOLD, Tier.RETAIL, Tier.SILVER, Tier.GOLD),
        (Tier.SILVER, Tier.RETAIL, Tier.RETAIL, Tier.SILVER),
    ],
)
def test_the_best_of_all_counts(db: Db, vault: Vault, own: Tier, licence: Tier, membership: Tier, now: Tier) -> None:
    ana = given.person(db)
    tiers.give(db, ana.id, own, now=NOW)

    licensed(db, vault, ana, licence)
    member(db, ana, membership)

    assert tier_of(db, ana) is now


def test_a_tier_of_ones_own_takes_nothing_from_what_a_licence_or_a_membership_gives(db: Db, vault: Vault) -> None:
    ana, ben = given.person(db, 1), given.person(db, 2)
    licensed(db, vault, ana, Tier.GOLD)
    member(db, ben, Tier.SILVER)

    present = [tiers.give(db, each.id, tier, now=NOW) for each, tier in ((ana, Tier.SILVER), (ben, Tier.GOLD))]

    assert present == [tier_of(db, ana), tier_of(db, ben)] == [Tier.GOLD, Tier.GOLD]
    assert tiers.settle(db, ben.id, now=NOW + MONTH) is Tier.GOLD
    assert tiers.give(db, ben.id, Tier.RETAIL, now=NOW) is Tier.SILVER


def test_a_membership_that_ends_leaves_what_the_licence_gives(db: Db, vault: Vault) -> None:
    ana = given.person(db)
    member(db, ana, Tier.GOLD)
    sent = licences.submit(db, ana, number="AB12CD34", ends_on=date(2027, 1, 1), vault=vault, now=NOW)
    licences.approve(db, sent.id, tier=Tier.SILVER, by=given.person(db, 99), now=NOW)

    assert memberships.end(db, ana, now=NOW + MONTH)

    assert tier_of(db, ana) is Tier.SILVER


def test_a_licence_that_is_withdrawn_leaves_what_the_membership_gives(db: Db, vault: Vault) -> None:
    ana = given.person(db)
    licence = licensed(db, vault, ana, Tier.GOLD)
    member(db, ana, Tier.SILVER)

    licences.withdraw(db, licence.id, by=given.person(db, 99), now=NOW)

    assert tier_of(db, ana) is Tier.SILVER


def test_a_licence_gives_its_tier_to_the_end_of_its_last_day(db: Db, vault: Vault) -> None:
    ana = given.person(db)
    licence = licensed(db, vault, ana, Tier.GOLD)

    assert not licences.end(db, licence, now=DAY_AFTER - timedelta(seconds=1))
    assert tier_of(db, ana) is Tier.GOLD
    assert licences.end(db, licence, now=DAY_AFTER)
    assert tier_of(db, ana) is Tier.RETAIL


def test_a_new_licence_counts_from_its_approval_on(db: Db, vault: Vault) -> None:
    ana, boss = given.person(db), given.person(db, 99)
    licensed(db, vault, ana, Tier.GOLD)
    new = licences.submit(db, ana, number="AB12CD34", ends_on=date(2027, 1, 1), vault=vault, now=DAY_AFTER)
    assert tier_of(db, ana) is Tier.RETAIL

    licences.approve(db, new.id, tier=Tier.SILVER, by=boss, now=DAY_AFTER)

    assert tier_of(db, ana) is Tier.SILVER


def test_a_membership_whose_time_is_over_gives_nothing_even_before_it_is_ended(db: Db, vault: Vault) -> None:
    ana = given.person(db)
    member(db, ana, Tier.GOLD)
    sent = licences.submit(db, ana, number="AB12CD34", ends_on=date(2027, 1, 1), vault=vault, now=NOW)

    licences.approve(db, sent.id, tier=Tier.SILVER, by=given.person(db, 99), now=NOW + MONTH)

    assert tier_of(db, ana) is Tier.SILVER


def test_a_licence_and_a_membership_at_once_are_both_seen(database: Database, vault: Vault) -> None:
    with database.transaction() as db:
        boss, crowd = given.person(db, 99), [given.person(db, number) for number in range(1, 9)]
        sent = [
            licences.submit(db, each, number=f"AB12CD3{each.id}", ends_on=LAST_DAY, vault=vault, now=NOW)
            for each in crowd
        ]

    def approve(number: int) -> Callable[[Db], object]:
        return lambda db: licences.approve(db, sent[number].id, tier=Tier.SILVER, by=boss, now=NOW)

    def grant(number: int) -> Callable[[Db], object]:
        return lambda db: memberships.grant(
            db, crowd[number], Tier.GOLD, days=30, ref=f"{number}", by="shop", why="", now=NOW
        )

    acts = [act(number) for number in range(8) for act in (grant, approve)]

    assert kinds(at_once(database, acts)) == {"Licence": 8, "Membership": 8}

    with database.transaction() as db:
        assert [tier_of(db, each) for each in crowd] == [Tier.GOLD] * 8
        assert tiers.settle(db, crowd[0].id, now=DAY_AFTER) is Tier.GOLD
        assert tiers.settle(db, crowd[0].id, now=NOW + MONTH) is Tier.RETAIL
