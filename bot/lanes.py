"""Lanes: one worker a key, many keys at once, a worker only as long as there is work.

Not here: the work (bot.dispatch turns events, bot.courier sends).
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

import structlog

from bot.clock import Clock

Key = TypeVar("Key", str, int)

TROUBLE_SECONDS = 5.0
"""After trouble that is not the work's own (disk full, database away), a lane rests this long."""

log = structlog.get_logger()


class Lanes(Generic[Key]):
    """Calls `work(key)` for every woken key, never twice at once for the same one.

    `work` does all that can be done now and returns None, or the seconds after which there will be more.
    """

    def __init__(self, work: Callable[[Key], Awaitable[float | None]], clock: Clock) -> None:
        self._work: Callable[[Key], Awaitable[float | None]] = work
        self._clock = clock
        self._woken: asyncio.Queue[Key] = asyncio.Queue()
        self._served: set[Key] = set()
        self._woken_again: set[Key] = set()
        self._resting: dict[Key, asyncio.Task[None]] = {}
        self._rest = asyncio.Event()

    def wake(self, key: Key) -> None:
        """Have the key looked at, even while it rests: what came may be more urgent than what it waits for."""
        self._rest.clear()
        self._woken.put_nowait(key)

    def wake_first(self, keys: Sequence[Key]) -> None:
        """Have these keys looked at before all that were woken so far; before `run`."""
        later = self._woken
        self._woken = asyncio.Queue()
        for key in keys:
            self.wake(key)
        while not later.empty():
            self._woken.put_nowait(later.get_nowait())

    async def run(self) -> None:
        """Serve keys until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                self._note_rest()
                key = await self._woken.get()
                if key not in self._served:
                    self._served.add(key)
                    tasks.create_task(self._serve(key))
                    continue
                self._woken_again.add(key)
                if (rest := self._resting.pop(key, None)) is not None:
                    rest.cancel()

    async def at_rest(self) -> None:
        """Return when nothing is being worked on and nothing waits to be."""
        await self._rest.wait()

    async def _serve(self, key: Key) -> None:
        while True:
            self._woken_again.discard(key)
            seconds = await self._work_once(key)
            if key in self._woken_again:
                continue
            if seconds is None:
                self._served.discard(key)
                self._note_rest()
                return
            await self._rest_a_while(key, seconds)

    async def _work_once(self, key: Key) -> float | None:
        try:
            return await self._work(key)
        except Exception:
            log.exception("lane rests after trouble", lane=key)
            return TROUBLE_SECONDS

    async def _rest_a_while(self, key: Key, seconds: float) -> None:
        """Wait this long, or until the key is woken."""
        async with asyncio.TaskGroup() as tasks:
            self._resting[key] = tasks.create_task(self._clock.sleep(seconds))
            self._note_rest()
        self._resting.pop(key, None)
        self._rest.clear()

    def _note_rest(self) -> None:
        """Let whoever waits for it know if every key being served only rests."""
        if self._woken.empty() and len(self._served) == len(self._resting):
            self._rest.set()
