"""Transcripts of the settings: what a person wants to hear, and where they are."""

import pytest

from backend.people import Person
from tests.conversations.chats import PersonInTest, ShopInTest


def known(shop: ShopInTest, person: PersonInTest) -> Person:
    with shop.database.read() as db:
        return person.known_as(db)


def test_the_menu_leads_to_them_and_back(ana: PersonInTest) -> None:
    ana.says("/start")

    ana.taps("Settings")
    ana.sees("Reminders and questions after an order: on", "News from the shop: on", "Time zone: Asia/Shanghai")
    ana.taps("Menu")

    ana.sees("Hello Ana")
    assert len(ana.messages) == 1


def test_reminders_and_news_are_switched_off_and_on_apart_from_each_other(
    shop: ShopInTest, xiaomei: PersonInTest
) -> None:
    xiaomei.says("设置")
    xiaomei.taps("关闭提醒")
    xiaomei.sees("订单后的提醒和回访：关", "店铺消息：开")
    assert not known(shop, xiaomei).wants_follow_ups

    xiaomei.taps("关闭店铺消息")
    xiaomei.taps("打开提醒")

    xiaomei.sees("订单后的提醒和回访：开", "店铺消息：关")
    assert known(shop, xiaomei).wants_follow_ups
    assert not known(shop, xiaomei).wants_news


def test_a_city_is_tapped(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/settings")
    ana.taps("Time zone")
    ana.sees("Where are you?")

    ana.taps("Berlin")

    ana.sees("Saved.", "Time zone: Europe/Berlin")
    assert known(shop, ana).time_zone == "Europe/Berlin"
    assert len(ana.messages) == 1


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Paris", "Europe/Paris"),
        ("paris", "Europe/Paris"),
        (" new york ", "America/New_York"),
        ("UTC", "UTC"),
        ("asia/URUMQI", "Asia/Urumqi"),
    ],
)
def test_a_zone_is_typed_by_its_name_or_city(shop: ShopInTest, ana: PersonInTest, typed: str, zone: str) -> None:
    ana.says("/settings")
    ana.taps("Time zone")

    ana.says(typed)

    ana.sees("Saved.")
    assert known(shop, ana).time_zone == zone


@pytest.mark.parametrize("typed", ["Atlantis", "GMT+8", "Etc/GMT+8", "8"])
def test_a_zone_that_is_none_or_lies_where_nobody_expects_it_is_asked_again(
    shop: ShopInTest, ana: PersonInTest, typed: str
) -> None:
    ana.says("/settings")
    ana.taps("Time zone")

    ana.says(typed)

    ana.sees(f"I don’t know the time zone “{typed}”", "Where are you?")
    assert known(shop, ana).time_zone is None


def test_leaving_the_question_changes_nothing(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/settings")
    ana.taps("Time zone")

    ana.taps("Cancel")

    ana.sees("Hello Ana")
    assert known(shop, ana).time_zone is None


def test_the_menu_says_which_shop_it_is_and_what_every_visitor_should_know(
    shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    ana.says("/start")
    xiaomei.says("/start")

    ana.sees("I look after Xiaoer Digital", "Sample")
    xiaomei.sees("我是小二数码铺的店小二", "样品")
    shop.loads(('en = "Sample"', 'en = "No <refunds> & no returns"'))
    ana.says("/menu")
    ana.sees("No <refunds> & no returns")
