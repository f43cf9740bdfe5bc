"""Phones: which number a person has proved to be theirs, and the one that is to take its place.

Not here: what a number is good for (backend.phones). It is kept sealed and found by its fingerprint.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.database import Db, Table, columns, insert_or_ignore, one


class PhoneStatus(StrEnum):
    """Whether a number is the person's, or becomes it after a while."""

    BOUND = "bound"
    COMING = "coming"


class PhoneRow(Table):
    """One row a number: it belongs to one person, who has one of each kind at most."""

    __tablename__ = "phones"
    __table_args__ = (
        sa.CheckConstraint("sealed_number like 'v1:%'", name="sealed"),
        sa.CheckConstraint("(status = 'coming') = (due_at is not null)", name="due"),
        sa.UniqueConstraint("fingerprint"),
        sa.UniqueConstraint("person_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    fingerprint: Mapped[str]
    sealed_number: Mapped[str]
    status: Mapped[PhoneStatus] = mapped_column(choice(PhoneStatus, name="status"))
    shared_at: Mapped[datetime]
    due_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Phone:
    """A number; `sealed_number` opens for its own fingerprint. `due_at` is when one that is coming is bound."""

    id: int
    person_id: int
    fingerprint: str
    sealed_number: str
    status: PhoneStatus
    shared_at: datetime
    due_at: datetime | None


_PHONES = sa.select(*columns(PhoneRow, Phone))


def add(
    db: Db,
    *,
    person_id: int,
    fingerprint: str,
    sealed_number: str,
    status: PhoneStatus,
    due_at: datetime | None,
    now: datetime,
) -> Phone | None:
    """Keep a number; None if it is somebody's already, or the person has one of this kind."""
    added = insert_or_ignore(db, PhoneRow).values(
        person_id=person_id,
        fingerprint=fingerprint,
        sealed_number=sealed_number,
        status=status,
        shared_at=now,
        due_at=due_at,
    )
    return one(db, added.on_conflict_do_nothing().returning(*columns(PhoneRow, Phone)), Phone)


def of_person(db: Db, person_id: int, status: PhoneStatus) -> Phone | None:
    """The person's number of this kind."""
    return one(db, _PHONES.where(PhoneRow.person_id == person_id, PhoneRow.status == status), Phone)


def drop(db: Db, person_id: int, *statuses: PhoneStatus) -> int:
    """Forget the person's numbers of these kinds; returns how many there were."""
    dropped = sa.delete(PhoneRow).where(PhoneRow.person_id == person_id, PhoneRow.status.in_(statuses))
    return db.execute(dropped).rowcount


def bind_what_is_due(db: Db, phone_id: int, *, now: datetime) -> Phone | None:
    """Make a number that was coming the person's; None if it is no longer, or not yet. Theirs so far is gone before."""
    due = sa.update(PhoneRow).where(
        PhoneRow.id == phone_id, PhoneRow.status == PhoneStatus.COMING, PhoneRow.due_at <= now
    )
    bound = due.values(status=PhoneStatus.BOUND, due_at=None)
    return one(db, bound.returning(*columns(PhoneRow, Phone)), Phone)
