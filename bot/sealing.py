"""Sealing: now and then puts seals on the audit trail, behind whoever writes it.

Not here: what a seal is (backend.seals), or who calls (bot.ticker). Nobody waits for it, and what it writes is a row at
a time. A second process that seals as well is refused by the number of the seal.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from backend import seals
from bot.clock import Clock
from storage import audit_trail
from storage.audit_trail import Horizon, Seal
from storage.database import Database, Db

LOOK_SECONDS = 0.5
"""Between looks at whether older rows may still come: as long as a transaction lasts that had begun."""

REST_SECONDS = 0.05
"""Between two seals, of which a shop that was just upgraded needs hundreds: the turns share the processor."""

Result = TypeVar("Result")


async def seal_trail(database: Database, clock: Clock) -> int:
    """Seal every row that is there now; returns how many seals that took.

    A row is sealed once no older one can come: what was being written meanwhile is waited for.
    """
    horizon = await _read(database, audit_trail.horizon)
    if horizon is None:
        return 0
    while not await _read(database, lambda db: audit_trail.is_final(db, horizon)):
        await clock.sleep(LOOK_SECONDS)
    count = 0
    while await _put_on_next(database, horizon, now=clock.now()):
        count += 1
        await clock.sleep(REST_SECONDS)
    return count


async def _put_on_next(database: Database, horizon: Horizon, *, now: datetime) -> bool:
    """False if nothing is left up to the horizon, or somebody else is sealing."""
    seal: Seal | None = await _read(database, lambda db: seals.next_seal(db, horizon, now=now))
    return seal is not None and await asyncio.wrap_future(database.write(lambda db: audit_trail.put_on(db, seal)))


async def _read(database: Database, work: Callable[[Db], Result]) -> Result:
    """Beside the event loop: reckoning a digest takes longer than anybody there should wait."""

    def read() -> Result:
        with database.read() as db:
            return work(db)

    return await asyncio.to_thread(read)
