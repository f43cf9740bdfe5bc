"""Limits: how much may be sent to the platform, by this process alone or by all that share the work.

Not here: who goes first (bot.pace). Thirty calls in any second, about one message a second in a chat after a short
burst, 20 a minute in a group (Source: core.telegram.org/bots/faq).
"""

import asyncio
import heapq
from datetime import datetime
from typing import Protocol

from bot.clock import Clock
from storage import sending_limits
from storage.database import Database
from storage.sending_limits import REST_MS, SLOTS, Evenly, Slot, limit_of

LOOK_AGAIN_SECONDS = 0.05
"""Between looks for a slot that another process may give back."""

REST_SECONDS = REST_MS / 1000

SHORTEST_SECONDS = 0.001
"""No wait is shorter: a clock in microseconds could not end it."""


class Limits(Protocol):
    """What may be sent."""

    async def take_slot(self) -> Slot:
        """Wait for a slot and take it. Whoever has it may make one call."""
        ...

    async def give_back(self, slot: Slot) -> None:
        """Say that the call has ended; a second later the slot is free."""
        ...

    async def admit(self, chat_id: int) -> float:
        """Count one message to the chat and return 0; or else, with nothing counted, the seconds until it may be."""
        ...


class Allowance:
    """Counts what is to come evenly, in memory."""

    def __init__(self, limit: Evenly) -> None:
        self._limit = limit
        self._used_until = 0.0

    def count(self, now: datetime) -> float:
        """Count one and return 0; or else, with nothing counted, the seconds until one may be."""
        at, gap, burst = now.timestamp(), self._limit.gap_ms / 1000, self._limit.burst
        ahead = self._used_until - at
        if ahead > gap * (burst + 1):  # the clock was set back
            ahead = 0.0
        if (seconds := ahead - gap * (burst - 1)) > 0:
            return max(seconds, SHORTEST_SECONDS)
        self._used_until = at + max(0.0, ahead) + gap
        return 0.0


class OwnLimits:
    """Kept in memory: for the only process that sends. What a former one sent is a second ago when this one sends."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._free_at = [0.0] * SLOTS
        self._given_back = asyncio.Event()
        self._chats: dict[int, Allowance] = {}

    async def take_slot(self) -> Slot:
        """Wait for a slot and take it."""
        while True:
            if not self._free_at:
                self._given_back.clear()
                await self._given_back.wait()
                continue
            seconds = self._free_at[0] - self._seconds()
            if not 0 < seconds <= REST_SECONDS:  # longer than that only if the clock was set back
                heapq.heappop(self._free_at)
                return _ANY
            await self._clock.sleep(max(seconds, SHORTEST_SECONDS))

    async def give_back(self, slot: Slot) -> None:
        """Let one more be free in a second."""
        del slot
        heapq.heappush(self._free_at, self._seconds() + REST_SECONDS)
        self._given_back.set()

    async def admit(self, chat_id: int) -> float:
        """Count one message to the chat, or say how long it has to wait."""
        allowance = self._chats.setdefault(chat_id, Allowance(limit_of(chat_id)))
        return allowance.count(self._clock.now())

    def _seconds(self) -> float:
        return self._clock.now().timestamp()


class SharedLimits:
    """Kept in the database: for all processes together."""

    def __init__(self, database: Database, clock: Clock, *, process_id: int) -> None:
        self._database = database
        self._clock = clock
        self._process_id = process_id

    async def take_slot(self) -> Slot:
        """Wait for a slot and take it."""
        while True:
            taking = self._database.write(lambda db: sending_limits.take_slot(db, process_id=self._process_id))
            if (slot := await asyncio.wrap_future(taking)) is not None:
                return slot
            await self._clock.sleep(LOOK_AGAIN_SECONDS)

    async def give_back(self, slot: Slot) -> None:
        """Let the slot be free in a second."""
        await asyncio.wrap_future(self._database.write(lambda db: sending_limits.give_back(db, slot)))

    async def admit(self, chat_id: int) -> float:
        """Count one message to the chat, or say how long it has to wait."""
        admitting = self._database.write(lambda db: sending_limits.admit(db, chat_id))
        return await asyncio.wrap_future(admitting) / 1000


_ANY = Slot(0, 0)
"""In memory one slot is like another."""
