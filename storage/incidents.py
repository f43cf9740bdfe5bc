"""Incidents: troubles that many people had at once, and how far making up for them has come.

Not here: whom one touched or what they are given (backend.incidents, backend.compensation).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.database import Db, Table, columns, many, one


class Severity(StrEnum):
    """How bad it was."""

    LIGHT = "light"
    SERIOUS = "serious"
    SEVERE = "severe"


class IncidentStatus(StrEnum):
    """Where an incident stands."""

    OPEN = "open"
    CLOSED = "closed"
    GRANTING = "granting"
    GRANTED = "granted"


class IncidentRow(Table):
    """One row an incident; without a product it is about the whole shop."""

    __tablename__ = "incidents"
    __table_args__ = (
        sa.CheckConstraint("(status = 'open') = (closed_at is null)", name="closed"),
        sa.CheckConstraint("closed_at is null or closed_at >= since", name="since"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    product_id: Mapped[str | None] = mapped_column(sa.ForeignKey("products.id"))
    severity: Mapped[Severity] = mapped_column(choice(Severity, name="severity"))
    status: Mapped[IncidentStatus] = mapped_column(choice(IncidentStatus, name="status"))
    opened_by: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    since: Mapped[datetime]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Incident:
    """An incident as it stood when it was read. `opened_by` is a person's id."""

    id: int
    title: str
    product_id: str | None
    severity: Severity
    status: IncidentStatus
    opened_by: int
    since: datetime
    opened_at: datetime
    closed_at: datetime | None

    @property
    def subject(self) -> str:
        """How other rows name it."""
        return f"incident:{self.id}"


def add(db: Db, incident: dict[str, Any]) -> Incident:  # Any: a value for each column but id
    """Add the incident."""
    added = sa.insert(IncidentRow).values(**incident).returning(*columns(IncidentRow, Incident))
    return Incident(**db.execute(added).mappings().one())


def move(
    db: Db, incident_id: int, *, was: IncidentStatus, to: IncidentStatus, closed_at: datetime | None = None
) -> Incident | None:
    """Change the status; None, and nothing done, if it is no longer `was`."""
    stamp = {} if closed_at is None else {"closed_at": closed_at}
    moved = sa.update(IncidentRow).where(IncidentRow.id == incident_id, IncidentRow.status == was)
    return one(db, moved.values(status=to, **stamp).returning(*columns(IncidentRow, Incident)), Incident)


def with_id(db: Db, incident_id: int) -> Incident | None:
    """The incident of this number."""
    return one(db, sa.select(*columns(IncidentRow, Incident)).where(IncidentRow.id == incident_id), Incident)


def newest(db: Db, *, most: int) -> list[Incident]:
    """The newest incidents, those first."""
    return many(db, sa.select(*columns(IncidentRow, Incident)).order_by(IncidentRow.id.desc()).limit(most), Incident)
