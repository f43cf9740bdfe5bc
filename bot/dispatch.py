"""Dispatch: one lane's next event, answered in one transaction; many lanes at once.

Not here: what the answer is (handlers.router) or its sending (bot.courier). Lanes are asyncio tasks that hand
their turn to the database's writer, which commits the turns of several lanes together.

    next event ──> turn ──> commit ──> wake the courier            a failed turn: rolled back, tried again after
        ^                                    │                      1 s and 5 s, then parked with an incident number
        └────────────────────────────────────┘                      and the person told once; the lane goes on
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from backend.errors import Refused, TryLater
from bot.clock import Clock
from bot.lanes import Lanes
from bot.reading import chat_of_lane, read
from flows.events import Event
from flows.words import Words, words
from storage import inbox
from storage.database import Database, Db
from storage.inbox import Inbound

PAUSES = (timedelta(seconds=1), timedelta(seconds=5))
"""Before the second and third attempt at a turn that failed; there is no fourth."""

PATIENCE = timedelta(minutes=10)
"""How long a turn is tried again when it is the world that can't now (TryLater) and not we who are wrong."""

log = structlog.get_logger()


class Answering(Protocol):
    """What answers events: `handlers.router.Router`."""

    def answer(self, db: Db, event: Event, *, now: datetime) -> frozenset[int]:
        """Answer the event and return the chats that have something to be sent to."""
        ...

    def refuse(self, db: Db, event: Event, spoken: Words, *, now: datetime) -> frozenset[int]:
        """Tell the person why what they want can't be had."""
        ...

    def apologise(self, db: Db, event: Event, *, incident: str, now: datetime) -> frozenset[int]:
        """Tell the person that we failed, trying nothing that may have been why."""
        ...


@dataclass(frozen=True)
class _Turned:
    """An event was answered; these chats have something to be sent to."""

    chats: frozenset[int]


@dataclass(frozen=True)
class _Wait:
    """The lane's next event may be tried only then."""

    until: datetime


class Dispatch:
    """Answers the events of every lane that is woken."""

    def __init__(
        self, database: Database, answering: Answering, clock: Clock, *, wake_courier: Callable[[int], None]
    ) -> None:
        self._database = database
        self._answering = answering
        self._clock = clock
        self._wake_courier = wake_courier
        self.lanes = Lanes(self.drain, clock)

    async def run(self) -> None:
        """Serve lanes until cancelled, beginning with those a former process left."""
        with self._database.read() as db:
            for lane in inbox.lanes_waiting(db):
                self.lanes.wake(lane)
        await self.lanes.run()

    async def drain(self, lane: str) -> float | None:
        """Answer all that waits in the lane; returns the seconds until a failed turn may be tried again, if one is."""
        while isinstance(step := await self._step(lane), _Turned):
            pass
        return None if step is None else max(0.0, (step.until - self._clock.now()).total_seconds())

    async def _step(self, lane: str) -> _Turned | _Wait | None:
        """Take one turn. A turn that fails is rolled back and its failure noted in a transaction of its own."""
        now = self._clock.now()
        try:
            step = await asyncio.wrap_future(self._database.write(lambda db: self._turn(db, lane, now)))
        except _Failed as failed:
            step = await self._after(failed, now)
        if isinstance(step, _Turned):
            for chat_id in step.chats:
                self._wake_courier(chat_id)
        return step

    async def _after(self, failed: "_Failed", now: datetime) -> _Turned | _Wait:
        """Cope with a failed turn. Where even that fails, nothing is said, so that the lane can go on."""
        try:
            return await asyncio.wrap_future(self._database.write(lambda db: self._cope(db, failed, now)))
        except Exception as error:
            log.exception("a failed turn could not be explained", event_id=failed.stored.id)
            worse = error
        return await asyncio.wrap_future(self._database.write(lambda db: self._give_up(db, failed.stored, worse, now)))

    def _turn(self, db: Db, lane: str, now: datetime) -> _Turned | _Wait | None:
        stored = inbox.next_in_lane(db, lane)
        if stored is None:
            return None
        if stored.not_before is not None and stored.not_before > now:
            return _Wait(stored.not_before)
        try:
            chats = self._answering.answer(db, read(stored, now=now), now=now)
            inbox.finish(db, stored.id, now=now)
        except Exception as error:
            raise _Failed(stored, error) from error
        return _Turned(chats)

    def _cope(self, db: Db, failed: "_Failed", now: datetime) -> _Turned | _Wait:
        """Refuse politely, put off, or give up."""
        stored, error = failed.stored, failed.error
        event = read(stored, now=now)
        if isinstance(error, Refused):
            chats = self._answering.refuse(db, event, words(error.key, **error.arguments), now=now)
            inbox.finish(db, stored.id, now=now)
            return _Turned(chats)
        step = self._give_up(db, stored, error, now)
        if isinstance(step, _Wait) or chat_of_lane(stored.lane) is None:
            return step
        return _Turned(self._answering.apologise(db, event, incident=incident_number(stored.id), now=now))

    def _give_up(self, db: Db, stored: Inbound, error: Exception, now: datetime) -> _Turned | _Wait:
        """Put the event off, or park it if it has been put off often enough."""
        pause = _pause(stored, error, now)
        if pause is not None:
            log.warning("turn put off", event_id=stored.id, lane=stored.lane, exc_info=error)
            inbox.note_failure(db, stored.id, failure=repr(error), not_before=now + pause)
            return _Wait(now + pause)
        incident = incident_number(stored.id)
        log.error("turn given up", event_id=stored.id, lane=stored.lane, incident=incident, exc_info=error)
        inbox.park(db, stored.id, failure=repr(error), now=now)
        return _Turned(frozenset())


class _Failed(Exception):
    """A turn raised; its transaction is rolled back by the time this is caught."""

    def __init__(self, stored: Inbound, error: Exception) -> None:
        super().__init__(str(error))
        self.stored = stored
        self.error = error


def incident_number(event_id: int) -> str:
    """The number under which a person and the log speak of the same failure."""
    return f"E-{event_id:06d}"


def _pause(stored: Inbound, error: Exception, now: datetime) -> timedelta | None:
    if isinstance(error, TryLater):
        return PAUSES[-1] if now - stored.received_at < PATIENCE else None
    return PAUSES[stored.attempts] if stored.attempts < len(PAUSES) else None
