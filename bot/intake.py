"""Intake: fetches updates and stores them; only the next fetch, after the commit, acknowledges them.

Not here: answering (bot.dispatch). Nothing of an update but its number and lane is read.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import structlog

from bot.clock import Clock
from bot.drivers.driver import Driver, DriverFailed
from bot.reading import arrival_of_update
from storage import inbox
from storage.database import Database
from storage.inbox import Arrival

POLL_SECONDS = 25
"""How long the platform may keep a fetch open when there is nothing (Source: getUpdates, at most 50)."""

PAUSES_SECONDS = (1, 2, 5, 10, 30)
"""Between failed fetches; the last one repeats."""

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
        now = self._clock.now()
        await asyncio.wrap_future(self._database.write(lambda db: inbox.store(db, arrivals, now=now)))
        for lane in dict.fromkeys(arrival.lane for arrival in arrivals):
            self._wake(lane)

    async def poll(self) -> None:
        """Fetch and store for ever. Raises DriverFailed only when going on is useless."""
        offset: int | None = None
        failures = 0
        while True:
            try:
                updates = await self._driver.fetch(offset, wait_seconds=POLL_SECONDS)
                await self.store([arrival_of_update(update, bot_id=self._bot_id) for update in updates])
            except DriverFailed as failure:
                if failure.fatal:
                    raise
                log.warning("fetching updates failed", reason=str(failure))
            except Exception:
                # Storing failed (disk full, database away): unacknowledged, the platform keeps the updates for us.
                log.exception("storing updates failed")
            else:
                failures = 0
                offset = _after(updates, offset)
                continue
            await self._clock.sleep(PAUSES_SECONDS[min(failures, len(PAUSES_SECONDS) - 1)])
            failures += 1


def _after(updates: Sequence[dict[str, Any]], offset: int | None) -> int | None:
    """The offset that acknowledges these updates. They come in order, but their numbers may jump."""
    return updates[-1]["update_id"] + 1 if updates else offset
