"""The database itself: engines, the one place that commits, and what every table is made of.

Not here: any noun of the shop. A unit of work is a plain function of a connection; `Database.write`
runs it in a savepoint of its own, several units sharing one commit (group commit), so a unit is all or
nothing and one that fails does not touch its neighbours.

SQLite has one writer thread. On PostgreSQL several threads write, each unit in a transaction of its own.
"""

import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, CursorResult, Engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

Db = Connection
"""What every operation below the edges is given: a connection inside a transaction it may not end."""

MOST_UNITS_PER_COMMIT = 32
"""Measured: past 32 a larger group no longer commits faster, and every unit waits for the whole group."""

BUSY_TIMEOUT_MS = 10_000
POSTGRESQL_WRITERS = 4

MOST_ATTEMPTS = 5

_WORTH_ANOTHER_TRY = {"40001", "40P01"}
"""PostgreSQL's serialization failure and deadlock: the whole unit may simply be run again."""


class WrongRowCount(Exception):
    """A conditional UPDATE touched another number of rows than the operation needs; the unit must not commit."""

    def __init__(self, expected: int, touched: int) -> None:
        super().__init__(f"expected {expected} rows, touched {touched}")
        self.expected = expected
        self.touched = touched


class ForeignKeysBroken(Exception):
    """A migration left rows that refer to others which are not there; it was undone."""


class DatabaseUnusable(Exception):
    """The database can't be opened; the message says why in one sentence."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime; naive values are refused, and SQLite (which has no zones) gets them back."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime: the database keeps UTC only")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Table(DeclarativeBase):
    """Parent of every table. Columns are declared as `Mapped[...]`; queries are Core statements."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        int: sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
        dict[str, Any]: sa.JSON(),
        list[Any]: sa.JSON(),
    }


class Value(Protocol):
    """A frozen dataclass with a field for each column it is read from."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


V = TypeVar("V", bound=Value)
Result = TypeVar("Result")


def one(db: Db, statement: sa.Executable, value: type[V]) -> V | None:
    """Run a SELECT (or … RETURNING) of at most one row and read it as `value`."""
    row = db.execute(statement).mappings().one_or_none()
    return None if row is None else value(**row)


def many(db: Db, statement: sa.Executable, value: type[V]) -> list[V]:
    """Run a SELECT (or … RETURNING) and read every row as `value`."""
    return [value(**row) for row in db.execute(statement).mappings()]


def columns(table: type[Table], value: type[Value]) -> list[sa.ColumnElement[Any]]:
    """The columns of `table` that `value` has fields for, in the value's order."""
    return [table.__table__.c[name] for name in value.__dataclass_fields__]


def insert_or_ignore(db: Db, table: type[Table]) -> "sqlite.Insert | postgresql.Insert":
    """An INSERT that knows `.on_conflict_do_nothing()` and `.on_conflict_do_update()` on either database."""
    return sqlite.insert(table) if db.dialect.name == "sqlite" else postgresql.insert(table)


def expect_rows(result: CursorResult[Any], count: int) -> None:
    """Raise WrongRowCount unless the statement touched exactly `count` rows."""
    if result.rowcount != count:
        raise WrongRowCount(count, result.rowcount)


def why_unusable(error: BaseException) -> str | None:
    """What is wrong with DATABASE_URL or the database behind it, in one sentence; None for any other error."""
    if isinstance(error, sa.exc.ArgumentError | sa.exc.NoSuchModuleError):
        return "DATABASE_URL is not the address of a database: write sqlite:///shop.db or postgresql://…"
    if isinstance(error, sa.exc.DatabaseError):
        return f"The database can't be used ({str(error.orig).splitlines()[0]}): check DATABASE_URL."
    return None


@dataclass(frozen=True)
class _Unit:
    work: Callable[[Db], Any]
    answer: Future[Any]


class Database:
    """One database, SQLite or PostgreSQL: units of work to write, short snapshots to read."""

    def __init__(self, url: str, *, writers: int = POSTGRESQL_WRITERS) -> None:
        self.url = _parsed(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._engine = _sqlite_engine(self.url) if self.is_sqlite else _postgresql_engine(self.url)
        self._units: queue.SimpleQueue[_Unit | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._serve, name=f"writer-{n}", daemon=True)
            for n in range(1 if self.is_sqlite else writers)
        ]
        for thread in self._threads:
            thread.start()

    def write(self, work: Callable[[Db], Result]) -> "Future[Result]":
        """Run `work` in a transaction on a writer thread; the future is done once its commit is durable.

        `work` runs again from the start if another of PostgreSQL's writers was in its way (serialization
        failure, deadlock, a row count that no longer fits), so it must act on nothing but its connection. Whatever
        it raises rolls it back and is the future's exception.
        """
        answer: Future[Result] = Future()
        self._units.put(_Unit(work, answer))
        return answer

    @contextmanager
    def read(self) -> Iterator[Db]:
        """A connection for queries; whatever is written through it is rolled back."""
        with self._engine.connect().execution_options(reading=True) as db, db.begin() as transaction:
            yield db
            transaction.rollback()

    @contextmanager
    def transaction(self) -> Iterator[Db]:
        """A transaction on the calling thread, committed at the end: for start-up, imports and tests."""
        with self._engine.begin() as db:
            yield db

    @contextmanager
    def rebuilding(self) -> Iterator[Db]:
        """A transaction in which tables may be made anew under rows that refer to them: for migrations alone.

        SQLite can change little of a table that stands, and would take its end for that of all its rows; so it looks
        at foreign keys once more at the end. Raises ForeignKeysBroken, and then nothing has changed.
        """
        with self._engine.connect() as db:
            raw = db.connection.dbapi_connection
            if not isinstance(raw, sqlite3.Connection):
                with db.begin():
                    yield db
                return
            raw.execute("PRAGMA foreign_keys = OFF")  # is without effect inside a transaction
            try:
                with db.begin():
                    yield db
                    if broken := db.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                        raise ForeignKeysBroken(f"{len(broken)} references lead nowhere, the first in {broken[0][0]}")
            finally:
                raw.execute("PRAGMA foreign_keys = ON")

    def close(self) -> None:
        """Finish the units already handed in, stop the writers and close every connection."""
        for _ in self._threads:
            self._units.put(None)
        for thread in self._threads:
            thread.join()
        self._engine.dispose()

    def _serve(self) -> None:
        """Take whatever waits, up to a group, and commit it together; until `close`."""
        while (first := self._units.get()) is not None:
            group = [first]
            closing = False
            while self.is_sqlite and len(group) < MOST_UNITS_PER_COMMIT:
                try:
                    unit = self._units.get_nowait()
                except queue.Empty:
                    break
                if unit is None:
                    closing = True
                    break
                group.append(unit)
            self._commit_together(group)
            if closing:
                return

    def _commit_together(self, group: Sequence[_Unit]) -> None:
        """Run each unit in its savepoint, commit once, and only then answer: a caller told 'done' is durable.

        A unit whose caller has gone (a task cancelled while it waited) is left out; from here on none can go.
        """
        wanted = [unit for unit in group if unit.answer.set_running_or_notify_cancel()]
        try:
            answers = self._run_together(wanted)
        except Exception as error:
            # Nothing of the group was kept (disk full, connection gone, commit refused): every caller is told.
            answers = [(unit, error) for unit in wanted]
        for unit, answer in answers:
            if isinstance(answer, Exception):
                unit.answer.set_exception(answer)
            else:
                unit.answer.set_result(answer)

    def _run_together(self, group: Sequence[_Unit]) -> list[tuple[_Unit, Any]]:
        for attempt in range(1, MOST_ATTEMPTS + 1):
            try:
                return self._attempt_together(group)
            except Exception as error:
                if attempt == MOST_ATTEMPTS or not self._is_worth_another_try(error):
                    raise
        raise AssertionError("the last attempt either returned or raised")

    def _attempt_together(self, group: Sequence[_Unit]) -> list[tuple[_Unit, Any]]:
        answers: list[tuple[_Unit, Any]] = []
        with self._engine.begin() as db:
            for unit in group:
                try:
                    with db.begin_nested():
                        answers.append((unit, unit.work(db)))
                except Exception as error:
                    if not _is_still_in_transaction(db) or self._is_worth_another_try(error):
                        raise
                    answers.append((unit, error))
        return answers

    def _is_worth_another_try(self, error: Exception) -> bool:
        """Whether another writer was in the way. SQLite has one writer, so there nobody can be."""
        if self.is_sqlite:
            return False
        cause = error.__cause__ if isinstance(error.__cause__, sa.exc.OperationalError | WrongRowCount) else error
        if isinstance(cause, sa.exc.OperationalError):
            return getattr(cause.orig, "sqlstate", None) in _WORTH_ANOTHER_TRY
        return isinstance(cause, WrongRowCount)


def _is_still_in_transaction(db: Db) -> bool:
    """Whether the savepoint alone was rolled back, so that the group's other units can still commit."""
    if db.invalidated or not db.in_transaction():
        return False
    raw = db.connection.dbapi_connection
    return raw.in_transaction if isinstance(raw, sqlite3.Connection) else True


def _parsed(url: str) -> sa.URL:
    try:
        return sa.make_url(url)
    except ValueError:
        raise DatabaseUnusable("DATABASE_URL has no number where its port should be.") from None


def _sqlite_engine(url: sa.URL) -> Engine:
    """WAL with full synchronisation: a commit that was answered survives a power cut."""
    engine = sa.create_engine(
        url,
        hide_parameters=True,
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def prepare(raw: sqlite3.Connection, _: Any) -> None:
        raw.isolation_level = None  # the begin event below speaks for itself; the driver must not add its own
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begin(db: Connection) -> None:
        reading = db.get_execution_options().get("reading", False)
        # A deferred transaction that turns into a writer half-way fails at once with SQLITE_BUSY.
        db.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _postgresql_engine(url: sa.URL) -> Engine:
    if url.get_backend_name() != "postgresql":
        kind = url.get_backend_name()
        raise DatabaseUnusable(
            f"DATABASE_URL begins with {kind}, which is not supported: write sqlite:// or postgresql://"
        )
    return sa.create_engine(url, hide_parameters=True, pool_pre_ping=True)
