"""A person's chats, and the topics of the forum they look at.

Not here: the people (`rail`) and the chat itself (`conversation`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nicegui import ui

from sandbox import amounts, sight
from sandbox.chats import Chat
from sandbox.invoices import STARS
from sandbox.page.avatars import avatar
from sandbox.page.elements import choosable, on_choice, part, pressable, written
from sandbox.page.seat import Seat
from sandbox.page.sheets import ask_for_name
from sandbox.page.unread import Unread
from sandbox.page.wording import Words, named_file, service_line, words_for
from sandbox.people import Person
from sandbox.screens import ChatTitle
from sandbox.topics import GENERAL, Topic
from sandbox.world import World


@dataclass(frozen=True)
class PageLink:
    """A link at the head of the list, to a page that somebody else serves."""

    label: str
    address: str


@dataclass(frozen=True)
class Choosing:
    """What the list asks the window to do."""

    chat: Callable[[int], None]
    topic: Callable[[int], None]
    new_topic: Callable[[str], None]


@dataclass(frozen=True)
class _Shown:
    person: Person
    chats: tuple[ChatTitle, ...]
    topics: tuple[Topic, ...]
    chat: int | None
    topic: int | None
    unread_chats: frozenset[int]
    unread_topics: frozenset[int]


class ChatList:
    """The list; rebuilt when anything in it changed."""

    def __init__(self, world: World, links: Sequence[PageLink], unread: Unread, choosing: Choosing) -> None:
        self._world = world
        self._unread = unread
        self._links = links
        self._choosing = choosing
        self._shown: _Shown | None = None
        self._column = part("chat-list", testid="chats")
        on_choice(self._column, self._chosen)

    def refresh(self, person: Person, seat: Seat | None) -> None:
        """Show the person's chats, the one they sit in marked."""
        with self._world.writing():
            chats = tuple(sight.chat_list(self._world, person))
        wanted = _Shown(
            self._world.people.the(person.id),
            chats,
            self._latest_first(person, seat.chat) if seat else (),
            (seat.chat.bot_id or seat.chat.id) if seat else None,
            seat.topic if seat else None,
            self._unread.chats(person),
            self._unread.topics(person, seat.chat) if seat else frozenset(),
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
        with choosable(classes, choice=f"chat {chat.chat}", testid=f"chat-{chat.chat}"):
            avatar(chat.title, chat.chat)
            with part("chat-text"):
                with part("chat-title"):
                    written(chat.title, "chat-name")
                    if chat.is_blocked:
                        ui.icon("block").classes("chat-sign")
                written(service_line(words, chat.last_text) or named_file(words, chat.last_kind), "chat-last")
            if chat.chat in shown.unread_chats and not is_current:
                part("unread", testid=f"unread-{chat.chat}")
        if is_current and chat.is_forum:
            self._topics(shown)

    def _chosen(self, choice: str) -> None:
        kind, _, number = choice.partition(" ")
        if kind == "topic":
            self._choosing.topic(int(number))
        else:
            self._choosing.chat(int(number))

    def _latest_first(self, person: Person, chat: Chat) -> tuple[Topic, ...]:
        """Return the open topics before the closed ones, each with those first where something happened last."""
        latest = self._world.messages.latest_changes(chat, not_by=person.id)
        topics = self._world.topics.of_chat(chat)
        return tuple(sorted(topics, key=lambda one: (one.is_closed, -latest.get(one.thread_id, 0), -one.thread_id)))

    def _topics(self, shown: _Shown) -> None:
        words = words_for(shown.person.language_code)
        with part("topics"):
            self._topic(shown, "forum", words.general, GENERAL)
            for topic in shown.topics:
                sign = "lock" if topic.is_closed else "tag"
                self._topic(shown, sign, topic.name, topic.thread_id, is_closed=topic.is_closed)
            self._new_topic(words)

    def _topic(self, shown: _Shown, sign: str, name: str, topic: int, *, is_closed: bool = False) -> None:
        is_current = topic == shown.topic
        classes = f"topic-line {'is-current' if is_current else ''} {'is-closed' if is_closed else ''}"
        with choosable(classes, choice=f"topic {topic}", testid=f"topic-{topic}"):
            ui.icon(sign).classes("topic-sign")
            written(name, "topic-name")
            if topic in shown.unread_topics and not is_current:
                part("unread", testid=f"unread-topic-{topic}")

    def _new_topic(self, words: Words) -> None:
        def ask() -> None:
            ask_for_name(words.new_topic, label=words.topic_name, button=words.add, named=self._choosing.new_topic)

        with pressable("topic-line", testid="new-topic").on("click", ask):
            ui.icon("add").classes("topic-sign")
            written(words.new_topic, "topic-name")
