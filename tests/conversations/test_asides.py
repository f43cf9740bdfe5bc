"""Transcripts of turning aside and coming back: side questions, and silences of half an hour or a week."""

import pytest

from tests.conversations.chats import PersonInTest, ShopInTest
from tests.conversations.journeys import at_the_account, at_the_quantity, at_the_summary


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("/orders", "You have no orders yet"),
        ("/help", "What I can do for you"),
        ("/balance", "Your balance"),
        ("/shop", "What are you looking for?"),
        ("menu", "Hello Ana"),
        ("/nonsense", "I don’t know that command"),
    ],
)
def test_a_side_question_is_answered_and_the_open_one_is_a_tap_away(ana: PersonInTest, said: str, shown: str) -> None:
    at_the_account(ana)

    ana.says(said)

    ana.sees(shown)
    ana.offers("▶ Continue entering the account")
    ana.taps("Continue")
    ana.sees("Which mobile number")
    ana.says("13800138000")
    ana.sees("Please check your order")


def test_after_a_side_question_the_answer_may_simply_be_typed(xiaomei: PersonInTest) -> None:
    at_the_account(xiaomei)
    xiaomei.says("帮助")
    xiaomei.sees("我能帮您做这些")
    xiaomei.offers("▶ 继续：填写账号")

    xiaomei.says("13800138000")

    xiaomei.sees("请核对订单", "账号：13800138000")


def test_an_order_number_typed_in_the_middle_shows_that_order(ana: PersonInTest) -> None:
    at_the_summary(ana)
    ana.taps("Order for")
    number = ana.order_number()
    at_the_account(ana)

    ana.says(number)

    ana.sees(f"Order {number}", "waiting for payment")
    ana.offers("▶ Continue entering the account")
    ana.taps("Continue")
    ana.sees("Which mobile number")


def test_looking_around_keeps_the_question_at_every_tap(ana: PersonInTest) -> None:
    at_the_account(ana)
    ana.says("/shop")
    ana.taps("Game cards")
    ana.offers("▶ Continue entering the account")
    ana.taps("Steam")
    ana.offers("▶ Continue entering the account", "Buy")

    ana.taps("Continue")

    ana.sees("Which mobile number is the Mobile top-up")


def test_the_language_is_changed_in_the_middle(ana: PersonInTest) -> None:
    at_the_account(ana)
    ana.says("/language")
    ana.taps("简体中文")
    ana.sees("您好，Ana")

    ana.taps("继续：填写账号")

    ana.sees("话费 100 元 充到哪个手机号")


def test_start_in_the_middle_asks_whether_to_go_on(ana: PersonInTest) -> None:
    at_the_account(ana)

    ana.says("/start")

    ana.sees("You were entering the account", "Shall we go on?")
    ana.offers("Continue", "Cancel", "Human")
    ana.taps("Cancel")
    ana.sees("Cancelled", "Hello Ana")


def test_after_half_an_hour_a_text_is_no_answer_until_one_goes_on(
    shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    at_the_account(ana)
    at_the_account(xiaomei)
    shop.forward(minutes=29)
    ana.says("nonsense")
    ana.sees("doesn’t look like a mobile number")
    shop.forward(minutes=31)

    ana.says("13800138000")
    xiaomei.says("13800138000")

    ana.sees("You were entering the account", "everything you filled in is still here")
    xiaomei.sees("您上次正在填写账号", "继续吗？")
    ana.taps("Continue")
    ana.sees("Which mobile number")
    xiaomei.says("继续")
    xiaomei.sees("充到哪个手机号")
    xiaomei.says("13800138000")
    xiaomei.sees("请核对订单")


def test_a_tapped_answer_counts_whenever_it_comes(shop: ShopInTest, ana: PersonInTest) -> None:
    at_the_quantity(ana)
    shop.forward(minutes=31)

    ana.taps("2")

    ana.sees("Please check your order", "Steam ¥50 × 2")


def test_after_a_silence_answers_that_no_longer_hold_are_asked_again(shop: ShopInTest, ana: PersonInTest) -> None:
    at_the_summary(ana)
    shop.sells_elsewhere("steam-50", 3)
    shop.sells_elsewhere("steam-50", 1)
    shop.restock("steam-50", "X-1")
    shop.loads(("max_per_order = 3", "max_per_order = 1"))
    shop.forward(minutes=31)

    ana.says("hi")
    ana.taps("Continue")

    ana.sees("Only one can be bought at once", "Steam ¥50 × 1")


def test_after_a_week_todays_prices_are_shown_and_that_is_said(
    shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    at_the_summary(ana)
    at_the_summary(xiaomei)
    shop.loads(('retail = "50.00"', 'retail = "60.00"'))
    shop.forward(days=8)

    ana.says("hello again")
    ana.sees("You were confirming the order")
    ana.taps("Continue")
    xiaomei.says("/start")
    xiaomei.taps("继续")

    ana.sees("It has been a while", "today’s prices", "Steam ¥50 × 2", "Total: CN¥120.00")
    xiaomei.sees("隔了挺久", "最新的价格", "合计：¥120.00")
