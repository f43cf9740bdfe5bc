"""The jobs of a bulk order: reading and checking its file, and buying its rows, a few in each commit.

Not here: what either finds or does (backend.bulk_orders), or when the next job is put down (handlers). Both may be done
twice or be cut off: a file is checked once, and a row that was bought waits no more.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from backend import bulk_orders
from backend.bulk_orders import BulkOrder, BulkStatus
from backend.sheets import Row, UnreadableSheet
from bot.clock import Clock
from bot.jobs.worker import Asked, Handler
from storage.database import Database, Db
from storage.secrets import Vault

ROWS_PER_COMMIT = 20
"""Buying so many takes a tenth of a second, for which a turn may have to wait."""

ROWS_PER_JOB = 500
"""After so many the buyer sees how far it is."""


def read_job(database: Database, clock: Clock, *, vault: Vault) -> Handler:
    """Reads the file in a thread of its own; even one made to harm is refused within a second or two."""

    def content_of(bulk_id: int) -> bytes | None:
        with database.read() as db:
            return bulk_orders.content_of(db, bulk_id, vault=vault)

    async def do(asked: Asked) -> dict[str, Any]:
        bulk_id: int = asked["bulk"]
        content = await asyncio.to_thread(content_of, bulk_id)
        if content is None:
            return {}
        try:
            found: list[Row] = await asyncio.to_thread(bulk_orders.read, content)
        except UnreadableSheet as error:
            trouble = error
            await _write(database, lambda db: bulk_orders.note_unreadable(db, bulk_id, trouble, now=clock.now()))
        else:
            await _write(database, lambda db: bulk_orders.check(db, bulk_id, found, vault=vault, now=clock.now()))
        return {}

    return do


def buy_job(database: Database, clock: Clock) -> Handler:
    """Buys the next rows; whatever is committed stays, however the job ends."""

    async def do(asked: Asked) -> dict[str, Any]:
        bulk_id: int = asked["bulk"]
        for _ in range(ROWS_PER_JOB // ROWS_PER_COMMIT):
            bulk = await _write(
                database, lambda db: bulk_orders.buy_some(db, bulk_id, most=ROWS_PER_COMMIT, now=clock.now())
            )
            if bulk.status is not BulkStatus.BUYING:
                break
        return {}

    return do


async def _write(database: Database, work: Callable[[Db], BulkOrder]) -> BulkOrder:
    return await asyncio.wrap_future(database.write(work))
