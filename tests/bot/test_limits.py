"""Limits: what one process may send by its own count, and several by the database's.

Not here: who goes first (test_pace), or how the database counts (tests.storage.test_sending_limits).
"""

import asyncio

import pytest

from bot.limits import REST_SECONDS, OwnLimits, SharedLimits
from storage import sending_limits
from storage.database import Database
from storage.sending_limits import SLOTS
from tests.clock import StoppedClock

ANA, GROUP = 501, -9


async def test_there_are_thirty_slots_and_a_call_under_way_has_one() -> None:
    limits = OwnLimits(StoppedClock())
    slots = [await limits.take_slot() for _ in range(SLOTS)]

    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(limits.take_slot())
        await asyncio.sleep(0)
        assert not waiting.done()
        await limits.give_back(slots[0])


async def test_a_slot_is_free_a_second_after_its_call_has_ended() -> None:
    clock = StoppedClock()
    limits = OwnLimits(clock)
    before = clock.now()
    for slot in [await limits.take_slot() for _ in range(SLOTS)]:
        await limits.give_back(slot)

    await limits.take_slot()

    assert (clock.now() - before).total_seconds() == pytest.approx(REST_SECONDS)


@pytest.mark.parametrize(("chat_id", "at_once", "seconds"), [(ANA, 5, 1), (GROUP, 15, 3)])
async def test_a_chat_gets_a_few_messages_at_once_and_then_one_by_one(chat_id: int, at_once: int, seconds: int) -> None:
    clock = StoppedClock()
    limits = OwnLimits(clock)

    assert [await limits.admit(chat_id) for _ in range(at_once + 1)] == [0.0] * at_once + [pytest.approx(seconds)]

    clock.forward(seconds=2 * seconds)
    assert [await limits.admit(chat_id) > 0 for _ in range(3)] == [False, False, True]


async def test_a_clock_that_is_set_back_makes_nobody_wait_for_it() -> None:
    clock = StoppedClock()
    limits = OwnLimits(clock)
    for slot in [await limits.take_slot() for _ in range(SLOTS)]:
        await limits.give_back(slot)
    while await limits.admit(ANA) == 0:
        pass
    clock.forward(hours=-1)
    before = clock.now()

    await limits.take_slot()

    assert clock.now() == before
    assert await limits.admit(ANA) == 0


async def test_two_processes_share_the_slots_and_what_a_chat_may_have(database: Database) -> None:
    with database.transaction() as db:
        sending_limits.lay_out_slots(db)
    one, other = (SharedLimits(database, StoppedClock(), process_id=number) for number in (1, 2))

    taken = await asyncio.gather(*(limits.take_slot() for limits in [one, other] * (SLOTS // 2)))
    admitted = [await limits.admit(ANA) for limits in [one, other] * 3]

    assert len({slot.id for slot in taken}) == SLOTS
    assert [seconds > 0 for seconds in admitted] == [False] * 5 + [True]
