"""The staff group: the forum in which agents serve customers, one topic a ticket.

Not here: its topics (storage.topics) or who is staff (storage.people).
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Db, Table, insert_or_ignore

_THE_ONE = 1


class StaffGroupRow(Table):
    """The connected group; a shop has one."""

    __tablename__ = "staff_groups"
    __table_args__ = (sa.CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int]
    connected_at: Mapped[datetime]


def connected(db: Db) -> int | None:
    """The chat of the connected group."""
    return db.scalar(sa.select(StaffGroupRow.chat_id))


def connect(db: Db, chat_id: int, *, now: datetime) -> None:
    """Connect the group, in place of the one that was."""
    values = {"chat_id": chat_id, "connected_at": now}
    added = insert_or_ignore(db, StaffGroupRow).values(id=_THE_ONE, **values)
    db.execute(added.on_conflict_do_update(index_elements=[StaffGroupRow.id], set_=values))
