"""The pace: how many calls may leave in a second, in all and to one chat."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta

from bot.pace import Pace
from tests.clock import StoppedClock

ANA, BEA, GROUP = 501, 502, -9


class SharedClock(StoppedClock):
    """A stopped clock that lets others do something while somebody sleeps."""

    async def sleep(self, seconds: float) -> None:
        """Let the others begin, then let the time pass."""
        await asyncio.sleep(0)
        await super().sleep(seconds)


async def seconds_for(clock: StoppedClock, *waits: Coroutine[None, None, None]) -> float:
    """How much time the waits take together, one begun after the other."""
    began = clock.now()
    async with asyncio.TaskGroup() as tasks:
        for wait in waits:
            tasks.create_task(wait)
    return (clock.now() - began) / timedelta(seconds=1)


async def test_a_chat_gets_five_messages_at_once_and_then_one_a_second() -> None:
    clock = StoppedClock()
    pace = Pace(clock, burst=30)

    at_once = await seconds_for(clock, *(pace.wait(ANA, rank=0) for _ in range(5)))
    two_more = await seconds_for(clock, *(pace.wait(ANA, rank=0) for _ in range(2)))

    assert at_once == 0
    assert 1.9 <= two_more <= 2.1


async def test_a_chat_that_has_to_wait_holds_up_no_other() -> None:
    clock = StoppedClock()
    pace = Pace(clock, burst=30)
    await seconds_for(clock, *(pace.wait(ANA, rank=0) for _ in range(5)))

    assert await seconds_for(clock, pace.wait(BEA, rank=0)) == 0


async def test_a_group_gets_twenty_messages_and_then_one_every_three_seconds() -> None:
    clock = StoppedClock()
    pace = Pace(clock, burst=30)
    await seconds_for(clock, *(pace.wait(GROUP, rank=0) for _ in range(20)))

    assert 2.9 <= await seconds_for(clock, pace.wait(GROUP, rank=0)) <= 3.1


async def test_no_second_sees_more_than_thirty_calls_in_all() -> None:
    clock = StoppedClock()
    pace = Pace(clock)

    at_once = await seconds_for(clock, *(pace.wait(chat, rank=0) for chat in range(4)))
    more = await seconds_for(clock, *(pace.wait(chat, rank=0) for chat in range(4, 44)))

    assert at_once == 0
    assert 1.9 <= more <= 2.1


async def test_when_all_wait_the_lowest_rank_goes_first() -> None:
    pace = Pace(SharedClock(), per_second=1, burst=1)
    went: list[str] = []

    async def go(name: str, rank: int) -> None:
        await pace.wait_for_any(rank=rank)
        went.append(name)

    async with asyncio.TaskGroup() as tasks:
        for name, rank in [("first", 9), ("broadcast", 4), ("notice", 3), ("tap", 1)]:
            tasks.create_task(go(name, rank))

    assert went == ["first", "tap", "notice", "broadcast"]


async def test_whoever_got_leave_goes_at_once_however_many_still_wait() -> None:
    clock = SharedClock()
    pace = Pace(clock, per_second=1, burst=1)
    left: list[float] = []

    async def go() -> None:
        await pace.wait_for_any(rank=0)
        left.append(clock.now().timestamp())

    async with asyncio.TaskGroup() as tasks:
        for _ in range(5):
            tasks.create_task(go())

    assert [round(moment - left[0]) for moment in left] == [0, 1, 2, 3, 4]


async def test_a_clock_that_is_set_back_makes_nobody_wait_for_it() -> None:
    clock = StoppedClock()
    pace = Pace(clock)
    await pace.wait(ANA, rank=0)
    clock.forward(hours=-1)

    assert await seconds_for(clock, pace.wait(ANA, rank=0)) == 0
