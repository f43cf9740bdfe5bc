"""A person's chats, and the topics of the forum they look at.

Not here: the people (`rail`) and the chat itself (`conversation`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nicegui import ui

from sandbox import amounts, sight
from sandbox.invoices import STARS
from sandbox.page.avatars import avatar
from sandbox.page.elements import part, pressable, written
from sandbox.page.seat import Seat
from sandbox.page.wording import Words, service_line, words_for
from sandbox.people import Person
from sandbox.screens import ChatTitle
from sandbox.topics import Topic
from sandbox.world import World


@dataclass(frozen=True)
class PageLink:
    """A link at the head of the list, to a page that somebody else serves."""

    label: str
    address: str


@dataclass(frozen=True)
class Choosing:
    """What the list asks the window to do; a topic of None is the whole forum."""

    chat: Callable[[ChatTitle], None]
    topic: Callable[[int | None], None]
    new_topic: Callable[[str], None]


@dataclass(frozen=True)
class _Shown:
    person: Person
    chats: tuple[ChatTitle, ...]
    topics: tuple[Topic, ...]
    chat: int | None
    topic: int | None


class ChatList:
    """The list; rebuilt when anything in it changed."""

    def __init__(self, world: World, links: Sequence[PageLink], choosing: Choosing) -> None:
        self._world = world
        self._links = links
        self._choosing = choosing
        self._seen: dict[tuple[int, int], int] = {}
        self._shown: _Shown | None = None
        self._column = part("chat-list", testid="chats")

    def refresh(self, person: Person, seat: Seat | None) -> None:
        """Show the person's chats, the one they sit in marked."""
        with self._world.writing():
            chats = tuple(sight.chat_list(self._world, person))
        wanted = _Shown(
            self._world.people.the(person.id),
            chats,
            tuple(self._world.topics.of_chat(seat.chat)) if seat else (),
            (seat.chat.bot_id or seat.chat.id) if seat else None,
            seat.topic if seat else None,
        )
        if wanted == self._shown:
            return
        self._shown = wanted
        self._column.clear()
        with self._column:
            self._head(wanted.person)
            for chat in wanted.chats:
                self._chat(wanted, chat)
            if not chats:
                written(words_for(person.language_code).no_chats, "list-hint")

    def _head(self, person: Person) -> None:
        with part("list-head"):
            with part("list-head-text"):
                written(person.name, "list-title", testid="person-name")
                stars = amounts.written(person.stars, STARS, language_code=person.language_code)
                written(stars, "list-subtitle", testid="stars")
            for link in self._links:
                anchor = part("page-link", tag="a", testid="page-link")
                anchor.props["href"] = link.address
                anchor.props["target"] = "_blank"
                with anchor:
                    written(link.label, "")

    def _chat(self, shown: _Shown, chat: ChatTitle) -> None:
        words = words_for(shown.person.language_code)
        is_current = chat.chat == shown.chat
        classes = f"chat-line {'is-current' if is_current else ''}"
        line = pressable(classes, testid=f"chat-{chat.chat}").on("click", lambda: self._choosing.chat(chat))
        with line:
            avatar(chat.title, chat.chat)
            with part("chat-text"):
                with part("chat-title"):
                    written(chat.title, "chat-name")
                    if chat.is_blocked:
                        ui.icon("block").classes("chat-sign")
                written(service_line(words, chat.last_text), "chat-last")
            if self._is_unread(shown.person, chat, is_current=is_current):
                part("unread", testid=f"unread-{chat.chat}")
        if is_current and chat.is_forum:
            self._topics(shown)

    def _is_unread(self, person: Person, chat: ChatTitle, *, is_current: bool) -> bool:
        """Whether something happened there since the person sat in that chat, or since the page was opened."""
        key = (person.id, chat.chat)
        if is_current or key not in self._seen:
            self._seen[key] = chat.changed
        return chat.changed > self._seen[key]

    def _topics(self, shown: _Shown) -> None:
        words = words_for(shown.person.language_code)
        with part("topics"):
            self._topic("forum", words.all_messages, None, is_current=shown.topic is None)
            for topic in shown.topics:
                name = f"{topic.name} · {words.closed}" if topic.is_closed else topic.name
                self._topic("tag", name, topic.thread_id, is_current=topic.thread_id == shown.topic)
            self._new_topic(words)

    def _topic(self, sign: str, name: str, topic: int | None, *, is_current: bool) -> None:
        classes = f"topic-line {'is-current' if is_current else ''}"
        line = pressable(classes, testid=f"topic-{topic or 'all'}")
        with line.on("click", lambda: self._choosing.topic(topic)):
            ui.icon(sign).classes("topic-sign")
            written(name, "topic-name")

    def _new_topic(self, words: Words) -> None:
        def ask() -> None:
            with ui.dialog(value=True) as dialog, part("sheet", testid="new-topic-sheet"):
                written(words.new_topic, "sheet-title")
                name = ui.input(words.topic_name).props("outlined dense autofocus")

                def add() -> None:
                    if (name.value or "").strip():
                        dialog.close()
                        self._choosing.new_topic(name.value.strip())

                name.on("keydown.enter", add)
                with pressable("sheet-pay", testid="new-topic-add").on("click", add):
                    written(words.add, "")

        with pressable("topic-line", testid="new-topic").on("click", ask):
            ui.icon("add").classes("topic-sign")
            written(words.new_topic, "topic-name")
