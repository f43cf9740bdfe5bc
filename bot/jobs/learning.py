"""The job that learns what the shop taught, and keeps the weights where every running bot finds them.

Not here: the learning (bot.understanding.schooling), or taking the weights over (bot.understanding.taught).
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from backend import teaching
from backend.teaching import Lesson
from bot.clock import Clock
from bot.jobs.worker import Asked, Handler
from bot.understanding import schooling
from bot.understanding.learned import Base
from storage.database import Database


def learning_job(
    database: Database, clock: Clock, base: Base, *, own: Path | None, look: Callable[[], Awaitable[None]]
) -> Handler:
    """Learns all that is taught now; done twice, it learns once. `look` takes the weights over in this process."""

    def read() -> tuple[list[tuple[str, str]], Lesson | None]:
        with database.read() as db:
            return teaching.taught(db), teaching.newest_lesson(db, base=base.digest)

    async def learn(taught: list[tuple[str, str]]) -> Lesson:
        schooled = await schooling.school(taught, own)
        lesson, weights = schooled.lesson, schooled.weights
        write = database.write(lambda db: teaching.keep(db, lesson, weights, base=base.digest, now=clock.now()))
        await asyncio.wrap_future(write)
        return lesson

    async def do(asked: Asked) -> dict[str, Any]:
        del asked
        taught, newest = await asyncio.to_thread(read)
        is_known = newest is not None and newest.digest == schooling.digest_of(base, taught)
        lesson = newest if newest is not None and is_known else await learn(taught)
        await look()
        return asdict(lesson)

    return do
