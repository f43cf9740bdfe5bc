"""Transcripts of asking: the list of common questions, answers in one's own words, and back to what was open."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.secrets import Vault
from tests.conversations.chats import PersonInTest, ShopInTest
from tests.conversations.journeys import at_the_account, at_the_quantity, waits_for_payment
from tests.databases import Databases


def test_the_menu_leads_to_the_questions_and_their_answers(ana: PersonInTest) -> None:
    ana.says("menu")
    ana.taps("❓ Questions")
    ana.sees("Questions and answers (1/")
    ana.offers("How do I order?", "Menu", "Human")

    ana.taps("How do I use a code?")

    ana.sees("How do I use a code?", "Paste the whole code")
    ana.offers("My orders", "That helped", "Human")


def test_the_pages_of_the_list_are_turned(xiaomei: PersonInTest) -> None:
    xiaomei.says("常见问题")
    xiaomei.offers("怎么下单")

    xiaomei.taps("下一页")

    xiaomei.sees("常见问题（2/")
    xiaomei.offers("上一页")
    xiaomei.taps("上一页")
    xiaomei.offers("怎么下单")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("能用花呗付吗", "现在能用的付款方式"),
        ("付款要另外收手续费吗", "没有手续费"),
        ("你们会把我的手机号卖给别人吗，隐私怎么保护", "不卖给别人"),
        ("预购的东西什么时候发", "按付款先后"),
        ("这些卡来源正规吗", "每张卡密只卖一次"),
        ("steam 钱包码在哪里输入", "账户明细"),
        ("苹果礼品卡怎么兑换", "App Store"),
        ("手机号填错了怎么改", "还没付款"),
    ],
)
def test_a_question_in_ones_own_words_is_answered(xiaomei: PersonInTest, said: str, shown: str) -> None:
    xiaomei.says(said)

    xiaomei.sees(shown)
    xiaomei.offers("明白了", "人工")


def test_who_asks_what_is_kept_of_them_can_see_it_and_have_it_forgotten(ana: PersonInTest) -> None:
    ana.says("is my personal data safe with you?")
    ana.sees("What do you keep about me?")

    ana.taps("What the shop knows of me")

    ana.sees("What the shop knows of you", "Name: Ana")
    ana.offers("Forget me")


def test_the_answer_that_helped_leads_back_to_the_menu(ana: PersonInTest) -> None:
    ana.says("which payment methods do you accept?")
    ana.sees("How can I pay?", "within 15 minutes")

    ana.taps("That helped")

    ana.sees("Glad that helped", "Hello Ana")


def test_the_answer_that_did_not_help_leads_to_a_human(ana: PersonInTest) -> None:
    ana.says("are the cards locked to a region?")
    ana.sees("only for accounts of the same region")

    ana.taps("Human")

    ana.sees("I’ve called someone for you")


def test_a_question_in_the_middle_of_a_checkout_loses_nothing(ana: PersonInTest) -> None:
    at_the_account(ana)

    ana.says("what happens if I type the wrong phone number?")
    ana.sees("Not paid yet", "It costs nothing")
    ana.offers("▶ Continue entering the account")
    ana.taps("That helped")

    ana.sees("Which mobile number")
    ana.says("13800138000")
    ana.sees("Please check your order", "13800138000")


def test_from_one_answer_to_the_next_the_checkout_stays_open(xiaomei: PersonInTest) -> None:
    at_the_quantity(xiaomei)

    xiaomei.says("一个人最多可以买几张？")
    xiaomei.sees("每件商品一次能买几件")
    xiaomei.taps("常见问题")
    xiaomei.taps("卡密在哪里看")
    xiaomei.sees("查看卡密")
    xiaomei.taps("继续：")

    xiaomei.says("2")
    xiaomei.sees("请核对订单", "Steam 50 元 × 2")


def test_an_answer_to_the_open_question_is_never_taken_for_a_question(ana: PersonInTest) -> None:
    at_the_account(ana)

    ana.says("my number is 13800138000")

    ana.sees("Please check your order", "13800138000")


def test_a_page_that_knows_the_persons_own_case_wins_and_offers_the_answer(xiaomei: PersonInTest) -> None:
    waits_for_payment(xiaomei)

    xiaomei.says("退款的钱会退到哪里")

    xiaomei.sees("哪一单")
    xiaomei.offers("能退款吗，退到哪里")


def test_who_looks_for_goods_finds_goods(xiaomei: PersonInTest) -> None:
    xiaomei.says("steam")

    xiaomei.sees("Steam 50 元", "库存")


OWN = """
[[questions]]
id = "cat"
asked = ["店里的猫叫什么", "能不能摸猫", "steam 猫在哪"]
answer = "叫<b>豆包</b>，可以摸。"
"""


@pytest.fixture
def guest(databases: Databases, _furnished: Database, vault: Vault, tmp_path: Path) -> Iterator[PersonInTest]:
    """A customer of a shop whose owner has questions of their own."""
    (tmp_path / "zh-CN.toml").write_text(OWN, encoding="utf-8")
    with databases.fresh("sqlite", like=_furnished) as database, asyncio.Runner() as runner:
        yield ShopInTest(database, vault, runner, is_furnished=True, faq=tmp_path).person(503, "小林", "zh-hans")


@pytest.mark.slow
def test_the_owners_own_questions_are_answered_before_goods_and_likely_meanings(guest: PersonInTest) -> None:
    for said in ("能不能摸猫？", "steam 猫在哪", "你们的猫叫什么名字"):
        guest.says(said)
        guest.sees("叫豆包，可以摸")
    guest.says("steam")
    guest.sees("Steam 50 元", "库存")


@pytest.mark.parametrize(
    "said", ["怎么取消订单", "优惠券怎么用", "能退款吗，退到哪里", "付款失败怎么办", "会保留我的个人信息吗"]
)
def test_a_title_is_answered_to_who_has_nothing_to_look_into(xiaomei: PersonInTest, said: str) -> None:
    xiaomei.says(said)

    xiaomei.sees(said)
    xiaomei.offers("明白了")


def test_a_call_for_a_human_is_one_in_the_words_of_a_question_too(ana: PersonInTest) -> None:
    ana.says("is there a real person here")

    ana.sees("I’ve called someone for you")


@pytest.mark.parametrize(
    ("said", "answer", "page"),
    [
        ("请问订单要如何取消", "怎么取消订单", "我的订单"),
        ("想了解下优惠券是怎么用的", "优惠券怎么用", "我的优惠券"),
        ("卡密无效该怎么处理", "卡密无效怎么办", "卡密无效"),
    ],
)
def test_how_it_goes_is_answered_to_who_has_nothing_there(
    xiaomei: PersonInTest, said: str, answer: str, page: str
) -> None:
    xiaomei.says(said)

    xiaomei.sees(answer)
    xiaomei.offers(page)


def test_a_question_of_how_in_an_order_opens_no_complaint(ana: PersonInTest) -> None:
    at_the_account(ana)

    ana.says("and is it refundable?")

    ana.sees("When do I get a refund")
    ana.offers("▶ Continue entering the account")


def test_who_asks_for_what_is_theirs_sees_it(ana: PersonInTest) -> None:
    ana.says("what is my balance")

    ana.sees("Your balance")
