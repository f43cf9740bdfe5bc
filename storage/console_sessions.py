"""Console sessions: browsers that are signed in to the console, and who sits in front of them.

Not here: what that person may do, which is asked anew each time (backend.sign_in).
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Db, Table


class ConsoleSessionRow(Table):
    """A session. A login begins one at most; of the cookie only the hash is kept."""

    __tablename__ = "console_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    login_id: Mapped[int] = mapped_column(sa.ForeignKey("console_logins.id"), unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    cookie_hash: Mapped[str] = mapped_column(unique=True)
    begun_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


def begin(db: Db, *, login_id: int, person_id: int, cookie_hash: str, expires_at: datetime, now: datetime) -> None:
    """Add a session."""
    db.execute(
        sa.insert(ConsoleSessionRow).values(
            login_id=login_id, person_id=person_id, cookie_hash=cookie_hash, begun_at=now, expires_at=expires_at
        )
    )


def person_id_of(db: Db, cookie_hash: str, *, now: datetime) -> int | None:
    """Who sits there, as long as the session lasts."""
    lasts = ConsoleSessionRow.ended_at.is_(None), ConsoleSessionRow.expires_at > now
    return db.scalar(sa.select(ConsoleSessionRow.person_id).where(ConsoleSessionRow.cookie_hash == cookie_hash, *lasts))


def end(db: Db, cookie_hash: str, *, now: datetime) -> None:
    """End the session; one that is over stays as it is."""
    lasting = ConsoleSessionRow.cookie_hash == cookie_hash, ConsoleSessionRow.ended_at.is_(None)
    db.execute(sa.update(ConsoleSessionRow).where(*lasting).values(ended_at=now))
