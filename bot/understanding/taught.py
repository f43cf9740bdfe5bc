"""Taught: what the shop taught its bots is taken over by each that runs, from the database, without a restart.

Not here: the learning (schooling), or who teaches (handlers.admin.teaching).
"""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from backend import teaching
from backend.teaching import Lesson
from bot.clock import Clock
from bot.reading import NOWHERE
from bot.understanding.learned import Base, unpack
from bot.understanding.warming import START_SECONDS
from flows.understanding.intents import Classifier
from storage import jobs
from storage.database import Database, Db
from storage.jobs import NewJob

JOB = "learning"

LOOK_SECONDS = 3.0
"""One short row is read each time; the weights themselves only when they are new."""

log = structlog.get_logger()


class Taught:
    """Looks for newer weights, and has `adopt` make them those of the turns."""

    def __init__(self, database: Database, clock: Clock, base: Base, *, adopt: Callable[[Classifier], None]) -> None:
        self._database = database
        self._clock = clock
        self._base = base
        self._adopt = adopt
        self._adopted: str | None = None

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        await self._clock.sleep(START_SECONDS)
        await _safely(self.catch_up)
        while True:
            await _safely(self.look)
            await self._clock.sleep(LOOK_SECONDS)

    async def look(self) -> None:
        """Take over what was learned since the last look."""
        await asyncio.to_thread(self._look)

    async def catch_up(self) -> None:
        """After an upgrade of the program, have what was taught learned anew on top of its weights."""
        if await asyncio.to_thread(self._is_behind):
            await asyncio.wrap_future(self._database.write(_put_down))

    def _look(self) -> None:
        with self._database.read() as db:
            newest = teaching.newest_lesson(db, base=self._base.digest)
            if newest is None or newest.digest == self._adopted:
                return
            packed = teaching.weights_of(db, newest)
        if packed is not None:
            self._adopt(Classifier(self._base.classifier.concepts, unpack(packed).weights))
            self._note(newest)

    def _note(self, lesson: Lesson) -> None:
        self._adopted = lesson.digest
        log.info("taught", sentences=lesson.taught, understood=lesson.understood)

    def _is_behind(self) -> bool:
        with self._database.read() as db:
            return teaching.is_behind(db, base=self._base.digest)


async def _safely(work: Callable[[], Awaitable[None]]) -> None:
    try:
        await work()
    except Exception:
        log.exception("what was taught was not taken over")  # and is tried again; until then the former holds


def _put_down(db: Db) -> None:
    jobs.defer(db, NewJob(JOB, {"lane": NOWHERE, "asked": {}}, lock=JOB, queueing_lock=JOB))
