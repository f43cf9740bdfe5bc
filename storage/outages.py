"""Outages: what can be wrong with the database itself, told apart from what is wrong with the work.

Not here: what is done about it (storage.database tries again, bot.lanes rests).
"""

import sqlite3

import sqlalchemy as sa

_ANOTHER_TRY = ("40", "55P03", "26000")
"""PostgreSQL's serialization failure, deadlock, a prepared statement that somebody has dropped: the whole unit may
simply be run again."""

_GONE = ("08", "57P01", "57P02", "57P03", "25P03")
"""PostgreSQL's words for a connection that is lost: shut down, crashed, starting, idle for too long."""

_OTHER_TROUBLES = ("25006", "53", "57", "58")
"""Read-only after a failover, out of memory or disk, an operator's hand, the system around it."""

_READ_ONLY = "25006"

_SQLITE_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL})
_SQLITE_TROUBLES = _SQLITE_BUSY | {
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}


class WrongRowCount(Exception):
    """A conditional UPDATE touched another number of rows than the operation needs; the unit must not commit."""

    def __init__(self, expected: int, touched: int) -> None:
        super().__init__(f"expected {expected} rows, touched {touched}")
        self.expected = expected
        self.touched = touched


def is_trouble(error: BaseException) -> bool:
    """Whether it is the database that can't now, through no fault of the work."""
    if is_worth_another_try(error):
        return True
    return _sqlite_code(error) in _SQLITE_TROUBLES or _state(error).startswith(_OTHER_TROUBLES)


def is_worth_another_try(error: BaseException) -> bool:
    """Whether the work may well succeed if it is begun anew: another writer was in the way, the connection is lost."""
    if isinstance(error, sa.exc.DBAPIError) and error.connection_invalidated:
        return True
    state = _state(error)
    if state.startswith((*_ANOTHER_TRY, *_GONE)) or _sqlite_code(error) in _SQLITE_BUSY:
        return True
    return isinstance(error, sa.exc.OperationalError) and not state and _sqlite_code(error) is None


def is_overtaken(error: BaseException) -> bool:
    """Whether another writer was quicker: a row count that no longer fits, also as the cause of what was raised."""
    return isinstance(error, WrongRowCount) or isinstance(error.__cause__, WrongRowCount)


def is_read_only(error: BaseException) -> bool:
    """Whether this server takes no writes (any more): the one that does may be another by now."""
    return _state(error) == _READ_ONLY


def _state(error: BaseException) -> str:
    """PostgreSQL's code for what is wrong; empty where it had no chance to give one."""
    return getattr(getattr(error, "orig", error), "sqlstate", None) or ""


def _sqlite_code(error: BaseException) -> int | None:
    """SQLite's code for what is wrong, without its finer points."""
    code: int | None = getattr(getattr(error, "orig", error), "sqlite_errorcode", None)
    return None if code is None else code & 0xFF
