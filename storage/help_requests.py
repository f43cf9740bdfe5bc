"""Help requests: who asked for a human, about what; the desk that answers them comes on top.

Not here: telling anybody (handlers.customer.human).
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Db, Table, columns, insert_or_ignore, one

_IS_OPEN = sa.text("settled_at is null")


class HelpRequestRow(Table):
    """One request; a person has at most one open."""

    __tablename__ = "help_requests"
    __table_args__ = (
        sa.Index(
            "uq_help_requests_open",
            "person_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    order_id: Mapped[int | None] = mapped_column(sa.ForeignKey("orders.id"))
    asked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


@dataclass(frozen=True)
class HelpRequest:
    """Somebody waits for a human since `asked_at`; `order_id` is what it is about, if they said so."""

    id: int
    person_id: int
    order_id: int | None
    asked_at: datetime


def add(db: Db, *, person_id: int, order_id: int | None, now: datetime) -> HelpRequest | None:
    """Add a request; None if the person has one open already."""
    added = insert_or_ignore(db, HelpRequestRow).values(person_id=person_id, order_id=order_id, asked_at=now)
    return one(db, added.on_conflict_do_nothing().returning(*columns(HelpRequestRow, HelpRequest)), HelpRequest)


def open_one(db: Db, person_id: int) -> HelpRequest | None:
    """The person's open request."""
    return one(
        db,
        sa.select(*columns(HelpRequestRow, HelpRequest)).where(
            HelpRequestRow.person_id == person_id, HelpRequestRow.settled_at.is_(None)
        ),
        HelpRequest,
    )
