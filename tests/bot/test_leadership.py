"""Leadership: the work is done while elected, stopped when not, and taken up again."""

import asyncio

import pytest

from bot.leadership import lead
from storage.presence import Presence
from tests.clock import StoppedClock


class Ballot(Presence):
    """A presence that is elected as the test says."""

    def __init__(self, *results: bool) -> None:
        self._results = list(results)
        self.asked = asyncio.Event()

    def is_elected(self, seat: str) -> bool:
        """The next result; the last one stays."""
        assert seat == "ticking"
        return self._results.pop(0) if len(self._results) > 1 else self._results[0]


class Work:
    """Work that goes on until it is stopped."""

    def __init__(self) -> None:
        self.begun = 0
        self.stopped = 0
        self.is_done = asyncio.Event()

    async def do(self) -> None:
        """Note the beginning and the end."""
        self.begun += 1
        if self.begun == 2:
            self.is_done.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.stopped += 1


async def test_work_waits_for_the_election_and_stops_with_it() -> None:
    work = Work()

    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        leading = tasks.create_task(lead(Ballot(False, True, False, False, True), "ticking", work.do, StoppedClock()))
        await work.is_done.wait()
        assert work.stopped == 1
        leading.cancel()

    assert (work.begun, work.stopped) == (2, 2)


async def test_what_ends_the_work_ends_the_leader() -> None:
    async def fail() -> None:
        raise OSError("no more")

    with pytest.raises(ExceptionGroup) as failures:
        await lead(Ballot(True), "ticking", fail, StoppedClock())

    assert failures.group_contains(OSError, match="no more")
