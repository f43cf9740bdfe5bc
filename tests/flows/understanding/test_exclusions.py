"""Exclusions: what is not wanted is told from what goes wrong, and never leaves nothing."""

import pytest

from flows.understanding.exclusions import take_exclusions
from tests.flows.understanding.test_lines import GOODS


@pytest.mark.parametrize(
    ("line", "words", "rest"),
    [
        ("xgp 3 months not core", ("core",), "xgp 3 months"),
        ("hulu monthly & without ads please", ("ads",), "hulu monthly"),
        ("会员月卡 & 不要体验版", ("体验",), "会员月卡"),
        ("月卡2张别要学生的", ("学生",), "月卡2张"),
    ],
)
def test_what_is_not_wanted_is_taken_out(line: str, words: tuple[str, ...], rest: str) -> None:
    taken = take_exclusions(line)

    assert (taken.words, taken.rest) == (words, rest)


@pytest.mark.parametrize(
    "line", ["the code does not work", "2 cards & no rush", "still not received", "不要50的 要100的"]
)
def test_a_complaint_excludes_nothing(line: str) -> None:
    assert take_exclusions(line).words == ()


def test_where_all_would_be_excluded_all_are_left() -> None:
    only = [product for product in GOODS if product.id == "netflix-prm-1y"]

    assert take_exclusions("netflix a year & not premium").narrowed(only) == only
