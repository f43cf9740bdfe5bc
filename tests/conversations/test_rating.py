"""Transcripts of rating a delivery: stars, thanks that fit, second thoughts, and who hears of few."""

import pytest

from backend import people
from backend.people import Role
from tests.conversations.chats import PersonInTest, ShopInTest
from tests.conversations.journeys import has_delivery


def is_asked_for_stars(shop: ShopInTest, person: PersonInTest) -> None:
    """Have had a delivery and said that all is good."""
    has_delivery(shop, person)
    shop.forward(hours=4)
    person.taps("All good" if person.name == "Ana" else "都好")


@pytest.mark.parametrize(
    ("stars", "thanks"),
    [(1, "I’m sorry. That is not how"), (2, "I’m sorry it wasn’t better"), (3, "better?"), (4, "Glad"), (5, "our day")],
)
def test_the_thanks_fit_the_stars_and_supervisors_hear_of_few(
    shop: ShopInTest, ana: PersonInTest, stars: int, thanks: str
) -> None:
    is_asked_for_stars(shop, ana)

    ana.taps(f"{stars} ⭐")

    ana.sees(thanks)
    ana.offers("Say more", "Change the stars", "Menu")
    assert [text for text in shop.told if "Ana" in text and "满分 5 星" in text] == (
        [f"⭐ Ana 给订单 {shop.told[-1].split()[3].split('打')[0]}打了 {stars} 星（满分 5 星）。"] if stars <= 2 else []
    )


def test_every_supervisor_is_told_in_their_language_with_the_words(shop: ShopInTest, ana: PersonInTest) -> None:
    boss = shop.person(601, "Sue")
    boss.says("/start")
    with shop.database.transaction() as db:
        people.appoint(db, boss.known_as(db), Role.SUPERVISOR, by="test", now=shop.clock.now())
    is_asked_for_stars(shop, ana)
    ana.taps("1 ⭐")
    boss.sees("⭐ Ana gave 1 of 5 for order")

    ana.taps("Say more")
    ana.sees("What went wrong, or well?")
    ana.says("The second code was used up <b>already</b>")

    ana.sees("I’ve passed it on", "I’m sorry")
    ana.misses("Say more")
    boss.sees("✍️ Ana on order", "(1 of 5): The second code was used up <b>already</b>")


def test_stars_may_be_changed_and_few_are_told_of_when_they_become_few(shop: ShopInTest, xiaomei: PersonInTest) -> None:
    is_asked_for_stars(shop, xiaomei)
    told = len(shop.told)
    xiaomei.taps("5 ⭐")
    xiaomei.sees("太感谢了")

    xiaomei.taps("改评分")
    xiaomei.taps("2 ⭐")
    xiaomei.taps("改评分")
    xiaomei.taps("2 ⭐")
    xiaomei.taps("改评分")
    xiaomei.taps("1 ⭐")

    xiaomei.sees("真对不起")
    assert len(shop.told) == told + 1


def test_after_a_day_the_stars_stay(shop: ShopInTest, ana: PersonInTest) -> None:
    is_asked_for_stars(shop, ana)
    ana.taps("4 ⭐")
    ana.taps("Change the stars")
    shop.forward(hours=24)

    ana.taps("1 ⭐")

    ana.sees("You gave 4 of 5 stars more than a day ago")


def test_nobody_rates_what_is_somebody_elses(shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest) -> None:
    is_asked_for_stars(shop, ana)
    xiaomei.says("/start")
    stars = next(key for row in ana.messages[-1].keyboard for key in row if "1 ⭐" in key["text"])

    xiaomei.taps_data(stars["callback_data"], 1)

    xiaomei.misses("真对不起", "⭐")
    assert not any("满分 5 星" in text for text in shop.told)


def test_a_remark_that_is_too_long_is_asked_again_and_may_be_dropped(shop: ShopInTest, ana: PersonInTest) -> None:
    is_asked_for_stars(shop, ana)
    ana.taps("1 ⭐")
    ana.taps("Say more")

    ana.says("x" * 501)
    ana.sees("500 characters at most", "What went wrong, or well?")
    ana.taps("Cancel")

    assert not any("✍️" in text for text in shop.told)
