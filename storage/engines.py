"""Engines: how a SQLite file or a PostgreSQL server is connected to, so that what was committed stays committed.

Not here: transactions (storage.database).
"""

import sqlite3
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from storage import outages
from storage.statements import json_codec, savepoints

BUSY_TIMEOUT_MS = 10_000
_ATTEMPTS_AT_WAL = 5

POSTGRESQL_SESSION = {
    "idle_in_transaction_session_timeout": "10s",
    # The server's half of the same: whoever vanishes leaves their locks to others.
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "10s",
}
"""A process that is frozen or out of reach in the middle of a transaction loses it, and with it its lanes, within
15 seconds. What it still wanted to commit can't be committed then: no other fence is needed."""

POSTGRESQL_CLIENT = {
    "prepare_threshold": None,  # storage.statements prepares; psycopg would drop it all with each rollback
    "connect_timeout": 10,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}


class DatabaseUnusable(Exception):
    """The database can't be opened; the message says why in one sentence."""


def parsed(url: str) -> sa.URL:
    """The address of a database. Raises DatabaseUnusable."""
    try:
        return sa.make_url(url)
    except ValueError:
        raise DatabaseUnusable("DATABASE_URL has no number where its port should be.") from None


def engine_for(url: sa.URL) -> Engine:
    """The engine for the database at this address. Raises DatabaseUnusable if it is of a kind we don't support."""
    engine = _sqlite_engine(url) if url.get_backend_name() == "sqlite" else _postgresql_engine(url)
    event.listen(engine, "before_execute", _lay_savepoint)
    return engine


def session_engine(url: sa.URL) -> Engine:
    """An engine for connections that are nobody else's, outside every transaction."""
    reachable: dict[str, Any] = {} if url.get_backend_name() == "sqlite" else POSTGRESQL_CLIENT
    return sa.create_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT", connect_args=reachable)


def _lay_savepoint(db: Connection, statement: sa.Executable, *_: Any) -> None:
    if savepoints.is_written_by(statement):
        savepoints.lay(db)


def _sqlite_engine(url: sa.URL) -> Engine:
    """WAL with full synchronisation: a commit that was answered survives a power cut."""
    engine = sa.create_engine(
        url,
        hide_parameters=True,
        json_serializer=json_codec.dumps,
        json_deserializer=json_codec.loads,
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def prepare(raw: sqlite3.Connection, _: Any) -> None:
        raw.isolation_level = None  # the begin event below speaks for itself; the driver must not add its own
        _switch_to_wal(raw)
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begin(db: Connection) -> None:
        reading = db.get_execution_options().get("reading", False)
        # A deferred transaction that turns into a writer half-way fails at once with SQLITE_BUSY.
        db.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _switch_to_wal(raw: sqlite3.Connection) -> None:
    """Whoever opens a new file makes it so for good. If two do at once, SQLite tells one 'locked' without waiting.

    It has read the file by then, and two that had might wait for each other; for a transaction it does wait.
    """
    for attempt in range(1, _ATTEMPTS_AT_WAL + 1):
        try:
            raw.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if attempt == _ATTEMPTS_AT_WAL or not outages.is_worth_another_try(error):
                raise
            raw.execute("BEGIN EXCLUSIVE")
            raw.execute("COMMIT")
        else:
            return


def _postgresql_engine(url: sa.URL) -> Engine:
    if url.get_backend_name() != "postgresql":
        kind = url.get_backend_name()
        raise DatabaseUnusable(
            f"DATABASE_URL begins with {kind}, which is not supported: write sqlite:// or postgresql://"
        )
    settings = " ".join(f"-c {name}={value}" for name, value in POSTGRESQL_SESSION.items())
    return sa.create_engine(
        url,
        hide_parameters=True,
        json_serializer=json_codec.dumps,
        json_deserializer=json_codec.loads,
        pool_pre_ping=True,
        connect_args={"options": settings, **POSTGRESQL_CLIENT},
    )
