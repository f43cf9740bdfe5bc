"""A turn: everything one event may read and cause, kept or dropped together with the transaction around it.

Not here: what is said (pages, conversations) or which event leads where (handlers.router). What a turn
causes is collected and written at its end: screens, outgoing calls, timers, jobs, the conversation's new revision.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from backend import people, staff
from backend.people import Person, Role
from flows.closing import Closing
from flows.conversation import Conversation
from flows.events import Acted, CheckoutAsked, Event, FileRead, Tapped, sealed_as
from flows.known import Known
from flows.screens import Screen, screen_to_json
from flows.shop import Shop
from flows.words import Arg, Words, to_json, words
from storage import conversations, jobs, topics
from storage.catalogue import FIRST_LANGUAGE
from storage.conversations import SavedScreen
from storage.database import Db
from storage.jobs import NewJob
from storage.outbox import Draft, Kind
from storage.secrets import Secret
from storage.timers import Timer

Seen = TypeVar("Seen")
Asked = ParamSpec("Asked")

TOPIC_TITLE_CHARS = 128
"""Source: Bot API, createForumTopic."""

REFRESHED_AT_MOST = 3
"""How many copies of one page are kept up to date; older ones are brought up to date when tapped."""


class Turn:
    """One event's answer in the making. `db` is inside a transaction that the turn may not end.

    `known` is what was read for this event before; without it the turn reads for itself.
    """

    def __init__(
        self,
        db: Db,
        event: Event,
        *,
        person: Person,
        chat_id: int,
        shop: Shop,
        known: Known | None = None,
        now: datetime,
    ) -> None:
        self.db = db
        self.event = event
        self.person = person
        self.chat_id = chat_id
        self.shop = shop
        self.now = now
        self.conversation = (
            Conversation.of(db, person.id, now=now)
            if known is None or known.person is None
            else Conversation.as_saved(known.conversation, person.id, now=now)
        )
        self.tapped_screen = None if known is None else known.screen
        self._screen: Screen | None = None
        self._under: SavedScreen | None = None
        self._toast: Words | None = None
        self._drafts: list[Draft] = []
        self._timers: list[Timer] = []
        self._showings: dict[int, dict[str, Any]] = {}
        self._seen: dict[Hashable, Any] = {}
        self._jobs: list[NewJob] = []
        self._tokens = 0

    @property
    def lane(self) -> str:
        """The lane of this turn's chat, for timers that continue it."""
        return f"chat:{self.chat_id}"

    @property
    def is_private(self) -> bool:
        """Whether it happens in the person's own chat, and not in a group or in the console."""
        return self.chat_id == self.person.telegram_id and not isinstance(self.event.happening, Acted)

    @property
    def thread_id(self) -> int | None:
        """The topic of the staff group that it happens in."""
        return self.event.thread_id

    @property
    def today(self) -> date:
        """The shop's own date."""
        return self.now.astimezone(self.shop.time_zone).date()

    @property
    def is_tap(self) -> bool:
        """Whether a button was tapped, which a line that fades can answer."""
        return isinstance(self.event.happening, Tapped)

    @property
    def console_key(self) -> str | None:
        """The act of the console that it answers."""
        return self.event.happening.key if isinstance(self.event.happening, Acted) else None

    @property
    def screen(self) -> Screen | None:
        """What the turn shows so far."""
        return self._screen

    @property
    def shown(self) -> Screen:
        """The same where something is shown already. Raises LookupError."""
        if self._screen is None:
            raise LookupError("nothing is shown yet")
        return self._screen

    def once(self, read: Callable[Concatenate[Db, Asked], Seen], *of: Asked.args, **how: Asked.kwargs) -> Seen:
        """What `read` says of this, asked once a turn: for what the turn itself does not change."""
        key = read, of, tuple(how.items())
        if key not in self._seen:
            self._seen[key] = read(self.db, *of, **how)
        seen: Seen = self._seen[key]
        return seen

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

    def show_below(self) -> None:
        """Leave the message that was tapped as it is: what the turn shows comes below it."""
        self._under = None

    def notify(self, screen: Screen) -> int:
        """Send a message of its own here that must arrive, whatever is on the screen; returns the screen's id."""
        return self._send(Kind.NOTICE, self._here(), screen)

    def tell(self, person: Person, screen: Screen) -> int:
        """Send somebody else a message that must arrive; returns the screen's id."""
        return self._send(Kind.NOTICE, _chat_of(person), screen)

    def tell_once(self, person: Person, screen: Screen) -> int:
        """Send somebody a message at most once, after all that is more urgent; returns the screen's id."""
        return self._send(Kind.BROADCAST, _chat_of(person), screen)

    def post(self, topic: str, screen: Screen) -> int:
        """Send a message to a topic that was opened; staff may tap its buttons. Returns the screen's id."""
        return self._send(
            Kind.NOTICE, _Place(topics.the_topic(self.db, topic).chat_id, None, FIRST_LANGUAGE, topic), screen
        )

    def open_topic(self, topic: str, title: str) -> bool:
        """Have a topic of the staff group about this, made when it is first posted to; False without a group.

        If somebody deletes it, it is made again and the timer `topic-remade` fires in the lane of this turn.
        """
        group = staff.staff_group(self.db)
        if group is not None:
            topics.open_topic(self.db, topic, chat_id=group, title=title[:TOPIC_TITLE_CHARS], lane=self.lane)
        return group is not None

    def change_topic(self, topic: str, *, title: str, is_closed: bool) -> None:
        """Call the topic so from now on, and close or open it."""
        topics.change(self.db, topic, title=title[:TOPIC_TITLE_CHARS], is_closed=is_closed)
        self._drafts.append(Draft(topics.the_topic(self.db, topic).chat_id, Kind.TOPIC, content={"topic": topic}))

    def redraw(self, screen_id: int, screen: Screen) -> None:
        """Show this on one message that was sent before, where it stands."""
        saved = conversations.the_screen(self.db, screen_id)
        self._show_on(saved, screen)
        self._drafts.append(Draft(saved.chat_id, Kind.SCREEN, saved.id))

    def notify_admins(self, text: Words) -> None:
        """Tell every admin, each in their own language."""
        self._notify_staff(Role.ADMIN, text)

    def notify_supervisors(self, text: Words) -> None:
        """Tell every supervisor and admin, each in their own language."""
        self._notify_staff(Role.SUPERVISOR, text)

    def fetch_file(self, file_id: str, name: str, *, then: str, as_bytes: bool = False, **args: Any) -> None:
        """Have a file fetched; it comes back to this chat as a `FileRead` for what `handlers.entries` calls `then`.

        One that is no plain text is asked for `as_bytes`, and read by `bytes_of`.
        """
        content = {"file_id": file_id, "name": name, "then": then, "args": args, "as_bytes": as_bytes}
        self._drafts.append(Draft(self.chat_id, Kind.FETCH, content=content))

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

    def text_of(self, file: FileRead) -> Secret | None:
        """The text of a file that was fetched; None if it has none to read."""
        if file.sealed_text is None:
            return None
        return self.shop.vault.open(file.sealed_text, **sealed_as(file.sealed_in))

    def bytes_of(self, file: FileRead) -> bytes | None:
        """The content of a file that was fetched as bytes; None if there is none."""
        text = self.text_of(file)
        return None if text is None else base64.b64decode(text.reveal())

    def set_timer(
        self, kind: str, subject: str, *, due_at: datetime, lane_of: Person | None = None, **args: Any
    ) -> None:
        """Have `Fired(kind, subject, args)` happen at `due_at`, in this chat or somebody else's private one.

        Once for each kind and subject: setting it again changes nothing.
        """
        lane = self.lane if lane_of is None else f"chat:{lane_of.telegram_id}"
        self._timers.append(Timer(kind, subject, lane, due_at, args))

    def start_job(self, task: str, *, priority: int = 0, **asked: Any) -> None:
        """Have slow work done beside the lanes; it comes back to this chat as a `JobEnded` for `handlers.entries`.

        Of a chat's jobs of one kind one is done at a time, in their order; those of other chats go before them if their
        priority is higher. The same one once more, as long as the first still waits, lends it its priority at most.
        """
        line = f"{task}:{self.lane}"
        args = {"lane": self.lane, "asked": asked}
        only_once = f"{line}:{json.dumps(asked, sort_keys=True)}"
        self._jobs.append(NewJob(task, args, priority, lock=line, queueing_lock=only_once))

    def answer_checkout(self, *, refusal: Words | None) -> None:
        """Let the asked payment through, or say why not."""
        if not isinstance(self.event.happening, CheckoutAsked):
            raise TypeError("no payment was asked about")
        content = {"query_id": self.event.happening.query_id, "refusal": refusal and to_json(refusal)}
        self._drafts.append(Draft(self.chat_id, Kind.CHECKOUT, content=content | {"language": self.person.language}))

    def close(self) -> Closing:
        """All that was collected, to be written when the turn is over; this is its last act."""
        drafts = [*self._acknowledgement(), *self._drafts]
        if self._screen is not None:
            drafts += self._settle_screen(self._screen)
        jobs.defer_all(self.db, self._jobs)
        return Closing(self.event.id, drafts, self._showings, self._timers, self.conversation.changed())

    def _notify_staff(self, least: Role, text: Words) -> None:
        told = people.staff(self.db, least)
        for person in told:
            self.tell(person, Screen(text))
        for chat_id in self.shop.admin_chats:
            if chat_id not in [person.telegram_id for person in told]:  # an owner who never wrote to the bot
                self._send(Kind.NOTICE, _Place(chat_id, self.person.id, FIRST_LANGUAGE), Screen(text))

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
        """Edit the tapped message, or send a new one; in a private chat, take the buttons off the one before."""
        if self._under is not None:
            self._show_on(self._under, screen)
            screen_id = self._under.id
        elif isinstance(self.event.happening, Acted):
            return []  # the console looks for itself
        else:
            screen_id = self._new_screen(self._here(), screen)
        drafts = [Draft(self.chat_id, Kind.SCREEN, screen_id)]
        if not self.is_private:
            return drafts
        former_id, self.conversation.screen_id = self.conversation.screen_id, screen_id
        if former_id is not None and former_id != screen_id:
            drafts += self._retire(conversations.the_screen(self.db, former_id))
        return drafts

    def _retire(self, saved: SavedScreen) -> list[Draft]:
        """Take the buttons off a screen that has been left; pages with a subject of their own stay usable."""
        saved = replace(saved, **self._showings.get(saved.id, {}))
        if saved.subject is not None or not saved.actions:
            return []
        showing = {
            "token": self._token(),
            "content": saved.content | {"rows": []},
            "actions": [],
            "shown_at": self.now,
        }
        self._showings[saved.id] = self._showings.get(saved.id, {}) | showing
        return [Draft(saved.chat_id, Kind.SCREEN, saved.id)]

    def _send(self, kind: Kind, place: "_Place", screen: Screen) -> int:
        screen_id = self._new_screen(place, screen)
        self._drafts.append(Draft(place.chat_id, kind, screen_id))
        return screen_id

    def _here(self) -> "_Place":
        """Where the turn happens; in a group, the topic it happens in."""
        if self.is_private:
            return _chat_of(self.person)
        thread = None if self.thread_id is None else topics.with_thread(self.db, self.chat_id, self.thread_id)
        return _Place(self.chat_id, None, self.person.language, None if thread is None else thread.subject)

    def _show_on(self, saved: SavedScreen, screen: Screen) -> None:
        self._showings[saved.id] = self._showing(screen, language=self._language_of(saved))

    def _language_of(self, saved: SavedScreen) -> str:
        """What a screen is shown in again: the person may have chosen another language since."""
        return self.person.language if saved.person_id == self.person.id else saved.language

    def _new_screen(self, place: "_Place", screen: Screen) -> int:
        showing = self._showing(screen, language=place.language)
        row = {"chat_id": place.chat_id, "person_id": place.person_id, "topic": place.topic, **showing}
        return conversations.new_screen(self.db, row)

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


@dataclass(frozen=True)
class _Place:
    """Where a message goes: whose buttons it has (None: the staff's), in which language, in which topic."""

    chat_id: int
    person_id: int | None
    language: str
    topic: str | None = None


def _chat_of(person: Person) -> _Place:
    return _Place(person.telegram_id, person.id, person.language)
