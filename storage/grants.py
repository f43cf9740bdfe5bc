"""Grants: what the shop gave somebody to make up for trouble it caused them.

Not here: what is given for what (backend.compensation), or the worth itself, which stands with the coupons, the
points or the ledger under the ref `grant:<id>`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.append_only import append_only
from storage.choices import choice
from storage.database import Db, Table, columns, insert_or_ignore, many, one
from storage.money import Money


class Cause(StrEnum):
    """What went wrong."""

    LATE_DELIVERY = "late-delivery"
    FAILED_TRANSACTION = "failed-transaction"
    INCIDENT = "incident"


class GiftKind(StrEnum):
    """What is given."""

    COUPON = "coupon"
    POINTS = "points"
    BALANCE = "balance"


@append_only
class GrantRow(Table):
    """One grant; nobody has two for the same subject, which is an order or an incident.

    `day` is the shop's own date, on which the grant counts towards what one person may be given.
    """

    __tablename__ = "grants"
    __table_args__ = (
        sa.UniqueConstraint("subject", "person_id"),
        sa.CheckConstraint("worth_minor >= 0", name="worth"),
        sa.CheckConstraint("(points > 0) = (kind = 'points')", name="points"),
        sa.Index("ix_grants_of_person", "person_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cause: Mapped[Cause] = mapped_column(choice(Cause, name="cause"))
    subject: Mapped[str]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    kind: Mapped[GiftKind] = mapped_column(choice(GiftKind, name="kind"))
    worth_minor: Mapped[int]
    currency: Mapped[str]
    points: Mapped[int]
    day: Mapped[date]
    granted_at: Mapped[datetime]


@append_only
class AmendedOrderRow(Table):
    """An order that a grant made up for: none is made up for twice, whatever went wrong with it."""

    __tablename__ = "amended_orders"

    order_id: Mapped[int] = mapped_column(sa.ForeignKey("orders.id"), primary_key=True, autoincrement=False)
    grant_id: Mapped[int] = mapped_column(sa.ForeignKey("grants.id"), index=True)


class AllowanceRow(Table):
    """What a person was given on a day, and the most they might have been when it was last added to."""

    __tablename__ = "grant_allowances"
    __table_args__ = (
        sa.CheckConstraint("grants <= most_grants", name="grants"),
        sa.CheckConstraint("worth_minor <= most_worth_minor", name="worth"),
    )

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)
    grants: Mapped[int]
    worth_minor: Mapped[int]
    most_grants: Mapped[int]
    most_worth_minor: Mapped[int]


@dataclass(frozen=True)
class Grant:
    """What was given to whom for what."""

    id: int
    cause: Cause
    subject: str
    person_id: int
    kind: GiftKind
    worth_minor: int
    currency: str
    points: int
    day: date
    granted_at: datetime

    @property
    def ref(self) -> str:
        """Under which its worth is found."""
        return f"grant:{self.id}"


def add(
    db: Db,
    *,
    cause: Cause,
    subject: str,
    person_id: int,
    kind: GiftKind,
    worth: Money,
    points: int,
    day: date,
    now: datetime,
) -> Grant | None:
    """Add the grant; None if the person has one for this subject."""
    added = insert_or_ignore(db, GrantRow).values(
        cause=cause,
        subject=subject,
        person_id=person_id,
        kind=kind,
        worth_minor=worth.minor,
        currency=worth.currency,
        points=points,
        day=day,
        granted_at=now,
    )
    return one(db, added.on_conflict_do_nothing().returning(*columns(GrantRow, Grant)), Grant)


def amend(db: Db, grant_id: int, order_ids: Sequence[int]) -> int:
    """Say that the grant makes up for these orders; returns for how many no other had."""
    amended = insert_or_ignore(db, AmendedOrderRow).values(
        [{"order_id": order_id, "grant_id": grant_id} for order_id in order_ids]
    )
    return len(db.execute(amended.on_conflict_do_nothing().returning(AmendedOrderRow.order_id)).all())


def count_in(db: Db, grant: Grant, *, most_grants: int, most_worth: Money) -> bool:
    """Count the grant towards the person's day; False, and nothing done, if that would be more than they may get."""
    day = {"person_id": grant.person_id, "day": grant.day}
    most = {"most_grants": most_grants, "most_worth_minor": most_worth.minor}
    opened = insert_or_ignore(db, AllowanceRow).values(**day, **most, grants=0, worth_minor=0)
    db.execute(opened.on_conflict_do_nothing())
    counted = (
        sa.update(AllowanceRow)
        .where(
            AllowanceRow.person_id == grant.person_id,
            AllowanceRow.day == grant.day,
            AllowanceRow.grants + 1 <= most_grants,
            AllowanceRow.worth_minor + grant.worth_minor <= most_worth.minor,
        )
        .values(grants=AllowanceRow.grants + 1, worth_minor=AllowanceRow.worth_minor + grant.worth_minor, **most)
    )
    return db.execute(counted).rowcount == 1


@dataclass(frozen=True)
class Allowance:
    """What a person was given on a day."""

    person_id: int
    grants: int
    worth_minor: int


def allowances(db: Db, person_ids: Sequence[int], day: date) -> dict[int, Allowance]:
    """What each of these people was given on that day; who was given nothing is missing."""
    found = sa.select(*columns(AllowanceRow, Allowance)).where(
        AllowanceRow.person_id.in_(person_ids), AllowanceRow.day == day
    )
    return {each.person_id: each for each in many(db, found, Allowance)}


def given_for(db: Db, subjects: Sequence[str], person_ids: Sequence[int]) -> set[tuple[str, int]]:
    """Which of these people were given something for which of these subjects."""
    found = sa.select(GrantRow.subject, GrantRow.person_id).where(
        GrantRow.subject.in_(subjects), GrantRow.person_id.in_(person_ids)
    )
    return {(subject, person_id) for subject, person_id in db.execute(found)}


def amended(db: Db, order_ids: Sequence[int]) -> set[int]:
    """Which of the orders have been made up for."""
    return set(db.scalars(sa.select(AmendedOrderRow.order_id).where(AmendedOrderRow.order_id.in_(order_ids))))


@dataclass(frozen=True)
class Total:
    """How much was given for a subject."""

    grants: int
    worth_minor: int
    points: int


def total_for(db: Db, subject: str) -> Total:
    """How much was given for the subject so far."""
    counted = sa.select(
        sa.func.count().label("grants"),
        sa.func.coalesce(sa.func.sum(GrantRow.worth_minor), 0).label("worth_minor"),
        sa.func.coalesce(sa.func.sum(GrantRow.points), 0).label("points"),
    ).where(GrantRow.subject == subject)
    row = db.execute(counted).one()
    return Total(row.grants, int(row.worth_minor), int(row.points))
