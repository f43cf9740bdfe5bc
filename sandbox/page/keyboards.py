"""Keyboards as people press them: buttons under a message, keys at the foot of the chat.

Not here: what pressing does (`seat`), or the menu of commands (`composer`).
"""

import json
from collections.abc import Callable

from nicegui import ui

from sandbox.keyboards import Place
from sandbox.page.elements import part, pressable, written
from sandbox.page.gestures import COPY, Gestures
from sandbox.page.rich_text import safe_address
from sandbox.screens import Bubble, Button, Keyboard


def buttons_below(bubble: Bubble, gestures: Gestures) -> None:
    """Show the message's inline keyboard."""
    with part("buttons"):
        for row, buttons in enumerate(bubble.buttons, start=1):
            with part("button-row"):
                for column, button in enumerate(buttons, start=1):
                    _button(button, bubble.message_id, Place(row, column), gestures)


def keys_below(keyboard: Keyboard, press: Callable[[str], None]) -> None:
    """Show the reply keyboard."""
    with part("keys", testid="reply-keyboard"):
        for labels in keyboard.rows:
            with part("button-row"):
                for label in labels:
                    key = pressable("key", testid="key").on("click", lambda label=label: press(label))
                    with key:
                        written(label, "button-label")


def _button(button: Button, message_id: int, place: Place, gestures: Gestures) -> None:
    testid = f"button-{message_id}-{place.row}-{place.column}"
    classes = f"inline-button style-{button.style or 'plain'}"
    if button.url is not None:
        element = _link(button.url, classes, testid)
    else:
        element = pressable(classes, testid=testid)
        _attach(element, button, message_id, place, gestures)
    with element:
        written(button.label, "button-label")
        if sign := _sign(button):
            ui.icon(sign).classes("button-sign")


def _link(url: str, classes: str, testid: str) -> ui.element:
    element = part(classes, tag="a", testid=testid)
    element.props["href"] = safe_address(url)
    element.props["target"] = "_blank"
    element.props["rel"] = "noopener noreferrer"
    return element


def _attach(element: ui.element, button: Button, message_id: int, place: Place, gestures: Gestures) -> None:
    if button.is_disabled:
        element.props["disabled"] = True
    elif button.copy_text is not None:
        element.on("click", gestures.copied, js_handler=COPY.format(text=json.dumps(button.copy_text)))
    elif button.is_pay:
        element.on("click", lambda: gestures.pay(message_id))
    else:
        element.on("click", lambda: gestures.tap(element, message_id, place))


def _sign(button: Button) -> str | None:
    """Name the small sign in the corner that tells what the button will do."""
    if button.url is not None:
        return "north_east"
    return "content_copy" if button.copy_text is not None else None
