"""The database: units of work that share a commit and not their fate."""

import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from storage import timers
from storage.database import Database, Db, WrongRowCount, expect_rows, why_unusable
from storage.timers import Timer, TimerRow

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def add_timer(subject: str) -> Timer:
    """A timer about something."""
    return Timer("test", subject, "chat:1", NOW, {})


def subjects(database: Database) -> list[str]:
    """What is kept, seen through a connection of its own."""
    with database.read() as db:
        return sorted(db.scalars(sa.select(TimerRow.subject)))


def test_a_unit_is_kept_once_its_future_is_done(database: Database) -> None:
    database.write(lambda db: timers.set_timers(db, [add_timer("a")])).result(10)

    assert subjects(database) == ["a"]


def test_a_unit_that_fails_keeps_nothing_and_spares_its_neighbours(database: Database) -> None:
    gate = threading.Event()

    def wait(_: Db) -> None:
        gate.wait(10)

    def fail(db: Db) -> None:
        timers.set_timers(db, [add_timer("lost")])
        raise ZeroDivisionError

    first = database.write(wait)
    group = [database.write(lambda db: timers.set_timers(db, [add_timer("before")])), database.write(fail)]
    group.append(database.write(lambda db: timers.set_timers(db, [add_timer("after")])))
    gate.set()

    first.result(10)
    group[0].result(10)
    group[2].result(10)
    with pytest.raises(ZeroDivisionError):
        group[1].result(10)
    assert subjects(database) == ["after", "before"]


def test_what_is_urgent_goes_before_what_waits_and_does_not_wait_for_its_commit(sqlite_database: Database) -> None:
    begun, gate, order = threading.Event(), threading.Event(), list[str]()

    def wait(_: Db) -> None:
        begun.set()
        gate.wait(10)

    def store(db: Db, names: Sequence[str]) -> list[str]:
        with sqlite_database.read() as reader:
            order.extend([*names, f"after {reader.scalar(sa.select(sa.func.count()).select_from(TimerRow))}"])
        return list(names)

    sqlite_database.write(wait)
    assert begun.wait(10)
    ordinary = sqlite_database.write(lambda db: timers.set_timers(db, [add_timer("ordinary")]))
    last = sqlite_database.write_each(store, "last")
    urgent = [sqlite_database.write_each(store, name, is_urgent=True) for name in ("first", "second")]
    gate.set()

    assert [each.result(10) for each in (*urgent, ordinary, last)] == ["first", "second", None, "last"]
    assert order == ["first", "second", "after 0", "last", "after 0"]


def test_nothing_of_a_group_is_answered_as_done_when_its_commit_fails(sqlite_database: Database) -> None:
    def break_the_transaction(db: Db) -> None:
        timers.set_timers(db, [add_timer("lost")])
        db.connection.dbapi_connection.rollback()  # type: ignore[union-attr]  # as a full disk makes SQLite do

    with pytest.raises(sa.exc.OperationalError):
        sqlite_database.write(break_the_transaction).result(10)
    assert subjects(sqlite_database) == []
    sqlite_database.write(lambda db: timers.set_timers(db, [add_timer("next")])).result(10)
    assert subjects(sqlite_database) == ["next"]


def test_a_unit_is_run_again_after_a_serialization_failure(postgresql_database: Database) -> None:
    runs: list[int] = []

    def collide_once(db: Db) -> int:
        runs.append(1)
        if len(runs) == 1:
            db.execute(sa.text("do $$ begin raise exception using errcode = '40001'; end $$"))
        timers.set_timers(db, [add_timer("kept")])
        return len(runs)

    assert postgresql_database.write(collide_once).result(10) == 2
    assert subjects(postgresql_database) == ["kept"]


def test_what_is_written_while_reading_is_dropped(database: Database) -> None:
    with database.read() as db:
        timers.set_timers(db, [add_timer("dropped")])

    assert subjects(database) == []


def test_closing_finishes_what_was_handed_in(sqlite_database: Database) -> None:
    units = [
        sqlite_database.write(lambda db, n=n: timers.set_timers(db, [add_timer(str(n))]))  # type: ignore[misc]
        for n in range(100)
    ]
    sqlite_database.close()

    assert all(unit.done() for unit in units)
    assert len(subjects(sqlite_database)) == 100


def test_sqlite_survives_a_power_cut_by_its_settings(sqlite_database: Database) -> None:
    with sqlite_database.read() as db:
        assert db.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert db.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL
        assert db.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_times_are_utc_whatever_zone_they_came_in(database: Database) -> None:
    in_shanghai = NOW.astimezone(timezone(timedelta(hours=8)))
    with database.transaction() as db:
        timers.set_timers(db, [Timer("test", "zone", "chat:1", in_shanghai, {})])

    with database.read() as db:
        assert timers.next_due_at(db) == NOW


def test_a_naive_time_is_refused(database: Database) -> None:
    naive = NOW.replace(tzinfo=None)

    with pytest.raises(ValueError, match="naive"), database.transaction() as db:
        timers.set_timers(db, [Timer("test", "naive", "chat:1", naive, {})])


def test_a_wrong_row_count_says_both_numbers(database: Database) -> None:
    with database.read() as db, pytest.raises(WrongRowCount, match="expected 1 rows, touched 0"):
        expect_rows(db.execute(sa.update(TimerRow).values(kind="x")), 1)


def test_an_address_that_is_none_is_explained() -> None:
    with pytest.raises(sa.exc.ArgumentError) as caught:
        Database("nonsense")

    assert why_unusable(caught.value) is not None
    assert why_unusable(ValueError()) is None


def test_a_caller_who_stops_waiting_stops_no_writer(sqlite_database: Database) -> None:
    gate, begun = threading.Event(), threading.Event()

    def wait(_: Db) -> None:
        begun.set()
        gate.wait(10)

    under_way = sqlite_database.write(wait)
    begun.wait(10)
    waiting = sqlite_database.write(lambda db: timers.set_timers(db, [add_timer("unwanted")]))
    assert waiting.cancel()
    assert not under_way.cancel()
    gate.set()

    sqlite_database.write(lambda db: timers.set_timers(db, [add_timer("wanted")])).result(10)

    under_way.result(10)
    assert subjects(sqlite_database) == ["wanted"]
