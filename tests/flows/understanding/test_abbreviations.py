"""Abbreviations: a region and a maker in two characters, two names in two letters, and what only looks so."""

from pathlib import Path

import pytest

from backend.catalogue import Product
from bot.understanding.goods import read_goods
from flows.understanding.abbreviations import spelled_out
from flows.understanding.kept import index_of

HERE = Path(__file__).parent
GOODS = tuple(read_goods(HERE / "goods.json"))
ANOTHER = tuple(read_goods(HERE / "goods-of-another.json"))


@pytest.mark.parametrize(
    ("goods", "text", "read"),
    [
        (GOODS, "日亚3000", "日区亚马逊3000"),
        (GOODS, "两张美亚 25", "两张美区亚马逊 25"),
        (ANOTHER, "来张英亚50", "来张英区亚马逊50"),
        (ANOTHER, "来张移动50", "来张移动50"),
        (GOODS, "日常 50", "日常 50"),
        (GOODS, "xk 50", "xk 50"),
    ],
)
def test_a_region_and_a_maker_are_spelled_out(goods: tuple[Product, ...], text: str, read: str) -> None:
    assert spelled_out(index_of(goods), text) == read


def test_two_letters_are_two_names_of_one_good() -> None:
    without = tuple(product for product in GOODS if product.id != "nso-12m")

    assert spelled_out(index_of(GOODS), "NS 300") == "nintendo switch 300"
    assert spelled_out(index_of(without), "NS 300") == "NS 300"
