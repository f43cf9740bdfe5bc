"""The pace: who goes first when all can't go at once, and that calls leave evenly.

Not here: how many may leave at all (test_limits).
"""

import asyncio
from itertools import pairwise

from bot.limits import OwnLimits
from bot.pace import Pace
from storage.sending_limits import SLOTS
from tests.clock import StoppedClock

ANA, BEA = 501, 502


class SharedClock(StoppedClock):
    """A stopped clock that lets others do something while somebody sleeps."""

    async def sleep(self, seconds: float) -> None:
        """Let the others begin, then let the time pass."""
        await asyncio.sleep(0)
        await super().sleep(seconds)


class Gate:
    """A pace, and when whoever it let go went."""

    def __init__(self) -> None:
        self.clock = SharedClock()
        self.pace = Pace(OwnLimits(self.clock), self.clock)
        self.went: list[tuple[str, float]] = []
        self._began = self.clock.now()

    async def call(self, name: str = "", rank: int = 0) -> None:
        """Make a call that takes no time."""
        async with self.pace.leave(rank=rank):
            self._note(name)

    async def send(self, chat_id: int) -> None:
        """Send a message that takes no time."""
        async with self.pace.leave_for_message(chat_id, rank=0):
            self._note(str(chat_id))

    def _note(self, name: str) -> None:
        self.went.append((name, (self.clock.now() - self._began).total_seconds()))

    @property
    def times(self) -> list[float]:
        """When they went, in seconds."""
        return [at for _, at in self.went]


async def test_when_all_wait_the_lowest_rank_goes_first() -> None:
    gate = Gate()

    async with asyncio.TaskGroup() as tasks:
        for _ in range(2 * SLOTS):
            tasks.create_task(gate.call("broadcast", 4))
        for name, rank in [("news", 9), ("notice", 3), ("tap", 1)]:
            tasks.create_task(gate.call(name, rank))

    went = [name for name, _ in gate.went]
    assert went[-1] == "news"
    assert went.index("tap") < went.index("notice") < 10


async def test_four_leave_at_once_and_the_others_evenly() -> None:
    gate = Gate()

    await asyncio.gather(*(gate.call() for _ in range(SLOTS)))

    assert gate.times[3] == 0
    assert [round(at * SLOTS) for at in gate.times[4:20]] == list(range(1, 17))


async def test_whoever_got_leave_goes_at_once_however_many_still_wait() -> None:
    gate = Gate()

    await asyncio.gather(*(gate.call() for _ in range(3 * SLOTS)))

    assert max(_within_a_second(gate.times)) == SLOTS
    assert max(later - earlier for earlier, later in pairwise(gate.times)) <= 0.2


async def test_a_chat_that_has_to_wait_holds_up_no_other() -> None:
    gate = Gate()
    await asyncio.gather(*(gate.send(ANA) for _ in range(5)))
    before = gate.clock.now()

    await gate.send(BEA)

    assert (gate.clock.now() - before).total_seconds() < 0.1


async def test_a_call_that_failed_gives_its_slot_back() -> None:
    gate = Gate()

    async def fail() -> None:
        async with gate.pace.leave(rank=0):
            raise OSError

    results = await asyncio.gather(*(fail() for _ in range(2 * SLOTS)), return_exceptions=True)

    assert [type(result) for result in results] == [OSError] * 2 * SLOTS


def _within_a_second(times: list[float]) -> list[int]:
    """How many went in the second that began with each; a millisecond is left to rounding."""
    return [sum(begin <= at < begin + 0.999 for at in times) for begin in times]
