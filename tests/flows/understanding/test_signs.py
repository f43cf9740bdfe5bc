"""Signs: the plus of a name stays with it, the plus between two goods does not."""

import pytest

from flows.understanding.kept import index_of
from flows.understanding.signs import with_signs
from tests.flows.understanding.test_lines import GOODS


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("disney plus 12 months", "disney+ 12 months"),
        ("PS+二档", "PS+ 二档"),
        ("steam+xbox", "steam+xbox"),
        ("ebay 50 plus a uber 25", "ebay 50 plus a uber 25"),
    ],
)
def test_a_plus_is_kept_where_goods_are_called_so(text: str, read: str) -> None:
    assert with_signs(index_of(GOODS), text) == read
