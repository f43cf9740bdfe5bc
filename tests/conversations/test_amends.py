"""Transcripts of making amends: for a late order by itself, and for an incident when an admin says so."""

import pytest
import sqlalchemy as sa

from backend import incidents
from backend.money import Money
from storage.stock import CardRow
from tests.conversations.chats import ADMIN, PersonInTest, ShopInTest
from tests.conversations.journeys import goes_to_the_gateway, has_delivery


@pytest.fixture
def boss(shop: ShopInTest) -> PersonInTest:
    """The owner, who is admin from the first word on."""
    boss = shop.person(ADMIN, "Boss")
    boss.says("/start")
    return boss


def waits_long(shop: ShopInTest, person: PersonInTest, *, minutes: int) -> None:
    """Pay for two cards that are gone, and get them so many minutes later."""
    pays_for_nothing(shop, person)
    shop.forward(minutes=minutes)
    shop.restock("steam-50", *(f"NEW-{person.id}-{n}" for n in range(5)))
    shop.forward(minutes=1)


def pays_for_nothing(shop: ShopInTest, person: PersonInTest) -> None:
    """Pay late for two cards of which somebody else had the last, so that the order waits."""
    address = goes_to_the_gateway(person)
    with shop.database.transaction() as db:
        db.execute(sa.delete(CardRow))
    shop.has_paid(address, txn=f"TXN-{person.id}", event=f"event-{person.id}")


def test_a_late_order_brings_an_apology_and_a_coupon_that_applies_itself(shop: ShopInTest, ana: PersonInTest) -> None:
    waits_long(shop, ana, minutes=61)
    shop.forward(seconds=2)

    ana.sees("Sorry: order", "took 1 hour to reach you", "CN¥5.00 off for orders from CN¥20.00", "applies itself")
    ana.offers("Use it now")
    ana.taps("Use it now")
    ana.sees("What are you looking for?")
    ana.says("steam50")
    ana.taps("🛒")
    ana.says("1")
    ana.sees("Coupon (CN¥5.00 off): −CN¥5.00", "Total: CN¥45.00")


def test_an_apology_comes_once(shop: ShopInTest, xiaomei: PersonInTest) -> None:
    waits_long(shop, xiaomei, minutes=11)

    shop.forward(seconds=2)
    shop.forward(minutes=30)

    told = [message.text for message in xiaomei.messages if "对不起" in message.text]
    assert len(told) == 1
    assert "立减 ¥2.00" in told[0]
    assert "让您等了12 分钟" in told[0]


def test_an_order_in_time_brings_no_apology(shop: ShopInTest, ana: PersonInTest) -> None:
    has_delivery(shop, ana)

    shop.forward(minutes=1)

    assert [message for message in ana.messages if "Sorry" in message.text] == []


def reports(boss: PersonInTest) -> None:
    """The owner opens a serious incident about everything, an hour back."""
    boss.says("/incident")
    boss.taps("New incident")
    boss.says("Deliveries were slow")
    boss.taps("All products")
    boss.taps("60 min ago")
    boss.taps("serious")
    boss.sees("Deliveries were slow", "serious; all products; since")
    boss.taps("Open it")


def test_an_admin_opens_closes_looks_and_gives(shop: ShopInTest, ana: PersonInTest, boss: PersonInTest) -> None:
    pays_for_nothing(shop, ana)
    shop.forward(minutes=20)
    reports(boss)
    boss.sees("🔴 open", "Close it when the trouble is over")
    boss.taps("It is over")
    boss.sees("⚪ closed", "Look first")

    boss.taps("Who would get what?")
    boss.sees("People whose orders suffered: 1", "Ana, 1 order: CN¥5.00 off", "Coupons: 1, worth CN¥5.00 at most")
    assert "Sorry" not in ana.screen
    boss.taps("Give it to 1 person")
    boss.sees("⏳ making amends", "Given to so far: 0")
    shop.forward(seconds=2)

    boss.sees("✅ made up for", "Given to so far: 1; worth CN¥5.00 at most")
    ana.sees("Sorry: something went wrong", "Deliveries were slow", "CN¥5.00 off for orders from CN¥10.00")


def test_an_order_that_an_incident_made_up_for_brings_nothing_more_when_it_arrives(
    shop: ShopInTest, ana: PersonInTest, boss: PersonInTest
) -> None:
    pays_for_nothing(shop, ana)
    shop.forward(minutes=20)
    reports(boss)
    for label in ("It is over", "Who would", "Give it to"):
        boss.taps(label)
    shop.forward(seconds=2)

    shop.restock("steam-50", *(f"NEW-{n}" for n in range(5)))
    shop.forward(minutes=60)
    shop.forward(seconds=2)

    assert len([message for message in ana.messages if "Sorry" in message.text]) == 1


def test_whom_it_did_not_touch_is_given_nothing(shop: ShopInTest, ana: PersonInTest, boss: PersonInTest) -> None:
    has_delivery(shop, ana)
    reports(boss)
    boss.taps("It is over")

    boss.taps("Who would get what?")

    boss.sees("People whose orders suffered: 0", "Nobody would be given anything")
    boss.misses("Give it to")
    assert shop.balance_of(ana) == Money(0, "CNY")


def test_a_run_that_a_failed_batch_ended_goes_on_at_a_tap(
    shop: ShopInTest, ana: PersonInTest, boss: PersonInTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    pays_for_nothing(shop, ana)
    shop.forward(minutes=20)
    reports(boss)
    for label in ("It is over", "Who would", "Give it to"):
        boss.taps(label)
    with monkeypatch.context() as broken:
        broken.setattr(incidents, "grant_batch", lambda *_, **__: 1 // 0)
        shop.forward(seconds=2)
        shop.forward(seconds=10)
        shop.forward(seconds=10)
    shop.forward(minutes=10)
    assert "Sorry" not in ana.screen

    boss.taps("Go on")
    shop.forward(seconds=2)

    assert [message for message in boss.messages if "✅ made up for" in message.text]
    assert len([message for message in ana.messages if "Sorry" in message.text]) == 1


def test_an_open_incident_is_given_nothing_for(ana: PersonInTest, boss: PersonInTest) -> None:
    reports(boss)

    boss.misses("Who would get what?")
    boss.offers("It is over")


def test_a_product_that_is_not_named_well_is_asked_again(boss: PersonInTest) -> None:
    boss.says("/incident")
    boss.taps("New incident")
    boss.says("Deliveries were slow")

    boss.says("qqqqqqq")

    boss.sees("I can’t find that product", "Which product did it touch?")
    boss.says("steam50")
    boss.sees("How many minutes ago")
    boss.says("soon")
    boss.sees("Please send a number")
    boss.says("30")
    boss.says("very")
    boss.sees("Please choose one of the buttons", "How bad was it?")
    boss.taps("severe")
    boss.sees("severe; Steam ¥50; since")


def test_incidents_are_for_admins(ana: PersonInTest) -> None:
    ana.says("/incident")

    ana.misses("Incidents")
