"""Sealing: every row once, however many seal, and none before all older ones are there."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from backend import seals
from bot.clock import SystemClock
from bot.sealing import seal_trail
from storage import audit_trail
from storage.audit_trail import SealRow
from storage.database import Database, Db
from tests.clock import StoppedClock

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


class WhileAsleep(StoppedClock):
    """A clock by which something happens, once, while somebody waits."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self._acts = [act]

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds)
        if self._acts:
            self._acts.pop()()


def record(db: Db, *subjects: str) -> None:
    for subject in subjects:
        audit_trail.record(db, subject=subject, what="paid", by="customer", why="", now=NOW)


def written(database: Database, *subjects: str) -> None:
    with database.transaction() as db:
        record(db, *subjects)


def sealed(database: Database) -> list[int]:
    """How many rows are under each seal; each must fit."""
    with database.read() as db:
        assert seals.broken(db) == []
        return [seal.count for seal in audit_trail.seals(db)]


async def test_what_is_there_is_sealed_once(database: Database) -> None:
    assert await seal_trail(database, StoppedClock()) == 0

    written(database, "order:1", "order:2")
    assert await seal_trail(database, StoppedClock()) == 1
    assert await seal_trail(database, StoppedClock()) == 0

    written(database, "order:3")
    assert await seal_trail(database, StoppedClock()) == 1
    assert sealed(database) == [2, 1]


async def test_a_long_trail_gets_as_many_seals_as_it_takes(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "MOST_ROWS", 3)
    written(database, *(f"order:{number}" for number in range(8)))

    assert await seal_trail(database, StoppedClock()) == 3
    assert sealed(database) == [3, 3, 2]


async def test_two_that_seal_at_once_put_each_seal_on_once(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "MOST_ROWS", 2)
    written(database, *(f"order:{number}" for number in range(20)))

    await asyncio.gather(*(seal_trail(database, StoppedClock()) for _ in range(4)))

    assert sealed(database) == [2] * 10


async def test_a_seal_can_neither_be_changed_nor_removed(database: Database) -> None:
    written(database, "order:1")
    await seal_trail(database, StoppedClock())

    for statement in (sa.update(SealRow).values(digest=""), sa.delete(SealRow)):
        with pytest.raises(DBAPIError, match="audit_seals is append-only"), database.transaction() as db:
            db.execute(statement)
    assert sealed(database) == [1]


async def test_a_row_that_is_overtaken_is_waited_for(postgresql_database: Database) -> None:
    database = postgresql_database
    with database.session() as slow:
        slow.exec_driver_sql("BEGIN")
        record(slow, "order:slow")
        written(database, "order:quick")
        clock = WhileAsleep(lambda: slow.exec_driver_sql("COMMIT"))
        assert await seal_trail(database, clock) == 1

    with database.read() as db:
        rows = audit_trail.rows(db, after=0, up_to=100, most=10)
    assert [row.subject for row in rows] == ["order:slow", "order:quick"]
    assert sealed(database) == [2]


async def test_who_begins_to_write_later_is_not_waited_for(postgresql_database: Database) -> None:
    database = postgresql_database
    written(database, "order:quick")
    with database.read() as db:
        horizon = audit_trail.horizon(db)
    assert horizon is not None

    with database.session() as late:
        late.exec_driver_sql("BEGIN")
        record(late, "order:late")
        with database.read() as db:
            assert audit_trail.is_final(db, horizon)


def test_a_row_that_comes_while_writers_are_counted_is_beyond_the_horizon(
    postgresql_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, count_writers = postgresql_database, audit_trail._writers
    written(database, "order:1")

    def and_meanwhile(db: Db) -> frozenset[str]:
        written(database, "order:2")
        return count_writers(db)

    monkeypatch.setattr(audit_trail, "_writers", and_meanwhile)
    with database.read() as db:
        horizon = audit_trail.horizon(db)

    assert horizon is not None
    assert horizon.last_id == 1


@pytest.mark.slow
async def test_however_writers_overtake_each_other_each_row_is_sealed_and_every_seal_fits(
    postgresql_database: Database,
) -> None:
    database = postgresql_database

    def write(number: int) -> None:
        """Transactions that take their numbers at the beginning and end when it happens."""
        for turn in range(60):
            with database.transaction() as db:
                record(db, *(f"order:{number}" for _ in range(1 + turn % 3)))
                db.execute(sa.text("select pg_sleep(:seconds)"), {"seconds": 0.001 * (number + turn % 7)})

    with ThreadPoolExecutor(6) as threads:
        writing = [threads.submit(write, number) for number in range(6)]
        while not all(each.done() for each in writing):
            await seal_trail(database, SystemClock())
        assert len(sealed(database)) > 1
    await seal_trail(database, SystemClock())

    assert sum(sealed(database)) == 6 * 120
