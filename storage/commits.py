"""Commits: a row for each group that PostgreSQL committed, by which one whose reply was lost is known again.

Not here: the commits themselves (storage.database).
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Db, Table


class CommitRow(Table):
    """One commit; `id` is drawn by the database, and so is the time."""

    __tablename__ = "commits"
    __table_args__ = (sa.Index("ix_commits_at", "at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=sa.text("CURRENT_TIMESTAMP"))


def prune(db: Db, *, before: datetime) -> int:
    """Forget the commits of former times, about which nobody asks any more; returns how many that were."""
    return db.execute(sa.delete(CommitRow).where(CommitRow.at < before)).rowcount
