"""What is new in chats and topics since somebody last sat there, in one browser window.

Not here: how it is marked (`rail`, `chat_list`). Only what others wrote or changed counts; what was there when the
window was opened is not new.
"""

from sandbox.chats import Chat
from sandbox.page.seat import Seat
from sandbox.people import Person
from sandbox.topics import GENERAL
from sandbox.world import World


class Unread:
    """Remembers how far each person has read."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._opened_at = world.changes.number
        self._read: dict[tuple[int, int, int], int] = {}

    def note(self, seat: Seat) -> None:
        """Take everything where the person sits for read."""
        place = (seat.person.id, seat.chat.key, seat.topic or GENERAL)
        self._read[place] = self._world.changes.number

    def topics(self, person: Person, chat: Chat) -> frozenset[int]:
        """Return the topics with something new for the person; a chat without topics has only `GENERAL`."""
        latest = self._world.messages.latest_changes(chat, not_by=person.id)
        return frozenset(
            topic
            for topic, changed in latest.items()
            if changed > self._read.get((person.id, chat.key, topic), self._opened_at)
        )

    def chats(self, person: Person) -> frozenset[int]:
        """Return the chats with something new, by what the people API calls them."""
        chats = self._world.chats.of_person(person)
        return frozenset(chat.bot_id or chat.id for chat in chats if self.topics(person, chat))
