"""Transcripts of plain speech: a coupon or an order's number in a sentence, other dialects, anger in two languages."""

import pytest

from tests.conversations.chats import PersonInTest
from tests.conversations.journeys import at_the_account, waits_for_payment


def test_a_coupon_in_the_line_is_answered_beside_the_order(xiaomei: PersonInTest) -> None:
    xiaomei.says("来两张steam50，用优惠码SAVE10")

    xiaomei.sees("请核对订单", "Steam 50 元 × 2", "SAVE10", "自动用上")


def test_of_several_goods_each_goes_to_the_account_that_was_said(xiaomei: PersonInTest) -> None:
    xiaomei.says("话费100充到13800138000，再来两张steam50")
    xiaomei.offers("话费 100 元 × 1", "Steam 50 元 × 2")

    xiaomei.taps("话费 100 元 × 1")

    xiaomei.sees("请核对订单", "13800138000")


def test_who_gives_up_in_the_middle_of_an_order_leaves_it(xiaomei: PersonInTest) -> None:
    xiaomei.says("话费100充到13800138000")
    xiaomei.sees("请核对订单")

    xiaomei.says("算了 取消")

    xiaomei.sees("已取消")
    xiaomei.misses("请核对订单", "我的订单里")


def test_an_order_named_in_a_sentence_is_shown(ana: PersonInTest) -> None:
    number = waits_for_payment(ana)

    ana.says(f"what is the status of order {number} please")

    ana.sees(f"Order {number}")


def test_a_complaint_that_names_an_order_need_not_be_asked_which(xiaomei: PersonInTest) -> None:
    number = waits_for_payment(xiaomei)

    xiaomei.says(f"订单 {number} 我要投诉")

    xiaomei.sees(number)


def test_a_strangers_order_is_nobodys(ana: PersonInTest, xiaomei: PersonInTest) -> None:
    number = waits_for_payment(ana)

    xiaomei.says(f"订单 {number} 现在什么状态")

    xiaomei.sees("您还没有订单")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("唔該，我個戶口仲有幾多錢", "您的余额"),
        ("可唔可以轉英文", "请选择语言"),
        ("我張單而家點呀", "您还没有订单"),
    ],
)
def test_cantonese_is_understood(xiaomei: PersonInTest, said: str, shown: str) -> None:
    xiaomei.says(said)

    xiaomei.sees(shown)


def test_anger_in_two_languages_is_heard_and_the_order_kept(xiaomei: PersonInTest) -> None:
    at_the_account(xiaomei)

    xiaomei.says("什么垃圾 bot!!! this is a scam, 我要 complain")

    xiaomei.sees("实在抱歉")
    xiaomei.offers("人工", "继续：填写账号")
