"""Calls for a human, in whatever words; and words that only sound like one."""

import pytest

from flows.understanding.humans import asks_for_human, declines_human


@pytest.mark.parametrize(
    "text",
    [
        "人工",
        "轉人工",
        "转 人 工",
        "zhuan rengong",
        "renGong",
        "kefu",
        "我要找客服",
        "客服在吗",
        "叫你们老板来",
        "不想跟机器人聊",
        "有没有人管啊",
        "退款弄不明白，给我转人工",
        "human",
        "HUMAN!!!",
        "humna please",
        "talk to a person",
        "I need to speak to customer suport now",
        "get me a real human",
        "can someone help me",
        "is there anyone here",
        "this bot is useless, give me an agent",
        "my code is wrong, let me talk to an agent",
        "我想搵真人",
        "唔該轉人工",
        "经理在不在",
        "老板出来",
        "没人理我",
        "有人么",
        "管事的呢",
        "别自动回复",
        "来个能处理的",
        "any1 there?",
        "hello??? somebody???",
        "nobody is replying",
        "stop these auto replies",
        "can i talk 2 sum1",
        "H U M A N",
        "any people in this shop",
        "the refund is wrong, may I explain that to a technician",
        "fetch whoever made this mess",
        "could somebody over there phone me",
        "this needs my account manager",
        "pass me over",
        "码刮坏了，找位师傅看一眼",
        "订单卡三天了 让你们后台的人查",
        "不跟机器聊",
        "给我接个能做主的",
        "speak to a person, I was charged for nothing",
        "麻烦让你们同事联系我",
        "叫一位懂行的人来",
        "the lady who helped me on monday, can she call me",
        "nobody real ever writes back here",
        "不要人工智能 我要真人",
        "为什么不用人工",
        "别转来转去了 给我人工",
        "don't need your menu, get me an agent",
    ],
)
def test_a_human_is_called(text: str) -> None:
    assert asks_for_human(text)


@pytest.mark.parametrize(
    "text",
    [
        "人工智能会员多少钱",
        "来两张steam50",
        "客服态度特别好 很满意",
        "where is my order",
        "two agent skins for valorant",
        "support for android?",
        "怎么退款",
        "老板在吗",
        "need it for 2 people",
        "need it for my boss",
        "要两张steam50谢谢老板",
        "同事推荐的 来两张",
        "有人用过这个卡吗",
    ],
)
def test_nobody_is_called(text: str) -> None:
    assert not asks_for_human(text)


def test_a_products_name_calls_nobody() -> None:
    assert asks_for_human("I want a human", names=["Human: Fall Flat"])
    assert not asks_for_human("one Real Human Simulator please", names=["Real Human Simulator"])


@pytest.mark.parametrize(
    "text",
    [
        "不用人工，我自己查",
        "先别转客服 我再想想",
        "唔使轉人工",
        "no agent needed, sorted now",
        "no need to transfer me to a person, just say when it comes",
        "I don't want to talk to support, only the price",
    ],
)
def test_a_human_is_declined(text: str) -> None:
    assert declines_human(text)


@pytest.mark.parametrize(
    "text",
    [
        "转人工",
        "不用客服了吗",
        "why don't you have an agent",
        "I don't need a bot, I need a person",
        "you don't have anyone to help me?",
        "thanks",
    ],
)
def test_no_human_is_declined(text: str) -> None:
    assert not declines_human(text)
