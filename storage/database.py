"""The database itself: units of work to write, snapshots to read, and what every table is made of.

Not here: any noun of the shop, how one connects (storage.engines), or the threads that commit (storage.writers). A unit
of work is a plain function of a connection.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, CursorResult
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from storage import engines
from storage.engines import DatabaseUnusable as DatabaseUnusable
from storage.outages import WrongRowCount as WrongRowCount
from storage.statements import prepared
from storage.statements.savepoints import savepoint as savepoint
from storage.writers import Writers, one_by_one
from storage.writers import is_unfit_for as is_unfit_for

Db = Connection
"""What every operation below the edges is given: a connection inside a transaction it may not end."""

POSTGRESQL_WRITERS = 4


class ForeignKeysBroken(Exception):
    """A migration left rows that refer to others which are not there; it was undone."""


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
Item = TypeVar("Item")
Result = TypeVar("Result")


def one(db: Db, statement: sa.Executable, value: type[V], given: Mapping[str, Any] | None = None) -> V | None:
    """Run a SELECT (or … RETURNING) of at most one row and read it as `value`, whose fields are its columns in order.

    A statement that is made once and `given` its parameters runs four times as fast as one made for each call.
    """
    if given is not None:
        found = prepared.rows(db, statement, given)
        if len(found) > 1:
            raise sa.exc.MultipleResultsFound("more than one row")
        return value(*found[0]) if found else None
    row = db.execute(statement).one_or_none()
    return None if row is None else value(*row)


def many(db: Db, statement: sa.Executable, value: type[V], given: Mapping[str, Any] | None = None) -> list[V]:
    """Run a SELECT (or … RETURNING) and read every row as `value`, whose fields are its columns in order."""
    return [value(*row) for row in (db.execute(statement) if given is None else prepared.rows(db, statement, given))]


def columns(table: type[Table], value: type[Value]) -> list[sa.ColumnElement[Any]]:
    """The columns of `table` that `value` has fields for, in the value's order."""
    return [table.__table__.c[name] for name in value.__dataclass_fields__]


def insert_or_ignore(db: Db, table: type[Table]) -> "sqlite.Insert | postgresql.Insert":
    """An INSERT that knows `.on_conflict_do_nothing()` and `.on_conflict_do_update()` on either database."""
    return sqlite.insert(table) if db.dialect.name == "sqlite" else postgresql.insert(table)


def either(make: "Callable[[Callable[[type[Table]], Any]], Any]") -> Callable[[Db], Any]:
    """A statement made once for each database: `make` is given the INSERT that knows `.on_conflict_do_…()` there."""
    made = {"sqlite": make(sqlite.insert), "postgresql": make(postgresql.insert)}
    return lambda db: made[db.dialect.name]


def expect_rows(result: CursorResult[Any] | int, count: int) -> None:
    """Raise WrongRowCount unless the statement touched exactly `count` rows."""
    touched = result if isinstance(result, int) else result.rowcount
    if touched != count:
        raise WrongRowCount(count, touched)


def is_sqlite(url: str) -> bool:
    """Whether it is the address of a SQLite database, which one process at a time serves."""
    return engines.parsed(url).get_backend_name() == "sqlite"


def why_unusable(error: BaseException) -> str | None:
    """What is wrong with DATABASE_URL or the database behind it, in one sentence; None for any other error."""
    if isinstance(error, sa.exc.ArgumentError | sa.exc.NoSuchModuleError):
        return "DATABASE_URL is not the address of a database: write sqlite:///shop.db or postgresql://…"
    if isinstance(error, sa.exc.DatabaseError):
        return f"The database can't be used ({str(error.orig).splitlines()[0]}): check DATABASE_URL."
    return None


class Database:
    """One database, SQLite or PostgreSQL: units of work to write, short snapshots to read."""

    def __init__(self, url: str, *, writers: int = POSTGRESQL_WRITERS) -> None:
        self.url = engines.parsed(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._engine = engines.engine_for(self.url)
        self._writers = Writers(self._engine, count=1 if self.is_sqlite else writers)

    def write(self, work: Callable[[Db], Result]) -> "Future[Result]":
        """Run `work` in a transaction on a writer thread; the future is done once its commit is durable.

        `work` runs again from the start if another writer was in its way (serialization failure, deadlock, a row
        count that no longer fits) or the connection was lost, so it must act on nothing but its connection.
        Whatever it raises rolls it back and is the future's exception.
        """
        return self.write_each(one_by_one, work)

    def write_each(
        self, work: Callable[[Db, Sequence[Item]], Sequence[Any]], item: Item, *, is_urgent: bool = False
    ) -> "Future[Any]":
        """The same for work that does the items of a whole commit together, which saves statements.

        `work` returns for each item what came of it, or the exception that is to be its future's; it keeps items
        apart with `savepoint`. If it raises, nothing of it is kept and each item is worked on by itself. Urgent items
        go before all others and commit without them.
        """
        return self._writers.hand_in(work, item, is_urgent=is_urgent)

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

    def session(self) -> Connection:
        """A connection of the caller's own, outside every pool and transaction: for locks that last as long as it."""
        return engines.session_engine(self.url).connect()

    def close(self) -> None:
        """Finish the units already handed in, stop the writers and close every connection."""
        self._writers.close()
        self._engine.dispose()
