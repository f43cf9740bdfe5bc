"""Statements run by libpq: their transaction, their errors, and what outlives a rollback."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from storage import timers
from storage.database import Database, Db
from storage.statements import libpq, prepared
from storage.timers import Timer, TimerRow

pytestmark = pytest.mark.slow

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
TIMER = Timer("test", "a", "chat:1", NOW, {})

_NUMBER = sa.select(sa.cast(sa.bindparam("text", type_=sa.Text), sa.Integer))
_DUE = sa.select(TimerRow.due_at, TimerRow.args, TimerRow.fired_at).where(TimerRow.subject == sa.bindparam("subject"))


def test_it_begins_the_transaction_that_its_changes_belong_to(postgresql_database: Database) -> None:
    with postgresql_database.read() as db:
        timers.set_timers(db, [TIMER])

    with postgresql_database.read() as db:
        assert prepared.rows(db, _DUE, {"subject": "a"}) == []


def test_values_come_back_as_they_went_in(postgresql_database: Database) -> None:
    with postgresql_database.transaction() as db:
        timers.set_timers(db, [TIMER])
        for _ in range(2):  # the second time it knows how to read them
            assert [list(row) for row in prepared.rows(db, _DUE, {"subject": "a"})] == [[NOW, {}, None]]


def test_what_is_prepared_outlives_a_rollback(postgresql_database: Database) -> None:
    with postgresql_database.read() as db:
        pid = db.scalar(sa.select(sa.func.pg_backend_pid()))
        assert prepared.rows(db, _NUMBER, {"text": "1"}) == [(1,)]
    with pytest.raises(sa.exc.DataError) as raised, postgresql_database.read() as db:
        prepared.rows(db, _NUMBER, {"text": "one"})
    assert getattr(raised.value.orig, "sqlstate", None) == "22P02"

    with postgresql_database.read() as db:
        assert db.scalar(sa.select(sa.func.pg_backend_pid())) == pid
        assert prepared.rows(db, _NUMBER, {"text": "2"}) == [(2,)]


def test_a_connection_that_is_lost_is_given_up_and_the_next_one_prepares_anew(postgresql_database: Database) -> None:
    with pytest.raises(sa.exc.DBAPIError) as raised, postgresql_database.read() as db:  # noqa: PT012 - the last raises
        prepared.rows(db, _NUMBER, {"text": "1"})
        with postgresql_database.session() as other:
            other.execute(sa.select(sa.func.pg_terminate_backend(db.scalar(sa.select(sa.func.pg_backend_pid())))))
        prepared.rows(db, _NUMBER, {"text": "1"})
    assert raised.value.connection_invalidated

    with postgresql_database.read() as db:
        assert prepared.rows(db, _NUMBER, {"text": "3"}) == [(3,)]


def test_statements_that_somebody_has_dropped_are_prepared_anew(postgresql_database: Database) -> None:
    attempts: list[int] = []

    def ask(db: Db) -> int:
        attempts.append(1)
        prepared.rows(db, _NUMBER, {"text": "1"})
        if len(attempts) == 1:
            db.execute(sa.text("deallocate all"))
        return int(prepared.rows(db, _NUMBER, {"text": "4"})[0][0])

    assert postgresql_database.write(ask).result(10) == 4
    assert len(attempts) == 2


def test_one_whose_result_a_migration_has_changed_is_prepared_anew(postgresql_database: Database) -> None:
    everything: sa.Select[Any] = sa.select(sa.literal_column("*")).select_from(sa.text("short_lived"))
    with postgresql_database.transaction() as db:
        db.execute(sa.text("create table short_lived (a integer)"))
        assert prepared.rows(db, everything, {}) == []
        db.execute(sa.text("alter table short_lived add column b text"))
    with pytest.raises(sa.exc.DBAPIError, match="result type"), postgresql_database.read() as db:
        prepared.rows(db, everything, {})

    with postgresql_database.read() as db:
        assert prepared.rows(db, everything, {}) == []


def test_it_is_for_postgresql_alone(sqlite_database: Database) -> None:
    with sqlite_database.read() as db, pytest.raises(TypeError, match="psycopg"):
        libpq.session_of(db)
