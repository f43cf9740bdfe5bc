"""What one-line orders say, held against the sample shop's shelves."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from backend import catalogue_file
from bot.understanding.goods import read_goods
from flows.understanding.corrections import settled
from flows.understanding.slots import Slots, read_slots

SHELVES = Path(__file__).parents[3] / "sandbox" / "shop" / "catalogue.toml"
PRODUCTS = catalogue_file.read(SHELVES.read_text(encoding="utf-8")).products
ORDERS = [
    json.loads(line) for line in (Path(__file__).parent / "orders.jsonl").read_text(encoding="utf-8").splitlines()
]
ENOUGH = 0.9


def said(text: str) -> Slots:
    """What the line says in the sample shop."""
    return read_slots(PRODUCTS, text)


def is_right(order: dict[str, Any]) -> bool:  # Any: JSON
    """Whether every value of the line was understood."""
    found = said(order["text"])
    wanted = ([order["product"]], order["quantity"], order["face_value"], order["account"], order["items"])
    return wanted == (
        list(found.product_ids[:1]),
        found.quantity,
        found.face_value,
        found.account,
        len(found.items),
    )


def test_nine_orders_in_ten_are_understood_in_every_value() -> None:
    wrong = [order["text"] for order in ORDERS if not is_right(order)]

    assert len(wrong) <= len(ORDERS) * (1 - ENOUGH), wrong


@pytest.mark.parametrize(
    ("text", "product", "quantity", "face_value"),
    [
        ("来两张steam50刀", "steam-usd-50", 2, 50),
        ("充100话费", "mobile-100", None, 100),
        ("10个q币", "qcoin-10", None, 10),
        ("三张100的星巴克", "starbucks-100", 3, 100),
        ("京东e卡100两张", "jd-ecard-100", 2, 100),
        ("three netease 30 cards", "netease-card-30", 3, 30),
        ("win11激活码一个", "windows-11-home", 1, None),
        ("iqiyi vip for a year", "iqiyi-year", None, None),
    ],
)
def test_a_face_value_is_told_from_a_quantity(
    text: str, product: str, quantity: int | None, face_value: int | None
) -> None:
    found = said(text)

    assert found.product_ids[0] == product
    assert (found.quantity, found.face_value) == (quantity, face_value)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("100 哦不 50 话费", "50 话费"),
        ("steam50刀 两张 不对 三张", "steam50刀 3张"),
        ("steam 50刀 no make it 20", "steam 20刀"),
        ("不要steam 要xbox", "xbox"),
        ("来两张steam50刀", "来2张steam50刀"),
    ],
)
def test_what_is_taken_back_is_left_out(text: str, meant: str) -> None:
    assert settled(text) == meant


@pytest.mark.parametrize(
    ("text", "face_value"),
    [
        ("帮我充15块 13700137000", 15),
        ("15 yuan airtime for 13700137000", 15),
        ("话费20来一份", 20),
        ("任天堂美服 7", 7),
        ("psn美服 30", 30),
        ("肯德基 20", 20),
        ("steam 100日元", 100),
        ("api额度80元", 80),
        ("全国流量日包 3GB", None),
        ("win8家庭版", None),
        ("windows 10 home key", None),
    ],
)
def test_a_value_that_nobody_sells_finds_nothing_and_is_no_quantity(text: str, face_value: int | None) -> None:
    found = said(text)

    assert (found.product_ids, found.face_value) == ((), face_value)


@pytest.mark.parametrize(
    ("text", "product", "quantity"),
    [
        ("3 kfc", "kfc-50", 3),
        ("肯德基券3张", "kfc-50", 3),
        ("肯德基50 3", "kfc-50", 3),
        ("kfc x3", "kfc-50", 3),
        ("typora 3", "typora", 3),
        ("windows 11 home 2", "windows-11-home", 2),
    ],
)
def test_a_small_number_counts_before_the_good_or_behind_its_value(text: str, product: str, quantity: int) -> None:
    found = said(text)

    assert (found.product_ids[0], found.quantity) == (product, quantity)


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("来0张星巴克100", 0),
        ("starbucks 100 x0", 0),
        ("星巴克100 零份", 0),
        ("买-4张星巴克100", 0),
        ("-4 starbucks 100", 0),
        ("星巴克100负两张", 0),
        ("minus two starbucks 100", 0),
        ("星巴克100来半张", 0),
        ("half a starbucks 100 card", 0),
        ("½张星巴克100", 0),
        ("星巴克100 x 1.5", None),
        ("来8000张星巴克100", 8000),
        ("4000 pcs of starbucks 100", 4000),
        ("starbucks 100 x 2000", 2000),
        ("- 4张星巴克100", 4),
        ("星巴克100 - 4张", 4),
        ("starbucks-100-4", 4),
        ("-星巴克100 4张", 4),
    ],
)
def test_how_many_is_kept_as_said_even_if_nobody_can_have_so_many(text: str, quantity: int | None) -> None:
    found = said(text)

    assert (found.product_ids, found.quantity) == (("starbucks-100",), quantity)


@pytest.mark.parametrize(
    ("text", "product", "account"),
    [
        ("给1370013700充30", "mobile-30", "1370013700"),
        ("13700137充30话费", "mobile-30", "13700137"),
        ("给33700137000缴30话费", "mobile-30", "33700137000"),
        ("给95588充50话费", "mobile-50", "95588"),
        ("q币30个 充到20002", "qcoin-30", "20002"),
        ("30 q coins to 20002", "qcoin-30", "20002"),
    ],
)
def test_a_number_of_the_wrong_length_is_an_account_all_the_same(text: str, product: str, account: str) -> None:
    found = said(text)

    assert (found.product_ids, found.account) == ((product,), account)


@pytest.mark.parametrize(
    "text",
    [
        "给老爸充30话费 13700137000",
        "给我老妈充个话费 30块 13700137000",
        "帮儿子手机充三十 13700137000",
        "给他爸交30的话费13700137000",
        "给我媳妇充30 13700137000",
    ],
)
def test_the_family_is_no_part_of_the_good(text: str) -> None:
    found = said(text)

    assert (found.product_ids, found.account) == (("mobile-30",), "13700137000")


@pytest.mark.parametrize(
    ("text", "product", "quantity"),
    [
        ("psn us twenty five", "psn-us-25", None),
        ("twenty starbucks hundreds", "starbucks-100", 20),
        ("thirty kfc fifties", "kfc-50", 30),
    ],
)
def test_values_are_said_in_english_words(text: str, product: str, quantity: int | None) -> None:
    found = said(text)

    assert (found.product_ids[0], found.quantity) == (product, quantity)


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("a $5 and two $10 steam cards", [("steam-usd-5", 1), ("steam-usd-10", 2)]),
        ("3张15，1张30的网易一卡通", [("netease-card-15", 3), ("netease-card-30", 1)]),
        ("10刀和20刀的steam各来两张", [("steam-usd-10", 2), ("steam-usd-20", 2)]),
    ],
)
def test_values_before_the_name_are_goods_too(text: str, goods: list[tuple[str, int | None]]) -> None:
    assert [(item.product_ids[0], item.quantity) for item in said(text).items] == goods


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("13700137000充10，13900139000充30", [("mobile-10", "13700137000"), ("mobile-30", "13900139000")]),
        ("给13700137000充100和给13900139000充50", [("mobile-100", "13700137000"), ("mobile-50", "13900139000")]),
        ("先给13700137000充10再给13900139000充30", [("mobile-10", "13700137000"), ("mobile-30", "13900139000")]),
        ("30话费 13700137000和13900139000", [("mobile-30", "13700137000"), ("mobile-30", "13900139000")]),
        ("话费10 + 话费30 都是13700137000", [("mobile-10", "13700137000"), ("mobile-30", "13700137000")]),
    ],
)
def test_each_of_several_phones_has_its_own_good(text: str, goods: list[tuple[str, str]]) -> None:
    assert [(item.product_ids[0], item.account) for item in said(text).items] == goods


def test_nobody_is_topped_up_with_less_than_nothing() -> None:
    found = said("给13700137000充-50")

    assert (found.product_ids, found.account) == ((), "13700137000")


def test_half_a_month_is_a_length_of_time() -> None:
    assert said("半个月的流量包").quantity is None


def test_how_many_are_in_a_pack_is_not_its_worth() -> None:
    assert said("给13700137000充50").product_ids == ("mobile-50",)
    assert said("话费充值卡 开业装").product_ids == ("wholesale-topup-50x20",)


def test_a_phone_is_no_licence() -> None:
    found = said("话费卡批发一份 13700137000")

    assert (found.product_ids, found.account) == (("wholesale-topup-50x20",), None)


def test_several_goods_are_several_items() -> None:
    found = said("两张steam50刀和一个腾讯视频月卡")

    assert [(item.product_ids[0], item.quantity) for item in found.items] == [
        ("steam-usd-50", 2),
        ("tencent-video-month", 1),
    ]
    assert (found.product_ids, found.quantity) == (found.items[0].product_ids, 2)


def test_another_value_of_the_same_product_is_an_item_too() -> None:
    found = said("一张steam50刀和一张100刀的")

    assert [item.product_ids[0] for item in found.items] == ["steam-usd-50", "steam-usd-100"]


def test_one_good_is_no_list() -> None:
    assert said("来两张steam50刀").items == ()


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("给138 1234 5678充50块话费", "13812345678"),
        ("recharge 50 to +86 139-0013-9000", "13900139000"),
        ("10个q币 qq 12345678", "12345678"),
        ("原神60结晶 uid 123456789", "123456789"),
        ("steam50刀发到 Me@Mail.com", "me@mail.com"),
        ("来两张steam50刀", None),
    ],
)
def test_the_account_is_found(text: str, account: str | None) -> None:
    assert said(text).account == account


def test_a_phone_and_an_amount_are_a_top_up() -> None:
    assert said("给我手机充值30元 139 0000 1234").product_ids == ("mobile-30",)


def test_a_coupon_and_an_order_number_are_found() -> None:
    assert said("来张苹果卡 10刀 用优惠券SAVE10").coupon_hint == "SAVE10"
    assert said("order 20240501123 where is it").order_number == "20240501123"


def test_what_is_ambiguous_stays_open_and_what_is_not_said_stays_unsaid() -> None:
    assert len(said("爱奇艺").product_ids) == 3
    assert said("100块的来3张") == Slots(quantity=3, face_value=Decimal(100))
    assert said("今天天气怎么样") == Slots()


def test_a_dollar_is_that_of_the_good_if_no_other_has_so_many() -> None:
    abroad = read_goods(Path(__file__).with_name("goods-of-abroad.json"))

    found = read_slots(abroad, "playstation store hong kong 200 dollars")

    assert found.product_ids[0] == "psn-hk-200"
