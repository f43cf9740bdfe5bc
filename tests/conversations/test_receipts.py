"""Transcripts of receipts: sent as a file and in words, with every fact and never a code."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot import pictures
from bot.pictures import CannotDraw
from flows.screens import Picture
from tests.conversations.chats import ADMIN, PersonInTest, ShopInTest
from tests.conversations.journeys import has_delivery
from tests.conversations.test_promises import becomes_late


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Picture]]:
    """What was to be drawn; drawing takes a second (tests/bot/test_receipts.py does it)."""
    asked: list[Picture] = []

    async def draw(picture: Picture, language: str) -> bytes:
        asked.append(picture)
        return f"%PDF in {language}".encode()

    monkeypatch.setattr(pictures, "draw", draw)
    yield asked
    assert not any("CODE-" in json.dumps(dict(each.numbers)) for each in asked)


def asks_for_it(person: PersonInTest) -> dict[str, Any]:
    """Have the receipt sent from the order's page; returns the call that sent it."""
    person.taps("PDF")
    shop = person._shop
    return next(call for method, call in reversed(shop.driver.calls) if method == "sendDocument")


def facts(drawn: list[Picture]) -> dict[str, str]:
    """The lines of the last receipt."""
    return dict(drawn[-1].numbers["lines"])


def test_a_delivered_order_has_a_receipt(shop: ShopInTest, ana: PersonInTest, drawn: list[Picture]) -> None:
    has_delivery(shop, ana)
    ana.taps("Order details")
    number = ana.order_number()

    sent = asks_for_it(ana)

    assert (sent["document"].name, sent["document"].content) == (f"receipt-{number}.pdf", b"%PDF in en")
    assert sent["protect_content"] is False
    assert drawn[-1].numbers["shop"] == "Xiaoer Digital"
    assert facts(drawn) == {
        "Order": number,
        "Ordered": "2026-03-02 12:00",
        "Goods": "Steam ¥50 × 2",
        "Price of one": "CN¥50.00",
        "Total": "CN¥100.00",
        "Paid": f"CN¥100.00, from the balance, 2026-03-02 12:00, payment {number}-1",
        "Delivered": "2026-03-02 12:00",
    }
    ana.sees("Receipt, Xiaoer Digital", f"Order: {number}", "It is no tax invoice")


def test_a_refund_stands_on_it(shop: ShopInTest, xiaomei: PersonInTest, drawn: list[Picture]) -> None:
    becomes_late(shop, xiaomei)
    xiaomei.taps("我要退款")
    xiaomei.taps("确定退款")

    asks_for_it(xiaomei)

    assert facts(drawn)["退款"] == "¥100.00 退到余额，2026-03-02 12:10"
    assert "到货时间" not in facts(drawn)


def test_where_none_can_be_drawn_the_words_say_it_all(
    shop: ShopInTest, ana: PersonInTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def draw(picture: Picture, language: str) -> bytes:
        raise CannotDraw(f"no font for {picture.kind} in {language}")

    monkeypatch.setattr(pictures, "draw", draw)
    has_delivery(shop, ana)
    ana.taps("Order details")

    ana.taps("PDF")

    ana.sees("Receipt, Xiaoer Digital", "Total: CN¥100.00", "from the balance")
    assert not any(method == "sendDocument" for method, _ in shop.driver.calls)


def test_an_unpaid_order_has_none(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("steam50")
    ana.taps("🛒")
    ana.says("1")
    ana.taps("Order for")

    ana.misses("PDF")
    assert shop.driver.chats.get(ADMIN, []) == []
