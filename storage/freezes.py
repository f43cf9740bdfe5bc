"""Freezes: when somebody was kept from buying, why, by whom, and when and why that ended.

Not here: what a frozen person may do, or who may freeze whom (backend.freezes).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.database import Db, Table, columns, insert_or_ignore, many, one


class FreezeReason(StrEnum):
    """Why somebody is frozen, as they are told."""

    ACTIVITY = "activity"  # what they do looks as if somebody else did it
    PAYMENT = "payment"  # money that came was taken back, or is disputed
    CODES = "codes"  # codes were tried at random
    CONDUCT = "conduct"  # staff were threatened or cheated
    OTHER = "other"


_IS_OPEN = sa.text("lifted_at is null")


class FreezeRow(Table):
    """One row a freeze; a person has one that is not lifted at most.

    What was under way when it began may still end until `holds_from`: a turn reads who it is for before it acts.
    """

    __tablename__ = "freezes"
    __table_args__ = (
        sa.CheckConstraint("(lifted_at is null) = (lifted_by is null)", name="lifted"),
        sa.CheckConstraint("holds_from >= frozen_at", name="holds"),
        sa.Index("uq_freezes_open", "person_id", unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
        sa.Index("ix_freezes_of_person", "person_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    reason: Mapped[FreezeReason] = mapped_column(choice(FreezeReason, name="reason"))
    why: Mapped[str]
    frozen_by: Mapped[str]
    frozen_at: Mapped[datetime]
    holds_from: Mapped[datetime]
    lifted_by: Mapped[str | None]
    lifted_why: Mapped[str | None]
    lifted_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Freeze:
    """A freeze; `why` is for staff, the person is told the reason alone. `lifted_at` is None while it holds."""

    id: int
    person_id: int
    reason: FreezeReason
    why: str
    frozen_by: str
    frozen_at: datetime
    lifted_by: str | None
    lifted_why: str | None
    lifted_at: datetime | None


_FREEZES = sa.select(*columns(FreezeRow, Freeze))


def add(
    db: Db, *, person_id: int, reason: FreezeReason, why: str, by: str, holds_from: datetime, now: datetime
) -> Freeze | None:
    """Begin a freeze; None if the person is frozen."""
    added = insert_or_ignore(db, FreezeRow).values(
        person_id=person_id, reason=reason, why=why, frozen_by=by, frozen_at=now, holds_from=holds_from
    )
    return one(db, added.on_conflict_do_nothing().returning(*columns(FreezeRow, Freeze)), Freeze)


def lift(db: Db, person_id: int, *, by: str, why: str, now: datetime) -> Freeze | None:
    """End the person's freeze; None if they are not frozen."""
    lifted = sa.update(FreezeRow).where(FreezeRow.person_id == person_id, FreezeRow.lifted_at.is_(None))
    lifted = lifted.values(lifted_by=by, lifted_why=why, lifted_at=now)
    return one(db, lifted.returning(*columns(FreezeRow, Freeze)), Freeze)


def present(db: Db, person_id: int) -> Freeze | None:
    """The freeze that holds."""
    return one(db, _FREEZES.where(FreezeRow.person_id == person_id, FreezeRow.lifted_at.is_(None)), Freeze)


def of_person(db: Db, person_id: int, *, most: int) -> list[Freeze]:
    """The person's freezes, newest first."""
    theirs = _FREEZES.where(FreezeRow.person_id == person_id)
    return many(db, theirs.order_by(FreezeRow.id.desc()).limit(most), Freeze)
