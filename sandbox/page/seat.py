"""Where a browser window sits: who it is, which chat and topic it looks at, and what its person does there.

Not here: anything on the screen. An act goes the same way as one through the people API; one that can't be
done raises `Impossible` and has changed nothing.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from sandbox import sight
from sandbox.acts import gathering, paying, places, speaking, tapping, topics
from sandbox.chats import Chat
from sandbox.files import FileKind, Upload
from sandbox.invoices import Checkout, CheckoutState
from sandbox.keyboards import Place
from sandbox.page.wording import Words, words_for
from sandbox.people import Person
from sandbox.screens import Screen
from sandbox.taps import Tap
from sandbox.topics import GENERAL, Topic
from sandbox.world import World


@dataclass(frozen=True)
class Seat:
    """One person in one chat; in a forum `topic` is one of its topics or `GENERAL`, elsewhere None."""

    world: World
    person: Person
    chat: Chat
    topic: int | None = None

    @property
    def words(self) -> Words:
        return words_for(self.person.language_code)

    @property
    def address(self) -> str:
        """The link that brings a browser back to this seat."""
        place = {"person": self.person.id, "chat": self.chat.bot_id or self.chat.id}
        return f"/?{urlencode(place | ({'topic': self.topic} if self.is_in_topic else {}))}"

    @property
    def is_in_topic(self) -> bool:
        """Whether the seat is in a topic that has a name and can be closed."""
        return self.topic not in (None, GENERAL)

    @property
    def leads(self) -> bool:
        """Whether the person may rename, close and delete topics here."""
        return self.world.chats.member_status(self.chat, self.person.id) in topics.LEADING

    def sees(self, *, limit: int) -> Screen:
        """Return the chat as it is now, with at most that many of its messages."""
        with self.world.writing():
            chat = self.world.chats.the(self.chat.key)
            return sight.screen(self.world, self.person, chat, topic=self.topic, limit=limit)

    def settled_invoices(self) -> dict[int, CheckoutState]:
        """Return how each paid invoice of this chat stands, by its message's id."""
        invoices = self.world.invoices
        standing = {}
        for checkout in (one for bot in self.world.bots.all() for one in invoices.settled(bot)):
            invoice = invoices.the(checkout.invoice_id)
            if invoice.chat_key == self.chat.key and invoice.message_id is not None:
                standing[invoice.message_id] = checkout.state
        return standing

    def says(self, text: str, *, reply_to: int | None = None) -> None:
        with self.world.writing():
            speaking.says(self.world, self.person, self._chat, text, topic=self.topic, reply_to=reply_to)

    def corrects(self, message_id: int, text: str) -> None:
        with self.world.writing():
            speaking.corrects(self.world, self.person, self._chat, message_id, text)

    def shows(self, kind: FileKind, uploads: list[Upload], *, caption: str = "", reply_to: int | None = None) -> None:
        with self.world.writing():
            speaking.shows(
                self.world,
                self.person,
                self._chat,
                kind,
                uploads,
                caption=caption,
                topic=self.topic,
                reply_to=reply_to,
            )

    def shares_contact(self) -> None:
        with self.world.writing():
            speaking.shares_contact(self.world, self.person, self._chat)

    def taps(self, message_id: int, place: Place) -> Tap | None:
        """Press the button standing there under that message."""
        with self.world.writing():
            wanted = tapping.Wanted(place=place, message_id=message_id)
            return tapping.taps(self.world, self.person, self._chat, wanted).tap

    def presses(self, label: str) -> None:
        """Press a key of the keyboard below the chat, which speaks for the person."""
        with self.world.writing():
            shown = tapping.keyboard_of(self.world, self._chat)
            keys = [key for row in shown.keyboard for key in row] if shown else []
            asked = next((key for key in keys if key.text == label), None)
            if asked is not None and asked.request_contact:
                speaking.shares_contact(self.world, self.person, self._chat)
            else:
                speaking.says(self.world, self.person, self._chat, label, topic=self.topic)

    def pays(self, *, message_id: int | None = None, link: str | None = None) -> Checkout:
        """Ask the bot to consent to a payment; the money moves when it does."""
        with self.world.writing():
            return paying.pays(self.world, self.person, self._chat, message_id=message_id, link=link)

    def opens_topic(self, name: str) -> Topic:
        with self.world.writing():
            return topics.opens_topic(self.world, self.person, self._chat, name)

    def renames_topic(self, name: str) -> None:
        with self.world.writing():
            topics.renames_topic(self.world, self.person, self._chat, self.topic or GENERAL, name)

    def closes_topic(self) -> None:
        with self.world.writing():
            topics.closes_topic(self.world, self.person, self._chat, self.topic or GENERAL)

    def reopens_topic(self) -> None:
        with self.world.writing():
            topics.reopens_topic(self.world, self.person, self._chat, self.topic or GENERAL)

    def deletes_topic(self) -> None:
        with self.world.writing():
            topics.deletes_topic(self.world, self.person, self._chat, self.topic or GENERAL)

    def blocks(self) -> None:
        with self.world.writing():
            gathering.blocks(self.world, self.person, self._chat)

    def unblocks(self) -> None:
        with self.world.writing():
            gathering.unblocks(self.world, self.person, self._chat)

    def moved_to(self, chat_name: int | str | None, *, topic: int | None = None) -> "Seat":
        """Return the same person in another chat, named as the people API names chats."""
        with self.world.writing():
            chat = places.the_chat(self.world, self.person, chat_name)
        return Seat(self.world, self.person, chat, (topic or GENERAL) if chat.is_forum else None)

    @property
    def _chat(self) -> Chat:
        """The chat as it is now: it may have been blocked since."""
        return self.world.chats.the(self.chat.key)
