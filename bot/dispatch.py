"""Dispatch: one lane's next event, answered in one transaction; many lanes at once.

Not here: what the answer is (handlers.router) or its sending (bot.courier). Lanes are asyncio tasks that hand
their turn to the database's writer, which commits the turns of several lanes together.

    next event ──> turn ──> commit ──> wake the courier            a failed turn: rolled back, tried again after
        ^                                    │                      1 s and 5 s, then parked with an incident number
        └────────────────────────────────────┘                      and the person told once; the lane goes on
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from backend.errors import Refused, TryLater
from backend.troubles import TroubleKind, number_of
from bot.clock import Clock
from bot.lanes import Lanes
from bot.reading import chat_of_lane, read
from flows import closing
from flows.closing import Closing
from flows.events import Event
from flows.known import Known, look_up
from flows.words import Words, words
from storage import failpoints, inbox, revisions
from storage.database import Database, Db, is_unfit_for, savepoint
from storage.inbox import Head, Inbound
from storage.outages import is_trouble

PAUSES = (timedelta(seconds=1), timedelta(seconds=5))
"""Before the second and third attempt at a turn that failed; there is no fourth."""

PATIENCE = timedelta(minutes=10)
"""How long a turn is tried again when it is the world that can't now (TryLater) and not we who are wrong."""

ASIDE = timedelta(seconds=1)
"""After this long a lane is looked at again that another process had; it may have left before the newest event."""

log = structlog.get_logger()


class Answering(Protocol):
    """What answers events: `handlers.router.Router`."""

    def answer(self, db: Db, event: Event, *, known: Known | None, now: datetime) -> Closing:
        """Answer the event and return what is to be written at the end; `known` is what was read for it before."""
        ...

    def refuse(self, db: Db, event: Event, spoken: Words, *, now: datetime) -> Closing:
        """Tell the person why what they want can't be had."""
        ...

    def apologise(self, db: Db, event: Event, *, incident: str, now: datetime) -> Closing:
        """Tell the person that we failed, trying nothing that may have been why."""
        ...


@dataclass(frozen=True)
class _Asked:
    """A lane whose next turn is to be taken, at this time."""

    lane: str
    now: datetime


@dataclass(frozen=True)
class _Turned:
    """An event was answered; these chats have something to be sent to."""

    chats: frozenset[int]
    has_more: bool = True
    """Whether something waited behind it."""


@dataclass(frozen=True)
class _Wait:
    """The lane's next event may be tried only then."""

    until: datetime


_Step = _Turned | _Wait | None


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
            self.lanes.wake_first(inbox.lanes_waiting(db))
        await self.lanes.run()

    async def drain(self, lane: str) -> float | None:
        """Answer all that waits in the lane; returns the seconds until a failed turn may be tried again, if one is."""
        while isinstance(step := await self._step(lane), _Turned):
            if not step.has_more:
                return None
        return None if step is None else max(0.0, (step.until - self._clock.now()).total_seconds())

    async def _step(self, lane: str) -> _Step:
        """Take one turn. A turn that fails is rolled back and its failure noted in a transaction of its own."""
        now = self._clock.now()
        step: _Step
        try:
            step = await asyncio.wrap_future(self._database.write_each(self._turns, _Asked(lane, now)))
        except _Failed as failed:
            step = await self._after(failed, now)
        failpoints.reached("turn.committed")
        if isinstance(step, _Turned):
            for chat_id in step.chats:
                self._wake_courier(chat_id)
        return step

    async def _after(self, failed: "_Failed", now: datetime) -> _Turned | _Wait:
        """Cope with a failed turn. Where even that fails, nothing is said, so that the lane can go on."""
        failpoints.reached("turn.failed")
        try:
            return await asyncio.wrap_future(self._database.write(lambda db: self._cope(db, failed, now)))
        except Exception as error:
            log.exception("a failed turn could not be explained", event_id=failed.stored.id)
            worse = error
        return await asyncio.wrap_future(self._database.write(lambda db: self._give_up(db, failed.stored, worse, now)))

    def _turns(self, db: Db, asked: Sequence[_Asked]) -> "list[_Step | _Failed]":
        """Take the next turn of each lane; what of the shop rarely changes is read once for many transactions."""
        with revisions.looked(db):
            return self._take_turns(db, asked)

    def _take_turns(self, db: Db, asked: Sequence[_Asked]) -> "list[_Step | _Failed]":
        ours = inbox.take_lanes(db, [each.lane for each in asked])
        heads = inbox.heads(db, ours)
        steps: dict[str, _Step | _Failed] = {}
        due: list[_Due] = []
        for each in asked:
            head = heads.get(each.lane)
            if each.lane not in ours:
                steps[each.lane] = _Wait(each.now + ASIDE)
            elif head is not None and head.event.not_before is not None and head.event.not_before > each.now:
                steps[each.lane] = _Wait(head.event.not_before)
            elif head is not None:
                due.append(_Due(head, read(head.event, now=each.now), each.now))
        while due:
            due = due[self._take_some(db, due, steps, is_alone=len(asked) == 1) :]
        return [steps.get(each.lane) for each in asked]

    def _take_some(self, db: Db, due: "Sequence[_Due]", steps: "dict[str, _Step | _Failed]", *, is_alone: bool) -> int:
        """Take turns with what is read for all of them, up to one that changes what others see; returns how many.

        Their closings are written together. Alone, a turn answers for its own: it has failed if they can't be written.
        """
        answered: list[tuple[_Due, Closing]] = []
        taken = 0
        for each, known in zip(due, look_up(db, [each.event for each in due]), strict=True):
            taken += 1
            try:
                with savepoint(db):
                    caused = self._answer(db, each, known)
                    if is_alone:
                        _close(db, [(each, caused)])
            except Exception as error:
                if is_unfit_for(db, error):
                    if is_alone and not is_trouble(error):
                        raise _Failed.because_of(error, each.head.event) from error
                    raise
                steps[each.lane] = _Failed.because_of(error, each.head.event)
                continue
            answered.append((each, caused))
            if caused.chats - {chat_of_lane(each.lane)}:
                break
        if answered and not is_alone:
            _close(db, answered)
        for each, caused in answered:
            steps[each.lane] = _Turned(caused.chats, each.head.has_more)
        return taken

    def _answer(self, db: Db, due: "_Due", known: Known) -> Closing:
        failpoints.reached("turn.read")
        caused = self._answering.answer(db, due.event, known=known, now=due.now)
        failpoints.reached("turn.answered")
        return caused

    def _cope(self, db: Db, failed: "_Failed", now: datetime) -> _Turned | _Wait:
        """Refuse politely, put off, or give up."""
        stored, error = failed.stored, failed.error
        event = read(stored, now=now)
        if isinstance(error, Refused):
            refusal = self._answering.refuse(db, event, words(error.key, **error.arguments), now=now)
            closing.write(db, [refusal], now=now)
            inbox.finish(db, stored.id, now=now)
            return _Turned(refusal.chats)
        step = self._give_up(db, stored, error, now)
        if isinstance(step, _Wait) or chat_of_lane(stored.lane) is None:
            return step
        apology = self._answering.apologise(db, event, incident=number_of(TroubleKind.EVENT, stored.id), now=now)
        closing.write(db, [apology], now=now)
        return _Turned(apology.chats)

    def _give_up(self, db: Db, stored: Inbound, error: Exception, now: datetime) -> _Turned | _Wait:
        """Put the event off, or park it if it has been put off often enough."""
        pause = _pause(stored, error, now)
        if pause is not None:
            log.warning("turn put off", event_id=stored.id, lane=stored.lane, exc_info=error)
            inbox.note_failure(db, stored.id, failure=repr(error), not_before=now + pause)
            return _Wait(now + pause)
        incident = number_of(TroubleKind.EVENT, stored.id)
        log.error("turn given up", event_id=stored.id, lane=stored.lane, incident=incident, exc_info=error)
        inbox.park(db, stored.id, failure=repr(error), now=now)
        return _Turned(frozenset())


class _Failed(Exception):
    """A turn raised; its transaction is rolled back by the time this is caught."""

    def __init__(self, stored: Inbound, error: Exception) -> None:
        super().__init__(str(error))
        self.stored = stored
        self.error = error

    @classmethod
    def because_of(cls, error: Exception, stored: Inbound) -> "_Failed":
        """The failure with its cause, by which the database knows whether another writer was in the way."""
        failed = cls(stored, error)
        failed.__cause__ = error
        return failed


@dataclass(frozen=True)
class _Due:
    """A turn that can be taken."""

    head: Head
    event: Event
    now: datetime

    @property
    def lane(self) -> str:
        return self.head.event.lane


def _close(db: Db, answered: Sequence[tuple[_Due, Closing]]) -> None:
    """Write what these turns cause, and that their events are answered."""
    now = max(due.now for due, _ in answered)
    closing.write(db, [each for _, each in answered], now=now)
    inbox.finish_all(db, [due.head.event.id for due, _ in answered], now=now)
    failpoints.reached("turn.finished")


def _pause(stored: Inbound, error: Exception, now: datetime) -> timedelta | None:
    if isinstance(error, TryLater):
        return PAUSES[-1] if now - stored.received_at < PATIENCE else None
    return PAUSES[stored.attempts] if stored.attempts < len(PAUSES) else None
