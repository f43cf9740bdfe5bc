"""Transcripts of another order over an open one: the former is kept, said so, and a tap away."""

from tests.conversations.chats import PersonInTest, ShopInTest
from tests.conversations.journeys import at_the_summary


def test_another_order_over_the_open_one_keeps_it(xiaomei: PersonInTest) -> None:
    at_the_summary(xiaomei)

    xiaomei.says("再来一个话费100 充13800138000")

    xiaomei.sees("请核对订单", "话费 100 元 × 1", "13800138000", "刚才那一单（Steam 50 元 × 2）还留着")
    xiaomei.offers("▶ 先下：Steam 50 元 × 2")
    xiaomei.says("确认")
    xiaomei.sees("下单成功", "话费 100 元")
    xiaomei.offers("继续：确认订单")
    xiaomei.taps("继续")
    xiaomei.sees("请核对订单", "Steam 50 元 × 2")
    xiaomei.taps("确认下单")
    xiaomei.sees("下单成功", "Steam 50 元 × 2")


def test_the_former_order_can_be_done_first(ana: PersonInTest) -> None:
    at_the_summary(ana)
    ana.says("please top up 100 to 13800138000")
    ana.sees("Mobile top-up ¥100 × 1")

    ana.taps("▶ First: Steam ¥50 × 2")

    ana.sees("Please check your order", "Steam ¥50 × 2")
    ana.misses("13800138000")
    ana.taps("Order for")
    ana.sees("Order placed")
    ana.taps("Continue")
    ana.sees("Mobile top-up ¥100 × 1", "13800138000")


def test_giving_up_the_second_order_keeps_the_first(ana: PersonInTest) -> None:
    at_the_summary(ana)
    ana.says("please top up 100 to 13800138000")

    ana.says("cancel")

    ana.sees("Cancelled")
    ana.says("continue")
    ana.sees("Steam ¥50 × 2")


def test_the_same_good_again_is_no_second_order(ana: PersonInTest) -> None:
    at_the_summary(ana)

    ana.says("I want to buy 3 steam50")

    ana.sees("Please check your order", "Steam ¥50 × 3")
    ana.misses("First:")


def test_what_was_ordered_meanwhile_is_asked_about_before_it_is_ordered_twice(ana: PersonInTest) -> None:
    at_the_summary(ana)
    ana.says("please top up 100 to 13800138000")
    ana.says("not mobile, change it to 2 steam50")
    ana.sees("Steam ¥50 × 2")
    ana.taps("Order for")
    ana.sees("Order placed")
    ana.taps("Continue")

    ana.taps("Order for")

    ana.sees("minutes ago")
    ana.says("orders")
    assert sum("Steam" in label for label in ana.labels) == 1


def test_what_is_sold_out_opens_no_order_and_offers_the_line(shop: ShopInTest, ana: PersonInTest) -> None:
    for count in (3, 2):
        shop.sells_elsewhere("steam-50", count)

    ana.says("two steam50 please")

    ana.sees("sold out")
    ana.offers("Join the waiting list")
    ana.says("continue")
    ana.sees("Nothing is waiting")


def test_a_wish_beside_the_order_keeps_its_button(xiaomei: PersonInTest) -> None:
    xiaomei.says("给我来2张steam50下单，然后查余额")

    xiaomei.sees("请核对订单", "Steam 50 元 × 2")
    xiaomei.offers("余额")


def test_an_order_beside_another_wish_keeps_its_button(xiaomei: PersonInTest) -> None:
    xiaomei.says("来两张steam50 然后查下余额")
    xiaomei.sees("您的余额")

    xiaomei.taps("Steam 50 元 × 2")

    xiaomei.sees("请核对订单", "Steam 50 元 × 2")
