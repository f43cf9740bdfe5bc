"""Brands: two names of one brand find the same good, nicknames count where the brand is sold, and nothing else does."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from backend.catalogue import Product
from bot.understanding.goods import read_goods
from flows.understanding import brands
from flows.understanding.brands import every_brand, sold
from flows.understanding.lexicon import meanings, mentions
from flows.understanding.parsing import parse
from flows.understanding.search import look_up

HERE = Path(__file__).parent
TABLES = tomllib.loads(Path(brands.__file__).with_suffix(".toml").read_text(encoding="utf-8"))
EVERYDAY = TABLES.pop("everyday")["words"]
NUMBERED = TABLES.pop("numbered")
NAMES = {brand: names for section in TABLES.values() for brand, names in section.items()}
SHARED = {"吃鸡", "ff", "gp", "飞机会员"}
SHOP = tuple(read_goods(HERE / "goods-of-brands.json"))


def found(text: str, shop: tuple[Product, ...] = SHOP) -> str | None:
    """The id of what a text surely finds."""
    findings = look_up(shop, text)
    return findings.hits[0].product.id if findings.is_sure else None


def test_names_are_written_as_texts_are_compared() -> None:
    odd = [name for names in NAMES.values() for name in names if parse(name).name.words != name]

    assert odd == []


def test_a_name_belongs_to_one_brand_unless_it_is_known_to_be_two() -> None:
    every = [name for names in NAMES.values() for name in names]

    assert {name for name in every if every.count(name) > 1} == SHARED


def test_everyday_words_are_names_and_every_brand_has_two_of_which_one_is_no_such_word() -> None:
    every = {name for names in NAMES.values() for name in names}

    assert [word for word in EVERYDAY if word not in every] == []
    assert [brand for brand, names in NAMES.items() if len(names) < 2] == []
    assert [brand for brand, names in NAMES.items() if not set(names) & every_brand().names.keys()] == []


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("农药点券", "hok"),
        ("wzry60", "hok"),
        ("honor of kings 300", "hok-300"),
        ("崩铁300", "star-rail"),
        ("原 月卡", "genshin"),
        ("撸啊撸点券", "lol"),
        ("鲁阿撸点券", "lol"),  # typed by ear
        ("毒奶粉点券1000", "dnf"),
        ("老头环", "elden"),
        ("laotouhuan", "elden"),
        ("买大表哥2", "rdr"),
        ("瓦 1000", "valorant"),
        ("吃鸡325", "pubgm"),
        ("無盡對決86", "mlbb"),
        ("bg3", "bg3"),
        ("小破站年卡", "bili"),
        ("网抑云月卡", "netease"),
        ("猫超100", "tmall"),
        ("狗东100", "jd"),
        ("hema card", "hema"),
        ("星爸爸50", "starbucks"),
        ("奈飞30刀", "netflix"),
        ("油管会员一年", "youtube"),
        ("ns美服20", "eshop"),
        ("playstation hk 200", "psn"),
        ("google礼品卡10", "google"),
        ("xgpu 3个月", "game-pass"),
        ("dc nitro", "nitro"),
        ("tsel 50000", "telkomsel"),
        ("kaspersky", "kaspersky"),
        ("office 365", "m365"),
        ("m365 家庭版", "m365"),
    ],
)
def test_a_nickname_finds_what_is_sold_under_another_name(typed: str, best: str) -> None:
    assert found(typed) == best


@pytest.mark.parametrize(
    "typed",
    [
        "原来如此",
        "原价多少",
        "瓦片",
        "瓦斯费",
        "帮我叔叔充会员",
        "红色大表哥",
        "apple music",  # not another name of apple
        "google one",
        "qq音乐 月卡",
        "中石油加油卡",
        "金拱门",
        "ps软件",
    ],
)
def test_what_only_looks_like_a_nickname_or_is_of_another_brand_finds_nothing(typed: str) -> None:
    assert found(typed) is None


def test_a_short_nickname_means_nothing_where_its_brand_is_not_sold() -> None:
    shop = tuple(product for product in SHOP if product.id not in ("genshin", "valorant", "eshop"))

    assert [found(typed, shop) for typed in ("原 月卡", "瓦 1000", "ns美服20")] == [None, None, None]


@pytest.mark.parametrize("sold_as", [0, -1], ids=["first", "last"])
def test_each_name_of_a_brand_finds_the_good_of_a_shop_that_knows_only_one_of_them(sold_as: int) -> None:
    known = {brand: [name for name in names if name in every_brand().names] for brand, names in NAMES.items()}
    chosen = dict(list(known.items())[::5])
    shop = tuple(_product(brand, names[sold_as]) for brand, names in chosen.items())
    asked = [(brand, name) for brand in chosen for name in NAMES[brand]]

    lost = [(brand, name) for brand, name in asked if not _is_found(shop, brand, f"{name} 充值")]

    assert len(lost) / len(asked) <= _MOST_LOST, lost


_MOST_LOST = 0.02
"""In a shop of so many brands some names are initials, or a part, of another one's."""


def _product(brand: str, name: str) -> Product:
    return replace(SHOP[0], id=brand, name={"zh-CN": f"{name} 充值"}, face_value_minor=None, face_value_currency=None)


def _is_found(shop: tuple[Product, ...], brand: str, text: str) -> bool:
    findings = look_up(shop, text)
    best = findings.hits[0].score if findings.is_sure else 1.0
    return any(hit.product.id == brand for hit in findings.hits if hit.score == best)


def test_the_longest_name_counts_in_what_is_said_and_every_name_in_what_is_sold() -> None:
    (said,) = mentions("微信读书")

    assert said.meanings == {"house weread", "akin weread"}
    assert meanings("微信读书") == {"house weread", "akin weread", "akin wechat"}


def test_a_name_that_every_good_of_its_brand_has_is_not_looked_for() -> None:
    names = sold([["京东e卡"], ["京东购物卡"]]).names

    assert "jd" in names
    assert "京东" not in names


def test_a_shelf_for_several_brands_does_not_say_whose_its_goods_are() -> None:
    shelved = [replace(product, category_id="苹果谷歌") for product in SHOP if product.id in ("apple", "google")]

    assert found("google礼品卡10", tuple(shelved)) == "google"
