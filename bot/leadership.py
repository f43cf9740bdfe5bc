"""Leadership: work that only one of all processes may do at a time, such as fetching one bot's updates.

Not here: how the one is found (storage.presence), or the work.
"""

import asyncio
from collections.abc import Callable, Coroutine

import structlog

from bot.clock import Clock
from storage.presence import Presence

LOOK_SECONDS = 2
"""Between looks at whether we are elected; also how often the database hears that we live."""

log = structlog.get_logger()


async def lead(presence: Presence, seat: str, work: Callable[[], Coroutine[None, None, None]], clock: Clock) -> None:
    """Do the work as long as this process is elected for it; raises what the work raises."""
    while True:
        while not await asyncio.to_thread(presence.is_elected, seat):
            await clock.sleep(LOOK_SECONDS)
        log.info("elected", seat=seat)
        async with asyncio.TaskGroup() as tasks:
            working = tasks.create_task(work())
            while await asyncio.to_thread(presence.is_elected, seat) and not working.done():
                await asyncio.wait([working], timeout=LOOK_SECONDS)
            working.cancel()
        log.warning("no longer elected", seat=seat)


async def become_present(presence: Presence, clock: Clock, *, stop: asyncio.Event) -> None:
    """Return once the database knows that this process lives, or at `stop`; before that its claims look orphaned."""
    while not stop.is_set() and not await asyncio.to_thread(presence.renew):
        await clock.sleep(LOOK_SECONDS)


async def stay_present(presence: Presence, clock: Clock) -> None:
    """Let the database know, until cancelled, that this process lives."""
    while True:
        await asyncio.to_thread(presence.renew)
        await clock.sleep(LOOK_SECONDS)
