"""Statements that libpq itself runs, prepared: half the work that a cursor of psycopg has with one.

Not here: what is run, or the errors' names (storage.statements.prepared). psycopg wraps libpq, and still says how
values are written and read; left out are its cursors and its waiting in Python (a statement is a call without the GIL).
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import pq
from psycopg.adapt import PyFormat, Transformer
from sqlalchemy.engine import Connection

Row = Sequence[Any]  # Any: a value, as psycopg reads its type

_OF_CONNECTION = "libpq"

_STALE = ("26000", "0A000")
"""PostgreSQL's words for a prepared statement that is gone, or whose result a migration has changed."""


@dataclass(frozen=True)
class Outcome:
    """What came of a statement: the rows it returned, and how many it found or changed."""

    rows: list[Row]
    count: int


class Session:
    """What one connection has prepared. A session ends with its connection, and so do its statements."""

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self._connection = connection
        self._libpq = connection.pgconn
        self._statements: dict[str, _Statement] = {}
        self._numbers = itertools.count()

    def run(self, text: str, parameters: Sequence[Any]) -> Outcome:
        """Run the statement, whose parameters are $1, $2, …; it begins a transaction where there is none.

        Raises psycopg.Error as a cursor would.
        """
        self._begin()
        statement = self._statements.get(text) or self._prepare(text)
        values = statement.adapter.dump_sequence(parameters, [PyFormat.TEXT] * len(parameters))
        try:
            result = _checked(self._libpq.exec_prepared(statement.name, values))
        except psycopg.Error as error:
            if error.sqlstate in _STALE:
                self._statements.clear()  # for the next attempt
            raise
        return Outcome(statement.read(result), result.command_tuples or 0)

    def say(self, commands: str) -> None:
        """Run commands without parameters or rows, separated by semicolons, in one round trip."""
        self._begin()
        _checked(self._libpq.exec_(commands.encode()))

    def _begin(self) -> None:
        if self._libpq.transaction_status == pq.TransactionStatus.IDLE and not self._connection.autocommit:
            _checked(self._libpq.exec_(b"BEGIN"))

    def _prepare(self, text: str) -> "_Statement":
        name = f"xiaoer_{next(self._numbers)}".encode()
        _checked(self._libpq.prepare(name, text.encode()))
        return self._statements.setdefault(text, _Statement(name, Transformer(self._connection)))


def session_of(db: Connection) -> Session:
    """The session of SQLAlchemy's connection to PostgreSQL."""
    session: Session | None = db.info.get(_OF_CONNECTION)
    if session is None:
        session = db.info[_OF_CONNECTION] = Session(_psycopg(db))
    return session


def _psycopg(db: Connection) -> "psycopg.Connection[Any]":
    raw = db.connection.dbapi_connection
    if not isinstance(raw, psycopg.Connection):
        raise TypeError("PostgreSQL is spoken to through psycopg")
    return raw


def _checked(result: pq.abc.PGresult) -> pq.abc.PGresult:
    if result.status in (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK):
        return result
    raise psycopg.errors.error_from_result(result)


@dataclass
class _Statement:
    name: bytes
    adapter: Any  # psycopg's Transformer, which is in C or in Python
    is_known: bool = False

    def read(self, result: pq.abc.PGresult) -> list[Row]:
        """The rows. What reads their columns is found with the first result: a prepared statement's never change."""
        if result.status != pq.ExecStatus.TUPLES_OK:
            return []
        self.adapter.set_pgresult(result, set_loaders=not self.is_known)
        self.is_known = True
        rows: list[Row] = self.adapter.load_rows(0, result.ntuples, tuple)
        return rows
