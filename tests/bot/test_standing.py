"""Standing: of many who are refused or ask again, one looks, and it is said once."""

import asyncio

from structlog.testing import capture_logs

from bot.drivers.driver import BotIdentity, Rejected
from bot.drivers.memory_driver import MemoryDriver
from bot.standing import LOOK_AGAIN, Standing
from tests.clock import StoppedClock

REFUSED = Rejected(401, "Unauthorized")


class Doorkeeper(MemoryDriver):
    """A platform that takes a moment to say that it does not know us; counts how often it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.is_known = False
        self.asked = 0

    async def identify(self) -> BotIdentity:
        """Look, while others come."""
        self.asked += 1
        await asyncio.sleep(0)
        return await super().identify()


async def test_many_calls_that_are_refused_at_once_make_one_line_in_the_log() -> None:
    standing = Standing(Doorkeeper(), StoppedClock())

    with capture_logs() as log:
        assert await asyncio.gather(*(standing.explain(REFUSED) for _ in range(5))) == [REFUSED] * 5

    assert standing.is_refused
    assert len(log) == 1


async def test_while_refused_one_of_all_looks_once_a_minute() -> None:
    clock, platform = StoppedClock(), Doorkeeper()
    standing = Standing(platform, clock)
    await standing.explain(REFUSED)

    assert await asyncio.gather(*(standing.may_call() for _ in range(5))) == [False] * 5
    assert platform.asked == 1

    clock.forward(seconds=LOOK_AGAIN.total_seconds())
    assert await asyncio.gather(*(standing.may_call() for _ in range(5))) == [False] * 5
    assert platform.asked == 2

    platform.is_known = True
    assert not await standing.may_call()
    clock.forward(seconds=LOOK_AGAIN.total_seconds())
    assert await standing.may_call()
    assert not standing.is_refused
    assert platform.asked == 3
