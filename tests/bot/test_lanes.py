"""Lanes: many keys at once, each one by itself, and trouble that stays where it is."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from bot.lanes import TROUBLE_SECONDS, Lanes

Work = Callable[[str], Awaitable[float | None]]


class HandWound:
    """A clock whose sleepers sleep until they are told to wake."""

    def __init__(self) -> None:
        self.sleeps: list[float] = []
        self._alarm = asyncio.Event()

    def now(self) -> datetime:
        """Any moment: lanes don't ask."""
        return datetime(2026, 3, 2, tzinfo=UTC)

    async def sleep(self, seconds: float) -> None:
        """Sleep until `ring`."""
        self.sleeps.append(seconds)
        await self._alarm.wait()

    def ring(self) -> None:
        """Wake whoever sleeps."""
        self._alarm.set()
        self._alarm = asyncio.Event()


@asynccontextmanager
async def running(lanes: Lanes[str]) -> AsyncIterator[None]:
    """The lanes at work, as long as the context lasts."""
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(lanes.run())
        yield
        running.cancel()


async def until(condition: Callable[[], bool]) -> None:
    """Let other tasks work until this is so."""
    for _ in range(100):
        if condition():
            return
        await asyncio.sleep(0)
    pytest.fail("it never came to that")


async def test_one_key_is_never_worked_on_twice_at_once() -> None:
    under_way: list[str] = []
    most = 0

    async def work(key: str) -> None:
        nonlocal most
        under_way.append(key)
        most = max(most, len(under_way))
        await asyncio.sleep(0)
        under_way.remove(key)

    lanes = Lanes(work, HandWound())
    async with running(lanes):
        for _ in range(5):
            lanes.wake("a")
        await lanes.at_rest()

    assert most == 1


async def test_a_key_woken_during_its_work_is_looked_at_again() -> None:
    looks: list[str] = []
    lanes: Lanes[str]

    async def work(key: str) -> None:
        looks.append(key)
        if len(looks) == 1:
            lanes.wake(key)
            await asyncio.sleep(0)

    lanes = Lanes(work, HandWound())
    async with running(lanes):
        lanes.wake("a")
        await until(lambda: len(looks) == 2)


async def test_keys_that_come_first_come_before_those_woken_so_far() -> None:
    done: list[str] = []

    async def work(key: str) -> None:
        done.append(key)

    lanes = Lanes(work, HandWound())
    lanes.wake("new")
    lanes.wake_first(["old", "older"])
    async with running(lanes):
        await lanes.at_rest()

    assert done == ["old", "older", "new"]


async def test_a_slow_key_does_not_hold_up_another() -> None:
    finish = asyncio.Event()
    done: list[str] = []

    async def work(key: str) -> None:
        if key == "slow":
            await finish.wait()
        done.append(key)

    lanes = Lanes(work, HandWound())
    async with running(lanes):
        lanes.wake("slow")
        lanes.wake("quick")
        await until(lambda: done == ["quick"])
        finish.set()
        await lanes.at_rest()

    assert done == ["quick", "slow"]


async def test_a_key_with_more_to_do_later_is_looked_at_then() -> None:
    clock = HandWound()
    looks: list[str] = []

    async def work(key: str) -> float | None:
        looks.append(key)
        return 30.0 if len(looks) == 1 else None

    lanes = Lanes(work, clock)
    async with running(lanes):
        lanes.wake("a")
        await until(lambda: clock.sleeps == [30.0])
        clock.ring()
        await until(lambda: looks == ["a", "a"])


async def test_a_key_that_rests_is_looked_at_when_it_is_woken() -> None:
    """An acknowledgement need not wait until a flooded chat may be written to again."""
    clock = HandWound()
    looks: list[str] = []

    async def work(key: str) -> float | None:
        looks.append(key)
        return 30.0 if len(looks) == 1 else None

    lanes = Lanes(work, clock)
    async with running(lanes):
        lanes.wake("a")
        await until(lambda: clock.sleeps == [30.0])
        lanes.wake("a")
        await until(lambda: looks == ["a", "a"])


async def test_nothing_is_at_rest_before_what_was_woken_is_done() -> None:
    done: list[str] = []

    async def work(key: str) -> None:
        for _ in range(3):
            await asyncio.sleep(0)
        done.append(key)

    lanes = Lanes(work, HandWound())
    async with running(lanes):
        await lanes.at_rest()
        lanes.wake("a")
        lanes.wake("b")
        await lanes.at_rest()

        assert done == ["a", "b"]


async def test_a_key_that_waits_for_later_is_at_rest() -> None:
    async def work(key: str) -> float:
        return 30.0

    lanes = Lanes(work, HandWound())
    async with asyncio.timeout(5), running(lanes):
        lanes.wake("a")
        await lanes.at_rest()


async def test_trouble_rests_its_own_key_only_and_is_not_the_end_of_it() -> None:
    clock = HandWound()
    looks: list[str] = []

    async def work(key: str) -> None:
        looks.append(key)
        if looks == ["bad"]:
            raise OSError("disk full")

    lanes = Lanes(work, clock)
    async with running(lanes):
        lanes.wake("bad")
        lanes.wake("good")
        await until(lambda: looks == ["bad", "good"] and clock.sleeps == [TROUBLE_SECONDS])
        clock.ring()
        await until(lambda: looks == ["bad", "good", "bad"])
