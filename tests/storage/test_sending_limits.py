"""Sending limits: no second sees more calls than the platform allows, no chat more messages.

They live by the database's clock, so these tests set the rows back instead of waiting.
"""

import sqlalchemy as sa

from storage import sending_limits
from storage.database import Db
from storage.sending_limits import LONGEST_CALL_MS, REST_MS, SLOTS, CallSlotRow, ChatAllowanceRow, Slot

ANA, GROUP = 501, -9


def let_pass(db: Db, ms: int) -> None:
    """Let time pass."""
    db.execute(sa.update(CallSlotRow).values(free_at=CallSlotRow.free_at - ms))
    db.execute(sa.update(ChatAllowanceRow).values(used_until=ChatAllowanceRow.used_until - ms))


def slots(db: Db, *, process_id: int = 1) -> list[Slot]:
    """Every slot that is free, taken."""
    sending_limits.lay_out_slots(db)
    taken = []
    while (slot := sending_limits.take_slot(db, process_id=process_id)) is not None:
        taken.append(slot)
    return taken


def messages(db: Db, chat_id: int) -> int:
    """How many messages the chat may have at once."""
    count = 0
    while sending_limits.admit(db, chat_id) == 0:
        count += 1
    return count


def test_there_are_thirty_slots_and_a_call_under_way_has_one(db: Db) -> None:
    assert len({slot.id for slot in slots(db)}) == SLOTS
    let_pass(db, LONGEST_CALL_MS // 2)
    assert slots(db) == []


def test_a_slot_is_free_a_second_after_its_call_has_ended(db: Db) -> None:
    first, *_ = slots(db)
    sending_limits.give_back(db, first)
    let_pass(db, REST_MS // 2)
    assert slots(db) == []

    let_pass(db, REST_MS)
    assert slots(db) == [Slot(first.id, first.taken + 1)]


def test_a_slot_given_back_late_stays_with_who_has_it_now(db: Db) -> None:
    late = slots(db)
    let_pass(db, LONGEST_CALL_MS + 1000)
    assert len(slots(db)) == SLOTS

    for slot in late:
        sending_limits.give_back(db, slot)
    let_pass(db, REST_MS)

    assert slots(db) == []


def test_the_slots_of_the_dead_come_back_a_second_after_they_were_found_dead(db: Db) -> None:
    slots(db, process_id=1)
    sending_limits.give_back_of_the_dead(db, living=[1])
    let_pass(db, REST_MS)
    assert slots(db) == []

    sending_limits.give_back_of_the_dead(db, living=[2])
    assert slots(db) == []
    let_pass(db, REST_MS)
    assert len(slots(db, process_id=2)) == SLOTS


def test_a_chat_gets_five_messages_at_once_and_then_one_a_second(db: Db) -> None:
    assert messages(db, ANA) == 5
    assert 500 < sending_limits.admit(db, ANA) <= 1000

    let_pass(db, 2000)
    assert messages(db, ANA) == 2


def test_a_group_gets_fifteen_messages_and_then_one_every_three_seconds(db: Db) -> None:
    assert messages(db, GROUP) == 15
    assert 2000 < sending_limits.admit(db, GROUP) <= 3000

    let_pass(db, 6000)
    assert messages(db, GROUP) == 2


def test_one_chat_takes_nothing_from_another(db: Db) -> None:
    messages(db, ANA)

    assert messages(db, ANA + 1) == 5


def test_a_chat_silent_for_long_is_forgotten(db: Db) -> None:
    sending_limits.admit(db, ANA)
    sending_limits.admit(db, GROUP)
    let_pass(db, 2000)

    sending_limits.forget_the_silent(db)

    assert list(db.scalars(sa.select(ChatAllowanceRow.chat_id))) == [GROUP]
