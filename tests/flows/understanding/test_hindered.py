"""Who says that they can't order is told from who orders, asks, or can't do something else."""

from pathlib import Path

import pytest

from flows.understanding.hindered import cannot_order, what_is_named

LOCALES = Path(__file__).parents[3] / "locales"
ABOUT_SOMETHING_ELSE = (
    "place_order",
    "order_status",
    "order_stuck",
    "card_invalid",
    "greeting",
    "out_of_scope",
    "refund",
)


@pytest.mark.parametrize(
    "text",
    [
        "怎么下不了单",
        "點了好幾次都下不了單",
        "余额够啊为啥付不了",
        "一直提示下单失败",
        "为什么不能购买这个",
        "想买两张 但是买不上",
        "结账一直报错",
        "今天无法付款吗",
        "I can't check out",
        "Why can’t I place an order?",
        "it won't let me buy the steam card",
        "unable to complete the purchase",
        "my order keeps failing",
        "payment is not going through",
        "I couldn't get it to pay",
        "the checkout page doesn't work",
    ],
)
def test_somebody_who_cannot_order_is_heard(text: str) -> None:
    assert cannot_order(text)


@pytest.mark.parametrize(
    "text",
    [
        "不买了 谢谢",
        "买两张 不要发错",
        "卡密兑换失败",
        "这张卡用不了",
        "能不能便宜点卖我",
        "付款成功了但没收到",
        "怎么下单",
        "I don't want to buy it any more",
        "can you let me know when it is back",
        "how do I pay?",
        "I can't redeem the code I bought",
        "can't find my order",
        "my order did not arrive",
        "not in a hurry, order two please",
    ],
)
def test_what_is_something_else_is_left_alone(text: str) -> None:
    assert not cannot_order(text)


@pytest.mark.parametrize("intent", ABOUT_SOMETHING_ELSE)
def test_no_example_of_another_wish_is_taken_for_it(intent: str) -> None:
    examples = [
        line for path in LOCALES.glob(f"*/intents/{intent}.txt") for line in path.read_text("utf-8").splitlines()
    ]

    assert len(examples) > 50
    assert [line for line in examples if cannot_order(line)] == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("为什么我一直买不了话费300", "话费300"),
        ("流量包下单失败", "流量包"),
        ("why can't I buy the xbox card", "xbox card"),
        ("下不了单", ""),
    ],
)
def test_what_is_named_is_left(text: str, named: str) -> None:
    assert what_is_named(text) == named
