"""Pace: who may call the platform next, when all can't at once.

Not here: how much may be sent (bot.limits), or what (bot.courier). Within the limits calls leave evenly, so that
whoever is in a hurry waits for a thirtieth of a second and not for the end of a crowd.
"""

import asyncio
import heapq
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.limits import Allowance, Limits
from storage.sending_limits import SLOTS, Evenly, Slot

LEAVING = Evenly(gap_ms=1000 // SLOTS, burst=4)


@dataclass(order=True)
class _Caller:
    """Somebody who waits; `called` when they may go, or when it is theirs to let the others through."""

    rank: int
    number: int
    called: asyncio.Event = field(default_factory=asyncio.Event, compare=False)
    slot: Slot | None = field(default=None, compare=False)


class Pace:
    """Gives leave to call. A chat that was told to wait holds up no other one."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self._limits = limits
        self._clock = clock
        self._leaving = Allowance(LEAVING)
        self._queue: list[_Caller] = []
        self._asked = 0
        self._is_serving = False

    @asynccontextmanager
    async def leave_for_message(self, chat_id: int, *, rank: int) -> AsyncIterator[None]:
        """Wait until a message may be sent to this chat; of those who could go, the lowest rank goes first."""
        while (seconds := await self._limits.admit(chat_id)) > 0:
            await self._clock.sleep(seconds)
        async with self.leave(rank=rank):
            yield

    @asynccontextmanager
    async def leave(self, *, rank: int) -> AsyncIterator[None]:
        """Wait until a call that is no message may be made; only the limit over all applies."""
        slot = await self._wait(rank)
        try:
            yield
        finally:
            await self._limits.give_back(slot)

    async def _wait(self, rank: int) -> Slot:
        self._asked += 1
        caller = _Caller(rank, self._asked)
        heapq.heappush(self._queue, caller)
        if self._is_serving:
            await caller.called.wait()
        return caller.slot or await self._serve_until(caller)

    async def _serve_until(self, caller: _Caller) -> Slot:
        """Let callers through, a slot each, until it is this one's turn; then the next in the queue serves."""
        self._is_serving = True
        while caller.slot is None:
            if (seconds := self._leaving.count(self._clock.now())) > 0:
                await self._clock.sleep(seconds)
                continue
            slot = await self._limits.take_slot()
            first = heapq.heappop(self._queue)
            first.slot = slot
            first.called.set()
        self._is_serving = bool(self._queue)
        if self._queue:
            self._queue[0].called.set()
        return caller.slot
