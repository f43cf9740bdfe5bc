"""The index: what it learns from a catalogue, when it is made anew, and that order doesn't matter."""

from dataclasses import replace
from random import Random

import pytest

from backend.catalogue import Product
from bot.bench.big_catalogue import big_catalogue
from flows.understanding.kept import index_of
from flows.understanding.pinyin import readings
from flows.understanding.search import look_up, search
from tests.flows.understanding.queries import goods, queries

GOODS = goods()
BIG = big_catalogue(800)


def found(products: list[Product], text: str) -> list[tuple[str, float]]:
    """Ids and scores."""
    return [(hit.product.id, hit.score) for hit in look_up(products, text).hits]


def spelled(name: str) -> str:
    """The name as somebody without an input method types it."""
    return "".join(readings(char)[0] if readings(char) else char for char in name)


def test_the_order_of_the_catalogue_does_not_matter() -> None:
    shuffled = Random(4).sample(GOODS, len(GOODS))
    asked = [each.query for cases in queries("development").values() for each in cases[:4]]

    assert [found(shuffled, text) for text in asked] == [found(GOODS, text) for text in asked]


def test_each_of_many_products_is_found_by_its_name_in_pinyin() -> None:
    sample = Random(2).sample(BIG, 60)

    lost = [
        each.name for each in sample if not any(_is(each, hit) for hit, _ in found(BIG, spelled(each.name["zh-CN"])))
    ]

    assert lost == []


def _is(product: Product, product_id: str) -> bool:
    return product.id == product_id


def test_products_that_differ_in_numbers_are_one_family() -> None:
    index = index_of(BIG)

    assert len(index.families) == len(BIG) // 5


def test_a_change_is_found_without_a_word() -> None:
    before = search(GOODS, "潮玩盲盒")
    changed = [*GOODS[:-1], replace(GOODS[-1], name={"zh-CN": "潮玩盲盒", "en": "Blind box"})]

    assert before == []
    assert search(changed, "潮玩盲盒") == [changed[-1]]
    assert search(GOODS, "潮玩盲盒") == []


def test_a_new_price_takes_the_work_over_and_shows_the_new_product() -> None:
    former = index_of(GOODS)
    changed = [replace(each, retail_minor=7) for each in GOODS]

    index = index_of(changed)

    assert index.families is former.families
    assert search(changed, "奈飞年卡")[0].retail_minor == 7


def test_the_same_catalogue_read_again_is_known_again() -> None:
    assert index_of(goods()).families is index_of(GOODS).families


def test_of_what_fits_alike_the_popular_comes_first_and_the_withdrawn_last() -> None:
    pair = [replace(GOODS[0], id="a"), replace(GOODS[0], id="b"), replace(GOODS[0], id="c", is_on_sale=False)]

    assert [product_id for product_id, _ in found(pair, "移动话费 50")] == ["a", "b", "c"]
    popular = look_up(pair, "移动话费 50", popularity={"b": 3, "c": 9})
    assert [hit.product.id for hit in popular.hits] == ["b", "a", "c"]
    assert [hit.product.id for hit in popular.with_last({"b"}).hits] == ["a", "c", "b"]


@pytest.mark.parametrize("text", ["", " ", "。。。", "的", "👍", "a" * 5000, "100", "\x00"])
def test_nothing_to_search_for_finds_nothing_for_sure(text: str) -> None:
    assert search(GOODS, text) == []
    assert search([], text) == []


@pytest.mark.parametrize("text", ["港服psn 250", "中石化 300", "亚马逊日本 4000日元", "酷狗季卡"])
def test_a_number_that_the_goods_contradict_is_asked_about(text: str) -> None:
    findings = look_up(GOODS, text)

    assert not findings.is_sure
    assert findings.hits


@pytest.mark.parametrize(
    ("text", "product_id"),
    [
        ("yidong yibai", "cmcc-100"),  # a number in pinyin
        ("dnf 50", "dnf-50"),  # '&' said as n
        ("disney plus 12 months", "disney-1y"),  # a plus sign said
        ("暴雪 战网 50", "bnet-50"),  # a maker's other name
        ("115会员", "115-1y"),  # a number that is a name
    ],
)
def test_what_the_trade_knows_is_understood(text: str, product_id: str) -> None:
    assert look_up(GOODS, text).hits[0].product.id == product_id
