"""The messages of a chat on the screen, kept in step with it: what changed is rebuilt, the rest stays as it is.

Not here: one message (`bubbles`). The list scrolls from its foot (`column-reverse`), so a browser keeps both
the newest message and the place somebody scrolled up to without a script.
"""

from collections.abc import Callable
from dataclasses import dataclass

from nicegui import ui
from nicegui.events import GenericEventArguments

from sandbox.page.blocks import Block
from sandbox.page.bubbles import block_of_chat
from sandbox.page.elements import part, pressable, written
from sandbox.page.gestures import ON_CLICK, Gestures
from sandbox.page.seat import Seat
from sandbox.screens import Bubble

_ON_SCROLL = "(event) => event.target.classList.toggle('is-scrolled-up', event.target.scrollTop < -240)"
_TO_NEWEST = "(event) => event.target.closest('.scroller-frame').querySelector('.scroller').scrollTo(0, 0)"


@dataclass
class _Shown:
    block: Block
    element: ui.element


class MessageList:
    """The scrolling part of a conversation."""

    def __init__(
        self,
        seat: Seat,
        gestures: Gestures,
        *,
        on_text_click: Callable[[str, str], None],
        on_menu: Callable[[Bubble], None],
        on_earlier: Callable[[], None],
    ) -> None:
        self._seat = seat
        self._gestures = gestures
        self._on_menu = on_menu
        self._shown: dict[int, _Shown] = {}
        with part("scroller-frame"):
            self._scroller = part("scroller", testid="messages").on("scroll", js_handler=_ON_SCROLL)
            with self._scroller, part("messages") as self.column:
                self._earlier = pressable("pill earlier", testid="earlier").on("click", on_earlier)
                with self._earlier:
                    written(seat.words.earlier, "")
            newest = pressable("to-newest", testid="to-newest", hint=seat.words.newest)
            with newest.on("click", js_handler=_TO_NEWEST):
                ui.icon("keyboard_arrow_down")

        def clicked(event: GenericEventArguments) -> None:
            on_text_click(*event.args)

        self.column.on("click", clicked, js_handler=ON_CLICK)

    def show(self, blocks: list[Block], *, are_earlier_ones: bool) -> None:
        """Bring the elements in step with these blocks."""
        self._earlier.set_visibility(are_earlier_ones)
        wanted = {block.key: block for block in blocks}
        if not _only_grew(list(self._shown), list(wanted)):
            self._remove(list(self._shown))
        self._remove([key for key in self._shown if key not in wanted])
        for key, block in wanted.items():
            self._put(key, block)

    def scroll_to_newest(self) -> None:
        """Go down to the latest message, as after an own one."""
        ui.run_javascript(f"getHtmlElement({self._scroller.id})?.scrollTo(0, 0)")

    def scroll_to(self, message_id: int) -> None:
        """Bring a message into the middle."""
        shown = self._shown.get(message_id)
        if shown is not None:
            ui.run_javascript(f"getHtmlElement({shown.element.id})?.scrollIntoView({{block: 'center'}})")

    def _put(self, key: int, block: Block) -> None:
        shown = self._shown.get(key)
        if shown is None:
            with self.column:
                element = part("piece", testid=f"message-{key}")
            element.on("contextmenu", lambda: self._on_menu(self._shown[key].block.spoken))
        elif shown.block == block:
            return
        else:
            element = shown.element
            element.clear()
        self._shown[key] = _Shown(block, element)
        with element:
            block_of_chat(block, self._seat, self._gestures)

    def _remove(self, keys: list[int]) -> None:
        for key in keys:
            self._shown.pop(key).element.delete()


def _only_grew(before: list[int], now: list[int]) -> bool:
    """Whether what stays stands in front of what is new, so that appending is enough."""
    kept = [key for key in before if key in set(now)]
    return now[: len(kept)] == kept
