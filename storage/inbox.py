"""The inbox: every event that came in, kept before it is acknowledged, until it is answered.

Not here: how an event is answered (handlers), or what goes out because of it (storage.outbox).

    new ──> done
     └────> parked (after 3 failures)
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Db, Table, columns, either, expect_rows
from storage.statements import prepared


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
        sa.Index(
            "ix_inbox_parked",
            "id",
            sqlite_where=sa.text("status = 'parked'"),
            postgresql_where=sa.text("status = 'parked'"),
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


@dataclass(frozen=True)
class Lag:
    """How many events wait that may be tried, and since when the oldest."""

    waiting: int
    oldest: datetime | None


_IS_NEW = InboxRow.status == InboxStatus.NEW.value
_ENDS = (
    sa.select(sa.func.min(InboxRow.id).label("first"), sa.func.max(InboxRow.id).label("last"))
    .where(InboxRow.lane.in_(sa.bindparam("lanes", expanding=True)), _IS_NEW)
    .group_by(InboxRow.lane)
    .subquery()
)
_HEADS = sa.select(*columns(InboxRow, Inbound), _ENDS.c.last > _ENDS.c.first).join(_ENDS, _ENDS.c.first == InboxRow.id)
_LANE = sa.func.unnest(sa.bindparam("lanes", type_=postgresql.ARRAY(sa.Text))).column_valued("lane")
_TAKE_LANES = sa.select(_LANE).where(sa.func.pg_try_advisory_xact_lock(sa.func.hashtextextended(_LANE, 0)))
_FINISH = sa.update(InboxRow).where(InboxRow.id.in_(sa.bindparam("event_ids", expanding=True)), _IS_NEW)
_ADD = either(lambda insert: insert(InboxRow).on_conflict_do_nothing())


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
    prepared.change_all(db, _ADD(db), rows)


@dataclass(frozen=True)
class Head:
    """The event that is its lane's turn, and whether another one waits behind it."""

    event: Inbound
    has_more: bool


def take_lanes(db: Db, lanes: Sequence[str]) -> set[str]:
    """Have these lanes to oneself until the transaction ends; returns those that no other process has.

    SQLite has one process, and one transaction at a time.
    """
    if db.dialect.name == "sqlite":
        return set(lanes)
    return {lane for (lane,) in prepared.rows(db, _TAKE_LANES, {"lanes": lanes})}


def heads(db: Db, lanes: Collection[str]) -> dict[str, Head]:
    """Each lane's oldest event not yet answered, whether or not it may be tried already; an empty lane is missing."""
    if not lanes:
        return {}
    found = prepared.rows(db, _HEADS, {"lanes": list(lanes)})
    at_head = [Head(Inbound(*row), has_more) for *row, has_more in found]
    return {head.event.lane: head for head in at_head}


def next_in_lane(db: Db, lane: str) -> Inbound | None:
    """The lane's oldest event not yet answered, whether or not it may be tried already."""
    head = heads(db, [lane]).get(lane)
    return None if head is None else head.event


def lanes_waiting(db: Db, *, sources: Sequence[str] | None = None) -> list[str]:
    """Lanes with an event not yet answered, the longest waiting first; of these sources only, if any are named."""
    waiting = sa.select(InboxRow.lane).where(InboxRow.status == InboxStatus.NEW)
    if sources is not None:
        waiting = waiting.where(InboxRow.source.in_(sources))
    return list(db.scalars(waiting.group_by(InboxRow.lane).order_by(sa.func.min(InboxRow.id))))


def lag(db: Db, *, now: datetime) -> Lag:
    """How far the answers are behind."""
    is_due = InboxRow.not_before.is_(None) | (InboxRow.not_before <= now)
    due = sa.select(sa.func.count(), sa.func.min(InboxRow.received_at))
    return Lag(*db.execute(due.where(InboxRow.status == InboxStatus.NEW, is_due)).one())


def lanes_due(db: Db, *, sources: Sequence[str] | None, now: datetime, most: int) -> list[str]:
    """Lanes with an event that may be tried, the longest waiting first; of these sources only, if any are named."""
    due = sa.select(InboxRow.lane).where(
        InboxRow.status == InboxStatus.NEW, InboxRow.not_before.is_(None) | (InboxRow.not_before <= now)
    )
    if sources is not None:
        due = due.where(InboxRow.source.in_(sources))
    return list(db.scalars(due.group_by(InboxRow.lane).order_by(sa.func.min(InboxRow.id)).limit(most)))


def forget_content(db: Db, event_id: int) -> None:
    """Forget what an event said, and keep that there was one: for what may stand nowhere in the clear."""
    db.execute(sa.update(InboxRow).where(InboxRow.id == event_id).values(payload="{}"))


def received_at(db: Db, event_id: int) -> datetime | None:
    """When the event came in; None if there is none of this number."""
    return db.scalar(sa.select(InboxRow.received_at).where(InboxRow.id == event_id))


def pulse(db: Db) -> Pulse:
    """What changes whenever an event comes in or is answered: as long as it is the same, so is the shop."""
    waiting = sa.select(sa.func.count()).where(InboxRow.status == InboxStatus.NEW)
    newest = sa.select(sa.func.max(InboxRow.id))
    return Pulse(newest=db.scalar(newest), waiting=db.execute(waiting).scalar_one())


def finish(db: Db, event_id: int, *, now: datetime) -> None:
    """Mark the event answered; raises WrongRowCount if somebody else has."""
    finish_all(db, [event_id], now=now)


def finish_all(db: Db, event_ids: Sequence[int], *, now: datetime) -> None:
    """Mark these events answered; raises WrongRowCount if somebody else has answered one."""
    finished = {"event_ids": event_ids, "status": InboxStatus.DONE, "done_at": now}
    expect_rows(prepared.change(db, _FINISH, finished), len(event_ids))


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
