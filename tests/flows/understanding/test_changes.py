"""What a line says of an order in hand: how it reads, in either language."""

from decimal import Decimal

import pytest

from flows.understanding.changes import read_change, tells_of_former_order, tells_of_wrong_account, wishes_in

NAMES = ("话费 100 元", "Mobile top-up ¥100", "话费100")


@pytest.mark.parametrize(
    ("text", "quantity"), [("改成4张吧", 4), ("只要两个", 2), ("five cards instead", 5), ("话费要3份", 3)]
)
def test_pieces_are_how_many(text: str, quantity: int) -> None:
    change = read_change(text, names=NAMES)

    assert (change.quantity, change.value, change.number, change.is_only) == (quantity, None, None, True)


@pytest.mark.parametrize("text", ["换成30块的", "30的", "the 30 yuan one please", "哦不对，要30元的"])
def test_money_is_the_value(text: str) -> None:
    change = read_change(text, names=NAMES)

    assert change.value is not None
    assert (change.value.value, change.quantity, change.is_only) == (Decimal(30), None, True)


@pytest.mark.parametrize("text", ["改成3", "make it 3", "改3吧", "change it to three please"])
def test_a_bare_number_may_be_either(text: str) -> None:
    change = read_change(text, names=NAMES)

    assert (change.number, change.quantity, change.value) == (3, None, None)


@pytest.mark.parametrize("text", ["改成-3张", "1/2张", "<3", "3.5张", "2张还是3张"])
def test_an_odd_number_is_none(text: str) -> None:
    change = read_change(text, names=NAMES)

    assert change.number is None
    assert change.value is None


@pytest.mark.parametrize("text", ["给同桌充个游戏50块", "3个小时还没到", "改成3张苹果卡", "what is 3 for"])
def test_who_says_more_does_not_only_change_a_number(text: str) -> None:
    assert not read_change(text, names=NAMES).is_only


@pytest.mark.parametrize("text", ["再加一个", "two more", "另外再来两张"])
def test_what_comes_besides_is_no_change(text: str) -> None:
    assert read_change(text, names=NAMES).is_more


def test_a_number_behind_what_is_not_wanted_is_of_something_else() -> None:
    assert not read_change("not the mobile top-up, 3", names=NAMES).is_only


@pytest.mark.parametrize(
    ("text", "likeliest"),
    [
        ("不要steam了，要话费30", "话费30"),
        ("话费30 不是steam", "话费30"),
        ("not steam, xbox 25", "xbox 25"),
        ("xbox 25 instead of steam", "xbox 25"),
        ("换成苹果50", "苹果50"),
    ],
)
def test_what_is_wanted_instead_is_told_from_what_is_not(text: str, likeliest: str) -> None:
    assert wishes_in(text)[0] == likeliest


@pytest.mark.parametrize(
    "text", ["手机写错了", "号填错啦", "the number is incorrect", "wrong e-mail", "qq号输错了", "typo in my phone"]
)
def test_a_wrong_account_is_heard(text: str) -> None:
    assert tells_of_wrong_account(text)


@pytest.mark.parametrize(
    "text",
    [
        "订单号不对",
        "卡号错了",
        "wrong card",
        "价格不对",
        "我的手机坏了",
        "this is wrong",
        "what if I type a wrong number",
        "万一号填错了呢",
    ],
)
def test_what_else_is_wrong_is_no_account(text: str) -> None:
    assert not tells_of_wrong_account(text)


def test_a_former_order_is_told_from_this_one() -> None:
    assert tells_of_former_order("已经付款了才发现号码错了")
    assert not tells_of_former_order("号码错了")
