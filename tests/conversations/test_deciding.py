"""Transcripts of a world that moves on while a customer decides: prices, stock, time, and the same order twice."""

from tests.conversations.chats import CATALOGUE, PersonInTest, ShopInTest
from tests.conversations.journeys import at_the_account, at_the_quantity, at_the_summary, waits_for_payment


def test_a_promised_price_holds_although_the_shop_changes_it(shop: ShopInTest, ana: PersonInTest) -> None:
    at_the_summary(ana)
    shop.loads(('retail = "50.00"', 'retail = "60.00"'))
    shop.forward(minutes=9)

    ana.taps("Order for CN¥100.00")

    ana.sees("Order placed!", "Total: CN¥100.00")


def test_a_lapsed_price_is_offered_anew_and_never_charged_unseen(
    shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    at_the_summary(ana)
    at_the_summary(xiaomei)
    shop.loads(('retail = "50.00"', 'retail = "60.00"'))
    shop.forward(minutes=10)

    ana.taps("Order for CN¥100.00")
    xiaomei.taps("确认下单 ¥100.00")

    ana.sees("That price has lapsed", "Please check your order", "Total: CN¥120.00")
    xiaomei.sees("报价已过期", "请核对订单", "合计：¥120.00")
    ana.taps("Order for CN¥120.00")
    ana.sees("Order placed!", "Total: CN¥120.00")


def test_what_sold_out_meanwhile_is_said_before_anything_is_ordered(
    shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    at_the_summary(ana)
    at_the_account(xiaomei)
    shop.sells_elsewhere("steam-50", 3)
    shop.sells_elsewhere("steam-50", 2)
    for _ in range(5):
        shop.sells_elsewhere("mobile-100", 1)

    ana.taps("Order for")
    xiaomei.says("13800138000")

    ana.sees("it has just sold out", "Please choose a product first")
    ana.offers("Browse", "Cancel", "Human")
    xiaomei.sees("刚刚卖完了", "请先挑一件商品")
    xiaomei.offers("逛逛商品", "取消", "人工")
    ana.taps("Browse")
    ana.sees("What are you looking for?")


def test_fewer_left_than_wanted_asks_for_fewer_and_sells_those(shop: ShopInTest, ana: PersonInTest) -> None:
    at_the_summary(ana)
    ana.taps("Quantity")
    ana.taps("3")
    shop.sells_elsewhere("steam-50", 3)

    ana.taps("Order for CN¥150.00")
    ana.sees("only 2 left, and you asked for 3", "How many?", "at most 2")
    ana.misses("Back")
    ana.taps("2")
    ana.sees("Steam ¥50 × 2", "CN¥100.00")
    ana.taps("Order for CN¥100.00")

    ana.sees("Order placed!", "Steam ¥50 × 2", "Total: CN¥100.00")


def test_when_one_is_left_it_is_offered_and_never_ordered_unasked(shop: ShopInTest, ana: PersonInTest) -> None:
    at_the_summary(ana)
    shop.sells_elsewhere("steam-50", 3)
    shop.sells_elsewhere("steam-50", 1)

    ana.taps("Order for CN¥100.00")

    ana.sees("only 1 left, and you asked for 2", "Please check your order", "Steam ¥50 × 1", "CN¥50.00")
    ana.taps("Order for CN¥50.00")
    ana.sees("Order placed!", "Total: CN¥50.00")


def test_sold_out_while_changing_the_quantity_is_said_at_once(shop: ShopInTest, ana: PersonInTest) -> None:
    at_the_summary(ana)
    shop.sells_elsewhere("steam-50", 3)
    shop.sells_elsewhere("steam-50", 2)

    ana.taps("Quantity")

    ana.sees("it has just sold out", "Please choose a product first")
    assert ana.screen.count("sold out") == 1


def test_what_is_withdrawn_meanwhile_is_said(shop: ShopInTest, xiaomei: PersonInTest) -> None:
    at_the_account(xiaomei)
    shop.loads(catalogue_text=CATALOGUE[: CATALOGUE.rindex("[[products]]")])

    xiaomei.says("13800138000")

    xiaomei.sees("这件商品暂时不卖", "请先挑一件商品")


def test_an_identical_order_within_ten_minutes_asks_first(shop: ShopInTest, ana: PersonInTest) -> None:
    waits_for_payment(ana)
    shop.forward(minutes=9)

    at_the_summary(ana)
    ana.sees("the very same order a few minutes ago")
    ana.offers("Yes, another one", "Back", "Cancel", "Human")
    ana.says("maybe")
    ana.sees("Please choose one of the buttons below", "the very same order")
    ana.says("yes")
    ana.sees("Please check your order")
    ana.taps("Order for")

    ana.sees("Order placed!")
    ana.says("/orders")
    assert sum("to pay · 2 × Steam ¥50" in label for label in ana.labels) == 2


def test_who_did_not_mean_a_second_order_has_one(xiaomei: PersonInTest) -> None:
    waits_for_payment(xiaomei)
    at_the_summary(xiaomei)
    xiaomei.sees("几分钟前您刚下过一模一样的单")

    xiaomei.taps("取消")

    xiaomei.sees("已取消，没有下单")
    xiaomei.says("订单")
    assert sum("待付款 · Steam 50 元 × 2" in label for label in xiaomei.labels) == 1


def test_after_ten_minutes_or_with_another_quantity_nobody_is_asked(shop: ShopInTest, ana: PersonInTest) -> None:
    waits_for_payment(ana)
    at_the_quantity(ana)
    ana.taps("1")
    ana.sees("Please check your order")
    ana.taps("Cancel")
    shop.forward(minutes=10)

    at_the_summary(ana)

    ana.sees("Please check your order")
