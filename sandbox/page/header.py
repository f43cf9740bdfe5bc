"""The bar above a conversation: back, whose chat this is, what goes on there, and what can be done with it.

Not here: the links to other pages (`chat_list`).
"""

from collections.abc import Callable
from dataclasses import dataclass

from nicegui import ui

from sandbox.page.avatars import avatar
from sandbox.page.elements import part, pressable, written
from sandbox.page.seat import Seat
from sandbox.page.sheets import ask_for_name
from sandbox.screens import Screen, TopicTitle


@dataclass(frozen=True)
class ChatActs:
    """What the bar asks its conversation to do: with a bot's chat, or with a topic."""

    block: Callable[[], None]
    unblock: Callable[[], None]
    rename_topic: Callable[[str], None]
    close_topic: Callable[[], None]
    reopen_topic: Callable[[], None]
    delete_topic: Callable[[], None]


class Header:
    """The bar; it is told of every new state of the chat."""

    def __init__(
        self,
        seat: Seat,
        acts: ChatActs,
        *,
        go_back: Callable[[], None],
    ) -> None:
        self._seat = seat
        self._acts = acts
        self._lines: list[tuple[ui.element, Callable[[Screen], bool]]] = []
        with part("header"):
            with pressable("icon-button back", testid="back", hint=seat.words.back).on("click", go_back):
                ui.icon("arrow_back")
            self._avatar_place = part("avatar-place")
            with part("header-text"):
                self._title = written("", "header-title", testid="chat-title")
                self._subtitle = written("", "header-subtitle", testid="chat-subtitle")
            self._build_more()

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
        for line, is_offered in self._lines:
            line.set_visibility(is_offered(screen))

    def _build_more(self) -> None:
        more = pressable("icon-button", testid="more", hint=self._seat.words.more)
        with more:
            ui.icon("more_vert")
            with ui.menu().props("auto-close anchor='bottom right' self='top right'").classes("popup"):
                if self._seat.chat.is_private:
                    self._offer_blocking()
                elif self._seat.is_in_topic and self._seat.leads:
                    self._offer_topic_acts()
        more.set_visibility(bool(self._lines))

    def _offer_blocking(self) -> None:
        words, acts = self._seat.words, self._acts
        self._line("block", words.block, acts.block, lambda screen: not screen.is_blocked)
        self._line("lock_open", words.unblock, acts.unblock, lambda screen: screen.is_blocked)

    def _offer_topic_acts(self) -> None:
        words, acts = self._seat.words, self._acts
        self._line("edit", words.rename_topic, self._ask_for_name, lambda _: True)
        self._line("lock", words.close_topic, acts.close_topic, lambda screen: not self._is_closed(screen))
        self._line("lock_open", words.reopen_topic, acts.reopen_topic, self._is_closed)
        self._line("delete", words.delete_topic, acts.delete_topic, lambda _: True)

    def _ask_for_name(self) -> None:
        words = self._seat.words
        ask_for_name(
            words.rename_topic,
            label=words.topic_name,
            button=words.save,
            named=self._acts.rename_topic,
            before=self._title.text,
        )

    def _topic(self, screen: Screen) -> TopicTitle | None:
        return next((one for one in screen.topics if one.topic == self._seat.topic), None)

    def _is_closed(self, screen: Screen) -> bool:
        topic = self._topic(screen)
        return topic is not None and topic.is_closed

    def _title_of(self, screen: Screen) -> str:
        topic = self._topic(screen)
        return topic.name if topic else screen.title

    def _subtitle_of(self, screen: Screen) -> str:
        words = self._seat.words
        if screen.is_blocked:
            return words.blocked
        if screen.activity:
            return f"{words.typing}…"
        if self._seat.chat.is_private:
            return words.bot
        members = words.members.format(len(self._seat.world.chats.member_ids(self._seat.chat)))
        if self._seat.is_in_topic:
            return f"{screen.title} · {words.closed if self._is_closed(screen) else members}"
        return members

    def _line(self, sign: str, label: str, act: Callable[[], None], is_offered: Callable[[Screen], bool]) -> None:
        line = pressable("popup-line", testid=f"more-{sign}").on("click", act)
        with line:
            ui.icon(sign).classes("popup-sign")
            written(label, "popup-text")
        self._lines.append((line, is_offered))
