"""Intake: fetches updates and stores them; only the next fetch, after the commit, acknowledges them.

Not here: answering (bot.dispatch). Nothing of an update but its number and lane is read.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import structlog

from bot.clock import Clock
from bot.drivers.driver import Contested, Driver, DriverFailed
from bot.reading import arrival_of_update
from bot.webhook import withdraw
from storage import failpoints, inbox
from storage.database import Database, Db
from storage.inbox import Arrival

POLL_SECONDS = 25
"""How long the platform may keep a fetch open when there is nothing (Source: getUpdates, at most 50)."""

PAUSES_SECONDS = (1, 2, 5, 10, 30)
"""Between failed fetches; the last one repeats."""

MOST_CONTESTED = 4
"""So often a fetch may be taken from us in a row: a process whose place we take may have one under way still."""

log = structlog.get_logger()


class Intake:
    """The way in for everything: platform updates by polling, and what our other edges report."""

    def __init__(
        self, database: Database, driver: Driver, clock: Clock, *, bot_id: int, wake: Callable[[str], None]
    ) -> None:
        self._database = database
        self._driver = driver
        self._clock = clock
        self._bot_id = bot_id
        self._wake = wake

    async def store(self, arrivals: Sequence[Arrival]) -> None:
        """Keep the events, each once, and have their lanes looked at; returns when they are durable."""
        await asyncio.wrap_future(self._database.write_each(self._store_all, arrivals, is_urgent=True))
        for lane in dict.fromkeys(arrival.lane for arrival in arrivals):
            self._wake(lane)

    async def poll(self) -> None:
        """Fetch and store for ever. Raises DriverFailed only when going on is useless."""
        await withdraw(self._driver, self._clock)
        offset: int | None = None
        failures = 0
        while True:
            try:
                updates = await self._driver.fetch(offset, wait_seconds=POLL_SECONDS)
                failpoints.reached("updates.fetched")
                await self.store([arrival_of_update(update, bot_id=self._bot_id) for update in updates])
            except DriverFailed as failure:
                if failure.fatal and not (isinstance(failure, Contested) and failures < MOST_CONTESTED):
                    raise
                log.warning("fetching updates failed", reason=str(failure))
            except Exception:
                # Storing failed (disk full, database away): unacknowledged, the platform keeps the updates for us.
                log.exception("storing updates failed")
            else:
                failpoints.reached("updates.stored")
                failures = 0
                offset = _after(updates, offset)
                continue
            await self._clock.sleep(PAUSES_SECONDS[min(failures, len(PAUSES_SECONDS) - 1)])
            failures += 1

    def _store_all(self, db: Db, posted: Sequence[Sequence[Arrival]]) -> list[None]:
        """What came by many posts at once, in one statement."""
        arrivals = [arrival for each in posted for arrival in each]
        inbox.store(db, arrivals, now=self._clock.now())
        return [None] * len(posted)


def _after(updates: Sequence[dict[str, Any]], offset: int | None) -> int | None:
    """The offset that acknowledges these updates. They come in order, but their numbers may jump."""
    return updates[-1]["update_id"] + 1 if updates else offset
