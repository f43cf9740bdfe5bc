"""Transcripts of orders nobody pays: cancelled, reminded of, closed; their page keeps itself up to date."""

from tests.conversations.chats import PersonInTest, ShopInTest
from tests.conversations.journeys import waits_for_payment


def test_cancelling_asks_first_and_frees_what_was_set_aside(shop: ShopInTest, ana: PersonInTest) -> None:
    number = waits_for_payment(ana)
    assert shop.left("steam-50") == 3

    ana.taps("Cancel order")
    ana.sees(f"Really cancel order {number}?")
    assert shop.left("steam-50") == 3
    ana.taps("Yes, cancel")

    ana.sees("cancelled and nothing was charged", "Status: cancelled")
    ana.offers("Order again", "My orders", "Human", "Menu")
    assert shop.left("steam-50") == 5
    assert len(ana.messages) == 2


def test_thinking_better_of_it_keeps_the_order(shop: ShopInTest, xiaomei: PersonInTest) -> None:
    number = waits_for_payment(xiaomei)
    xiaomei.taps("取消订单")
    xiaomei.sees(f"确定取消订单 {number} 吗？")

    xiaomei.taps("先留着")

    xiaomei.sees("状态：待付款")
    assert shop.left("steam-50") == 3


def test_five_minutes_before_the_end_one_is_reminded_once(shop: ShopInTest, ana: PersonInTest) -> None:
    number = waits_for_payment(ana)
    shop.forward(minutes=9)
    seen = len(ana.messages)

    shop.forward(minutes=1)
    shop.forward(minutes=1)

    ana.sees(f"Order {number} is not paid yet. At Mar 2 12:15 it closes by itself")
    assert len(ana.messages) == seen + 1
    ana.taps("Order details")
    ana.sees("waiting for payment")
    ana.offers("Pay online", "Cancel order")


def test_who_paid_is_not_reminded(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    shop.give(ana, "100")
    waits_for_payment(ana)
    ana.taps("Pay from balance")
    seen = len(ana.messages)

    shop.forward(minutes=11)
    shop.forward(minutes=10)

    assert len(ana.messages) == seen


def test_unpaid_it_closes_says_so_and_its_page_follows(shop: ShopInTest, xiaomei: PersonInTest) -> None:
    number = waits_for_payment(xiaomei)
    page = xiaomei.messages[-1]

    shop.forward(minutes=15)

    xiaomei.sees(f"订单 {number} 超时未付，已自动关闭，没有扣款")
    xiaomei.offers("订单详情", "人工")
    assert "超时未付，已关闭" in page.text
    assert [key["text"] for key in page.keyboard[0]] == ["🔁 再来一单"]
    assert shop.left("steam-50") == 5


def test_a_moment_before_the_end_it_can_still_be_paid(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    shop.give(ana, "100")
    waits_for_payment(ana)
    page = ana.messages[-1]
    shop.forward(minutes=14, seconds=30)

    ana.taps("Pay from balance", message=page)

    ana.sees("is here!")
    shop.forward(minutes=1)
    ana.sees("is here!")


def test_every_copy_of_the_page_follows_in_place(shop: ShopInTest, ana: PersonInTest) -> None:
    number = waits_for_payment(ana)
    ana.says(number)
    ana.says("/orders")
    ana.taps("to pay")
    pages = ana.messages[-3:]

    shop.forward(minutes=15)

    assert ["closed, not paid in time" in page.text for page in pages] == [True, True, True]
