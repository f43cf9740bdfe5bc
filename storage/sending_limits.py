"""Sending limits: what the platform lets all processes together send, in all and to one chat.

Not here: who goes first (bot.pace). Times are milliseconds by the database's own clock: no two others need agree.

A slot is taken before a call and is free again a second after the call has ended. Whenever it is that the platform
counts the call, it is in between; so no second ever sees more calls than there are slots, however slow the way.
"""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Db, Table, insert_or_ignore, one
from storage.moment import moment

SLOTS = 30
"""Calls in any second (Source: core.telegram.org/bots/faq)."""

REST_MS = 1_000
LONGEST_CALL_MS = 60_000
"""A slot not given back by then is free again by itself: whoever took it is gone."""


class CallSlotRow(Table):
    """One of the calls that may be under way or just over; `taken` counts its uses, and only the last gives it back."""

    __tablename__ = "call_slots"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    taken: Mapped[int]
    process_id: Mapped[int | None]
    free_at: Mapped[int]


class ChatAllowanceRow(Table):
    """Until when a chat's messages, had they been sent evenly, would take: the later, the more came at once."""

    __tablename__ = "chat_allowances"

    chat_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    used_until: Mapped[int]


@dataclass(frozen=True)
class Slot:
    """A slot that was taken; `taken` tells this taking from every other."""

    id: int
    taken: int


@dataclass(frozen=True)
class Evenly:
    """A message every `gap_ms`, and up to `burst` at once after a silence."""

    gap_ms: int
    burst: int


IN_A_CHAT = Evenly(gap_ms=1_000, burst=5)
IN_A_GROUP = Evenly(gap_ms=3_000, burst=15)
"""20 a minute; the burst is smaller, since what leaves evenly arrives bunched."""


def limit_of(chat_id: int) -> Evenly:
    """How many messages the chat may have; the platform gives groups negative numbers."""
    return IN_A_GROUP if chat_id < 0 else IN_A_CHAT


def lay_out_slots(db: Db) -> None:
    """Have every slot there is; those that are there stay as they are."""
    rows = [{"id": number, "taken": 0, "free_at": 0} for number in range(SLOTS)]
    db.execute(insert_or_ignore(db, CallSlotRow).on_conflict_do_nothing(), rows)


def take_slot(db: Db, *, process_id: int) -> Slot | None:
    """Take a free slot, if there is one."""
    is_free = CallSlotRow.free_at <= moment()
    free = sa.select(CallSlotRow.id).where(is_free).order_by(CallSlotRow.free_at).limit(1)
    return one(
        db,
        sa.update(CallSlotRow)
        .where(is_free, CallSlotRow.id == free.with_for_update(skip_locked=True).scalar_subquery())
        .values(taken=CallSlotRow.taken + 1, process_id=process_id, free_at=moment() + LONGEST_CALL_MS)
        .returning(CallSlotRow.id, CallSlotRow.taken),
        Slot,
    )


def give_back(db: Db, slot: Slot) -> None:
    """Let the slot be free a second from now; one that somebody else has by now stays theirs."""
    db.execute(
        sa.update(CallSlotRow)
        .where(CallSlotRow.id == slot.id, CallSlotRow.taken == slot.taken)
        .values(process_id=None, free_at=moment() + REST_MS)
    )


def give_back_of_the_dead(db: Db, *, living: list[int]) -> None:
    """Let the slots be free a second from now that processes took which are none of the living."""
    db.execute(
        sa.update(CallSlotRow)
        .where(CallSlotRow.process_id.is_not(None), CallSlotRow.process_id.not_in(living))
        .values(process_id=None, free_at=moment() + REST_MS)
    )


def admit(db: Db, chat_id: int) -> int:
    """Count one message to the chat if it may have one now, and return 0; else the milliseconds until it may."""
    limit = limit_of(chat_id)
    used_until = ChatAllowanceRow.used_until
    insert = insert_or_ignore(db, ChatAllowanceRow).values(chat_id=chat_id, used_until=moment() + limit.gap_ms)
    counted = db.execute(
        insert.on_conflict_do_update(
            index_elements=[ChatAllowanceRow.chat_id],
            set_={"used_until": sa.case((used_until > moment(), used_until), else_=moment()) + limit.gap_ms},
            where=used_until <= moment() + limit.gap_ms * (limit.burst - 1),
        ).returning(used_until)
    ).one_or_none()
    if counted is not None:
        return 0
    still = sa.select(used_until - moment() - limit.gap_ms * (limit.burst - 1))
    return max(1, db.execute(still.where(ChatAllowanceRow.chat_id == chat_id)).scalar_one())


def forget_the_silent(db: Db) -> None:
    """Drop what says no more than that a chat may have its whole burst."""
    db.execute(sa.delete(ChatAllowanceRow).where(ChatAllowanceRow.used_until < moment()))
