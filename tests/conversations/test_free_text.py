"""Transcripts of saying it in one's own words: one-line orders, questions, anger, what nobody can understand."""

import pytest

from tests.conversations.chats import PersonInTest
from tests.conversations.journeys import at_the_account, at_the_quantity, waits_for_payment


def test_an_order_in_one_line_goes_straight_to_the_summary(xiaomei: PersonInTest) -> None:
    xiaomei.says("来两张steam50")

    xiaomei.sees("请核对订单", "Steam 50 元 × 2")
    xiaomei.offers("确认下单")


def test_what_the_line_leaves_out_is_asked(xiaomei: PersonInTest) -> None:
    xiaomei.says("帮我充100话费")

    xiaomei.sees("话费 100 元 充到哪个手机号")


def test_a_top_up_with_its_number_needs_no_question(ana: PersonInTest) -> None:
    ana.says("please top up 100 to 138 0013 8000")

    ana.sees("Please check your order", "Mobile top-up ¥100", "13800138000")


def test_a_quantity_that_cannot_be_is_refused_with_the_reason(xiaomei: PersonInTest) -> None:
    xiaomei.says("来99张steam50")

    xiaomei.sees("一次可以买 1 到 3 件", "要几件？")


def test_several_goods_are_ordered_one_after_the_other(xiaomei: PersonInTest) -> None:
    xiaomei.says("两张steam50和一个话费100")
    xiaomei.sees("听到您要好几样商品")
    xiaomei.offers("Steam 50 元 × 2", "话费 100 元 × 1")

    xiaomei.taps("Steam 50 元 × 2")

    xiaomei.sees("请核对订单", "Steam 50 元 × 2")


def test_a_side_question_during_checkout_keeps_the_step(ana: PersonInTest) -> None:
    at_the_account(ana)

    ana.says("how long does delivery take?")

    ana.sees("How long does it take?", "seconds after you pay")
    ana.taps("Continue entering the account")
    ana.says("13800138000")
    ana.sees("Please check your order")


def test_a_longer_answer_is_an_answer(ana: PersonInTest) -> None:
    at_the_quantity(ana)

    ana.says("make it two please")

    ana.sees("Please check your order", "Steam ¥50 × 2")


def test_an_order_in_the_middle_of_a_complaint_is_taken_and_the_complaint_kept(xiaomei: PersonInTest) -> None:
    waits_for_payment(xiaomei)
    xiaomei.says("/complain")
    xiaomei.sees("哪一单")

    xiaomei.says("先给我来一张steam50吧")
    xiaomei.sees("Steam 50 元 × 1")
    xiaomei.says("取消")

    xiaomei.says("继续")
    xiaomei.sees("哪一单")


def test_an_angry_customer_hears_sorry_and_what_the_shop_sees(xiaomei: PersonInTest) -> None:
    waits_for_payment(xiaomei)

    xiaomei.says("钱扣了卡没到!!! 你们是骗子吧")

    xiaomei.sees("实在抱歉", "查到了", "还没付款，所以没有发货")
    xiaomei.offers("人工")


def test_mixed_languages_are_one_language(xiaomei: PersonInTest) -> None:
    xiaomei.says("steam50 order两张 thx")

    xiaomei.sees("请核对订单", "Steam 50 元 × 2")


@pytest.mark.parametrize("text", ["别跟我绕了，叫个真人来", "zhuan rengong", "not a bot please, get me a real person"])
def test_a_human_is_called_in_whatever_words(xiaomei: PersonInTest, text: str) -> None:
    xiaomei.says(text)

    xiaomei.sees("已经替您叫人了")


def test_a_human_is_called_in_the_middle_of_a_question(xiaomei: PersonInTest) -> None:
    at_the_account(xiaomei)

    xiaomei.says("填不来 给我找个人工客服吧")

    xiaomei.sees("已经替您叫人了")
    xiaomei.offers("继续：填写账号")


def test_what_is_not_understood_is_asked_and_the_second_time_a_human_comes(ana: PersonInTest) -> None:
    ana.says("asdf qwer zxcv")
    ana.sees("I’m not sure what you mean")
    ana.offers("Browse", "Human")

    ana.says("lorem ipsum dolor")

    ana.sees("I’ve called someone for you")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("我的订单到哪了", "您还没有订单"),
        ("我账户里还有多少钱", "您的余额"),
        ("能不能换成英文", "请选择语言"),
        ("卡密怎么用啊", "粘贴"),
        ("能开发票吗", "抬头"),
        ("你好呀老板", "店小二"),
        ("谢谢 没事了", "不客气"),
    ],
)
def test_a_question_is_answered_by_the_page_there_is_for_it(xiaomei: PersonInTest, said: str, shown: str) -> None:
    xiaomei.says(said)

    xiaomei.sees(shown)
