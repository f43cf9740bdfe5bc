"""Savepoints: whatever is nested in what, all of one is kept or nothing, and only who writes pays for it."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import timers
from storage.database import POSTGRESQL_WRITERS, Database, Db, is_unfit_for
from storage.statements import prepared
from storage.statements.savepoints import can_go_on, savepoint
from storage.timers import Timer, TimerRow

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)

_SUBJECTS = sa.select(TimerRow.subject).order_by(TimerRow.subject)
_BROKEN = sa.select(sa.cast(sa.bindparam("text", type_=sa.Text), sa.Integer))


@dataclass(frozen=True)
class Write:
    """A row is written, by SQLAlchemy or by a prepared statement."""

    is_prepared: bool


@dataclass(frozen=True)
class Inside:
    """These are done inside a savepoint, which fails at the end or does not."""

    acts: Sequence["Act"]
    fails: bool


Act = Write | Inside

ACTS = st.recursive(
    st.builds(Write, st.booleans()),
    lambda acts: st.builds(Inside, st.lists(acts, max_size=4), st.booleans()),
    max_leaves=12,
)


class Failed(Exception):
    """What was begun is to be undone."""


class Shop:
    """Does the acts on a database and, beside it, on a list."""

    def __init__(self, db: Db) -> None:
        self.db = db
        self.kept: list[str] = []
        self._written = 0

    def do(self, act: Act) -> None:
        if isinstance(act, Write):
            self._write(act)
            return
        before = list(self.kept)
        try:
            with savepoint(self.db):
                for each in act.acts:
                    self.do(each)
                    assert subjects(self.db) == sorted(self.kept)
                _fail_if(act.fails)
        except Failed:
            self.kept = before

    def _write(self, act: Write) -> None:
        self._written += 1
        timer = Timer("test", f"{self._written:04}", "chat:1", NOW, {})
        if act.is_prepared:
            timers.set_timers(self.db, [timer])
        else:
            self.db.execute(sa.insert(TimerRow), {name: getattr(timer, name) for name in Timer.__dataclass_fields__})
        self.kept.append(timer.subject)


def _fail_if(fails: bool) -> None:
    if fails:
        raise Failed


def subjects(db: Db) -> list[str]:
    return [row[0] for row in prepared.rows(db, _SUBJECTS, {})]


@contextmanager
def listening(db: Db) -> Iterator[list[str]]:
    """What is said about savepoints meanwhile."""
    said: list[str] = []
    raw = db.connection.dbapi_connection
    assert raw is not None
    raw.set_trace_callback(lambda text: said.append(text) if "SAVEPOINT" in text else None)
    yield said
    raw.set_trace_callback(None)


@settings(deadline=None)
@given(acts=st.lists(ACTS, max_size=5))
def test_each_is_kept_as_a_whole_or_not_at_all(
    _shared_database: Database,  # noqa: PT019 - it lasts longer than the test, as hypothesis wants it
    acts: list[Act],
) -> None:
    with _shared_database.read() as db:
        shop = Shop(db)
        for act in acts:
            shop.do(act)
            assert subjects(db) == sorted(shop.kept)


def test_who_only_reads_lays_none(sqlite_database: Database) -> None:
    with sqlite_database.read() as db, listening(db) as said, savepoint(db), savepoint(db):
        subjects(db)

    assert said == []


def test_those_that_nothing_was_written_between_share_one(sqlite_database: Database) -> None:
    with sqlite_database.read() as db, listening(db) as said:
        with savepoint(db), savepoint(db), savepoint(db):
            Shop(db).do(Write(is_prepared=True))
        with savepoint(db):
            subjects(db)

    assert said == ["SAVEPOINT unit_0", "RELEASE SAVEPOINT unit_0"]


def test_a_neighbours_release_travels_with_the_next_one(sqlite_database: Database) -> None:
    with sqlite_database.read() as db, listening(db) as said, savepoint(db):
        shop = Shop(db)
        for act in (Write(is_prepared=True), Inside([Write(is_prepared=False)], fails=False)):
            shop.do(act)
        shop.do(Inside([Write(is_prepared=True)], fails=True))

    assert said == [
        "SAVEPOINT unit_0",
        "SAVEPOINT unit_1",
        "RELEASE SAVEPOINT unit_1",
        "SAVEPOINT unit_1",
        "ROLLBACK TO SAVEPOINT unit_1",
        "RELEASE SAVEPOINT unit_0",
    ]


@pytest.mark.slow
def test_postgresql_gives_a_transaction_up_whose_query_failed_before_anything_was_written(
    postgresql_database: Database,
) -> None:
    with postgresql_database.read() as db:
        with pytest.raises(sa.exc.DataError) as raised, savepoint(db):
            prepared.rows(db, _BROKEN, {"text": "no number"})

        assert not can_go_on(db)
        assert is_unfit_for(db, raised.value)


@pytest.mark.slow
def test_it_goes_on_where_something_was_written_first(postgresql_database: Database) -> None:
    with postgresql_database.read() as db:
        with pytest.raises(sa.exc.DataError), savepoint(db):  # noqa: PT012 - the second statement raises
            Shop(db).do(Write(is_prepared=True))
            prepared.rows(db, _BROKEN, {"text": "no number"})

        assert can_go_on(db)
        assert subjects(db) == []


@pytest.mark.slow
def test_one_whose_query_the_database_would_not_have_fails_alone(postgresql_database: Database) -> None:
    gate = threading.Event()

    def wait(_: Db) -> None:
        gate.wait(10)

    def asking(text: str) -> Callable[[Db], int]:
        return lambda db: int(prepared.rows(db, _BROKEN, {"text": text})[0][0])

    busy = [postgresql_database.write(wait) for _ in range(POSTGRESQL_WRITERS)]
    units = [postgresql_database.write(asking(text)) for text in ("1", "no number", "3")]
    gate.set()

    [each.result(10) for each in busy]
    assert (units[0].result(10), units[2].result(10)) == (1, 3)
    with pytest.raises(sa.exc.DataError):
        units[1].result(10)
