"""A turn: everything one event may read and cause, kept or dropped together with the transaction around it.

Not here: what is said (pages, conversations) or which event leads where (handlers.router). What a turn
causes is collected and written at its end: screens, outgoing calls, timers and the conversation's new revision.
"""

import base64
import hashlib
from datetime import datetime
from typing import Any

from backend import people
from backend.people import Person
from flows.conversation import Conversation
from flows.events import CheckoutAsked, Event, Tapped
from flows.screens import Screen, screen_to_json
from flows.shop import Shop
from flows.words import Arg, Words, to_json, words
from storage import conversations, mailbox, timers
from storage.catalogue import FIRST_LANGUAGE
from storage.conversations import SavedScreen
from storage.database import Db
from storage.mailbox import Draft, Kind
from storage.timers import Timer

REFRESHED_AT_MOST = 3
"""How many copies of one page are kept up to date; older ones are brought up to date when tapped."""


class Turn:
    """One event's answer in the making. `db` is inside a transaction that the turn may not end."""

    def __init__(self, db: Db, event: Event, *, person: Person, chat_id: int, shop: Shop, now: datetime) -> None:
        self.db = db
        self.event = event
        self.person = person
        self.chat_id = chat_id
        self.shop = shop
        self.now = now
        self.conversation = Conversation.of(db, person.id, now=now)
        self._screen: Screen | None = None
        self._under: SavedScreen | None = None
        self._toast: Words | None = None
        self._drafts: list[Draft] = []
        self._timers: list[Timer] = []
        self._tokens = 0

    @property
    def lane(self) -> str:
        """The lane of this turn's chat, for timers that continue it."""
        return f"chat:{self.chat_id}"

    @property
    def screen(self) -> Screen | None:
        """What the turn shows so far."""
        return self._screen

    def show(self, screen: Screen) -> None:
        """Show this in place of what was tapped, or else below what was written; the last one shown counts."""
        self._screen = screen

    def show_over(self, screen: SavedScreen, *, message_id: int | None) -> None:
        """Let the turn's screen replace this one, whose button was tapped on this message.

        A screen that was sent twice (a crash between sending and noting it) becomes the copy that is used.
        """
        if message_id is not None and message_id != screen.message_id:
            conversations.note_shown(self.db, screen.id, message_id=message_id, token=screen.token)
        self._under = screen

    def notify(self, screen: Screen) -> None:
        """Send this as a message of its own that must arrive, whatever else is on the screen."""
        self._drafts.append(Draft(self.chat_id, Kind.NOTICE, self._new_screen(screen)))

    def notify_admins(self, text: Words) -> None:
        """Tell every admin's chat, each in the admin's own language."""
        for chat_id in self.shop.admin_chats:
            admin = people.with_telegram_id(self.db, chat_id)
            language = FIRST_LANGUAGE if admin is None else admin.language
            row = {"chat_id": chat_id, "person_id": self.person.id, **self._showing(Screen(text), language=language)}
            self._drafts.append(Draft(chat_id, Kind.NOTICE, conversations.new_screen(self.db, row)))

    def toast(self, key: str, **args: Arg) -> None:
        """Answer a tap with a line that fades; dropped when the event was no tap."""
        self._toast = words(key, **args)

    def update(self, screen: Screen) -> None:
        """Show the present state of a page: in the message that was tapped, and wherever else it stands."""
        if self._under is not None:
            self.show(screen)
        self.refresh(screen)

    def refresh(self, screen: Screen) -> None:
        """Bring the messages that show this screen's subject up to date, where they stand."""
        if screen.subject is None:
            raise ValueError("only a screen with a subject can be refreshed")
        for saved in conversations.screens_about(self.db, screen.subject, most=REFRESHED_AT_MOST):
            if self._under is None or saved.id != self._under.id:
                self._show_on(saved, screen)
                self._drafts.append(Draft(saved.chat_id, Kind.SCREEN, saved.id))

    def set_timer(self, kind: str, subject: str, *, due_at: datetime, **args: Any) -> None:
        """Have `Fired(kind, subject, args)` happen in this chat at `due_at`; once for each kind and subject."""
        self._timers.append(Timer(kind, subject, self.lane, due_at, args))

    def answer_checkout(self, *, refusal: Words | None) -> None:
        """Let the asked payment through, or say why not."""
        if not isinstance(self.event.happening, CheckoutAsked):
            raise TypeError("no payment was asked about")
        content = {"query_id": self.event.happening.query_id, "refusal": refusal and to_json(refusal)}
        self._drafts.append(Draft(self.chat_id, Kind.CHECKOUT, content=content | {"language": self.person.language}))

    def close(self) -> frozenset[int]:
        """Write all that was collected, as the turn's last act; returns the chats something is to be sent to."""
        drafts = [*self._acknowledgement(), *self._drafts]
        if self._screen is not None:
            drafts += self._settle_screen(self._screen)
        mailbox.post(self.db, drafts, cause=self.event.id, now=self.now)
        timers.set_timers(self.db, self._timers)
        self.conversation.keep(self.db)
        return frozenset(draft.chat_id for draft in drafts)

    def _acknowledgement(self) -> list[Draft]:
        if not isinstance(self.event.happening, Tapped):
            return []
        content = {
            "query_id": self.event.happening.query_id,
            "toast": self._toast and to_json(self._toast),
            "language": self.person.language,
        }
        return [Draft(self.chat_id, Kind.ACK, content=content)]

    def _settle_screen(self, screen: Screen) -> list[Draft]:
        """Edit the tapped message, or send a new one and take the buttons off the one before."""
        if self._under is not None:
            self._show_on(self._under, screen)
            screen_id = self._under.id
        else:
            screen_id = self._new_screen(screen)
        former_id, self.conversation.screen_id = self.conversation.screen_id, screen_id
        drafts = [Draft(self.chat_id, Kind.SCREEN, screen_id)]
        if former_id is not None and former_id != screen_id:
            drafts += self._retire(conversations.the_screen(self.db, former_id))
        return drafts

    def _retire(self, saved: SavedScreen) -> list[Draft]:
        """Take the buttons off a screen that has been left; pages with a subject of their own stay usable."""
        if saved.subject is not None or not saved.actions:
            return []
        showing = {
            "token": self._token(),
            "content": saved.content | {"rows": []},
            "actions": [],
            "shown_at": self.now,
        }
        conversations.show_on(self.db, saved.id, showing)
        return [Draft(saved.chat_id, Kind.SCREEN, saved.id)]

    def _show_on(self, saved: SavedScreen, screen: Screen) -> None:
        conversations.show_on(self.db, saved.id, self._showing(screen, language=self.person.language))

    def _new_screen(self, screen: Screen) -> int:
        showing = self._showing(screen, language=self.person.language)
        return conversations.new_screen(self.db, {"chat_id": self.chat_id, "person_id": self.person.id, **showing})

    def _showing(self, screen: Screen, *, language: str) -> dict[str, Any]:
        content, actions = screen_to_json(screen)
        return {
            "token": self._token(),
            "subject": screen.subject,
            "language": language,
            "content": content,
            "actions": actions,
            "shown_at": self.now,
        }

    def _token(self) -> str:
        """The same event makes the same tokens however often it is tried, and nobody else can make them."""
        self._tokens += 1
        seed = f"{self.event.id}:{self._tokens}".encode()
        return base64.urlsafe_b64encode(hashlib.blake2b(seed, key=self.shop.token_key, digest_size=9).digest()).decode()
