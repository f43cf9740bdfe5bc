"""Licences: a number and a person belong to each other; licensed goods go to who may have them, when and as many."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from backend import catalogue, licences, orders, people
from backend.errors import (
    AllocationSpent,
    LicenceBound,
    LicenceLapsed,
    LicenceMoved,
    LicenceNeeded,
    LicenceOver,
    LicenceTaken,
    NotOnesLicence,
    OutsideOrderingHours,
    Refused,
)
from backend.licences import Licence, LicenceStatus
from backend.people import Person, Tier
from storage.database import Database, Db
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import CARD, NOW

NUMBER = "AB12CD34"
ENDS = date(2026, 12, 31)
TERMS = 'licensed = { period = "week", silver = 3, gold = 5 }\n'
WINDOWS = (
    'licensed = { period = "day", silver = 3, windows = [{ days = ["mon", "fri"], opens = "09:00", closes = "18:00" }, '
    '{ days = ["sat"], opens = "22:00", closes = "02:00" }] }\n'
)


def shelves(db: Db, terms: str = TERMS) -> None:
    """The first product is sold on licence alone."""
    text = given.SHELVES.replace("max_per_order = 5\n", f"max_per_order = 5\n{terms}")
    assert not catalogue.load(db, text, now=NOW).problems


def submitted(db: Db, vault: Vault, person: Person, *, number: str = NUMBER, ends_on: date = ENDS) -> Licence:
    return licences.submit(db, person, number=number, ends_on=ends_on, vault=vault, now=NOW)


def retailer(db: Db, vault: Vault, telegram_id: int = 1, *, number: str = NUMBER) -> Person:
    """Somebody with an approved licence and the silver prices."""
    someone = given.person(db, telegram_id)
    licence = submitted(db, vault, someone, number=number)
    licences.approve(db, licence.id, tier=Tier.SILVER, by=given.person(db, 99), now=NOW)
    return people.the_person(db, someone.id)


def refusal(db: Db, person: Person, *, quantity: int = 1, now: datetime = NOW) -> type[Refused] | None:
    try:
        licences.require(db, person, CARD, quantity=quantity, now=now)
    except Refused as refused:
        return type(refused)
    return None


def test_a_number_is_one_persons_and_a_person_has_one(database: Database, vault: Vault) -> None:
    with database.transaction() as db:
        ana, bo = given.person(db, 1), given.person(db, 2)
        first = submitted(db, vault, ana, number="ab12-cd34")
        with pytest.raises(LicenceTaken):
            submitted(db, vault, bo)
        with pytest.raises(LicenceBound):
            submitted(db, vault, ana, number="ZZ999999")

        licences.refuse(db, first.id, by=bo, now=NOW)

        assert submitted(db, vault, bo).person_id == bo.id
        assert NUMBER not in first.sealed_number
        assert licences.number_of(first, vault=vault).reveal() == NUMBER


def test_a_review_is_made_once(database: Database, vault: Vault) -> None:
    with database.transaction() as db:
        ana, boss = given.person(db, 1), given.person(db, 2)
        licence = submitted(db, vault, ana)
        licences.approve(db, licence.id, tier=Tier.GOLD, by=boss, now=NOW)

        with pytest.raises(LicenceMoved):
            licences.refuse(db, licence.id, by=boss, now=NOW)
        assert people.the_person(db, ana.id).tier is Tier.GOLD

        assert licences.withdraw(db, licence.id, by=boss, now=NOW).status is LicenceStatus.WITHDRAWN
        assert people.the_person(db, ana.id).tier is Tier.RETAIL


def test_one_that_has_ended_gives_way_to_the_new_one(database: Database, vault: Vault) -> None:
    later = datetime(2027, 1, 2, tzinfo=UTC)
    with database.transaction() as db:
        ana = retailer(db, vault)

        with pytest.raises(LicenceOver):
            licences.submit(db, ana, number=NUMBER, ends_on=ENDS, vault=vault, now=later)
        new = licences.submit(db, ana, number=NUMBER, ends_on=date(2028, 1, 1), vault=vault, now=later)

        assert new.status is LicenceStatus.SUBMITTED


def test_licensed_goods_are_for_licensed_retailers_of_a_tier_that_has_some(database: Database, vault: Vault) -> None:
    with database.transaction() as db:
        shelves(db)
        ana, bo = retailer(db, vault), given.person(db, 2)
        assert refusal(db, bo) is LicenceNeeded
        submitted(db, vault, bo, number="ZZ999999")
        assert refusal(db, bo) is LicenceNeeded
        licences.require(db, bo, given.TOP_UP, quantity=9, now=NOW)

        assert refusal(db, ana, quantity=3) is None
        assert refusal(db, ana, quantity=4) is AllocationSpent
        assert refusal(db, ana, now=datetime(2026, 12, 31, 23, 59, tzinfo=UTC)) is None
        assert refusal(db, ana, now=datetime(2027, 1, 1, tzinfo=UTC)) is LicenceLapsed

        assert refusal(db, replace(ana, tier=Tier.RETAIL)) is AllocationSpent


def test_an_allocation_counts_what_is_ordered_and_is_there_again_in_the_next_period(
    database: Database, vault: Vault
) -> None:
    sunday, monday = NOW, NOW + timedelta(days=1)  # 2026-03-08 is a Sunday
    with database.transaction() as db:
        shelves(db)
        given.cards(db, vault, 9)
        ana = retailer(db, vault)
        two = given.order(db, ana, quantity=2, now=sunday)
        with pytest.raises(AllocationSpent) as refused:
            given.order(db, ana, quantity=2, key="second", now=sunday)

        assert refused.value.arguments == {
            "most": 3,
            "left": 1,
            "period": "week",
            "again": datetime(2026, 3, 9, tzinfo=UTC),
        }
        given.order(db, ana, quantity=3, key="third", now=monday)
        orders.cancel(db, two, by="test", now=sunday)
        assert refusal(db, ana, quantity=3, now=sunday) is AllocationSpent
        assert refusal(db, ana, quantity=1, now=monday) is AllocationSpent


def test_two_orders_at_once_keep_to_the_allocation(database: Database, vault: Vault) -> None:
    with database.transaction() as db:
        shelves(db)
        given.cards(db, vault, 9)
        ana = retailer(db, vault)

    def order(key: str) -> None:
        database.write(lambda db: given.order(db, ana, quantity=2, key=key)).result(timeout=60)

    order("first")
    with pytest.raises(AllocationSpent):
        order("second")


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        (datetime(2026, 3, 9, 9, 0, tzinfo=UTC), None),
        (datetime(2026, 3, 9, 8, 59, tzinfo=UTC), datetime(2026, 3, 9, 9, 0, tzinfo=UTC)),
        (datetime(2026, 3, 9, 18, 0, tzinfo=UTC), datetime(2026, 3, 13, 9, 0, tzinfo=UTC)),
        (datetime(2026, 3, 14, 23, 0, tzinfo=UTC), None),
        (datetime(2026, 3, 15, 1, 59, tzinfo=UTC), None),
        (datetime(2026, 3, 15, 2, 0, tzinfo=UTC), datetime(2026, 3, 16, 9, 0, tzinfo=UTC)),
    ],
)
def test_outside_its_hours_it_says_when_they_begin(
    database: Database, vault: Vault, moment: datetime, opens: datetime | None
) -> None:
    with database.transaction() as db:
        shelves(db, WINDOWS)
        ana = retailer(db, vault)

        if opens is None:
            licences.require(db, ana, CARD, now=moment)
        else:
            with pytest.raises(OutsideOrderingHours) as refused:
                licences.require(db, ana, CARD, now=moment)
            assert refused.value.arguments == {"opens": opens}


def test_the_number_must_be_the_buyers_own(database: Database, vault: Vault) -> None:
    with database.transaction() as db:
        shelves(db)
        ana, bo = retailer(db, vault), retailer(db, vault, 2, number="ZZ999999")

        licences.require_own_number(db, ana, CARD, NUMBER, vault=vault)
        licences.require_own_number(db, ana, given.TOP_UP, "ZZ999999", vault=vault)
        with pytest.raises(NotOnesLicence):
            licences.require_own_number(db, bo, CARD, NUMBER, vault=vault)


@pytest.mark.parametrize(
    ("terms", "problem"),
    [
        ("licensed = 3\n", "licensed: must be as in"),
        ('licensed = { period = "year" }\n', "licensed: must be as in"),
        ('licensed = { period = "day", gold = -1 }\n', "licensed.gold: must be a number from 0"),
        ('licensed = { period = "day", golden = 1 }\n', "licensed.golden: is no field the shop knows"),
        ('licensed = { period = "day", windows = ["mon"] }\n', "licensed.windows: must be as in"),
        (WINDOWS.replace('"09:00"', '"25:00"'), "licensed.opens: must be a time of day"),
    ],
)
def test_terms_that_make_no_sense_are_problems_of_the_catalogue_file(
    sqlite_database: Database, terms: str, problem: str
) -> None:
    text = given.SHELVES.replace("max_per_order = 5\n", f"max_per_order = 5\n{terms}")
    with sqlite_database.transaction() as db:
        problems = catalogue.load(db, text, now=NOW).problems

    assert any(problem in each for each in problems), problems


def test_a_file_without_terms_lets_everybody_buy_again(database: Database, vault: Vault) -> None:
    with database.transaction() as db:
        shelves(db)
        bo = given.person(db, 2)
        assert refusal(db, bo) is LicenceNeeded

        given.shelves(db)

        assert refusal(db, bo) is None
        del vault
