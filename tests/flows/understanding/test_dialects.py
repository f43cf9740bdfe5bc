"""Regional and hasty words, as everybody says them."""

import pytest

from flows.understanding.dialects import characters_in_common, in_common


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("張卡用唔到", "張卡用不到"),
        ("有冇貨", "有没有貨"),
        ("幾時先到", "什么时候先到"),
        ("u got steam?", "you got steam?"),
        ("I can't log in", "I can not log in"),
        ("my acct isn’t working", "my account is not working"),
    ],
)
def test_what_one_region_or_a_hasty_hand_writes_is_written_out(said: str, meant: str) -> None:
    assert in_common(said) == meant


@pytest.mark.parametrize("said", ["steam 50", "退款", "Ur-Quan", "user id 123", "1y", "关系"])
def test_what_everybody_writes_stays(said: str) -> None:
    assert characters_in_common(said) == said


def test_parts_of_words_and_numbers_stay() -> None:
    assert in_common("sub50 userr 5r") == "sub50 userr 5r"
