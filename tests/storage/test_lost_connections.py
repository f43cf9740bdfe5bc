"""PostgreSQL that goes away: a unit of work is kept once or not at all, and its caller is told which.

Not here: lanes and turns (tests/bot/test_shared_lanes).
"""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from storage import commits, outages, timers
from storage.commits import CommitRow
from storage.database import Database, Db
from storage.timers import Timer, TimerRow

pytestmark = pytest.mark.slow

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def add(subject: str) -> Callable[[Db], None]:
    """A unit that adds a timer about this; twice at once would be refused by nothing but its row count."""

    def work(db: Db) -> None:
        before = db.scalar(sa.select(sa.func.count()).select_from(TimerRow)) or 0
        timers.set_timers(db, [Timer("test", f"{subject}:{before}", "chat:1", NOW, {})])

    return work


def subjects(database: Database) -> list[str]:
    """What is kept, seen through a connection of its own."""
    with database.read() as db:
        return sorted(db.scalars(sa.select(TimerRow.subject)))


def at_commit(database: Database, act: Callable[[Any], None]) -> None:
    """Do this to the driver's connection at the next commit, once."""
    left = [act]

    @sa.event.listens_for(database._engine, "commit")
    def strike(db: Db) -> None:
        if left:
            left.pop()(db.connection.dbapi_connection)


def commit_and_lose_the_reply(raw: Any) -> None:
    raw.commit()
    raw.close()


def lose_the_connection(raw: Any) -> None:
    raw.close()


def test_a_commit_whose_reply_is_lost_counts_and_is_not_done_again(postgresql_database: Database) -> None:
    at_commit(postgresql_database, commit_and_lose_the_reply)

    postgresql_database.write(add("a")).result(30)

    assert subjects(postgresql_database) == ["a:0"]


def test_a_connection_lost_before_the_commit_has_the_unit_run_again(postgresql_database: Database) -> None:
    at_commit(postgresql_database, lose_the_connection)

    postgresql_database.write(add("a")).result(30)

    assert subjects(postgresql_database) == ["a:0"]


def test_the_result_of_the_run_that_was_committed_is_told(postgresql_database: Database) -> None:
    runs: list[int] = []

    def work(_: Db) -> int:
        runs.append(1)
        return len(runs)

    at_commit(postgresql_database, commit_and_lose_the_reply)

    assert postgresql_database.write(work).result(30) == 1
    assert len(runs) == 1


def test_a_connection_killed_in_the_middle_has_the_whole_unit_run_again(postgresql_database: Database) -> None:
    runs: list[int] = []

    def work(db: Db) -> None:
        add("a")(db)
        runs.append(1)
        if len(runs) == 1:
            db.execute(sa.text("select pg_terminate_backend(pg_backend_pid())"))

    postgresql_database.write(work).result(30)

    assert len(runs) == 2
    assert subjects(postgresql_database) == ["a:0"]


def test_units_that_lock_each_other_out_are_all_done(postgresql_database: Database) -> None:
    with postgresql_database.transaction() as db:
        timers.set_timers(db, [Timer("test", name, "chat:1", NOW, {}) for name in ("a", "b")])
    together = threading.Barrier(2)
    runs: list[int] = []

    def touch(first: str, second: str) -> Callable[[Db], None]:
        is_first_run = [True]

        def work(db: Db) -> None:
            runs.append(1)
            for subject in (first, second):
                db.execute(sa.update(TimerRow).where(TimerRow.subject == subject).values(lane=first))
                if is_first_run.pop() if is_first_run else False:
                    together.wait(20)

        return work

    # Not at the same time in one group: a unit of one group can't wait for another of it.
    one = postgresql_database.write(touch("a", "b"))
    other = _from_another_process(postgresql_database, touch("b", "a"))
    one.result(30)
    other()

    assert len(runs) >= 3


def test_a_server_that_takes_no_writes_is_no_fault_of_the_unit(postgresql_database: Database) -> None:
    def work(db: Db) -> None:
        db.execute(sa.text("set transaction read only"))
        add("a")(db)

    with pytest.raises(sa.exc.DBAPIError) as caught:
        postgresql_database.write(work).result(30)

    assert outages.is_trouble(caught.value)
    assert subjects(postgresql_database) == []


def test_a_process_that_stands_still_loses_its_transaction(postgresql_database: Database) -> None:
    with postgresql_database.read() as db:
        assert db.scalar(sa.text("show idle_in_transaction_session_timeout")) == "10s"


def test_former_commits_are_forgotten(postgresql_database: Database) -> None:
    postgresql_database.write(add("a")).result(30)
    with postgresql_database.transaction() as db:
        db.execute(sa.insert(CommitRow).values(id="old", at=NOW - timedelta(days=1)))

    with postgresql_database.transaction() as db:
        assert commits.prune(db, before=NOW) == 1
        assert db.scalar(sa.select(sa.func.count()).select_from(CommitRow)) == 1


def _from_another_process(database: Database, work: Callable[[Db], None]) -> Callable[[], None]:
    """The same database as another process has it; returns what waits for the unit to be done."""
    other = Database(database.url.render_as_string(hide_password=False))
    unit = other.write(work)

    def wait() -> None:
        try:
            unit.result(30)
        finally:
            other.close()

    return wait
