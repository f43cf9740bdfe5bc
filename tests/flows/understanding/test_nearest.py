"""What a line names that is not sold is told from a wish for anything at all, and what comes near is found."""

from pathlib import Path

import pytest

from bot.understanding.goods import read_goods
from flows.understanding.nearest import named_in, nearest_to

GOODS = Path(__file__).parent / "goods.json"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("来一张星云币 30", "星云币"),
        ("i want 2 nebula coins 30", "nebula coins"),
        ("给13900139000充七十", "话费"),
        ("我想买点东西", ""),
        ("下单", ""),
        ("i'd like to buy something", ""),
    ],
)
def test_what_is_named_is_what_is_left(text: str, name: str) -> None:
    assert named_in(text) == name


def test_a_longer_name_than_any_good_has_still_comes_near() -> None:
    goods = read_goods(GOODS)
    near = {item.id for item in nearest_to(goods, "话费")}

    assert near
    assert near <= {item.id for item in nearest_to(goods, "咱村话费")} | near
    assert nearest_to(goods, "咱村话费")
    assert nearest_to(goods, "zzqqxx") == []
