"""Transcripts of filling in an order: answers, wrong answers explained, back, changes, cancel."""

import pytest

from tests.conversations.chats import PersonInTest, ShopInTest
from tests.conversations.journeys import at_the_account, at_the_quantity, at_the_summary, waits_for_payment


def test_one_product_one_account_one_confirmation(ana: PersonInTest, xiaomei: PersonInTest) -> None:
    at_the_account(ana)
    ana.sees("Which mobile number is the Mobile top-up ¥100 for?")
    ana.says("+86 138-0013-8000")
    ana.sees("Please check your order", "Account: 13800138000", "Total: CN¥99.50", "(10 minutes)")
    ana.taps("Order for CN¥99.50")
    ana.sees("Order placed!", "waiting for payment", "Please pay by Mar 2 12:15")

    at_the_account(xiaomei)
    xiaomei.sees("话费 100 元 充到哪个手机号？")
    xiaomei.says("１３８００１３８０００")
    xiaomei.sees("请核对订单", "账号：13800138000", "合计：¥99.50", "（10 分钟）")
    xiaomei.taps("确认下单 ¥99.50")
    xiaomei.sees("下单成功", "待付款", "请在 3月2日 12:15 前付款")


def test_a_question_answered_by_tapping_is_edited_in_place(ana: PersonInTest) -> None:
    ana.says("/shop")
    ana.taps("Game cards")
    ana.taps("Steam")
    ana.taps("Buy")
    ana.taps("2")
    ana.taps("Order for")

    ana.sees("Order placed!")
    assert len(ana.messages) == 1


def test_a_question_answered_by_typing_loses_its_buttons(ana: PersonInTest) -> None:
    at_the_summary(ana)

    assert len(ana.messages) == 2
    assert ana.messages[0].keyboard == []
    ana.offers("Order for", "Quantity", "Note", "Back", "Cancel", "Human")


@pytest.mark.parametrize(
    ("typed", "explained"),
    [
        ("1380013800", "doesn’t look like a mobile number"),
        ("hello", "doesn’t look like a mobile number"),
        ("23800138000", "Please send 11 digits"),
        ("138001380001", "Please send 11 digits"),
    ],
)
def test_a_wrong_phone_is_explained_and_asked_again(ana: PersonInTest, typed: str, explained: str) -> None:
    at_the_account(ana)

    ana.says(typed)

    ana.sees(explained, "Which mobile number is the Mobile top-up ¥100 for?")
    ana.offers("Cancel", "Human")


@pytest.mark.parametrize(
    ("typed", "explained"),
    [
        ("0", "一次可以买 1 到 3 件"),
        ("99", "一次可以买 1 到 3 件"),
        ("几个", "请发一个数字，例如 2"),
        ("-1", "请发一个数字，例如 2"),
        ("2.5", "请发一个数字，例如 2"),
        ("1" * 300, "请发一个数字，例如 2"),
    ],
)
def test_a_wrong_quantity_is_explained_and_asked_again(xiaomei: PersonInTest, typed: str, explained: str) -> None:
    at_the_quantity(xiaomei)

    xiaomei.says(typed)

    xiaomei.sees(explained, "要几件？")
    xiaomei.offers("1", "2", "3", "取消", "人工")


@pytest.mark.parametrize("typed", ["2", "２", "٢", "x2", "×2", " 2 "])
def test_a_quantity_is_understood_however_it_is_written(ana: PersonInTest, typed: str) -> None:
    at_the_quantity(ana)

    ana.says(typed)

    ana.sees("Steam ¥50 × 2")


@pytest.mark.parametrize("said", ["ok", "yes?", "no", "fine whatever", "thanks, yes that is what I heard"])
def test_money_is_agreed_to_by_nothing_that_may_mean_something_else(ana: PersonInTest, said: str) -> None:
    at_the_summary(ana)

    ana.says(said)

    ana.misses("waiting for payment")
    ana.says("orders")
    ana.sees("You have no orders yet")


@pytest.mark.parametrize("said", ["确认", "确认下单。", "好的", "確認", "✅ 确认下单"])
def test_the_words_on_the_button_and_a_plain_yes_do_what_it_does(xiaomei: PersonInTest, said: str) -> None:
    at_the_summary(xiaomei)

    xiaomei.says(said)

    xiaomei.sees("下单成功", "待付款", "Steam 50 元 × 2")


def test_a_yes_orders_only_what_was_shown_last(ana: PersonInTest) -> None:
    at_the_summary(ana)
    ana.says("/orders")
    ana.sees("You have no orders yet")

    ana.says("yes")

    ana.misses("waiting for payment")
    ana.says("orders")
    ana.sees("You have no orders yet")


def test_a_yes_orders_nothing_where_a_notice_came_since(shop: ShopInTest, ana: PersonInTest) -> None:
    waits_for_payment(ana)
    shop.forward(minutes=9)
    ana.says("steam50")
    ana.taps("🛒")
    ana.says("1")
    ana.sees("Please check your order")
    shop.forward(minutes=2)
    ana.misses("Please check your order")

    ana.says("yes")

    ana.misses("Order placed")
    ana.says("orders")
    assert sum("Steam" in label for label in ana.labels) == 1


def test_a_yes_after_the_price_has_lapsed_shows_the_new_one(shop: ShopInTest, ana: PersonInTest) -> None:
    at_the_summary(ana)
    shop.forward(minutes=11)

    ana.says("yes")

    ana.sees("Please check your order")
    ana.misses("waiting for payment")


def test_a_yes_to_the_same_order_again_is_asked_for_once_more(xiaomei: PersonInTest) -> None:
    waits_for_payment(xiaomei)
    at_the_summary(xiaomei)
    xiaomei.sees("确定要再买一份吗")

    xiaomei.says("再买一份")

    xiaomei.sees("请核对订单")


def test_the_words_of_a_button_that_changes_something_ask_it_anew(ana: PersonInTest, xiaomei: PersonInTest) -> None:
    at_the_summary(ana)
    at_the_account(xiaomei)
    xiaomei.says("13800138000")

    ana.says("quantity")
    xiaomei.says("改账号")

    ana.sees("How many?")
    xiaomei.sees("充到哪个手机号")


def test_back_returns_to_the_question_before_by_button_and_by_word(ana: PersonInTest, xiaomei: PersonInTest) -> None:
    at_the_summary(ana)
    ana.taps("Back")
    ana.sees("How many?")
    ana.misses("Back")
    ana.taps("1")
    ana.sees("Steam ¥50 × 1")

    at_the_summary(xiaomei)
    xiaomei.says("上一步")
    xiaomei.sees("要几件？")


def test_back_at_the_first_question_leaves(ana: PersonInTest) -> None:
    at_the_account(ana)

    ana.says("back")

    ana.sees("Cancelled. Nothing was ordered", "Hello Ana")


def test_the_quantity_is_changed_and_the_rest_stays(ana: PersonInTest) -> None:
    at_the_summary(ana)
    ana.taps("Note")
    ana.says("gift")
    ana.sees("Note: gift", "CN¥100.00")

    ana.taps("Quantity")
    ana.sees("How many?")
    ana.taps("3")

    ana.sees("Steam ¥50 × 3", "Note: gift", "CN¥150.00")


def test_back_from_a_change_keeps_the_answer_as_it_was(ana: PersonInTest) -> None:
    at_the_summary(ana)

    ana.taps("Quantity")
    ana.taps("Back")

    ana.sees("Please check your order", "Steam ¥50 × 2")


def test_back_after_a_change_returns_to_the_question_before_and_not_to_the_summary(ana: PersonInTest) -> None:
    at_the_summary(ana)
    ana.taps("Quantity")
    ana.taps("1")
    ana.sees("Steam ¥50 × 1")

    ana.taps("Back")

    ana.sees("How many?")


def test_the_account_is_changed(xiaomei: PersonInTest) -> None:
    at_the_account(xiaomei)
    xiaomei.says("13800138000")

    xiaomei.taps("账号")
    xiaomei.sees("充到哪个手机号")
    xiaomei.says("13900139000")

    xiaomei.sees("请核对订单", "账号：13900139000")


def test_a_note_can_be_left_and_taken_back(ana: PersonInTest) -> None:
    at_the_summary(ana)

    ana.taps("Note")
    ana.sees("Anything we should know?")
    ana.offers("No", "Back", "Cancel", "Human")
    ana.says("x" * 201)
    ana.sees("200 characters at most, please", "Anything we should know?")
    ana.says("<i>for my sister</i>")
    ana.sees("Note: <i>for my sister</i>")
    ana.taps("Note")
    ana.taps("No")

    ana.sees("Please check your order")
    ana.misses("sister")


def test_cancel_leaves_by_button_and_by_word_and_orders_nothing(ana: PersonInTest, xiaomei: PersonInTest) -> None:
    at_the_summary(ana)
    ana.taps("Cancel")
    ana.sees("Nothing was ordered and nothing was charged", "Hello Ana")
    ana.says("/orders")
    ana.sees("You have no orders yet")

    at_the_account(xiaomei)
    xiaomei.says("算了")
    xiaomei.sees("没有下单，也没有扣款", "您好，小美")
    xiaomei.says("订单")
    xiaomei.sees("您还没有订单")


def test_a_changed_message_is_no_answer_and_that_is_said(ana: PersonInTest) -> None:
    at_the_account(ana)

    ana.edits("13800138000")

    ana.sees("I don’t see changes to a message", "Which mobile number")


def test_a_picture_is_no_answer_and_that_is_said(xiaomei: PersonInTest) -> None:
    at_the_account(xiaomei)

    xiaomei.sends(photo=[{"file_id": "x"}], caption="13800138000")

    xiaomei.sees("只看得懂文字和按钮", "充到哪个手机号")


def test_an_album_is_answered_once(shop: ShopInTest, ana: PersonInTest) -> None:
    at_the_account(ana)
    seen = len(ana.messages)

    ana.sends(photo=[{"file_id": "x"}], media_group_id="album")
    ana.sends(photo=[{"file_id": "y"}], media_group_id="album")
    shop.forward(seconds=1)

    ana.sees("only text and buttons", "Which mobile number")
    assert len(ana.messages) == seen + 1


def test_beginning_another_purchase_gives_the_first_one_up(ana: PersonInTest) -> None:
    at_the_summary(ana)

    ana.says("/start p_mobile-100")
    ana.offers("Continue confirming the order")
    ana.taps("Buy")

    ana.sees("Which mobile number")
    ana.taps("Cancel")
    ana.says("continue")
    ana.sees("Nothing is waiting to be filled in")
