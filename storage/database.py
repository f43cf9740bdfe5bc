"""The database itself: engines, the one place that commits, and what every table is made of.

Not here: any noun of the shop. A unit of work is a plain function of a connection. Units that wait at the same time
share a commit (group commit), each in a savepoint of its own, so a unit is all or nothing and one that fails does
not touch its neighbours. SQLite has one writer thread, PostgreSQL several.
"""

import itertools
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any, ClassVar, NamedTuple, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, CursorResult, Engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from storage import failpoints, outages, prepared
from storage.outages import WrongRowCount as WrongRowCount

Db = Connection
"""What every operation below the edges is given: a connection inside a transaction it may not end."""

MOST_UNITS_PER_COMMIT = 64
"""The more share a commit, the less each pays for it; but every unit waits for its whole group."""

BUSY_TIMEOUT_MS = 10_000
POSTGRESQL_WRITERS = 4

MOST_ATTEMPTS = 5
PAUSES_SECONDS = (0.0, 0.1, 0.4, 1.0)
"""Between the attempts; together longer than a server takes to start again after a crash."""

_POSTGRESQL_SESSION = {
    "idle_in_transaction_session_timeout": "10s",
    # The server's half of the same: whoever vanishes leaves their locks to others.
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "10s",
}
"""A process that is frozen or out of reach in the middle of a transaction loses it, and with it its lanes, within
15 seconds. What it still wanted to commit can't be committed then: no other fence is needed."""

_POSTGRESQL_CLIENT = {
    "connect_timeout": 10,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}

_COMMITS = sa.table("commits", sa.column("id"))
_NEW_COMMIT = sa.insert(_COMMITS).values(id=sa.cast(sa.func.gen_random_uuid(), sa.Text)).returning(_COMMITS.c.id)
_SAME_COMMIT = (
    postgresql.insert(_COMMITS).values(id=sa.bindparam("id")).on_conflict_do_nothing().returning(_COMMITS.c.id)
)


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
    return _parsed(url).get_backend_name() == "sqlite"


def why_unusable(error: BaseException) -> str | None:
    """What is wrong with DATABASE_URL or the database behind it, in one sentence; None for any other error."""
    if isinstance(error, sa.exc.ArgumentError | sa.exc.NoSuchModuleError):
        return "DATABASE_URL is not the address of a database: write sqlite:///shop.db or postgresql://…"
    if isinstance(error, sa.exc.DatabaseError):
        return f"The database can't be used ({str(error.orig).splitlines()[0]}): check DATABASE_URL."
    return None


@contextmanager
def savepoint(db: Db) -> Iterator[None]:
    """Keep all that is done inside, or, if it raises, nothing of it."""
    _speak(db, "SAVEPOINT unit")
    try:
        yield
    except BaseException:
        if _is_in_transaction(db):
            _speak(db, "ROLLBACK TO SAVEPOINT unit")
            _speak(db, "RELEASE SAVEPOINT unit")
        raise
    _speak(db, "RELEASE SAVEPOINT unit")


Work = Callable[[Db, Sequence[Any]], Sequence[Any]]  # Any: items and results of one kind of work


@dataclass(frozen=True)
class _Unit:
    work: Work
    item: Any
    answer: Future[Any]


@dataclass
class _Commit:
    """One group on its way to disk. On PostgreSQL it writes a row of its own, by which it is known again."""

    id: str | None = None
    outcomes: list[tuple[_Unit, Any]] = field(default_factory=list)

    def has_come_through(self, db: Db) -> bool:
        """Whether a former attempt, whose reply was lost, was committed; else this one is noted under the same id.

        Its transaction may still be under way at the server: the INSERT waits until that has ended.
        """
        if self.id is None:
            self.id = db.execute(_NEW_COMMIT).scalar_one()
            return False
        return db.execute(_SAME_COMMIT, {"id": self.id}).one_or_none() is None


class Database:
    """One database, SQLite or PostgreSQL: units of work to write, short snapshots to read."""

    def __init__(self, url: str, *, writers: int = POSTGRESQL_WRITERS) -> None:
        self.url = _parsed(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._engine = _sqlite_engine(self.url) if self.is_sqlite else _postgresql_engine(self.url)
        self._units: queue.PriorityQueue[_Waiting] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._closing = threading.Event()
        self._threads = [
            threading.Thread(target=self._serve, name=f"writer-{n}", daemon=True)
            for n in range(1 if self.is_sqlite else writers)
        ]
        for thread in self._threads:
            thread.start()

    def write(self, work: Callable[[Db], Result]) -> "Future[Result]":
        """Run `work` in a transaction on a writer thread; the future is done once its commit is durable.

        `work` runs again from the start if another writer was in its way (serialization failure, deadlock, a row
        count that no longer fits) or the connection was lost, so it must act on nothing but its connection.
        Whatever it raises rolls it back and is the future's exception.
        """
        return self.write_each(_one_by_one, work)

    def write_each(
        self, work: Callable[[Db, Sequence[Item]], Sequence[Any]], item: Item, *, is_urgent: bool = False
    ) -> "Future[Any]":
        """The same for work that does the items of a whole commit together, which saves statements.

        `work` returns for each item what came of it, or the exception that is to be its future's; it keeps items
        apart with `savepoint`. If it raises, nothing of it is kept and each item is worked on by itself. Urgent items
        go before all others and commit without them.
        """
        answer: Future[Any] = Future()  # Any: whatever the work makes of the item
        self._hand_in(_Rank.URGENT if is_urgent else _Rank.ORDINARY, _Unit(work, item, answer))
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

    def session(self) -> Connection:
        """A connection of the caller's own, outside every pool and transaction: for locks that last as long as it."""
        return sa.create_engine(self.url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT").connect()

    def close(self) -> None:
        """Finish the units already handed in, stop the writers and close every connection."""
        for _ in self._threads:
            self._hand_in(_Rank.CLOSING, None)
        for thread in self._threads:
            thread.join()
        self._engine.dispose()

    def _serve(self) -> None:
        """Take what waits with the same urgency, up to a group, and commit it together; until `close`."""
        while (first := self._units.get()).unit is not None:
            group = [first.unit]
            while len(group) < MOST_UNITS_PER_COMMIT:
                try:
                    waiting = self._units.get_nowait()
                except queue.Empty:
                    break
                if waiting.unit is None or waiting.rank != first.rank:
                    self._units.put(waiting)  # for a thread to find once the group is done
                    break
                group.append(waiting.unit)
            self._commit_together(group)

    def _hand_in(self, rank: "_Rank", unit: "_Unit | None") -> None:
        self._units.put(_Waiting(rank, next(self._numbers), unit))

    def _commit_together(self, group: Sequence[_Unit]) -> None:
        """Commit the group, then by itself each unit that did not get on with the others.

        A unit whose caller has gone (a task cancelled while it waited) is left out; from here on none can go.
        """
        wanted = [unit for unit in group if unit.answer.set_running_or_notify_cancel()]
        for unit in self._commit(wanted):
            self._commit([unit])

    def _commit(self, units: Sequence[_Unit]) -> list[_Unit]:
        """Do and commit the units, and only then answer: a caller told 'done' is durable. Returns those left to do."""
        commit = _Commit()
        for attempt in range(1, MOST_ATTEMPTS + 1):
            try:
                self._attempt(units, commit)
            except Exception as error:
                if outages.is_read_only(error):
                    self._engine.dispose()  # who connects anew may find the server that is to be written to
                if attempt < MOST_ATTEMPTS and (outages.is_worth_another_try(error) or outages.is_overtaken(error)):
                    self._closing.wait(PAUSES_SECONDS[attempt - 1])
                    continue
                # Nothing of the group was kept (disk full, server gone, commit refused): every caller is told.
                commit.outcomes = [(unit, error) for unit in units]
            break
        return [unit for unit, outcome in commit.outcomes if not self._answer(unit, outcome, is_alone=len(units) == 1)]

    def _attempt(self, units: Sequence[_Unit], commit: _Commit) -> None:
        with self._engine.begin() as db:
            if self.is_sqlite or not commit.has_come_through(db):
                commit.outcomes = [each for some in _by_work(units) for each in _outcomes(db, some)]
            failpoints.reached("commit.asked")
        failpoints.reached("commit.made")

    def _answer(self, unit: _Unit, outcome: Any, *, is_alone: bool) -> bool:
        """Tell the unit's caller; False if it is to be tried by itself first."""
        if isinstance(outcome, _Apart) and not is_alone:
            return False
        if isinstance(outcome, _Apart):
            outcome = outcome.error
        if isinstance(outcome, Exception):
            unit.answer.set_exception(outcome)
        else:
            unit.answer.set_result(outcome)
        return True


def is_unfit_for(db: Db, error: Exception) -> bool:
    """Whether after this error nothing more can be done in the transaction, whoever is to blame."""
    return outages.is_trouble(error) or not _is_in_transaction(db)


class _Rank(IntEnum):
    """What goes before what."""

    URGENT = 0
    ORDINARY = 1
    CLOSING = 2


class _Waiting(NamedTuple):
    """A unit in its place; without one, the writer that comes to it ends. No two have the same number."""

    rank: _Rank
    number: int
    unit: _Unit | None


@dataclass(frozen=True)
class _Apart:
    """A unit that could not be done among others, for no reason of its own: it is to be tried by itself."""

    error: Exception


def _by_work(units: Sequence[_Unit]) -> list[list[_Unit]]:
    """The units, those of the same work together."""
    kinds: dict[Work, list[_Unit]] = {}
    for unit in units:
        kinds.setdefault(unit.work, []).append(unit)
    return list(kinds.values())


def _outcomes(db: Db, units: Sequence[_Unit]) -> list[tuple[_Unit, Any]]:
    """Do units of one kind. Raises what concerns the whole transaction."""
    try:
        with savepoint(db):
            results = units[0].work(db, [unit.item for unit in units])
    except Exception as error:
        if is_unfit_for(db, error) or (len(units) == 1 and _was_in_the_way(db, error)):
            raise
        return [(unit, _Apart(error)) for unit in units]
    if len(units) == 1 and _was_in_the_way(db, results[0]):
        raise results[0]
    return [
        (unit, _Apart(result) if _was_in_the_way(db, result) else result)
        for unit, result in zip(units, results, strict=True)
    ]


def _was_in_the_way(db: Db, result: Any) -> bool:
    """Whether the work failed because another writer was quicker; SQLite has only one."""
    return isinstance(result, Exception) and not _has_one_writer(db) and outages.is_overtaken(result)


def _one_by_one(db: Db, works: Sequence[Callable[[Db], Any]]) -> list[Any]:
    """What came of each work, or what it raised."""
    return [_result_or_error(db, work) for work in works]


def _result_or_error(db: Db, work: Callable[[Db], Any]) -> Any:
    try:
        with savepoint(db):
            return work(db)
    except Exception as error:
        if is_unfit_for(db, error):
            raise
        return error


def _speak(db: Db, command: str) -> None:
    """Say something about savepoints; to SQLite without SQLAlchemy, which takes thirty times as long."""
    raw = db.connection.dbapi_connection
    if isinstance(raw, sqlite3.Connection) and raw.in_transaction:
        raw.execute(command)
    else:
        db.exec_driver_sql(command)


def _is_in_transaction(db: Db) -> bool:
    """Whether there is still a transaction that the group's other units can commit with."""
    if db.invalidated or not db.in_transaction():
        return False
    raw = db.connection.dbapi_connection
    return raw.in_transaction if isinstance(raw, sqlite3.Connection) else not getattr(raw, "closed", True)


def _has_one_writer(db: Db) -> bool:
    return db.dialect.name == "sqlite"


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
    settings = " ".join(f"-c {name}={value}" for name, value in _POSTGRESQL_SESSION.items())
    return sa.create_engine(
        url, hide_parameters=True, pool_pre_ping=True, connect_args={"options": settings, **_POSTGRESQL_CLIENT}
    )
