"""How good search is on goods and queries it was not made for; a gate with a margin, the figures are in evaluate."""

import re

import pytest

from backend.catalogue import Product
from bot.bench.big_catalogue import big_catalogue
from bot.understanding.query_quality import Wanted, assess
from flows.understanding.search import look_up
from tests.flows.understanding.queries import goods, goods_of_another, queries, queries_of_another

GOODS = goods()
OTHERS = goods_of_another()
CLASSES = sorted(queries("held-out").keys() - {"nothing"})


def test_nearly_always_the_right_one_is_on_top() -> None:
    asked = [each for cases in queries("held-out").values() for each in cases]

    quality = assess(GOODS, asked)

    assert quality.recall(1) >= 0.93, quality.as_text()
    assert quality.recall(3) >= 0.95, quality.as_text()
    assert quality.false_matches <= 0.06, quality.as_text()


@pytest.mark.parametrize("kind", CLASSES)
def test_no_way_of_writing_is_left_behind(kind: str) -> None:
    quality = assess(GOODS, queries("held-out")[kind])

    assert quality.recall(1) >= 0.8, quality.as_text()


def test_a_catalogue_in_another_style_is_searched_as_well() -> None:
    quality = assess(OTHERS, queries_of_another())

    assert quality.recall(1) >= 0.96, quality.as_text()
    assert quality.false_matches <= 0.04, quality.as_text()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("stema 50美元", "steam-us-50"),  # its letters are those of other words as well
        ("苹果日区3000", "asia-jp-3000"),  # its characters are those of another name, with two readings each
    ],
)
def test_what_is_meant_is_looked_at_among_many_that_share_more(text: str, meant: str) -> None:
    found = look_up(OTHERS, text)

    assert (found.is_sure, found.hits[0].product.id) == (True, meant)


def test_each_product_is_found_by_its_names_and_aliases() -> None:
    written = [(each.id, name) for each in GOODS for name in [*each.name.values(), *each.aliases]]

    lost = [(product_id, name) for product_id, name in written if look_up(GOODS, name).hits[0].product.id != product_id]

    assert lost == []


def test_the_figures_are_those_of_the_answers() -> None:
    quality = assess(
        GOODS, [Wanted("奈飞年卡", ("netflix-prm-1y",)), Wanted("喜茶", ("didi-30",)), Wanted("爱奇艺", ())]
    )

    assert (quality.recall(1), quality.recall(3), quality.false_matches) == (0.5, 0.5, 0.0)
    assert "'喜茶': heytea-30" in quality.as_text()
    assert quality.as_json()["queries"] == 2


@pytest.mark.slow
def test_a_word_with_two_letters_exchanged_is_found_among_thousands() -> None:
    many = [*big_catalogue(4000), *GOODS]
    words = sorted({word for each in GOODS for word in re.findall("[a-z]{6,}", each.name.get("en", "").lower())})[::4]

    lost = [word for word in words if word not in _top_name(many, f"{word[:2]}{word[3]}{word[2]}{word[4:]}")]

    assert len(words) > 30
    assert len(lost) <= 0.06 * len(words), lost


def _top_name(products: list[Product], text: str) -> str:
    hits = look_up(products, text).hits
    return " ".join(hits[0].product.name.values()).lower() if hits else ""
