"""What was given up and left behind: parked events and dead calls, to be looked at and tried again.

Not here: jobs that were given up (storage.jobs), or who may look (handlers.admin.troubles). Calls are left out where
it is in order that they died: answers that came too late, and people who can't be written to.
"""

from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from storage import inbox
from storage.database import Db, many, one
from storage.inbox import Arrival, InboxRow, InboxStatus
from storage.outbox import Kind, OutboxRow, OutboxStatus
from storage.people import PersonRow

_IS_PARKED = sa.text("inbox.status = 'parked'")
_IS_DEAD = sa.text("outbox.status = 'dead'")
"""As the indexes have it: SQLite uses one only where the status stands in the statement itself."""


@dataclass(frozen=True)
class Left:
    """Something that was given up: `what` is an event's source or a call's kind."""

    id: int
    what: str
    failure: str
    at: datetime


def find_parked(db: Db, *, most: int) -> list[Left]:
    """The newest events that were given up."""
    parked = sa.select(
        InboxRow.id, InboxRow.source.label("what"), InboxRow.failure, InboxRow.done_at.label("at")
    ).where(_IS_PARKED)
    return many(db, parked.order_by(InboxRow.id.desc()).limit(most), Left)


def find_dead(db: Db, *, most: int) -> list[Left]:
    """The newest calls that were given up and should not have been."""
    is_unreachable = sa.exists().where(PersonRow.telegram_id == OutboxRow.chat_id, PersonRow.blocked_at.is_not(None))
    dead = sa.select(
        OutboxRow.id, OutboxRow.kind.label("what"), OutboxRow.failure, OutboxRow.settled_at.label("at")
    ).where(_IS_DEAD, OutboxRow.kind.not_in((Kind.ACK, Kind.CHECKOUT)), ~is_unreachable)
    return many(db, dead.order_by(OutboxRow.id.desc()).limit(most), Left)


def answer_again(db: Db, event_id: int, *, now: datetime) -> bool:
    """Let a parked event happen once more, as a new one at the end of its lane; False if it is none.

    A new one, because the apology has been said in the old one's name: its messages and tokens are there already.
    """
    done = (
        sa.update(InboxRow)
        .where(InboxRow.id == event_id, InboxRow.status == InboxStatus.PARKED)
        .values(status=InboxStatus.DONE)
        .returning(InboxRow.source, InboxRow.key, InboxRow.lane, InboxRow.payload)
    )
    parked = one(db, done, Arrival)
    if parked is None:
        return False
    inbox.store(db, [replace(parked, key=f"{parked.key}:again")], now=now)
    return True


def send_again(db: Db, call_id: int) -> bool:
    """Let a dead call be made once more, with all its attempts; False if it is none."""
    again = (
        sa.update(OutboxRow)
        .where(OutboxRow.id == call_id, OutboxRow.status == OutboxStatus.DEAD)
        .values(status=OutboxStatus.WAITING, attempts=0, not_before=None, settled_at=None)
    )
    return db.execute(again).rowcount == 1
