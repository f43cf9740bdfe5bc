"""Transcripts of getting the codes: shown, hidden, shown again, always the same ones."""

import re

from tests.conversations.chats import PersonInTest, ShopInTest
from tests.conversations.journeys import has_delivery


def codes(text: str) -> list[str]:
    """The codes that can be read."""
    return re.findall(r"CODE-[a-z0-9-]+", text)


def test_the_codes_are_hidden_until_asked_for_and_each_can_be_copied(shop: ShopInTest, ana: PersonInTest) -> None:
    has_delivery(shop, ana)
    assert codes(ana.screen) == []
    assert ana.messages[-1].is_protected

    ana.taps("Show codes")

    ana.sees("Codes of order", "Steam ¥50 × 2")
    assert codes(ana.screen) == ["CODE-steam-50-0", "CODE-steam-50-1"]
    assert ana.messages[-1].text.count("<tg-spoiler>") == 2
    copied = [key["copy_text"]["text"] for row in ana.messages[-1].keyboard for key in row if "copy_text" in key]
    assert copied == codes(ana.screen)
    ana.offers("Copy code 1", "Copy code 2", "Hide codes", "Order details", "Human")
    ana.taps("Hide codes")
    assert codes(ana.screen) == []


def test_shown_again_beside_and_weeks_later_they_are_the_same(shop: ShopInTest, xiaomei: PersonInTest) -> None:
    has_delivery(shop, xiaomei)
    xiaomei.taps("查看卡密")
    first = codes(xiaomei.screen)
    xiaomei.taps("收起卡密")
    shop.forward(days=20)

    xiaomei.says("订单")
    xiaomei.taps("已到货")
    page = xiaomei.messages[-1]
    xiaomei.taps("查看卡密", message=page)

    assert codes(xiaomei.screen) == first
    assert xiaomei.messages[-1].is_protected
    assert codes(page.text) == []


def test_codes_left_open_are_hidden_after_a_while(shop: ShopInTest, ana: PersonInTest) -> None:
    has_delivery(shop, ana)
    ana.taps("Show codes")

    shop.forward(minutes=10)

    assert codes(ana.screen) == []
    ana.taps("Show codes")
    assert codes(ana.screen) == ["CODE-steam-50-0", "CODE-steam-50-1"]


def test_the_order_is_shown_beside_its_delivery(shop: ShopInTest, ana: PersonInTest) -> None:
    has_delivery(shop, ana)
    delivery = ana.messages[-1]

    ana.taps("Order details")

    ana.sees("Status: delivered", "Tap “Show codes”, as often as you like")
    ana.offers("Show codes", "Order again")
    assert "is here!" in delivery.text


def test_two_customers_never_see_the_same_code(shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest) -> None:
    has_delivery(shop, ana)
    has_delivery(shop, xiaomei)

    ana.taps("Show codes")
    xiaomei.taps("查看卡密")

    assert set(codes(ana.screen)).isdisjoint(codes(xiaomei.screen))
    assert len(codes(xiaomei.screen)) == 2
