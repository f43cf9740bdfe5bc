"""What a person may do with a message they see, as the elements call it.

Not here: doing it; a conversation does. `gestures.js` catches clicks inside a message's text.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files

from nicegui import ui

from sandbox.keyboards import Place

ON_CLICK = files("sandbox.page").joinpath("gestures.js").read_text()
"""Reveals a spoiler, copies code, and emits ("say", command), ("follow", link) or ("copied", "")."""

COPY = "async () => {{ await navigator.clipboard.writeText({text}); emit(); }}"
"""Copies a text, which is to be filled in as JSON, and emits."""


@dataclass(frozen=True)
class Gestures:
    """`tap` gets the button itself, to show that it waits, the message's id and the button's place."""

    tap: Callable[[ui.element, int, Place], None]
    pay: Callable[[int], None]
    copied: Callable[[], None]
