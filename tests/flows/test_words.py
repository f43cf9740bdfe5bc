"""Words survive being kept in a row, whatever their arguments are."""

import json
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.money import Money
from flows.words import Arg, Words, Written, from_json, to_json, words

KEYS = st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True)
NAMES = st.from_regex(r"[a-z_]{1,10}", fullmatch=True)
PLAIN: st.SearchStrategy[Arg] = st.one_of(
    st.text(),
    st.integers(),
    st.builds(Money, st.integers(-(10**12), 10**12), st.sampled_from(["CNY", "USD", "XTR"])),
    st.datetimes(timezones=st.just(UTC)),
    st.builds(Written, st.text()),
)
LINES = st.builds(Words, KEYS, st.dictionaries(NAMES, PLAIN, max_size=3))
SPOKEN = st.builds(
    Words, KEYS, st.dictionaries(NAMES, st.one_of(PLAIN, LINES, st.lists(LINES, max_size=3)), max_size=4)
)


@given(SPOKEN)
def test_what_was_kept_is_what_was_said(spoken: Words) -> None:
    kept = json.loads(json.dumps(to_json(spoken)))

    assert from_json(kept) == spoken


def test_an_argument_nobody_can_say_is_refused() -> None:
    with pytest.raises(ValueError, match="not an argument of words"):
        from_json({"key": "menu", "args": {"name": 1.5}})


def test_words_are_equal_by_what_they_say() -> None:
    assert words("menu", name="Ana") == Words("menu", {"name": "Ana"})
