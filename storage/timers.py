"""Timers: what has to happen later, as rows that outlive the process.

Not here: the clock that looks for due ones (bot.ticker), or what they do (handlers).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Db, Table, columns, either, many
from storage.statements import prepared


class TimerRow(Table):
    """A timer. `(kind, subject)` is unique, so setting one twice changes nothing; it knows what it waited for."""

    __tablename__ = "timers"
    __table_args__ = (
        sa.UniqueConstraint("kind", "subject"),
        sa.Index(
            "ix_timers_waiting",
            "due_at",
            sqlite_where=sa.text("fired_at is null"),
            postgresql_where=sa.text("fired_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject: Mapped[str]
    lane: Mapped[str]
    args: Mapped[dict[str, Any]]
    due_at: Mapped[datetime]
    fired_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Timer:
    """Something to happen in `lane` at `due_at` (UTC); `subject` names what it is about, as in `order:17`."""

    kind: str
    subject: str
    lane: str
    due_at: datetime
    args: dict[str, Any]


@dataclass(frozen=True)
class DueTimer:
    """A timer whose time has come."""

    id: int
    kind: str
    subject: str
    lane: str
    args: dict[str, Any]


_ADD = either(lambda insert: insert(TimerRow).on_conflict_do_nothing())


def set_timers(db: Db, timers: Sequence[Timer]) -> None:
    """Add the timers; one with the same kind and subject stays as it is."""
    if timers:
        rows = [{name: getattr(timer, name) for name in Timer.__dataclass_fields__} for timer in timers]
        prepared.change_all(db, _ADD(db), rows)


def due(db: Db, *, now: datetime, most: int) -> list[DueTimer]:
    """The earliest due timers that have not fired."""
    return many(
        db,
        sa.select(*columns(TimerRow, DueTimer))
        .where(TimerRow.fired_at.is_(None), TimerRow.due_at <= now)
        .order_by(TimerRow.due_at, TimerRow.id)
        .limit(most),
        DueTimer,
    )


def note_fired(db: Db, timer_ids: Sequence[int], *, now: datetime) -> None:
    """Mark timers as fired; the inbox event that carries each is written by the same transaction."""
    db.execute(sa.update(TimerRow).where(TimerRow.id.in_(timer_ids)).values(fired_at=now))


def next_due_at(db: Db) -> datetime | None:
    """When the earliest waiting timer is due."""
    return db.scalar(sa.select(sa.func.min(TimerRow.due_at)).where(TimerRow.fired_at.is_(None)))
