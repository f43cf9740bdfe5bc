"""Screens: notes above them, and being kept and read again."""

import pytest

from flows.screens import Button, Screen, button, screen_from_json, screen_to_json
from flows.words import words

MENU = Screen(words("menu", name="Ana"), ((button("button-browse", "categories"),),))


def test_a_note_stands_above_the_text() -> None:
    assert MENU.below(words("order-cancelled")).text == words(
        "with-note", note=words("order-cancelled"), text=words("menu", name="Ana")
    )


def test_the_same_note_is_not_put_twice() -> None:
    noted = MENU.below(words("order-cancelled"))

    assert noted.below(words("order-cancelled")) == noted
    assert noted.below(None) == noted
    assert noted.below(words("order-placed")) != noted


@pytest.mark.parametrize(
    "screen",
    [
        MENU,
        Screen(words("delivery"), subject="delivery:1", codes_of=1, is_protected=True),
        MENU.with_row(Button(words("button-pay-now"), url="http://localhost/pay"), button("button-menu", "menu", n=1)),
    ],
)
def test_what_was_kept_is_what_was_shown(screen: Screen) -> None:
    content, actions = screen_to_json(screen)

    assert screen_from_json(content, actions, screen.subject) == screen
