"""The inbox: every event that came in, kept before it is acknowledged, until it is answered.

Not here: how an event is answered (handlers), or what goes out because of it (storage.outbox).

    new ──> done
     └────> parked (after 3 failures)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Db, Table, columns, expect_rows, insert_or_ignore, one


class InboxStatus(StrEnum):
    """Where an event stands."""

    NEW = "new"
    DONE = "done"
    PARKED = "parked"


class InboxRow(Table):
    """An event, stored before it is acknowledged. `source` and `key` make it the only one of its kind."""

    __tablename__ = "inbox"
    __table_args__ = (
        sa.UniqueConstraint("source", "key"),
        sa.CheckConstraint("status in ('new', 'done', 'parked')", name="status"),
        sa.Index(
            "ix_inbox_open",
            "lane",
            "id",
            sqlite_where=sa.text("status = 'new'"),
            postgresql_where=sa.text("status = 'new'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    key: Mapped[str]
    lane: Mapped[str]
    payload: Mapped[str]
    status: Mapped[str]
    attempts: Mapped[int]
    not_before: Mapped[datetime | None]
    received_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    failure: Mapped[str | None]


@dataclass(frozen=True)
class Arrival:
    """An event about to be stored: `payload` is the text as it came."""

    source: str
    key: str
    lane: str
    payload: str


@dataclass(frozen=True)
class Inbound:
    """A stored event. `attempts` counts the failed ones."""

    id: int
    source: str
    key: str
    lane: str
    payload: str
    attempts: int
    not_before: datetime | None
    received_at: datetime


@dataclass(frozen=True)
class Pulse:
    """The newest event, and how many are not yet answered. An event that is answered is one less."""

    newest: int | None
    waiting: int


def store(db: Db, arrivals: Sequence[Arrival], *, now: datetime) -> None:
    """Keep each event once; one that is already there (redelivered, doubled) changes nothing."""
    if not arrivals:
        return
    rows = [
        {
            "source": arrival.source,
            "key": arrival.key,
            "lane": arrival.lane,
            "payload": arrival.payload,
            "status": InboxStatus.NEW,
            "attempts": 0,
            "received_at": now,
        }
        for arrival in arrivals
    ]
    db.execute(insert_or_ignore(db, InboxRow).on_conflict_do_nothing(), rows)


def next_in_lane(db: Db, lane: str) -> Inbound | None:
    """The lane's oldest event not yet answered, whether or not it may be tried already."""
    return one(
        db,
        sa.select(*columns(InboxRow, Inbound))
        .where(InboxRow.lane == lane, InboxRow.status == InboxStatus.NEW)
        .order_by(InboxRow.id)
        .limit(1),
        Inbound,
    )


def lanes_waiting(db: Db, *, sources: Sequence[str] | None = None) -> list[str]:
    """Lanes with an event not yet answered; of these sources only, if any are named."""
    waiting = sa.select(InboxRow.lane).where(InboxRow.status == InboxStatus.NEW).distinct()
    return list(db.scalars(waiting if sources is None else waiting.where(InboxRow.source.in_(sources))))


def pulse(db: Db) -> Pulse:
    """What changes whenever an event comes in or is answered: as long as it is the same, so is the shop."""
    waiting = sa.select(sa.func.count()).where(InboxRow.status == InboxStatus.NEW)
    newest = sa.select(sa.func.max(InboxRow.id))
    return Pulse(newest=db.scalar(newest), waiting=db.execute(waiting).scalar_one())


def finish(db: Db, event_id: int, *, now: datetime) -> None:
    """Mark the event answered; raises WrongRowCount if somebody else has."""
    result = db.execute(
        sa.update(InboxRow)
        .where(InboxRow.id == event_id, InboxRow.status == InboxStatus.NEW)
        .values(status=InboxStatus.DONE, done_at=now)
    )
    expect_rows(result, 1)


def note_failure(db: Db, event_id: int, *, failure: str, not_before: datetime) -> None:
    """Count a failed attempt and put the event off until `not_before`."""
    result = db.execute(
        sa.update(InboxRow)
        .where(InboxRow.id == event_id, InboxRow.status == InboxStatus.NEW)
        .values(attempts=InboxRow.attempts + 1, failure=failure, not_before=not_before)
    )
    expect_rows(result, 1)


def park(db: Db, event_id: int, *, failure: str, now: datetime) -> None:
    """Give an event up: its lane goes on, a person has to look at it."""
    result = db.execute(
        sa.update(InboxRow)
        .where(InboxRow.id == event_id, InboxRow.status == InboxStatus.NEW)
        .values(status=InboxStatus.PARKED, attempts=InboxRow.attempts + 1, failure=failure, done_at=now)
    )
    expect_rows(result, 1)
