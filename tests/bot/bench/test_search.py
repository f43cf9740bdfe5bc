"""The bench of search: it measures what it says, on goods that are always the same."""

from bot.bench.big_catalogue import big_catalogue
from bot.bench.search import measure


def test_the_goods_are_always_the_same_and_all_different() -> None:
    goods = big_catalogue(500)

    assert goods == big_catalogue(500)
    assert len({each.id for each in goods}) == 500


def test_every_figure_is_measured() -> None:
    figures = measure(300, queries=14)

    assert figures.products == 300
    assert figures.build_s > 0
    assert figures.p99_ms >= figures.p50_ms > 0
