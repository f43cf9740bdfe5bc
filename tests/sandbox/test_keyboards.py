"""Inline keyboards that Telegram would refuse are refused."""

import pytest
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from sandbox.keyboards import KeyboardError, Place, at, check


def markup(*buttons: InlineKeyboardButton) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[button] for button in buttons])


@pytest.mark.parametrize(
    ("keyboard", "complaint"),
    [
        (markup(InlineKeyboardButton(text="a", callback_data="x" * 65)), "BUTTON_DATA_INVALID"),
        (markup(InlineKeyboardButton(text="a", callback_data="卡" * 22)), "BUTTON_DATA_INVALID"),  # 66 bytes
        (markup(InlineKeyboardButton(text="a", callback_data="")), "BUTTON_DATA_INVALID"),
        (markup(InlineKeyboardButton(text="a")), "Text buttons are unallowed in the inline keyboard"),
        (markup(InlineKeyboardButton(text=" ", callback_data="x")), "text must be non-empty"),
        (markup(InlineKeyboardButton(text="a", url="shop")), "Unsupported URL protocol"),
        (markup(*[InlineKeyboardButton(text="a", callback_data="x")] * 101), "reply markup is too long"),
        (markup(*[InlineKeyboardButton(text="Card 100", callback_data="x" * 64)] * 99), "reply markup is too long"),
    ],
    ids=["long data", "long Chinese data", "empty data", "no action", "blank", "bad url", "too many", "too big"],
)
def test_a_bad_keyboard_is_refused(keyboard: InlineKeyboardMarkup, complaint: str) -> None:
    with pytest.raises(KeyboardError, match=complaint):
        check(keyboard)


def test_a_hundred_small_buttons_are_fine() -> None:
    check(markup(*[InlineKeyboardButton(text="a", callback_data="x")] * 100))


def test_a_button_is_found_by_its_place() -> None:
    keyboard = markup(InlineKeyboardButton(text="a", callback_data="1"), InlineKeyboardButton(text="b", url="http://b"))

    found = at(keyboard, Place(2, 1))
    assert found is not None
    assert found.text == "b"
    assert at(keyboard, Place(3, 1)) is None
    assert at(keyboard, Place(0, 1)) is None
