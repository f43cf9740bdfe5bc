"""The audit trail: who did what to which order or payment, when and why. Rows are only ever added.

Not here: the invariants that the whole database is checked against (storage.invariants).
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.append_only import append_only
from storage.database import Db, Table, columns, many
from storage.statements import prepared


@append_only
class AuditRow(Table):
    """One act. `subject` is what it was done to, as in `order:17`; `why` is for staff, not for customers."""

    __tablename__ = "audit_trail"
    __table_args__ = (sa.Index("ix_audit_trail_subject", "subject", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str]
    what: Mapped[str]
    by: Mapped[str]
    why: Mapped[str]
    at: Mapped[datetime]


@dataclass(frozen=True)
class Act:
    """Who did what, when and why."""

    what: str
    by: str
    why: str
    at: datetime


_ADD = sa.insert(AuditRow)
_ACTS = sa.select(*columns(AuditRow, Act)).where(AuditRow.subject == sa.bindparam("the_subject")).order_by(AuditRow.id)


def record(db: Db, *, subject: str, what: str, by: str, why: str, now: datetime) -> None:
    """Add an act to the trail."""
    prepared.change(db, _ADD, {"subject": subject, "what": what, "by": by, "why": why, "at": now})


def acts_on(db: Db, subject: str) -> list[Act]:
    """All that was done to the subject, oldest first."""
    return many(db, _ACTS, Act, {"the_subject": subject})
