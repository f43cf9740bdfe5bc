"""What declines a person is taken out of a sentence, and only that."""

import pytest

from flows.understanding.human_refusals import without_refusals


@pytest.mark.parametrize("text", ["不用转人工", "先别给我叫客服", "no human needed", "dont need a real agent"])
def test_a_refusal_leaves_nothing(text: str) -> None:
    assert without_refusals(text).split() == []


def test_what_stands_around_a_refusal_is_kept() -> None:
    assert without_refusals("i dont need a human just a refund").split() == ["i", "just", "a", "refund"]


@pytest.mark.parametrize("text", ["你们不用人工", "不用人工吗", "why is no human needed", "转人工"])
def test_who_asks_why_or_whether_declines_nobody(text: str) -> None:
    assert without_refusals(text) == text
