"""Campaigns: their coupons go to whom and for what they are for, and never more of them than there are."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from backend import campaigns, coupons, orders, people, pricing, tiers
from backend.campaigns import Campaign, Terms
from backend.coupons import CouponStatus
from backend.errors import CampaignHad, CampaignOver, CouponTaken, NotAWorth
from backend.money import Money
from backend.people import Tier
from storage.database import Database, Db
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import CARD, NOW, TOP_UP
from tests.backend.test_races import at_once, kinds

FIVE = Money(500, "CNY")
NOTHING = Money(0, "CNY")


@pytest.fixture(autouse=True)
def _shop(db: Db, vault: Vault) -> None:
    given.shelves(db)
    given.cards(db, vault, 9)


def campaign(db: Db, **changed: Any) -> Campaign:  # Any: a value for each term
    """A campaign of 5 yuan off, but for what is changed."""
    terms: dict[str, Any] = {"name": "Spring", "amount": FIVE, "threshold": NOTHING}
    return campaigns.begin(db, Terms(**(terms | changed)), by="admin:1", now=NOW)


@pytest.mark.parametrize(
    ("text", "percent", "minor", "currency"),
    [
        ("5", None, 500, "CNY"),
        ("¥5.50", None, 550, "CNY"),
        ("5 usd", None, 500, "USD"),
        ("30 XTR", None, 30, "XTR"),
        ("10% 20", 10, 2000, "CNY"),
        ("１０％ ２０", 10, 2000, "CNY"),
    ],
)
def test_a_worth_is_an_amount_or_a_percentage_with_a_cap(
    text: str, percent: int | None, minor: int, currency: str
) -> None:
    assert campaigns.read_worth(text, currency="CNY") == (percent, Money(minor, currency))


@pytest.mark.parametrize("text", ["", "a lot", "10%", "0% 5", "100% 5", "0", "5.555", "-5", "5 ABC", "1.5 XTR"])
def test_what_is_no_worth_is_refused(text: str) -> None:
    with pytest.raises(NotAWorth):
        campaigns.read_worth(text, currency="CNY")


@pytest.mark.parametrize(
    ("scope", "fits"),
    [
        ({"products": (CARD,)}, True),
        ({"products": (TOP_UP,)}, False),
        ({"categories": ("wallets",)}, True),
        ({"categories": ("mobile",)}, False),
        ({"tiers": (Tier.RETAIL,)}, True),
        ({"tiers": (Tier.RETAIL,), "categories": ("mobile",)}, False),
    ],
)
def test_a_coupon_is_taken_only_for_what_it_is_for(db: Db, scope: dict[str, Any], fits: bool) -> None:
    ana = given.person(db)
    campaigns.take(db, ana, campaign(db, **scope).id, now=NOW)

    assert (given.quote(db, ana).discount == FIVE) is fits


def test_who_is_not_of_the_tier_is_neither_offered_a_coupon_nor_given_one(db: Db) -> None:
    ana, ben = given.person(db, 1), given.person(db, 2)
    for_gold = campaign(db, tiers=(Tier.GOLD,))
    tiers.give(db, ben.id, Tier.GOLD, now=NOW)
    ben = people.the_person(db, ben.id)

    assert campaigns.to_be_had(db, ana, now=NOW) == []
    assert campaigns.to_be_had(db, ben, now=NOW) == [for_gold]
    with pytest.raises(CampaignOver):
        campaigns.take(db, ana, for_gold.id, now=NOW)
    assert campaigns.take(db, ben, for_gold.id, now=NOW).amount == FIVE


def test_nobody_gets_more_than_their_share_and_all_together_no_more_than_there_are(db: Db) -> None:
    ana, ben = given.person(db, 1), given.person(db, 2)
    few = campaign(db, total=3, per_person=2)

    for _ in range(2):
        campaigns.take(db, ana, few.id, now=NOW)
    with pytest.raises(CampaignHad):
        campaigns.take(db, ana, few.id, now=NOW)
    campaigns.take(db, ben, few.id, now=NOW)
    with pytest.raises(CampaignOver):
        campaigns.take(db, ben, few.id, now=NOW)

    assert campaigns.the_campaign(db, few.id).given == 3
    assert campaigns.to_be_had(db, ben, now=NOW) == []


def test_a_campaign_gives_nothing_before_it_begins_after_it_ends_or_once_it_is_closed(db: Db) -> None:
    ana = given.person(db)
    short = campaign(db, runs_for=7)

    for moment in (NOW - timedelta(seconds=1), short.ends_at):
        with pytest.raises(CampaignOver):
            campaigns.take(db, ana, short.id, now=moment)
    campaigns.close(db, short.id, by="admin:1", now=NOW)
    with pytest.raises(CampaignOver):
        campaigns.take(db, ana, short.id, now=NOW)
    assert campaigns.close(db, short.id, by="admin:1", now=NOW).given == 0


def test_a_coupon_lasts_its_days_but_not_beyond_the_campaign(db: Db) -> None:
    ana = given.person(db)
    short = campaign(db, days=30, runs_for=7)

    assert campaigns.take(db, ana, short.id, now=NOW).expires_at == short.ends_at


def test_a_campaign_only_by_code_gives_nothing_to_who_just_asks(db: Db) -> None:
    ana = given.person(db)
    secret = campaign(db, is_public=False)

    assert campaigns.to_be_had(db, ana, now=NOW) == []
    with pytest.raises(CampaignOver):
        campaigns.take(db, ana, secret.id, now=NOW)


def test_coupons_that_go_together_are_reserved_used_and_given_back_together(db: Db) -> None:
    ana = given.person(db, balance=given.PRICE)
    each = [campaigns.take(db, ana, campaign(db, is_stackable=True).id, now=NOW) for _ in range(2)]

    def statuses() -> set[CouponStatus]:
        return {coupons.the_coupon(db, coupon.id).status for coupon in each}

    order = given.order(db, ana)
    assert order.total == given.PRICE - FIVE - FIVE
    assert statuses() == {CouponStatus.RESERVED}
    assert given.broken_in(db) == []
    orders.cancel(db, order, by=ana.who, now=NOW)
    assert statuses() == {CouponStatus.GRANTED}
    given.paid(db, given.order(db, ana, key="again"), now=NOW)
    assert statuses() == {CouponStatus.USED}
    assert given.broken_in(db) == []


def test_an_order_that_cannot_have_all_its_coupons_takes_none(db: Db) -> None:
    ana = given.person(db)
    each = [campaigns.take(db, ana, campaign(db, is_stackable=True).id, now=NOW) for _ in range(2)]
    quote = given.quote(db, ana)
    coupons.reserve(db, each[1].id, by="test", why="another order", now=NOW)

    with pytest.raises(CouponTaken):
        orders.place(db, quote=quote, person=ana, account="", note="", key="a", now=NOW)

    assert coupons.the_coupon(db, each[0].id).status is CouponStatus.GRANTED


def test_who_chooses_a_coupon_or_none_gets_that(db: Db) -> None:
    ana = given.person(db)
    small, great = [
        campaigns.take(db, ana, campaign(db, amount=Money(minor, "CNY")).id, now=NOW) for minor in (300, 900)
    ]

    def discount(*chosen: int) -> int:
        quote = pricing.quote(db, person=ana, product_id=CARD, quantity=1, coupon_ids=chosen, now=NOW)
        return quote.discount.minor

    assert (given.quote(db, ana).coupon_id, discount(small.id), discount()) == (great.id, 300, 0)


def test_of_many_takers_at_once_only_so_many_get_a_coupon(database: Database, vault: Vault) -> None:
    given.a_shop(database, vault)
    with database.transaction() as db:
        takers = [given.person(db, number) for number in range(1, 5)]
        few = campaign(db, total=3, per_person=1)

    def take(number: int) -> Callable[[Db], int]:
        return lambda db: campaigns.take(db, takers[number % 4], few.id, now=NOW).person_id

    results = at_once(database, [take(number) for number in range(8)])

    had = [result for result in results if isinstance(result, int)]
    assert len(had) == len(set(had)) == 3
    assert {*kinds(results)} <= {"int", "CampaignHad", "CampaignOver"}
    with database.read() as db:
        assert campaigns.the_campaign(db, few.id).given == 3
