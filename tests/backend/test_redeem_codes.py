"""Redeem codes: nobody can guess one, the first to redeem it has what it is worth, and failure tells nothing."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from backend import campaigns, points, redeem_codes
from backend.campaigns import Terms
from backend.errors import CampaignOver
from backend.money import Money
from backend.people import Person, Tier
from backend.redeem_codes import Batch, Failure, Redeemed, Worth
from storage.database import Database, Db
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import NOW
from tests.backend.test_races import at_once

TEN = Money(1000, "CNY")
UNKNOWN = "XE-00000-00000-00000-00000"


def batch(db: Db, vault: Vault, *, worth: Worth | None = None, count: int = 1, lasts_days: int = 30) -> Batch:
    """Codes made by the first person."""
    maker = given.person(db, 99)
    worth = worth or Worth(amount=TEN)
    return redeem_codes.make(db, worth, count, lasts_days=lasts_days, seed="seed", vault=vault, by=maker, now=NOW)


def codes_of(db: Db, made: Batch, vault: Vault) -> list[str]:
    """The codes, as they stand in the file."""
    file = redeem_codes.file_of(db, made.id, vault=vault)
    assert file is not None
    return file.reveal().split()


def redeem(db: Db, person: Person, code: str, vault: Vault) -> Redeemed:
    """Try the code now."""
    return redeem_codes.redeem(db, person, code, vault=vault, now=NOW)


def test_codes_are_long_and_different_and_no_row_holds_one(db: Db, vault: Vault) -> None:
    codes = codes_of(db, batch(db, vault, count=200), vault)

    assert len(set(codes)) == 200
    assert all(re.fullmatch(r"XE(-[0-9A-HJKMNP-TV-Z]{5}){4}", code) for code in codes)
    kept = {value for row in db.execute(sa.text("select * from redeem_codes")) for value in row}
    assert not kept & {*codes, *(code.replace("-", "") for code in codes)}


def test_once_they_were_handed_over_nobody_can_make_them_again(db: Db, vault: Vault) -> None:
    made = batch(db, vault)

    for _ in range(2):
        redeem_codes.hand_over(db, made.id, by="clock", now=NOW)

    assert redeem_codes.file_of(db, made.id, vault=vault) is None


@pytest.mark.parametrize(("sign", "typed"), [("X", "x"), ("-", " "), ("0", "o"), ("1", "l")])
def test_a_code_is_read_as_people_type_it(db: Db, vault: Vault, sign: str, typed: str) -> None:
    [code] = codes_of(db, batch(db, vault), vault)
    as_typed = code.replace(sign, typed)

    assert redeem_codes.looks_like_one(as_typed)
    assert redeem(db, given.person(db), as_typed, vault).amount == TEN


@pytest.mark.parametrize("text", ["", "steam50", "XE", "AAAAA-BBBBB-CCCCC-DDDDD", UNKNOWN + "0"])
def test_what_is_no_code_does_not_look_like_one(text: str) -> None:
    assert not redeem_codes.looks_like_one(text)


def test_unknown_used_and_lapsed_codes_fail_alike_by_the_same_statements(db: Db, vault: Vault) -> None:
    ana, ben = given.person(db, 1), given.person(db, 2)
    used, lapsed = codes_of(db, batch(db, vault, count=2, lasts_days=1), vault)
    redeem(db, ana, used, vault)
    tomorrow = NOW + timedelta(days=1)
    seen: list[list[str]] = []

    @event.listens_for(db, "before_cursor_execute")
    def note(*args: object) -> None:
        seen[-1].append(str(args[2]))

    results = []
    for code in (UNKNOWN, used, lapsed):
        seen.append([])
        results.append(redeem_codes.redeem(db, ben, code, vault=vault, now=tomorrow))
    event.remove(db, "before_cursor_execute", note)

    assert results == [Redeemed(Failure.NO_GOOD)] * 3
    assert seen[0] == seen[1] == seen[2]


def test_each_kind_of_code_gives_what_it_is_worth(db: Db, vault: Vault) -> None:
    ana = given.person(db)
    begun = campaigns.begin(db, Terms("Spring", TEN, Money(0, "CNY"), total=5), by="admin:1", now=NOW)
    worths = [Worth(amount=TEN), Worth(points=70), Worth(tier=Tier.GOLD, days=30), Worth(campaign_id=begun.id)]
    maker = given.person(db, 99)
    codes = []
    for number, worth in enumerate(worths):
        made = redeem_codes.make(db, worth, 1, lasts_days=9, seed=f"{number}", vault=vault, by=maker, now=NOW)
        codes += codes_of(db, made, vault)

    money, collected, member, coupon = [redeem(db, ana, code, vault) for code in codes]

    assert money.amount == given.balance(db, ana) == TEN
    assert collected.points == points.of_person(db, ana) == 70
    assert member.membership is not None
    assert member.membership.tier == Tier.GOLD
    assert coupon.coupon is not None
    assert coupon.coupon.amount == TEN
    assert campaigns.the_campaign(db, begun.id).given == 1
    assert given.broken_in(db) == []


def test_codes_for_more_coupons_than_there_are_can_not_be_made(db: Db, vault: Vault) -> None:
    begun = campaigns.begin(db, Terms("Spring", TEN, Money(0, "CNY"), total=5), by="admin:1", now=NOW)

    with pytest.raises(CampaignOver):
        batch(db, vault, worth=Worth(campaign_id=begun.id), count=6)


def test_the_sixth_try_within_an_hour_is_not_looked_at_and_an_hour_later_it_is(db: Db, vault: Vault) -> None:
    ana = given.person(db)
    [code] = codes_of(db, batch(db, vault), vault)
    for _ in range(5):
        assert redeem(db, ana, UNKNOWN, vault).failure is Failure.NO_GOOD

    assert redeem(db, ana, code, vault).failure is Failure.TOO_OFTEN
    almost = NOW + timedelta(minutes=59)
    assert redeem_codes.redeem(db, ana, code, vault=vault, now=almost).failure is Failure.TOO_OFTEN
    later = NOW + timedelta(hours=1)
    assert redeem_codes.redeem(db, ana, code, vault=vault, now=later).amount == TEN


def test_of_many_at_once_one_redeems_the_code(database: Database, vault: Vault) -> None:
    with database.transaction() as db:
        people = [given.person(db, number) for number in range(1, 9)]
        [code] = codes_of(db, batch(db, vault), vault)

    def by(who: Person) -> Callable[[Db], Money | None]:
        return lambda db: redeem(db, who, code, vault).amount

    results = at_once(database, [by(who) for who in people])

    assert sorted(map(str, results)) == sorted(["10.00 CNY", *["None"] * 7])
    with database.read() as db:
        assert sum(given.balance(db, who).minor for who in people) == TEN.minor
    assert given.broken(database) == []


def test_of_many_tries_at_once_only_five_are_looked_at(database: Database, vault: Vault) -> None:
    with database.transaction() as db:
        ana = given.person(db)

    results = at_once(database, [lambda db: redeem(db, ana, UNKNOWN, vault).failure] * 8)

    assert sorted(map(str, results)) == ["no-good"] * 5 + ["too-often"] * 3
