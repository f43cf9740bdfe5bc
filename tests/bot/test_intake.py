"""The intake: stored before it is acknowledged, each update once, and which failures it survives."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from bot.drivers.driver import Contested, DriverFailed
from bot.drivers.memory_driver import MemoryDriver
from bot.intake import MOST_CONTESTED, PAUSES_SECONDS, Intake
from bot.reading import arrival_of_update
from storage.database import Database
from storage.inbox import InboxRow
from tests.clock import StoppedClock

Fetched = list[dict[str, Any]] | DriverFailed


class EndOfScript(Exception):
    """The platform of this test has nothing more to say."""


class ScriptedPlatform(MemoryDriver):
    """Answers each fetch as scripted and remembers the offsets asked for."""

    def __init__(self, *script: Fetched, before_fetch: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self.offsets: list[int | None] = []
        self._script = list(script)
        self._before_fetch = before_fetch

    async def fetch(self, offset: int | None, *, wait_seconds: int) -> list[dict[str, Any]]:
        """The next of the script."""
        self._before_fetch()
        self.offsets.append(offset)
        if not self._script:
            raise EndOfScript
        fetched = self._script.pop(0)
        if isinstance(fetched, DriverFailed):
            raise fetched
        return fetched


def update(number: int, chat_id: int = 501) -> dict[str, Any]:
    """A message."""
    return {"update_id": number, "message": {"message_id": 1, "chat": {"id": chat_id, "type": "private"}}}


class Desk:
    """An intake at work on a scripted platform."""

    def __init__(self, database: Database, *script: Fetched) -> None:
        self.database = database
        self.clock = StoppedClock()
        self.woken: list[str] = []
        self.kept_at_each_fetch: list[list[str]] = []
        self.platform = ScriptedPlatform(*script, before_fetch=lambda: self.kept_at_each_fetch.append(self.kept()))
        self.intake = Intake(database, self.platform, self.clock, bot_id=1, wake=self.woken.append)

    async def polls(self) -> list[float]:
        """Fetch to the end of the script; returns how long was waited after failures."""
        waits: list[float] = []
        sleep = self.clock.sleep

        async def noted(seconds: float) -> None:
            waits.append(seconds)
            if not self.platform._script:
                raise asyncio.CancelledError
            await sleep(seconds)

        self.clock.sleep = noted  # type: ignore[method-assign]  # the test's own clock
        with pytest.raises(asyncio.CancelledError):
            await self.intake.poll()
        return waits

    def kept(self) -> list[str]:
        """The numbers of the updates stored, in their order."""
        with self.database.read() as db:
            return list(db.scalars(sa.select(InboxRow.key).order_by(InboxRow.id)))


DOWN = DriverFailed("502", fatal=False)


async def test_updates_are_acknowledged_only_after_they_are_stored(database: Database) -> None:
    desk = Desk(database, [update(7), update(8)], [update(9)], DOWN)

    await desk.polls()

    assert desk.platform.offsets == [None, 9, 10]
    assert desk.kept_at_each_fetch == [[], ["7", "8"], ["7", "8", "9"]]
    assert desk.woken == ["chat:501", "chat:501"]


async def test_an_update_that_comes_twice_is_kept_once_and_a_lower_number_is_not_taken_for_known(
    database: Database,
) -> None:
    desk = Desk(database, [update(900), update(901)], [update(5), update(900), update(6)], DOWN)

    await desk.polls()

    assert desk.kept() == ["900", "901", "5", "6"]


async def test_two_bots_may_number_alike(database: Database) -> None:
    desk = Desk(database)

    await desk.intake.store([arrival_of_update(update(7), bot_id=1), arrival_of_update(update(7), bot_id=2)])

    assert desk.kept() == ["7", "7"]


async def test_updates_that_cannot_be_stored_are_fetched_again(database: Database) -> None:
    desk = Desk(database, [update(7)], [update(8)], [update(8)], DOWN)
    store, failures = desk.intake.store, [None, OSError("disk full")]

    async def failing(arrivals: Any) -> None:
        failure = failures.pop(0) if failures else None
        if failure is not None:
            raise failure
        await store(arrivals)

    desk.intake.store = failing  # type: ignore[method-assign]  # a full disk is hard to come by

    await desk.polls()

    assert desk.platform.offsets == [None, 8, 8, 9]
    assert desk.kept() == ["7", "8"]


async def test_passing_failures_are_waited_out_ever_longer_and_then_forgotten(database: Database) -> None:
    desk = Desk(database, *[DOWN] * 6, [update(7)], DOWN)

    waits = await desk.polls()

    assert waits == [*PAUSES_SECONDS, PAUSES_SECONDS[-1], PAUSES_SECONDS[0]]
    assert desk.kept() == ["7"]


async def test_a_fatal_failure_ends_the_polling(database: Database) -> None:
    desk = Desk(database, DriverFailed("Unauthorized", fatal=True))

    with pytest.raises(DriverFailed, match="Unauthorized"):
        await desk.polls()


async def test_half_a_character_is_stored_like_any_other_update(database: Database) -> None:
    odd = update(7)
    odd["message"]["text"] = "\ud83d"
    desk = Desk(database, [odd, update(8)], DOWN)

    await desk.polls()

    assert desk.kept() == ["7", "8"]


async def test_a_process_whose_place_we_take_may_still_be_fetching_for_a_while(database: Database) -> None:
    desk = Desk(database, *[Contested("409")] * MOST_CONTESTED, [update(7)], DOWN)

    waits = await desk.polls()

    assert waits == [*PAUSES_SECONDS[:MOST_CONTESTED], PAUSES_SECONDS[0]]
    assert desk.kept() == ["7"]


async def test_another_shop_that_fetches_our_updates_ends_us(database: Database) -> None:
    desk = Desk(database, *[Contested("409")] * (MOST_CONTESTED + 1))

    with pytest.raises(Contested):
        await desk.intake.poll()
