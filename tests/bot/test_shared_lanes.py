"""Lanes that several processes serve, on one PostgreSQL: who has one, who steps aside, who loses it.

Not here: what becomes of a turn that fails (test_dispatch).
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime

import pytest
import sqlalchemy as sa

from bot.dispatch import ASIDE, Dispatch
from flows.closing import Closing
from flows.events import Event
from flows.known import Known
from flows.words import Words
from storage import engines, inbox, timers
from storage.database import Database, Db
from storage.inbox import Arrival, InboxRow
from storage.timers import Timer, TimerRow
from tests.clock import StoppedClock

LANE = "chat:501"


class Slow:
    """Answers with a row, when it is let; `begun` says that it is in the middle of a turn."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.may_go_on = threading.Event()
        self.read_only = False
        self.turns = 0

    def answer(self, db: Db, event: Event, *, known: Known | None, now: datetime) -> Closing:
        """Wait, then write."""
        del known
        self.turns += 1
        if self.read_only:
            db.execute(sa.text("set transaction read only"))
        self.begun.set()
        self.may_go_on.wait(30)
        timers.set_timers(db, [Timer("answered", f"{event.id}", LANE, now, {})])
        return Closing(event.id)

    def refuse(self, db: Db, event: Event, spoken: Words, *, now: datetime) -> Closing:
        """Nothing is refused here."""
        raise AssertionError(spoken)

    def apologise(self, db: Db, event: Event, *, incident: str, now: datetime) -> Closing:
        """Nothing goes wrong that a person should hear of."""
        raise AssertionError(incident)


class Process:
    """A process that serves lanes, as far as the database can tell."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.answers = Slow()
        self.dispatch = Dispatch(database, self.answers, StoppedClock(), wake_courier=lambda _: None)


@contextmanager
def another(database: Database) -> Iterator[Process]:
    """A second process on the same database, whose turns are quick."""
    other = Database(database.url.render_as_string(hide_password=False))
    process = Process(other)
    process.answers.may_go_on.set()
    try:
        yield process
    finally:
        other.close()


def arrives(database: Database, *keys: str) -> None:
    with database.transaction() as db:
        inbox.store(db, [Arrival("telegram:1", key, LANE, "{}") for key in keys], now=StoppedClock().now())


def statuses(database: Database) -> list[tuple[str, int]]:
    """How every event stands, and how often it has failed."""
    with database.read() as db:
        rows = db.execute(sa.select(InboxRow.status, InboxRow.attempts).order_by(InboxRow.id))
        return [(status, attempts) for status, attempts in rows]


def answers(database: Database) -> int:
    with database.read() as db:
        return db.scalar(sa.select(sa.func.count()).select_from(TimerRow)) or 0


@asynccontextmanager
async def in_the_middle(process: Process) -> AsyncIterator["asyncio.Task[float | None]"]:
    """The process has begun a turn, and is let go on at the end."""
    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        under_way = tasks.create_task(process.dispatch.drain(LANE))
        await asyncio.to_thread(process.answers.begun.wait, 20)
        yield under_way
        process.answers.may_go_on.set()


@pytest.mark.slow
async def test_a_lane_that_another_process_has_is_left_to_it_and_looked_at_again(postgresql_database: Database) -> None:
    arrives(postgresql_database, "a", "b")
    first = Process(postgresql_database)
    with another(postgresql_database) as second:
        async with in_the_middle(first) as under_way:
            assert await second.dispatch.drain(LANE) == ASIDE.total_seconds()
            assert second.answers.turns == 0

        assert under_way.result() is None
        assert await second.dispatch.drain(LANE) is None
    assert statuses(postgresql_database) == [("done", 0), ("done", 0)]
    assert answers(postgresql_database) == 2


@pytest.mark.slow
async def test_a_process_that_stands_still_loses_its_lane_and_can_keep_nothing(
    postgresql_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(engines.POSTGRESQL_SESSION, "idle_in_transaction_session_timeout", "300ms")
    arrives(postgresql_database, "a")
    with another(postgresql_database) as frozen, another(postgresql_database) as second:
        frozen.answers.may_go_on.clear()
        async with in_the_middle(frozen) as under_way:
            while await second.dispatch.drain(LANE) is not None:
                pass
            assert statuses(postgresql_database) == [("done", 0)]

        assert under_way.result() is None
    assert (frozen.answers.turns, second.answers.turns) == (1, 1)
    assert answers(postgresql_database) == 1


@pytest.mark.slow
async def test_a_server_that_takes_no_writes_costs_an_event_none_of_its_attempts(
    postgresql_database: Database,
) -> None:
    arrives(postgresql_database, "a")
    process = Process(postgresql_database)
    process.answers.may_go_on.set()
    process.answers.read_only = True

    with pytest.raises(sa.exc.DBAPIError):
        await process.dispatch.drain(LANE)
    assert statuses(postgresql_database) == [("new", 0)]

    process.answers.read_only = False
    assert await process.dispatch.drain(LANE) is None
    assert statuses(postgresql_database) == [("done", 0)]
