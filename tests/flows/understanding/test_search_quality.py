"""How good search is on goods and queries it was not made for; a gate with a margin, the figures are in evaluate."""

import pytest

from bot.understanding.query_quality import Wanted, assess
from flows.understanding.search import look_up
from tests.flows.understanding.queries import goods, queries

GOODS = goods()
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
