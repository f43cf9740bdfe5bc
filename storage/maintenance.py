"""Maintenance: the times in which the shop takes no orders, and who wants to hear when it does again.

Not here: what is refused meanwhile and who is told (backend.maintenance).

    planned ──> on ──> over
       └──> cancelled
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.database import Db, Table, WrongRowCount, columns, expect_rows, insert_or_ignore, one
from storage.revisions import kept, raise_number


class MaintenanceStatus(StrEnum):
    """Where a maintenance stands."""

    PLANNED = "planned"
    ON = "on"
    OVER = "over"
    CANCELLED = "cancelled"


class MaintenanceRow(Table):
    """One row a maintenance; at most one is planned or on, so that `slot` is taken. `promised_until` never changes."""

    __tablename__ = "maintenance"
    __table_args__ = (
        sa.CheckConstraint("starts_at < ends_at", name="length"),
        sa.CheckConstraint("(status in ('planned', 'on')) = (slot is not null)", name="slot"),
        sa.CheckConstraint("slot = 1", name="one_slot"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slot: Mapped[int | None] = mapped_column(unique=True)
    status: Mapped[MaintenanceStatus] = mapped_column(choice(MaintenanceStatus, name="status"))
    reasons: Mapped[dict[str, Any]]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    promised_until: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class MaintenanceWaiterRow(Table):
    """Somebody who wants to be told when the shop takes orders again."""

    __tablename__ = "maintenance_waiters"
    __table_args__ = (
        sa.Index(
            "ix_maintenance_waiters_untold",
            "maintenance_id",
            sqlite_where=sa.text("told_at is null"),
            postgresql_where=sa.text("told_at is null"),
        ),
    )

    maintenance_id: Mapped[int] = mapped_column(sa.ForeignKey("maintenance.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, autoincrement=False)
    told_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Maintenance:
    """A maintenance as it stood when it was read. `ends_at` may have been put off; `promised_until` was announced."""

    id: int
    status: MaintenanceStatus
    reasons: dict[str, str]
    starts_at: datetime
    ends_at: datetime
    promised_until: datetime
    started_at: datetime | None
    ended_at: datetime | None


def add(db: Db, *, reasons: dict[str, str], starts_at: datetime, ends_at: datetime) -> Maintenance | None:
    """Plan a maintenance; None if another one is planned or on."""
    added = insert_or_ignore(db, MaintenanceRow).values(
        slot=1,
        status=MaintenanceStatus.PLANNED,
        reasons=reasons,
        starts_at=starts_at,
        ends_at=ends_at,
        promised_until=ends_at,
    )
    raise_number(db)
    added_once = added.on_conflict_do_nothing(index_elements=["slot"])
    return one(db, added_once.returning(*columns(MaintenanceRow, Maintenance)), Maintenance)


_OPEN_ONE = sa.select(*columns(MaintenanceRow, Maintenance)).where(MaintenanceRow.slot == 1)


def with_id(db: Db, maintenance_id: int) -> Maintenance | None:
    """The maintenance with this id."""
    found = sa.select(*columns(MaintenanceRow, Maintenance)).where(MaintenanceRow.id == maintenance_id)
    return one(db, found, Maintenance)


def open_one(db: Db) -> Maintenance | None:
    """The one that is planned or on: a look into a unique index."""
    return kept(db, "maintenance", lambda: one(db, _OPEN_ONE, Maintenance))


def move(
    db: Db, maintenance_id: int, *, was: MaintenanceStatus, to: MaintenanceStatus, **stamps: datetime
) -> Maintenance:
    """Change the status, and the times that go with it. Raises WrongRowCount if it is no longer `was`."""
    slot = 1 if to in (MaintenanceStatus.PLANNED, MaintenanceStatus.ON) else None
    moved = sa.update(MaintenanceRow).where(MaintenanceRow.id == maintenance_id, MaintenanceRow.status == was)
    return _changed(db, moved.values(status=to, slot=slot, **stamps))


def put_off_end(db: Db, maintenance_id: int, *, was: datetime, to: datetime) -> Maintenance:
    """Let it end later. Raises WrongRowCount if it is over or ends at another time than `was` by now."""
    put_off = sa.update(MaintenanceRow).where(
        MaintenanceRow.id == maintenance_id, MaintenanceRow.slot == 1, MaintenanceRow.ends_at == was
    )
    return _changed(db, put_off.values(ends_at=to))


def add_waiter(db: Db, maintenance_id: int, person_id: int) -> None:
    """Remember that the person waits; a second time changes nothing."""
    row = {"maintenance_id": maintenance_id, "person_id": person_id}
    db.execute(insert_or_ignore(db, MaintenanceWaiterRow).values(**row).on_conflict_do_nothing())


def waiters(db: Db, maintenance_id: int, *, most: int) -> list[int]:
    """The ids of people who wait and have not been told."""
    waiting = sa.select(MaintenanceWaiterRow.person_id).where(
        MaintenanceWaiterRow.maintenance_id == maintenance_id, MaintenanceWaiterRow.told_at.is_(None)
    )
    return list(db.scalars(waiting.order_by(MaintenanceWaiterRow.person_id).limit(most)))


def note_told(db: Db, maintenance_id: int, person_id: int, *, now: datetime) -> None:
    """Remember that the person was told. Raises WrongRowCount if they were before."""
    told = sa.update(MaintenanceWaiterRow).where(
        MaintenanceWaiterRow.maintenance_id == maintenance_id,
        MaintenanceWaiterRow.person_id == person_id,
        MaintenanceWaiterRow.told_at.is_(None),
    )
    expect_rows(db.execute(told.values(told_at=now)), 1)


def _changed(db: Db, change: sa.Update) -> Maintenance:
    raise_number(db)
    maintenance = one(db, change.returning(*columns(MaintenanceRow, Maintenance)), Maintenance)
    if maintenance is None:
        raise WrongRowCount(1, 0)
    return maintenance
