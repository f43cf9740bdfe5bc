"""Console logins: one-time links into the console, each good for one person, once, for a few minutes.

Not here: what a link looks like (backend.sign_in), or the session it begins (storage.console_sessions).
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Db, Table, columns, insert_or_ignore, one


class ConsoleLoginRow(Table):
    """A link. Only the hash of the token it carries is kept, so nobody signs in with what a copy of this table says."""

    __tablename__ = "console_logins"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


@dataclass(frozen=True)
class ConsoleLogin:
    """A link that was used just now, and whose it was."""

    id: int
    person_id: int


def add(db: Db, *, person_id: int, token_hash: str, expires_at: datetime, now: datetime) -> None:
    """Add a link; the same one again changes nothing."""
    added = insert_or_ignore(db, ConsoleLoginRow).values(
        person_id=person_id, token_hash=token_hash, made_at=now, expires_at=expires_at
    )
    db.execute(added.on_conflict_do_nothing())


def use(db: Db, token_hash: str, *, now: datetime) -> ConsoleLogin | None:
    """Use the link up; None if there is none, or it was used, or its time is over."""
    used = (
        sa.update(ConsoleLoginRow)
        .where(
            ConsoleLoginRow.token_hash == token_hash,
            ConsoleLoginRow.used_at.is_(None),
            ConsoleLoginRow.expires_at > now,
        )
        .values(used_at=now)
    )
    return one(db, used.returning(*columns(ConsoleLoginRow, ConsoleLogin)), ConsoleLogin)
