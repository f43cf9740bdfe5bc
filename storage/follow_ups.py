"""Follow-ups: which questions and reminders have gone out, each once for what it is about; rows are only ever added.

Not here: when one is due (timers), or whether it still makes sense (backend.follow_ups).
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.append_only import append_only
from storage.database import Db, Table, insert_or_ignore


@append_only
class FollowUpRow(Table):
    """One that went out. `(kind, subject)` is unique: however many timers lead to it, it is asked once."""

    __tablename__ = "follow_ups"
    __table_args__ = (sa.UniqueConstraint("kind", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject: Mapped[str]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    sent_at: Mapped[datetime]


def add(db: Db, *, kind: str, subject: str, person_id: int, now: datetime) -> bool:
    """Record that it goes out now; False if it has gone out before."""
    added = insert_or_ignore(db, FollowUpRow).values(kind=kind, subject=subject, person_id=person_id, sent_at=now)
    return db.scalar(added.on_conflict_do_nothing().returning(FollowUpRow.id)) is not None
