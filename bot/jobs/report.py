"""The report's job: counts the last days over all orders, which takes seconds once there are a million.

Not here: what is counted (backend.reports), or how it is shown (flows.pages.reports).
"""

import asyncio
from typing import Any
from zoneinfo import ZoneInfo

from backend import reports
from bot.clock import Clock
from bot.jobs.worker import Asked, Handler
from storage.database import Database


def report_job(database: Database, clock: Clock, *, zone: ZoneInfo) -> Handler:
    """Reads in a thread of its own, from a snapshot, so that neither turns nor the loop wait for it."""

    def count(days: int) -> dict[str, Any]:
        with database.read() as db:
            return reports.to_json(reports.report(db, days=days, zone=zone, now=clock.now()))

    async def do(asked: Asked) -> dict[str, Any]:
        return await asyncio.to_thread(count, asked["days"])

    return do
