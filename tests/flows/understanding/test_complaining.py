"""Who complains in words names the trouble and the order, and says when it is over."""

import pytest

from backend.tickets import Category
from bot.settings import LOCALES
from bot.understanding.learned import classifier_of
from flows.understanding.complaining import (
    category_in,
    is_about_no_order,
    is_over,
    order_in,
    orders_anew,
    tells_what_happened,
)

OF_THREE = [
    ["Xbox 美区 25 美元", "Xbox US $25"],
    ["流量 10GB 月包", "10 GB data pack"],
    ["流量 50GB 月包", "50 GB data pack"],
]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("等到現在都沒收到", Category.NOT_ARRIVED),
        ("still haven't received anything", Category.NOT_ARRIVED),
        ("这码失效了", Category.CODE_DEAD),
        ("the key you sent is already used", Category.CODE_DEAD),
        ("收了我两次钱", Category.CHARGED_TWICE),
        ("I got billed twice, charged double", Category.CHARGED_TWICE),
        ("给错区了", Category.WRONG_GOODS),
        ("that's the wrong card", Category.WRONG_GOODS),
        ("别的问题", Category.OTHER),
        ("none of these", Category.OTHER),
        ("余额还有多少", None),
        ("来一张流量卡", None),
        ("怎么才能退款", None),
    ],
)
def test_the_kind_of_trouble_is_heard(text: str, category: Category | None) -> None:
    assert category_in(text, classifier_of(LOCALES).guess(text)) is category


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("第三单", 2),
        ("2", 1),
        ("the third one", 2),
        ("最近那单", 0),
        ("the latest order please", 0),
        ("xbox的那张", 0),
        ("50的那个流量包没到", 2),
        ("the 10 gb one", 1),
        ("流量", None),  # there are two
        ("第五个", None),
        ("不知道", None),
        ("再来一个流量50", None),
        ("i want another xbox 25", None),
    ],
)
def test_the_order_is_named_by_its_place_or_its_good(text: str, place: int | None) -> None:
    assert order_in(text, OF_THREE) == place


@pytest.mark.parametrize("text", ["跟订单无关", "it's not about an order", "我没有订单"])
def test_it_may_be_about_no_order(text: str) -> None:
    assert is_about_no_order(text)


@pytest.mark.parametrize(
    "text",
    [
        "问题解决了，多谢",
        "不用客服了",
        "没事啦",
        "算了吧",
        "solved, thank you!",
        "nvm",
        "I don't need an agent any more",
    ],
)
def test_what_is_settled_is_over(text: str) -> None:
    assert is_over(text)


@pytest.mark.parametrize(
    "text",
    [
        "解决了没",
        "还没解决",
        "卡收到了，但是打不开",
        "算了，退款吧",
        "not solved yet",
        "is it fixed?",
        "收到了一张空的卡，号码是错的",
        "谢谢",
    ],
)
def test_what_is_not_settled_or_says_more_is_not_over(text: str) -> None:
    assert not is_over(text)


def test_who_orders_is_told_from_who_speaks_of_an_order() -> None:
    assert orders_anew("再买一张流量卡")
    assert not orders_anew("昨天买的那张流量卡")


def test_a_sentence_tells_what_happened_and_a_name_does_not() -> None:
    assert tells_what_happened("付了钱三个小时都没到")
    assert not tells_what_happened("没收到货")
