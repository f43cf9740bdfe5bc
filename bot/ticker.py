"""The ticker: APScheduler as a clock that turns due timers into events, seals the audit trail, and clears away what
has served its time.

Not here: what a timer does (handlers). The rows are the truth; a tick that is missed or doubled changes nothing: an
event of the same timer is stored once. Of several processes one is elected to tick (bot.leadership).
"""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock, SystemClock
from bot.reading import TIMER_SOURCE
from bot.reconciling import Plan
from bot.sealing import seal_trail
from handlers.customer import preorders, promises
from handlers.customer.waiting_list import offer_what_came_back
from storage import commits, failpoints, inbox, sending_limits, timers
from storage.database import Database, Db
from storage.inbox import Arrival
from storage.timers import DueTimer

TICK_SECONDS = 1
SEALING_SECONDS = 60
CLEARING_SECONDS = 3600
COMMITS_KEPT = timedelta(days=1)
"""Far longer than anybody who lost a commit's reply asks whether it was made."""

MOST_PER_TICK = 500

log = structlog.get_logger()


class Ticker:
    """Wakes lanes whose timers are due."""

    def __init__(
        self, database: Database, clock: Clock, *, wake_lane: Callable[[str], None], plan: Plan | None = None
    ) -> None:
        self._database = database
        self._clock = clock
        self._wake_lane = wake_lane
        self._plan = plan

    async def run(self) -> None:
        """Tick until cancelled."""
        scheduler = AsyncIOScheduler(timezone="UTC")
        # A late tick is as good as one in time, and several missed ones are as good as one.
        options = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        scheduler.add_job(self._tick_or_log, "interval", seconds=TICK_SECONDS, **options)
        at_once = SystemClock().now()  # the scheduler lives by the machine's clock, however ours was moved
        scheduler.add_job(self._seal_or_log, "interval", seconds=SEALING_SECONDS, next_run_time=at_once, **options)
        scheduler.add_job(self.clear_away, "interval", seconds=CLEARING_SECONDS, **options)
        scheduler.add_job(self.plan, "interval", seconds=CLEARING_SECONDS, next_run_time=at_once, **options)
        scheduler.start()
        try:
            await asyncio.Event().wait()
        finally:
            scheduler.shutdown(wait=False)

    async def tick(self) -> None:
        """Fire what is due: each timer becomes an event of its lane, in the transaction that marks it as fired."""
        now = self._clock.now()
        lanes = await asyncio.wrap_future(self._database.write(lambda db: _fire(db, now)))
        if lanes:
            failpoints.reached("timers.fired")
        for lane in lanes:
            self._wake_lane(lane)

    async def clear_away(self) -> None:
        """Drop rows that say nothing any more."""
        before = self._clock.now() - COMMITS_KEPT
        await asyncio.wrap_future(self._database.write(sending_limits.forget_the_silent))
        await asyncio.wrap_future(self._database.write(lambda db: commits.prune(db, before=before)))

    async def plan(self) -> None:
        """Set the timers of the coming night, unless they are set."""
        plan, now = self._plan, self._clock.now()
        if plan is not None:
            await asyncio.wrap_future(self._database.write(lambda db: plan(db, now)))

    async def _tick_or_log(self) -> None:
        try:
            await self.tick()
        except Exception:
            log.exception("tick failed")  # the next one finds the same timers

    async def _seal_or_log(self) -> None:
        try:
            await seal_trail(self._database, self._clock)
        except Exception:
            log.exception("sealing failed")  # the next time finds the same rows


def _fire(db: Db, now: datetime) -> list[str]:
    preorders.look_after(db, now)
    offer_what_came_back(db, now)
    promises.chase(db, now)
    due = timers.due(db, now=now, most=MOST_PER_TICK)
    if not due:
        return []
    failpoints.reached("timers.firing")
    inbox.store(db, [_arrival(timer) for timer in due], now=now)
    timers.note_fired(db, [timer.id for timer in due], now=now)
    return list(dict.fromkeys(timer.lane for timer in due))


def _arrival(timer: DueTimer) -> Arrival:
    payload = json.dumps({"kind": timer.kind, "subject": timer.subject, "args": timer.args}, ensure_ascii=False)
    return Arrival(source=TIMER_SOURCE, key=str(timer.id), lane=timer.lane, payload=payload)
