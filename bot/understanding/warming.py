"""Warming: what search needs is made beside the turns — the index at the start and after changes, what sells lately.

Not here: what an index is (flows.understanding). Until a large one is ready, the former one serves.
"""

import asyncio
from datetime import datetime

import structlog

from backend import catalogue
from backend.catalogue import Product
from backend.popularity import pieces_sold_lately
from bot.clock import Clock
from flows.understanding import popularity
from flows.understanding.kept import made_elsewhere, make_index
from storage.database import Database

START_SECONDS = 1.0
"""What a start has to do comes first."""

COUNT_SECONDS = 600.0

log = structlog.get_logger()


async def keep_warm(database: Database, clock: Clock) -> None:
    """Make the index soon, and again whenever a look-up asks for it, until cancelled."""
    wanted, loop = asyncio.Event(), asyncio.get_running_loop()
    with made_elsewhere(lambda: _ask(loop, wanted)):
        await clock.sleep(START_SECONDS)
        while True:
            wanted.clear()
            await _make(database)
            await wanted.wait()


async def keep_count(database: Database, clock: Clock) -> None:
    """Note what sells, now and every few minutes, until cancelled; search asks the database nothing."""
    with popularity.forgotten_afterwards():
        await clock.sleep(START_SECONDS)
        while True:
            await _count(database, clock.now())
            await clock.sleep(COUNT_SECONDS)


async def _count(database: Database, now: datetime) -> None:
    try:
        popularity.note(await asyncio.to_thread(_pieces, database, now))
    except Exception:
        log.exception("what sells was not counted")  # and is in a few minutes; until then the former count holds


def _pieces(database: Database, now: datetime) -> dict[str, int]:
    with database.read() as db:
        return pieces_sold_lately(db, now=now)


async def _make(database: Database) -> None:
    """On a thread of its own: the loop and the writers go on, sharing the processor with it."""
    try:
        await asyncio.to_thread(lambda: make_index(_on_sale(database)))
    except Exception:
        log.exception("the search index was not made")  # the next look-up asks again, or makes it by itself


def _on_sale(database: Database) -> list[Product]:
    with database.read() as db:
        return catalogue.products(db)


def _ask(loop: asyncio.AbstractEventLoop, wanted: asyncio.Event) -> None:
    """From any thread. A loop that has ended makes no index any more."""
    if not loop.is_closed():
        loop.call_soon_threadsafe(wanted.set)
