"""The ticker: APScheduler as a clock that turns due timers into events, and looks after what was left lying.

Not here: what a timer does (handlers). The rows are the truth; a tick that is missed or doubled changes nothing.
"""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.reading import FILE_SOURCE, TIMER_SOURCE
from storage import inbox, outbox, timers
from storage.console_acts import SOURCE as CONSOLE_SOURCE
from storage.database import Database, Db
from storage.inbox import Arrival
from storage.timers import DueTimer

TICK_SECONDS = 1
PEEK_SECONDS = 0.25
SWEEP_SECONDS = 15
MOST_PER_TICK = 500

log = structlog.get_logger()


class Ticker:
    """Wakes lanes whose timers are due, and whatever else waits without anybody looking at it."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        wake_lane: Callable[[str], None],
        wake_chat: Callable[[int], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._wake_lane = wake_lane
        self._wake_chat = wake_chat

    async def run(self) -> None:
        """Tick until cancelled."""
        scheduler = AsyncIOScheduler(timezone="UTC")
        # A late tick is as good as one in time, and several missed ones are as good as one.
        options = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        scheduler.add_job(self._tick_or_log, "interval", seconds=TICK_SECONDS, **options)
        scheduler.add_job(self.peek, "interval", seconds=PEEK_SECONDS, **options)
        scheduler.add_job(self.sweep, "interval", seconds=SWEEP_SECONDS, **options)
        scheduler.start()
        try:
            await asyncio.Event().wait()
        finally:
            scheduler.shutdown(wait=False)

    async def tick(self) -> None:
        """Fire what is due: each timer becomes an event of its lane, in the transaction that marks it as fired."""
        now = self._clock.now()
        lanes = await asyncio.wrap_future(self._database.write(lambda db: _fire(db, now)))
        for lane in lanes:
            self._wake_lane(lane)

    async def _tick_or_log(self) -> None:
        try:
            await self.tick()
        except Exception:
            log.exception("tick failed")  # the next one finds the same timers

    async def peek(self) -> None:
        """Wake lanes in which something waits that came by another way than the intake, which wakes them itself."""
        with self._database.read() as db:
            lanes = inbox.lanes_waiting(db, sources=(CONSOLE_SOURCE, FILE_SOURCE))
        for lane in lanes:
            self._wake_lane(lane)

    async def sweep(self) -> None:
        """Wake whatever lane or chat has something waiting: what was put off, or left by another process."""
        with self._database.read() as db:
            lanes, chats = inbox.lanes_waiting(db), outbox.chats_waiting(db)
        for lane in lanes:
            self._wake_lane(lane)
        for chat_id in chats:
            self._wake_chat(chat_id)


def _fire(db: Db, now: datetime) -> list[str]:
    due = timers.due(db, now=now, most=MOST_PER_TICK)
    if not due:
        return []
    inbox.store(db, [_arrival(timer) for timer in due], now=now)
    timers.note_fired(db, [timer.id for timer in due], now=now)
    return list(dict.fromkeys(timer.lane for timer in due))


def _arrival(timer: DueTimer) -> Arrival:
    payload = json.dumps({"kind": timer.kind, "subject": timer.subject, "args": timer.args}, ensure_ascii=False)
    return Arrival(source=TIMER_SOURCE, key=str(timer.id), lane=timer.lane, payload=payload)
