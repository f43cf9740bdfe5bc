"""Dispatch: one transaction a turn, what becomes of a turn that fails, and lanes that go on.

Not here: what a good answer is (tests/conversations).
"""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import structlog.testing

from backend.errors import OutOfStock, TryLater
from bot.dispatch import PATIENCE, PAUSES, Dispatch
from flows.closing import Closing
from flows.events import Event
from flows.known import Known
from flows.words import Words
from storage import inbox, timers
from storage.conversations import SavedConversation
from storage.database import Database, Db
from storage.inbox import Arrival, InboxRow
from storage.outbox import Draft, Kind, OutboxRow
from storage.timers import Timer, TimerRow
from tests.clock import StoppedClock

LANE = "chat:501"
OTHER = "chat:502"
LANES = ("chat:601", "chat:602", "chat:603")


class Bug(Exception):
    """Something nobody thought of."""


class Answers:
    """Answers every event by writing a row; `trouble` says what goes wrong at which attempt."""

    def __init__(self) -> None:
        self.trouble: list[Exception | None] = []
        self.trouble_with_words: list[Exception] = []
        self.refused: list[str] = []
        self.apologies: list[str] = []
        self.answered: list[str] = []
        self.failing: set[str] = set()
        self.overtaken: set[str] = set()
        self.reaching: set[str] = set()
        self.asks_nonsense = False
        self.calls_seen: list[int] = []

    def answer(self, db: Db, event: Event, *, known: Known | None, now: datetime) -> Closing:
        """Write, then fail if there is trouble."""
        if self.asks_nonsense:
            db.execute(sa.select(sa.literal_column("1")).select_from(sa.text("nowhere")))
        timers.set_timers(db, [Timer("answered", str(event.id), LANE, now, {})])
        self.calls_seen.append(db.scalar(sa.select(sa.func.count()).select_from(OutboxRow)) or 0)
        lane = f"chat:{event.chat.id}" if event.chat else LANE
        if lane in self.failing:
            raise Bug
        trouble = self.trouble.pop(0) if self.trouble else None
        if trouble is not None:
            raise trouble
        self.answered.append(str(event.id))
        if lane in self.overtaken:
            return Closing(event.id, conversation=OVERTAKEN)
        if lane in LANES:
            return Closing(event.id, [Draft(999, Kind.NOTICE)] if lane in self.reaching else [])
        return _to_ana(event)

    def refuse(self, db: Db, event: Event, spoken: Words, *, now: datetime) -> Closing:
        """Note what was said."""
        self._speak()
        self.refused.append(spoken.key)
        return _to_ana(event)

    def apologise(self, db: Db, event: Event, *, incident: str, now: datetime) -> Closing:
        """Note the incident."""
        self._speak()
        self.apologies.append(incident)
        return _to_ana(event)

    def _speak(self) -> None:
        if self.trouble_with_words:
            raise self.trouble_with_words.pop(0)


OVERTAKEN = SavedConversation(
    person_id=1,
    flow=None,
    version=None,
    step=None,
    answers={},
    trail=[],
    suspended=[],
    is_talking=False,
    screen_id=None,
    revision=9,
    answered_at=datetime(2026, 3, 2, tzinfo=UTC),
)
"""A conversation's revision that follows one which is not there."""


def _to_ana(event: Event) -> Closing:
    return Closing(event.id, [Draft(501, Kind.ACK)])


class Office:
    """A dispatch whose events, answers and clock are the test's."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = StoppedClock()
        self.answers = Answers()
        self.woken: list[int] = []
        self.dispatch = Dispatch(database, self.answers, self.clock, wake_courier=self.woken.append)

    def receives(self, *keys: str, lane: str = LANE) -> None:
        """Store an update for each key."""
        with self.database.transaction() as db:
            inbox.store(db, [Arrival("telegram:1", key, lane, "{}") for key in keys], now=self.clock.now())

    def receives_text(self, key: str, *, lane: str) -> None:
        """Store a message of the lane's person."""
        number = int(lane.partition(":")[2])
        person = {"id": number, "is_bot": False, "first_name": "A"}
        message = {"message_id": 1, "from": person, "chat": {"id": number, "type": "private"}, "text": "hi"}
        payload = json.dumps({"update_id": 1, "message": message})
        with self.database.transaction() as db:
            inbox.store(db, [Arrival("telegram:1", key, lane, payload)], now=self.clock.now())

    async def drains_together(self) -> None:
        """Let an event in each of three lanes be answered by one commit: the writer is busy until all are asked for."""
        gate = threading.Event()
        busy = self.database.write(lambda _: gate.wait(20))
        async with asyncio.TaskGroup() as tasks:
            for lane in LANES:
                tasks.create_task(self.dispatch.drain(lane))
            await asyncio.sleep(0)
            gate.set()
        busy.result(20)

    async def drains_until_done(self, lane: str = LANE) -> list[float]:
        """Let the lane be worked on until nothing waits in it; returns the waits between."""
        waits: list[float] = []
        while (wait := await self.dispatch.drain(lane)) is not None:
            waits.append(wait)
            self.clock.forward(seconds=wait)
        return waits

    @property
    def statuses(self) -> list[str]:
        """How every event stands."""
        with self.database.read() as db:
            return list(db.scalars(sa.select(InboxRow.status).order_by(InboxRow.id)))

    @property
    def rows_written(self) -> int:
        """How many rows answers left behind."""
        with self.database.read() as db:
            return db.scalar(sa.select(sa.func.count()).select_from(TimerRow)) or 0


@pytest.fixture
def office(database: Database) -> Iterator[Office]:
    """A dispatch on either database. What it logs is kept from the console, which takes long to print tracebacks."""
    with structlog.testing.capture_logs():
        yield Office(database)


@pytest.fixture
def grouping(sqlite_database: Database) -> Iterator[Office]:
    """A dispatch on the database that has one writer, with an event in each of three lanes."""
    with structlog.testing.capture_logs():
        office = Office(sqlite_database)
        for number, lane in enumerate(LANES):
            office.receives_text(str(number), lane=lane)
        yield office


async def test_a_lane_s_events_are_answered_in_the_order_they_came(office: Office) -> None:
    office.receives("a", "b", "c")

    assert await office.drains_until_done() == []

    assert office.answers.answered == sorted(office.answers.answered, key=int)
    assert office.statuses == ["done", "done", "done"]
    assert office.woken == [501, 501, 501]


async def test_a_turn_whose_query_the_database_would_not_have_does_not_hold_up_its_lane(office: Office) -> None:
    office.receives("a")
    office.answers.asks_nonsense = True

    assert await office.drains_until_done() == [pause.total_seconds() for pause in PAUSES]

    assert office.statuses == ["parked"]
    assert len(office.answers.apologies) == 1


async def test_a_turn_that_fails_leaves_nothing_behind_and_is_tried_again(office: Office) -> None:
    office.receives("a")
    office.answers.trouble = [Bug()]

    assert await office.dispatch.drain(LANE) == PAUSES[0].total_seconds()
    assert office.rows_written == 0
    assert office.woken == []

    office.clock.forward(seconds=1)
    assert await office.dispatch.drain(LANE) is None
    assert office.statuses == ["done"]
    assert office.rows_written == 1


async def test_an_event_that_failed_holds_its_lane_back_and_no_other(office: Office) -> None:
    office.receives("a", "b")
    office.receives("c", lane=OTHER)
    office.answers.trouble = [Bug()]

    await office.dispatch.drain(LANE)
    assert await office.dispatch.drain(LANE) == PAUSES[0].total_seconds()
    await office.dispatch.drain(OTHER)

    assert office.statuses == ["new", "new", "done"]


async def test_the_third_failure_parks_the_event_apologises_once_and_the_lane_goes_on(office: Office) -> None:
    office.receives("a", "b")
    office.answers.trouble = [Bug(), Bug(), Bug()]

    waits = await office.drains_until_done()

    assert waits == [pause.total_seconds() for pause in PAUSES]
    assert office.statuses == ["parked", "done"]
    with office.database.read() as db:
        parked = db.scalar(sa.select(InboxRow.id).where(InboxRow.status == "parked"))
    assert office.answers.apologies == [f"E-{parked:06d}"]


async def test_where_no_person_waits_nobody_is_apologised_to(office: Office) -> None:
    office.receives("a", lane="gateway:sandbox")
    office.answers.trouble = [Bug(), Bug(), Bug()]

    await office.drains_until_done("gateway:sandbox")

    assert office.statuses == ["parked"]
    assert office.answers.apologies == []


async def test_a_refusal_is_told_at_once_and_nothing_of_the_turn_is_kept(office: Office) -> None:
    office.receives("a")
    office.answers.trouble = [OutOfStock(wanted=2, left=1)]

    assert await office.drains_until_done() == []

    assert office.answers.refused == ["refused-out-of-stock"]
    assert office.statuses == ["done"]
    assert office.rows_written == 0
    assert office.woken == [501]


async def test_what_the_world_cannot_do_now_is_tried_for_ten_minutes(office: Office) -> None:
    office.receives("a")
    office.answers.trouble = [TryLater("supplier is down")] * 500

    waits = await office.drains_until_done()

    assert PATIENCE <= timedelta(seconds=sum(waits)) <= PATIENCE + PAUSES[-1]
    assert office.statuses == ["parked"]
    assert len(office.answers.apologies) == 1


@pytest.mark.parametrize("first", [Bug, lambda: OutOfStock(wanted=1, left=0)])
async def test_a_failure_that_cannot_even_be_explained_does_not_stop_the_lane(
    office: Office, first: Callable[[], Exception]
) -> None:
    office.receives("a", "b")
    office.answers.trouble = [first(), first(), first()]
    office.answers.trouble_with_words = [Bug(), Bug(), Bug()]

    await office.drains_until_done()

    assert office.statuses == ["parked", "done"]


async def test_lanes_a_dead_process_left_are_served_at_the_start(office: Office) -> None:
    office.receives("a")
    office.receives("b", lane=OTHER)

    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(office.dispatch.run())
        await office.dispatch.lanes.at_rest()
        running.cancel()

    assert office.statuses == ["done", "done"]


async def test_of_turns_that_share_a_commit_one_that_fails_leaves_the_others_alone(grouping: Office) -> None:
    grouping.answers.failing = {LANES[1]}

    await grouping.drains_together()

    assert grouping.statuses == ["done", "new", "done"]
    assert grouping.rows_written == 2


async def test_turns_whose_closings_can_not_be_written_together_are_taken_one_by_one(grouping: Office) -> None:
    grouping.answers.overtaken = {LANES[1]}

    await grouping.drains_together()

    assert grouping.statuses == ["done", "new", "done"]
    assert grouping.rows_written == 2
    assert len(grouping.answers.answered) == 6


async def test_a_turn_that_writes_to_others_ends_what_was_read_together(grouping: Office) -> None:
    grouping.answers.reaching = {LANES[0]}

    await grouping.drains_together()

    assert grouping.statuses == ["done", "done", "done"]
    assert grouping.answers.calls_seen == [0, 1, 1]
