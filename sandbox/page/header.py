"""The bar above a conversation: back, whose chat this is, what goes on there, block and unblock.

Not here: the links to other pages (`chat_list`).
"""

from collections.abc import Callable

from nicegui import ui

from sandbox.page.avatars import avatar
from sandbox.page.elements import part, pressable, written
from sandbox.page.seat import Seat
from sandbox.screens import Screen


class Header:
    """The bar; it is told of every new state of the chat."""

    def __init__(
        self,
        seat: Seat,
        *,
        go_back: Callable[[], None],
        block: Callable[[], None],
        unblock: Callable[[], None],
    ) -> None:
        self._seat = seat
        with part("header"):
            with pressable("icon-button back", testid="back", hint=seat.words.back).on("click", go_back):
                ui.icon("arrow_back")
            self._avatar_place = part("avatar-place")
            with part("header-text"):
                self._title = written("", "header-title", testid="chat-title")
                self._subtitle = written("", "header-subtitle", testid="chat-subtitle")
            self._more = self._build_more(block, unblock)

    def show(self, screen: Screen) -> None:
        """Bring the bar in step with the chat."""
        title = self._title_of(screen)
        if title != self._title.text:
            self._title.set_text(title)
            self._avatar_place.clear()
            with self._avatar_place:
                avatar(screen.title, screen.chat)
        self._subtitle.set_text(self._subtitle_of(screen))
        self._subtitle.classes(**{"add" if screen.activity else "remove": "is-active"})
        self._block_line.set_visibility(not screen.is_blocked)
        self._unblock_line.set_visibility(screen.is_blocked)

    def _build_more(self, block: Callable[[], None], unblock: Callable[[], None]) -> ui.element:
        words = self._seat.words
        more = pressable("icon-button", testid="more", hint=words.more)
        with more:
            ui.icon("more_vert")
            with ui.menu().props("auto-close anchor='bottom right' self='top right'").classes("popup"):
                self._block_line = _line("block", words.block, block)
                self._unblock_line = _line("lock_open", words.unblock, unblock)
        more.set_visibility(self._seat.chat.is_private)
        return more

    def _title_of(self, screen: Screen) -> str:
        topic = next((one for one in screen.topics if one.topic == self._seat.topic), None)
        return f"{topic.name} · {screen.title}" if topic else screen.title

    def _subtitle_of(self, screen: Screen) -> str:
        words = self._seat.words
        if screen.is_blocked:
            return words.blocked
        if screen.activity:
            return f"{words.typing}…"
        if self._seat.chat.is_private:
            return words.bot
        return words.members.format(len(self._seat.world.chats.member_ids(self._seat.chat)))


def _line(sign: str, label: str, act: Callable[[], None]) -> ui.element:
    line = pressable("popup-line", testid=f"more-{sign}").on("click", act)
    with line:
        ui.icon(sign).classes("popup-sign")
        written(label, "popup-text")
    return line
