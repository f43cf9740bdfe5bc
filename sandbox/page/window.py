"""One browser window: whose it is, where they sit, and the change feed that keeps it up to date.

Not here: what is inside its three panes (`rail`, `chat_list`, `conversation`).
"""

from collections.abc import Sequence

from nicegui import ui

from sandbox.impossible import Impossible
from sandbox.page.chat_list import ChatList, Choosing, PageLink
from sandbox.page.conversation import Conversation
from sandbox.page.elements import part, written
from sandbox.page.links import BotLink
from sandbox.page.rail import Rail
from sandbox.page.seat import Seat
from sandbox.page.unread import Unread
from sandbox.page.wording import ENGLISH_WORDS
from sandbox.people import Person
from sandbox.topics import GENERAL
from sandbox.world import World

PAUSE_SECONDS = 0.05
"""Changes that come this close together are shown together."""

ACTIVITY_SECONDS = 5.0
"""How soon to look again without a change: “typing…” ends by itself."""


class Window:
    """The page in one tab."""

    def __init__(self, world: World, links: Sequence[PageLink]) -> None:
        self._world = world
        self._change = 0
        self._person: Person | None = None
        self._seat: Seat | None = None
        self._conversation: Conversation | None = None
        self._left: dict[int, Seat] = {}
        self._unread = Unread(world)
        with part("messenger") as self._frame:
            with part("side"):
                self._rail = Rail(world, self._unread, be=self.be)
                choosing = Choosing(chat=self._choose_chat, topic=self._choose_topic, new_topic=self._open_topic)
                self._chats = ChatList(world, links, self._unread, choosing)
            self._pane = part("pane")

    def open(self, *, person: int | None, chat: str | None, topic: int | None) -> None:
        """Sit down where the address says: the first person and their first chat if it says nothing."""
        known = self._world.people.get(person) if person else None
        everybody = self._world.people.all()
        self._person = known or next(iter(everybody), None)
        if self._person is not None and self._world.bots.all():
            self._sit(_seat_at(self._world, self._person, chat, topic), is_chosen=chat is not None)
        self._refresh()
        ui.timer(PAUSE_SECONDS, self._follow)

    def be(self, person: Person) -> None:
        """Become somebody else, where they sat last."""
        self._person = person
        if self._world.bots.all():
            self._sit(self._left.get(person.id) or _seat_at(self._world, person, None, None), is_chosen=False)
        self._refresh()

    async def _follow(self) -> None:
        """Wait for the next change and show it."""
        self._change = await self._world.changes.wait(after=self._change, timeout_seconds=ACTIVITY_SECONDS)
        self._refresh()

    def _refresh(self) -> None:
        if self._seat is not None:
            self._leave_deleted_topic(self._seat)
            self._unread.note(self._seat)
        self._rail.refresh(self._person)
        if self._person is None:
            self._show_hint(ENGLISH_WORDS.no_people)
            return
        self._chats.refresh(self._person, self._seat)
        if self._conversation is not None:
            with self._pane:
                self._conversation.refresh()

    def _sit(self, seat: Seat, *, is_chosen: bool) -> None:
        """Move to that seat; on a phone the chat covers the list once it was chosen."""
        self._seat = self._left[seat.person.id] = seat
        self._frame.classes(**{"add" if is_chosen else "remove": "has-chosen"})
        self._frame.props["lang"] = seat.words.language
        self._pane.clear()
        with self._pane:
            self._conversation = Conversation(seat, go_back=self._go_back, open_bot=self._open_bot)
        if is_chosen:
            ui.navigate.history.replace(seat.address)

    def _go_back(self) -> None:
        self._frame.classes(remove="has-chosen")

    def _choose_chat(self, number: int) -> None:
        if self._seat is not None:
            seat = self._seat.moved_to(number)
            self._sit(seat, is_chosen=not seat.chat.is_forum)
            self._refresh()

    def _leave_deleted_topic(self, seat: Seat) -> None:
        if seat.is_in_topic and self._world.topics.get(seat.chat, seat.topic or GENERAL) is None:
            self._sit(seat.moved_to(seat.chat.id), is_chosen=True)

    def _choose_topic(self, topic: int) -> None:
        if self._seat is not None:
            self._sit(Seat(self._seat.world, self._seat.person, self._seat.chat, topic), is_chosen=True)
            self._refresh()

    def _open_topic(self, name: str) -> None:
        if self._seat is not None:
            self._choose_topic(self._seat.opens_topic(name).thread_id)

    def _open_bot(self, link: BotLink) -> None:
        """Go to a bot's chat, as its link says; raises Impossible when there is no such bot."""
        if self._seat is None:
            return
        self._sit(self._seat.moved_to(link.username), is_chosen=True)
        if link.start is not None and self._seat is not None:
            self._seat.says(f"/start {link.start}".strip())
        self._refresh()

    def _show_hint(self, text: str) -> None:
        self._pane.clear()
        with self._pane:
            written(text, "pane-hint", testid="hint")


def _seat_at(world: World, person: Person, chat: str | None, topic: int | None) -> Seat:
    """Return the seat an address names, the person's liveliest chat when it names none or there is no such chat."""
    with world.writing():
        first = Seat(world, person, world.chats.open_private(world.bots.first(), person))
    if chat is None:
        return _liveliest(first)
    try:
        return first.moved_to(chat, topic=topic)
    except Impossible:
        return first


def _liveliest(first: Seat) -> Seat:
    """Return the seat in the chat where somebody spoke to the person last, the first one where nobody ever did."""
    messages, chats = first.world.messages, first.world.chats.of_person(first.person)
    spoken = {chat: max(messages.latest_changes(chat, not_by=first.person.id).values(), default=0) for chat in chats}
    chosen = max(spoken, key=lambda chat: (spoken[chat], chat == first.chat))
    return first.moved_to(chosen.bot_id or chosen.id)
