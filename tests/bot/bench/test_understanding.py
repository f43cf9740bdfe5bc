"""The bench of understanding: it measures what it says, on lines that are always the same."""

import pytest

from bot.bench.understanding import measure
from bot.settings import LOCALES


@pytest.mark.slow
def test_every_figure_is_measured() -> None:
    figures = measure(LOCALES, products=200, utterances=12)

    assert figures.products == 200
    assert figures.index_s > 0
    assert figures.first_ms > 0
    assert figures.p99_ms >= figures.p50_ms > 0
