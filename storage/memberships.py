"""Memberships: the tier somebody has until a moment, and what it was given or lengthened for.

Not here: the tier itself, which stands with the person (storage.people), or reminders (handlers.customer.memberships).
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.append_only import append_only
from storage.database import Db, Table, columns, insert_or_ignore, one


class MembershipRow(Table):
    """Somebody's membership; `ended_at` stands once it was ended."""

    __tablename__ = "memberships"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, autoincrement=False)
    tier: Mapped[str]
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]


@append_only
class SpellRow(Table):
    """So many days of a tier; `ref` is what they were given for, which gives them only once."""

    __tablename__ = "membership_spells"
    __table_args__ = (sa.CheckConstraint("days > 0", name="days"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    tier: Mapped[str]
    days: Mapped[int]
    given_at: Mapped[datetime]


@dataclass(frozen=True)
class Membership:
    """A tier that somebody has until a moment, or had."""

    person_id: int
    tier: str
    until: datetime
    ended_at: datetime | None


def add_spell(db: Db, *, ref: str, person_id: int, tier: str, days: int, now: datetime) -> bool:
    """Note the days; False, and nothing done, if they were given for `ref` before."""
    added = insert_or_ignore(db, SpellRow).values(ref=ref, person_id=person_id, tier=tier, days=days, given_at=now)
    return db.execute(added.on_conflict_do_nothing().returning(SpellRow.id)).scalar_one_or_none() is not None


def lock(db: Db, person_id: int) -> Membership | None:
    """The person's membership as it is now; others are kept from changing it. None if they never had one."""
    found = sa.select(*columns(MembershipRow, Membership)).where(MembershipRow.person_id == person_id)
    return one(db, found.with_for_update(), Membership)


def of_person(db: Db, person_id: int) -> Membership | None:
    """The person's membership, current or ended."""
    return one(
        db, sa.select(*columns(MembershipRow, Membership)).where(MembershipRow.person_id == person_id), Membership
    )


def begin(db: Db, *, person_id: int, tier: str, until: datetime) -> bool:
    """Let somebody who never was a member be one; False, and nothing done, if they are or were."""
    begun = insert_or_ignore(db, MembershipRow).values(person_id=person_id, tier=tier, until=until)
    return (
        db.execute(begun.on_conflict_do_nothing().returning(MembershipRow.person_id)).scalar_one_or_none() is not None
    )


def renew(db: Db, was: Membership, *, tier: str, until: datetime) -> bool:
    """Let the membership go on with this tier until then; False, and nothing done, if it is another by now."""
    renewed = sa.update(MembershipRow).where(
        MembershipRow.person_id == was.person_id,
        MembershipRow.until == was.until,
        MembershipRow.ended_at.is_(None) if was.ended_at is None else MembershipRow.ended_at == was.ended_at,
    )
    return db.execute(renewed.values(tier=tier, until=until, ended_at=None)).rowcount == 1


def end(db: Db, person_id: int, *, now: datetime) -> bool:
    """End the membership, if its time is over and nobody has; False, and nothing done, otherwise."""
    ended = sa.update(MembershipRow).where(
        MembershipRow.person_id == person_id, MembershipRow.until <= now, MembershipRow.ended_at.is_(None)
    )
    return db.execute(ended.values(ended_at=now)).rowcount == 1
