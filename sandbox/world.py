"""The world: one SQLite file and every noun that lives in it.

Not here: HTTP (`server`), what bots may do (`api`), what people may do (`acts`). A page in the same process
reads the nouns and waits on `changes`; whatever writes wraps itself in `with world.writing():`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sandbox.activity import Activity
from sandbox.bots import Bots
from sandbox.changes import Changes
from sandbox.chats import Chats
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.files import Files
from sandbox.invoices import Invoices
from sandbox.journal import Journal
from sandbox.limits import Limits, Pace
from sandbox.messages import Messages
from sandbox.people import People
from sandbox.profiles import Profiles
from sandbox.records import Records
from sandbox.taps import Taps
from sandbox.topics import Topics
from sandbox.updates import Updates


class World:
    """Everything there is. Use it from one thread; `:memory:` forgets all of it."""

    def __init__(
        self, path: str = ":memory:", *, limits: Limits | None = None, frozen_at: datetime | None = None
    ) -> None:
        self.records = Records(path)
        self.changes = Changes(self.records)
        self.clock = Clock(self.records, self.changes, frozen_at=frozen_at)
        self.faults = Faults()
        self.pace = Pace(limits or Limits())
        self.people = People(self.records)
        self.bots = Bots(self.records)
        self.chats = Chats(self.records, self.people)
        self.topics = Topics(self.records, self.changes)
        self.messages = Messages(self.records, self.changes, self.clock, self.chats)
        self.files = Files(self.records)
        self.updates = Updates(self.records, self.changes, self.clock, self.bots, self.faults)
        self.taps = Taps(self.records, self.changes, self.clock)
        self.invoices = Invoices(self.records, self.changes, self.clock)
        self.activity = Activity(self.changes, self.clock)
        self.profiles = Profiles(self.records)
        self.journal = Journal(self.records, self.clock)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Do everything inside in one transaction, then wake whoever waits for a change."""
        with self.records.writing():
            yield
        self.changes.publish()

    def close(self) -> None:
        self.changes.close()
        self.records.close()
