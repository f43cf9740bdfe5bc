"""JSON as columns keep it: what the standard library would write and read, only quicker."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.statements import json_codec

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters()), inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(VALUES)
def test_it_writes_what_the_standard_library_reads_and_reads_what_it_writes(value: Any) -> None:
    assert json.loads(json_codec.dumps(value)) == value
    assert json_codec.loads(json.dumps(value)) == value


def test_keys_that_are_numbers_become_text_as_ever() -> None:
    assert json_codec.dumps({1: "a"}) == '{"1":"a"}'


@pytest.mark.parametrize("value", ["half a \ud83d", {"\udc00": 1}])
def test_half_a_character_is_kept(value: Any) -> None:
    assert json_codec.loads(json_codec.dumps(value)) == value
