"""The post office: a courier with its outbox, for tests of what is sent and how.

Not here: the tests (test_courier, test_messenger, test_topics, test_files).
"""

from zoneinfo import ZoneInfo

import sqlalchemy as sa

from backend import people
from bot.courier import Courier
from bot.drivers.memory_driver import MemoryDriver
from bot.limits import OwnLimits
from bot.pace import Pace
from bot.settings import LOCALES
from bot.voice import Voice
from flows.screens import Screen, button, screen_to_json
from flows.words import words
from storage import conversations, outbox, topics
from storage.database import Database
from storage.outbox import Draft, Kind, OutboxRow
from storage.secrets import Vault
from tests.clock import StoppedClock

ANA, BEA = 501, 502
GROUP = -1001
ME, ANOTHER = 1, 2
"""The processes: this office's, and the one that comes after it."""


class PostOffice:
    """A courier with its outbox, a platform in memory and a clock that stands still."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self.database = database
        self.clock = StoppedClock()
        self.driver = MemoryDriver()
        voice = Voice(LOCALES, time_zone=ZoneInfo("UTC"))
        pace = Pace(OwnLimits(self.clock), self.clock)
        self.courier = Courier(database, self.driver, voice, pace, self.clock, vault=vault, process_id=ME)
        self._causes = 0
        with database.transaction() as db:
            for chat_id in (ANA, BEA):
                people.meet(db, telegram_id=chat_id, name="A", username=None, language="en", now=self.clock.now())

    def screen(self, text: str, *, chat_id: int = ANA, is_protected: bool = False, codes_of: int | None = None) -> int:
        """A screen that says this; nobody has it before their eyes yet."""
        return self.shows(saying(text, is_protected=is_protected, codes_of=codes_of), chat_id=chat_id)

    def shows(self, screen: Screen, *, chat_id: int = ANA, topic: str | None = None) -> int:
        """The same for any screen, in a person's chat or in a topic of the group."""
        with self.database.transaction() as db:
            person = people.with_telegram_id(db, chat_id)
            row = {"chat_id": chat_id, "person_id": None if person is None else person.id, "topic": topic}
            return conversations.new_screen(db, row | self._showing(screen))

    def change(self, screen_id: int, screen: str | Screen) -> None:
        """Let the screen show something else from now on."""
        with self.database.transaction() as db:
            conversations.show_on(db, screen_id, self._showing(saying(screen) if isinstance(screen, str) else screen))

    def opens_topic(self, subject: str, title: str = "a title") -> None:
        """Have a topic of the group; nobody has made it on the platform yet."""
        with self.database.transaction() as db:
            topics.open_topic(db, subject, chat_id=GROUP, title=title, lane=f"chat:{ANA}")

    def post(self, *kinds: Kind, screen_id: int | None = None, chat_id: int = ANA) -> None:
        """Queue calls, each of its own cause."""
        content = {"query_id": "q", "toast": None, "refusal": None, "language": "en"}
        for kind in kinds:
            self._causes += 1
            draft = Draft(chat_id, kind, screen_id, None if screen_id else content)
            with self.database.transaction() as db:
                outbox.post(db, [draft], cause=self._causes, now=self.clock.now())

    def says(self, *texts: str, kind: Kind = Kind.NOTICE, chat_id: int = ANA) -> None:
        """Queue a message for each text."""
        for text in texts:
            self.post(kind, screen_id=self.screen(text, chat_id=chat_id), chat_id=chat_id)

    def another_courier(self, vault: Vault) -> Courier:
        """The courier of the process that comes after this one."""
        voice = Voice(LOCALES, time_zone=ZoneInfo("UTC"))
        pace = Pace(OwnLimits(self.clock), self.clock)
        return Courier(self.database, self.driver, voice, pace, self.clock, vault=vault, process_id=ANOTHER)

    @property
    def statuses(self) -> list[str]:
        """How every call stands, in the order they were queued."""
        with self.database.read() as db:
            return list(db.scalars(sa.select(OutboxRow.status).order_by(OutboxRow.id)))

    def texts(self, chat_id: int = ANA) -> list[str]:
        """What the person has before their eyes."""
        return [message.text for message in self.driver.chats.get(chat_id, [])]

    @property
    def methods(self) -> list[str]:
        """The methods called, in their order."""
        return [method for method, _ in self.driver.calls]

    def _showing(self, screen: Screen) -> dict[str, object]:
        self._causes += 1
        content, actions = screen_to_json(screen)
        showing = {"subject": screen.subject, "language": "en", "content": content, "actions": actions}
        return showing | {"token": f"token-{self._causes}", "shown_at": self.clock.now()}


def saying(text: str, *, is_protected: bool = False, codes_of: int | None = None) -> Screen:
    """A screen that says this, with one button."""
    rows = ((button("button-menu", "menu"),),)
    return Screen(words("order-note", note=text), rows, codes_of=codes_of, is_protected=is_protected)
