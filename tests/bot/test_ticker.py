"""The ticker: every timer becomes one event, however late, and however many look at the clock."""

import asyncio
import json
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.sealing import seal_trail
from bot.ticker import MOST_PER_TICK, Ticker
from storage import audit_trail, timers
from storage.commits import CommitRow
from storage.database import Database
from storage.inbox import InboxRow
from storage.timers import Timer
from tests.clock import StoppedClock


class Tower:
    """A clock tower: a ticker, its clock, and whom it woke."""

    def __init__(self, database: Database, clock: StoppedClock | None = None) -> None:
        self.database = database
        self.clock = clock or StoppedClock()
        self.lanes: list[str] = []
        self.ticker = Ticker(database, self.clock, wake_lane=self.lanes.append)

    def sets(self, *minutes: int) -> None:
        """A timer for each of these many minutes from now, each in a lane of its own."""
        with self.database.transaction() as db:
            timers.set_timers(
                db,
                [
                    Timer("order-remind", f"order:{each}", f"chat:{each}", self._in(each), {"order": each})
                    for each in minutes
                ],
            )

    def fired(self) -> list[str]:
        """What the timers that fired were about, in the order of their events."""
        with self.database.read() as db:
            payloads = db.scalars(sa.select(InboxRow.payload).order_by(InboxRow.id))
            return [json.loads(payload)["subject"] for payload in payloads]

    def _in(self, minutes: int) -> datetime:
        return self.clock.now() + timedelta(minutes=minutes)


async def test_a_timer_fires_when_it_is_due_and_once(database: Database) -> None:
    tower = Tower(database)
    tower.sets(5)

    await tower.ticker.tick()
    assert tower.fired() == []

    tower.clock.forward(minutes=5)
    await tower.ticker.tick()
    await tower.ticker.tick()
    assert tower.fired() == ["order:5"]
    assert tower.lanes == ["chat:5"]


async def test_after_a_day_asleep_none_is_missed_and_the_earliest_comes_first(database: Database) -> None:
    tower = Tower(database)
    tower.sets(30, 10, 20, 3000)

    tower.clock.forward(days=1)
    await tower.ticker.tick()

    assert tower.fired() == ["order:10", "order:20", "order:30"]


async def test_more_than_one_tick_can_take_wait_for_the_next(database: Database) -> None:
    tower = Tower(database)
    tower.sets(*range(1, MOST_PER_TICK + 2))

    tower.clock.forward(days=1)
    await tower.ticker.tick()
    assert len(tower.fired()) == MOST_PER_TICK
    await tower.ticker.tick()
    assert len(tower.fired()) == MOST_PER_TICK + 1


async def test_two_tickers_fire_each_timer_once(database: Database) -> None:
    one = Tower(database)
    other = Tower(database, one.clock)
    one.sets(*range(1, 101))
    one.clock.forward(days=1)

    await asyncio.gather(*(tower.ticker.tick() for tower in (one, other) * 5))

    assert sorted(one.fired()) == sorted(f"order:{each}" for each in range(1, 101))


async def test_the_trail_is_sealed_as_soon_as_somebody_ticks_and_a_failure_ends_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    tower, is_over = Tower(database), asyncio.Event()
    with database.transaction() as db:
        audit_trail.record(db, subject="order:1", what="paid", by="customer", why="", now=tower.clock.now())

    async def seal_and_fail(database: Database, clock: StoppedClock) -> None:
        await seal_trail(database, clock)
        is_over.set()
        raise OSError("disk full")

    monkeypatch.setattr("bot.ticker.seal_trail", seal_and_fail)
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        ticking = tasks.create_task(tower.ticker.run())
        await is_over.wait()
        await asyncio.sleep(0)
        assert not ticking.done()
        ticking.cancel()

    with database.read() as db:
        assert [seal.count for seal in audit_trail.seals(db)] == [1]


async def test_what_has_served_its_time_is_cleared_away(database: Database) -> None:
    tower = Tower(database)
    with database.transaction() as db:
        for number, days in (("old", 2), ("young", 0)):
            at = tower.clock.now() - timedelta(days=days)
            db.execute(sa.insert(CommitRow).values(id=number, at=at))

    await tower.ticker.clear_away()

    with database.read() as db:
        kept = set(db.scalars(sa.select(CommitRow.id)))
    assert "young" in kept
    assert "old" not in kept
