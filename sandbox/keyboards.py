"""Inline keyboards: what Telegram lets a bot put under a message, and finding a button again.

Not here: what a tap sets off (`acts.tapping`). Source: the Bot API's InlineKeyboardButton; tdlib for the
wording.
"""

from dataclasses import dataclass

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

MOST_BUTTONS = 100
MOST_BYTES = 10_240
"""Measured by others, not documented: a keyboard of about 10 kB of JSON is refused."""

MOST_DATA_BYTES = 64
ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
)


class KeyboardError(Exception):
    """A keyboard Telegram refuses; the message is its wording after "Bad Request: "."""


@dataclass(frozen=True)
class Place:
    """Where a button stands, counted from 1 as a person would."""

    row: int
    column: int


def check(markup: InlineKeyboardMarkup) -> None:
    """Raise KeyboardError for a keyboard the real server would refuse."""
    buttons = buttons_of(markup)
    for button in buttons:
        _check_button(button)
    if len(buttons) > MOST_BUTTONS or len(markup.model_dump_json(exclude_none=True).encode()) > MOST_BYTES:
        raise KeyboardError("reply markup is too long")


def buttons_of(markup: InlineKeyboardMarkup | None) -> list[InlineKeyboardButton]:
    """Return all buttons, row by row."""
    return [button for row in markup.inline_keyboard or [] for button in row] if markup else []


def at(markup: InlineKeyboardMarkup, place: Place) -> InlineKeyboardButton | None:
    """Return the button standing there, or None beyond the edge."""
    rows = markup.inline_keyboard or []
    if not 1 <= place.row <= len(rows) or not 1 <= place.column <= len(rows[place.row - 1]):
        return None
    return rows[place.row - 1][place.column - 1]


def _check_button(button: InlineKeyboardButton) -> None:
    chosen = [name for name in ACTIONS if getattr(button, name) is not None]
    if not button.text.strip():
        raise KeyboardError("inline keyboard button text must be non-empty")
    if len(chosen) != 1:
        raise KeyboardError("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if button.callback_data is not None and not 1 <= len(button.callback_data.encode()) <= MOST_DATA_BYTES:
        raise KeyboardError("BUTTON_DATA_INVALID")
    if button.url is not None and not button.url.startswith(("http://", "https://", "tg://")):
        raise KeyboardError(f"inline keyboard button URL '{button.url}' is invalid: Unsupported URL protocol")
