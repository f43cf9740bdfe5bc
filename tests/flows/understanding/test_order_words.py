"""The words around an order as patterns."""

import re

import pytest

from flows.understanding.fillers import bare
from flows.understanding.order_words import any_of, table_of, words_of


def test_what_stands_in_brackets_may_be_left_out() -> None:
    assert {"card", "cards", "code", "codes"} <= set(words_of("count.pieces"))


def test_a_word_is_not_found_at_the_beginning_of_another() -> None:
    assert re.findall(any_of("count.pieces"), "2个 3个月") == ["个"]


def test_every_number_word_stands_for_digits_or_for_itself() -> None:
    words = table_of("count.words")

    assert [each for each, number in words.items() if number != each and not number[0].isdigit()] == []


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("麻烦你帮我朋友充一下 拿铁 谢谢", "拿铁"),
        ("please get me the china mobile 50", "china mobile 50"),
        ("can you load it on my mobile", ""),
        ("给我妈妈的手机 整箱 可乐", "整箱 可乐"),
    ],
)
def test_a_name_is_left_without_what_is_said_around_it(said: str, name: str) -> None:
    assert bare(said) == name
