"""Presence: by what the database knows that a process lives, and what it was elected for.

Not here: what a process does with it (bot). On PostgreSQL it is a session with advisory locks: they end with the
process, however that ends, and with a process that stands still, since a session that is silent too long is ended.
SQLite has one process, which its own machine's lock sees to (bot.process): it is elected for everything.
"""

import threading
import zlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Database, Db, Table

SILENCE_SECONDS = 8
"""After this long without a word PostgreSQL takes the process for gone. Whoever is present says one every 2 s."""

_LIVING = 0x71A0E3
_ELECTED = 0x71A0E4
"""First halves of our advisory locks' keys; the second is the process's number or what it was elected for."""

_SETTINGS = {
    "idle_session_timeout": f"{SILENCE_SECONDS}s",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "2",
}

log = structlog.get_logger()


class ProcessRow(Table):
    """A process that ran: its number tells its claims from every other one's."""

    __tablename__ = "processes"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    roles: Mapped[str]
    started_at: Mapped[datetime]


class Presence:
    """One process's; made when it starts. Its methods may be called from any thread."""

    def __init__(self, database: Database, *, name: str, roles: Iterable[str], now: datetime) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._session: sa.Connection | None = None
        with database.transaction() as db:
            row = sa.insert(ProcessRow).values(name=name, roles=",".join(sorted(roles)), started_at=now)
            self.process_id: int = db.execute(row.returning(ProcessRow.id)).scalar_one()

    def renew(self) -> bool:
        """Tell the database that we live; False if it could not be told, or had taken us for dead meanwhile."""
        with self._lock:
            return self._database.is_sqlite or self._ask(sa.select(1)) is not None

    def is_elected(self, seat: str) -> bool:
        """Whether this process has the seat. Who asks for a free one has it, until it is gone or silent."""
        with self._lock:
            if self._database.is_sqlite:
                return True
            # Whoever has it may take it again, and loses it with the session all the same.
            return self._ask(sa.select(sa.func.pg_try_advisory_lock(_ELECTED, _key(seat)))) is True

    def living(self, db: Db) -> list[int]:
        """The numbers of the processes that live, this one among them."""
        if self._database.is_sqlite:
            return [self.process_id]
        locks = sa.text(
            "select objid from pg_locks where locktype = 'advisory' and classid = :living"
            " and database = (select oid from pg_database where datname = current_database())"
        )
        return sorted({self.process_id, *db.scalars(locks, {"living": _LIVING})})

    def end(self) -> None:
        """Give up every seat, and be gone."""
        with self._lock:
            if self._session is not None:
                # The server ends a closed session, and with it its locks, a moment after we have gone on.
                self._ask(sa.select(sa.func.pg_advisory_unlock_all()))
            self._drop()

    def _ask(self, question: sa.Select[Any]) -> Any:
        """What the session answers, which hears from us by it; None if it is lost. The next question opens another."""
        try:
            if self._session is None:
                self._session = self._open()
            return self._session.scalar(question)
        except sa.exc.DBAPIError as reason:
            log.warning("not present: the database can't be reached", reason=str(reason.orig).strip())
            self._drop()
            return None

    def _open(self) -> sa.Connection:
        session = self._database.session()
        for name, value in _SETTINGS.items():
            session.execute(sa.select(sa.func.set_config(name, value, False)))
        session.execute(sa.select(sa.func.pg_advisory_lock(_LIVING, self.process_id)))
        return session

    def _drop(self) -> None:
        if self._session is not None:
            self._session.invalidate()
            self._session.close()
            self._session = None


def _key(seat: str) -> int:
    return zlib.crc32(seat.encode()) & 0x7FFFFFFF
