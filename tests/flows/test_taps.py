"""Taps: what a button carries fits, and only a present button of the same person finds what it does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import taps
from flows.screens import MOST_BUTTONS

LONGEST_TOKEN = "A" * 12
"""Tokens are nine bytes in base64, whatever the event's number is."""


@given(position=st.integers(0, MOST_BUTTONS - 1))
def test_the_last_button_of_the_largest_keyboard_fits_like_the_first(position: int) -> None:
    assert len(taps.pack(LONGEST_TOKEN, position).encode()) <= taps.DATA_BYTES


def test_exactly_64_bytes_fit_and_65_are_refused_on_the_developers_machine() -> None:
    assert len(taps.pack("x" * 60, 1)) == 64

    with pytest.raises(ValueError, match="at most 64 bytes"):
        taps.pack("x" * 61, 1)


def test_bytes_are_counted_and_not_characters() -> None:
    with pytest.raises(ValueError, match="at most 64 bytes"):
        taps.pack("小" * 21, 1)
