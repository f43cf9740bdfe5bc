"""The bar below the header that keeps the latest pinned message in sight, and leads to it.

Not here: pinning, which only bots do (`sandbox.api`).
"""

from collections.abc import Callable

from nicegui import ui

from sandbox.page.elements import pressable, written
from sandbox.page.wording import Words
from sandbox.screens import Bubble


class PinnedBar:
    """The bar; it is gone while nothing is pinned."""

    def __init__(self, words: Words, *, go_to: Callable[[int], None]) -> None:
        self._go_to = go_to
        self._bubble: Bubble | None = None
        self._bar = pressable("pinned", testid="pinned").on("click", self._go)
        with self._bar:
            ui.icon("push_pin").classes("pinned-sign")
            written(words.pinned, "pinned-title")
            self._text = written("", "pinned-text")

    def show(self, bubbles: list[Bubble]) -> None:
        """Bring the bar in step with the messages of the chat."""
        self._bubble = next((one for one in reversed(bubbles) if one.is_pinned), None)
        self._bar.set_visibility(self._bubble is not None)
        if self._bubble is not None:
            self._text.set_text(self._bubble.text.partition("\n")[0])

    def _go(self) -> None:
        if self._bubble is not None:
            self._go_to(self._bubble.message_id)
