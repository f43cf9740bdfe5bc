"""Reconciliations: which day of which gateway was held against our books, and each difference until it is settled.

Not here: finding them (backend.reconciliation). The same difference is kept once, however often a day is looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.database import Db, Table, columns, either, many, one
from storage.money import Money


class DifferenceKind(StrEnum):
    """How the books differ."""

    UNHEARD = "unheard"  # money came, and we know nothing of it
    UNSEEN = "unseen"  # we say that money came, and the gateway doesn't
    AMOUNT = "amount"  # both know of it, and disagree how much it was
    UNGIVEN = "ungiven"  # we say that money went back, and the gateway doesn't
    UNASKED = "unasked"  # money went back, and we know nothing of it
    UNBOOKED = "unbooked"  # our ledger has another amount than our payment or refund
    UNMATCHED = "unmatched"  # the order does not stand where its payment says


class ReconciliationRow(Table):
    """One row for each day of a gateway."""

    __tablename__ = "reconciliations"
    __table_args__ = (sa.UniqueConstraint("gateway", "since"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    gateway: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime]
    movements: Mapped[int]
    differences: Mapped[int]
    done_at: Mapped[datetime]


class DifferenceRow(Table):
    """One row for each difference; it is a case until somebody has settled it."""

    __tablename__ = "differences"
    __table_args__ = (
        sa.UniqueConstraint("gateway", "kind", "number", "reference"),
        sa.CheckConstraint("(settled_at is null) = (settled_by is null)", name="settled"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    gateway: Mapped[str]
    kind: Mapped[DifferenceKind] = mapped_column(choice(DifferenceKind, name="kind"))
    number: Mapped[str]
    reference: Mapped[str]
    theirs_minor: Mapped[int]
    ours_minor: Mapped[int]
    currency: Mapped[str]
    found_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None]


@dataclass(frozen=True)
class Reconciliation:
    """A day of a gateway that was looked at: how much moved on either side, and in how many places they differed."""

    gateway: str
    since: datetime
    until: datetime
    movements: int
    differences: int
    done_at: datetime


@dataclass(frozen=True)
class Case:
    """A difference as it was kept. `number` is our name for the movement, `reference` the gateway's."""

    id: int
    gateway: str
    kind: DifferenceKind
    number: str
    reference: str
    theirs_minor: int
    ours_minor: int
    currency: str
    found_at: datetime
    settled_at: datetime | None

    @property
    def theirs(self) -> Money:
        """How much moved, as they say."""
        return Money(self.theirs_minor, self.currency)

    @property
    def ours(self) -> Money:
        """How much moved, as we say."""
        return Money(self.ours_minor, self.currency)


_ADD = either(lambda insert: insert(DifferenceRow).on_conflict_do_nothing().returning(*columns(DifferenceRow, Case)))
_NOTE = either(lambda insert: insert(ReconciliationRow).on_conflict_do_nothing())
_CASES = sa.select(*columns(DifferenceRow, Case))


def add_case(db: Db, difference: Mapping[str, Any]) -> Case | None:  # Any: a value for each column but three
    """Keep a difference; None if it is known."""
    return one(db, _ADD(db).values(**difference), Case)


def note(db: Db, done: Reconciliation) -> None:
    """Keep that the day was looked at; that it was before stays."""
    db.execute(_NOTE(db).values(**vars(done)))


def unsettled(db: Db, *, most: int) -> list[Case]:
    """The differences nobody has settled yet, the oldest first."""
    return many(db, _CASES.where(DifferenceRow.settled_at.is_(None)).order_by(DifferenceRow.id).limit(most), Case)


def settle(db: Db, case_id: int, *, by: str, now: datetime) -> bool:
    """Say that somebody has seen to it; False if it was settled before."""
    settled = (
        sa.update(DifferenceRow)
        .where(DifferenceRow.id == case_id, DifferenceRow.settled_at.is_(None))
        .values(settled_at=now, settled_by=by)
    )
    return db.execute(settled).rowcount == 1


def latest(db: Db) -> list[Reconciliation]:
    """The latest day of each gateway."""
    newest = sa.select(sa.func.max(ReconciliationRow.id)).group_by(ReconciliationRow.gateway)
    found = sa.select(*columns(ReconciliationRow, Reconciliation)).where(ReconciliationRow.id.in_(newest))
    return many(db, found.order_by(ReconciliationRow.gateway), Reconciliation)
