"""Savepoints: what is done inside one is kept as a whole or not at all, and may be undone without its transaction.

Not here: transactions (storage.database). One is laid at the database only when something is first written inside it,
so reading costs none, and those that were asked for before any of them wrote share one.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from psycopg.pq import TransactionStatus
from sqlalchemy.engine import Connection

from storage.statements import driver_errors, libpq

_OF_CONNECTION = "savepoints"


@dataclass
class _Savepoints:
    """Those of one connection, by depth. `laid` are at the database; each was laid for all that were asked by then.

    `spent` is the lowest that is at the database and needed no more: it goes with the next word, for nothing.
    """

    asked: int = 0
    covered: int = 0
    laid: list[int] = field(default_factory=list)
    spent: int | None = None


@contextmanager
def savepoint(db: Connection) -> Iterator[None]:
    """Keep all that is done inside, or, if it raises, nothing of it.

    On PostgreSQL an error of a statement that only reads, before anything was written, ends the transaction for
    everybody: `can_go_on` is False then.
    """
    ours = _of(db)
    depth = ours.asked
    ours.asked += 1
    try:
        yield
    except BaseException:
        ours.asked = depth
        _undo(db, ours, depth)
        raise
    ours.asked = depth
    _keep(db, ours, depth)


def lay(db: Connection) -> None:
    """Lay the savepoint that was asked for last, unless it is laid: something is to be written."""
    ours = _of(db)
    if ours.covered == ours.asked:
        return
    _speak(db, [*_released(ours), f"SAVEPOINT unit_{ours.covered}"])
    ours.laid.append(ours.covered)
    ours.covered = ours.asked


def is_written_by(statement: sa.Executable) -> bool:
    """Whether the statement may change something: whatever is no plain query."""
    return not isinstance(statement, sa.SelectBase)


def can_go_on(db: Connection) -> bool:
    """Whether there is still a transaction in which more can be done."""
    if not _is_in_transaction(db):
        return False
    raw: Any = db.connection.dbapi_connection
    return isinstance(raw, sqlite3.Connection) or raw.info.transaction_status is not TransactionStatus.INERROR


def _of(db: Connection) -> _Savepoints:
    ours: _Savepoints = db.info.setdefault(_OF_CONNECTION, _Savepoints())
    return ours


def _keep(db: Connection, ours: _Savepoints, depth: int) -> None:
    ours.covered = min(ours.covered, depth)
    if ours.laid and ours.laid[-1] == depth:
        _spend(db, ours, depth)


def _undo(db: Connection, ours: _Savepoints, depth: int) -> None:
    is_written = ours.covered > depth
    ours.covered = min(ours.covered, depth)
    if not _is_in_transaction(db):
        ours.laid = [each for each in ours.laid if each < depth]
        ours.spent = None
        return
    if is_written:
        _speak(db, [f"ROLLBACK TO SAVEPOINT unit_{ours.laid[-1]}"])
        ours.spent = None  # it was laid later
    if ours.laid and ours.laid[-1] == depth:
        _spend(db, ours, depth)


def _spend(db: Connection, ours: _Savepoints, depth: int) -> None:
    """It is needed no more. The lowest is released at once: nothing of it may outlive the transaction in our notes."""
    ours.laid.pop()
    ours.spent = depth
    if depth == 0:
        _speak(db, _released(ours))


def _released(ours: _Savepoints) -> list[str]:
    """What says that the spent ones may go."""
    if ours.spent is None:
        return []
    spent, ours.spent = ours.spent, None
    return [f"RELEASE SAVEPOINT unit_{spent}"]


def _speak(db: Connection, commands: list[str]) -> None:
    """Say this about savepoints, in one round trip; not through SQLAlchemy, which takes many times as long."""
    raw: Any = db.connection.dbapi_connection
    text = "; ".join(commands)
    try:
        if isinstance(raw, sqlite3.Connection):
            for command in commands:
                raw.execute(command) if raw.in_transaction else db.exec_driver_sql(command)
        else:
            libpq.session_of(db).say(text)
    except db.dialect.loaded_dbapi.Error as error:
        raise driver_errors.named(db, raw, text, error) from error


def _is_in_transaction(db: Connection) -> bool:
    """Whether the connection is there, and its transaction not ended under our hands."""
    if db.invalidated or not db.in_transaction():
        return False
    raw = db.connection.dbapi_connection
    return raw.in_transaction if isinstance(raw, sqlite3.Connection) else not getattr(raw, "closed", True)
