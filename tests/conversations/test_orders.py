"""Transcripts of coming back to one's orders: the list, the numbers, ordering again."""

import pytest

from tests.conversations.chats import PersonInTest, ShopInTest
from tests.conversations.journeys import goes_to_the_gateway, waits_for_payment


def orders_many(shop: ShopInTest, person: PersonInTest, count: int) -> None:
    """Order one card, cancel it, and so on."""
    for _ in range(count):
        person.says("steam50")
        person.taps("🛒")
        person.taps("1")
        person.taps("✅")
        person.taps("✕ Cancel order" if person.name == "Ana" else "✕ 取消订单")
        person.taps("Yes, cancel" if person.name == "Ana" else "确定取消")
        shop.forward(minutes=1)


def test_many_orders_are_read_page_by_page_newest_first(shop: ShopInTest, ana: PersonInTest) -> None:
    orders_many(shop, ana, 7)
    seen = len(ana.messages)

    ana.says("/orders")
    ana.sees("My orders (1/2)")
    assert sum("cancelled · 1 × Steam ¥50" in label for label in ana.labels) == 6
    ana.misses("Previous")
    ana.taps("Next")
    ana.sees("My orders (2/2)")
    assert sum("cancelled · 1 × Steam ¥50" in label for label in ana.labels) == 1
    ana.misses("Next")
    ana.taps("Previous")

    ana.sees("My orders (1/2)")
    assert len(ana.messages) == seen + 1


def test_an_order_is_opened_from_the_list_and_left_again(xiaomei: PersonInTest) -> None:
    number = waits_for_payment(xiaomei)
    xiaomei.says("我的订单")
    xiaomei.misses("1/1")

    xiaomei.taps("待付款 · Steam 50 元 × 2")
    xiaomei.sees(f"订单 {number}", "商品：Steam 50 元 × 2", "合计：¥100.00", "3月2日 12:00  待付款")
    xiaomei.taps("我的订单")

    xiaomei.sees("我的订单")
    xiaomei.offers("待付款 · Steam 50 元 × 2")


@pytest.mark.parametrize("spelling", ["{0}", " {0} ", "{1}", "{2}", "{3}", "＃{0}"])
def test_an_order_is_found_by_its_number_however_it_is_written(ana: PersonInTest, spelling: str) -> None:
    number = waits_for_payment(ana)
    ana.says("/start")

    ana.says(spelling.format(number, number.lower(), f"{number[:4]} {number[4:]}", "-".join(number)))

    ana.sees(f"Order {number}", "Steam ¥50 × 2")


def test_an_order_is_found_by_its_payments_numbers(shop: ShopInTest, ana: PersonInTest) -> None:
    address = goes_to_the_gateway(ana)
    shop.has_paid(address, txn="2026-0302-ABC-77")
    ana.says("/start")

    ana.says("2026 0302 abc 77")
    ana.sees("Status: delivered", "Steam ¥50 × 2")
    number = ana.order_number()
    ana.says(f"{number}-1")

    ana.sees(f"Order {number}")


def test_another_persons_number_finds_nothing(ana: PersonInTest, xiaomei: PersonInTest) -> None:
    number = waits_for_payment(ana)

    xiaomei.says(number)

    xiaomei.sees(f"没找到“{number}”")
    xiaomei.offers("逛逛商品", "人工")


def test_ordering_again_begins_with_the_same_product(shop: ShopInTest, ana: PersonInTest) -> None:
    orders_many(shop, ana, 1)

    ana.taps("Order again")

    ana.sees("Steam ¥50, CN¥50.00 each", "How many?")


def test_ordering_again_what_sold_out_says_so(shop: ShopInTest, xiaomei: PersonInTest) -> None:
    orders_many(shop, xiaomei, 1)
    shop.sells_elsewhere("steam-50", 3)
    shop.sells_elsewhere("steam-50", 2)

    xiaomei.taps("再来一单")

    xiaomei.sees("刚刚卖完了", "请先挑一件商品")
    xiaomei.offers("逛逛商品")
