"""Presence: who lives, who is elected, and that both end with the process or its silence."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from time import monotonic

import pytest
import sqlalchemy as sa

from storage.database import Database
from storage.presence import SILENCE_SECONDS, Presence
from tests.databases import Databases

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@contextmanager
def present(database: Database, name: str = "here:1") -> Iterator[Presence]:
    """A process that lives, until the block ends."""
    presence = Presence(database, name=name, roles=["turns", "courier"], now=NOW)
    try:
        assert presence.renew()
        yield presence
    finally:
        presence.end()


def living(presence: Presence, database: Database) -> list[int]:
    """Who lives as this process sees it."""
    with database.read() as db:
        return presence.living(db)


def cut(database: Database, presence: Presence) -> None:
    """End the process's session as the server does with one that is silent."""
    with database.transaction() as db:
        pid = sa.text("select pid from pg_locks where locktype = 'advisory' and objid = :number and classid = 7446755")
        db.execute(sa.select(sa.func.pg_terminate_backend(db.scalar(pid, {"number": presence.process_id}), 5000)))


def test_every_process_has_a_number_of_its_own(database: Database) -> None:
    with present(database) as one, present(database) as other:
        assert one.process_id != other.process_id


def test_on_sqlite_the_only_process_is_elected_for_everything(sqlite_database: Database) -> None:
    with present(sqlite_database) as presence:
        assert presence.is_elected("fetching")
        assert living(presence, sqlite_database) == [presence.process_id]


@pytest.mark.slow
def test_processes_know_who_of_them_lives(postgresql_database: Database) -> None:
    with present(postgresql_database) as one:
        with present(postgresql_database) as other:
            assert living(one, postgresql_database) == [one.process_id, other.process_id]
        assert living(one, postgresql_database) == [one.process_id]


@pytest.mark.slow
def test_a_process_of_another_shop_on_the_same_server_is_none_of_ours(
    postgresql_database: Database, databases: Databases
) -> None:
    with (
        present(postgresql_database) as ours,
        databases.fresh("postgresql") as another,
        present(another) as first,
        present(another, "there:2") as second,
    ):
        assert first.process_id == ours.process_id
        assert second.is_elected("ticking")

        assert living(ours, postgresql_database) == [ours.process_id]
        assert ours.is_elected("ticking")


@pytest.mark.slow
def test_one_is_elected_and_another_when_it_has_ended(postgresql_database: Database) -> None:
    with present(postgresql_database) as other:
        with present(postgresql_database) as one:
            assert one.is_elected("ticking")
            assert one.is_elected("ticking")
            assert not other.is_elected("ticking")
            assert other.is_elected("fetching")
        assert other.is_elected("ticking")


@pytest.mark.slow
def test_a_process_whose_session_was_ended_loses_its_seat_and_comes_back_alive(postgresql_database: Database) -> None:
    with present(postgresql_database) as one, present(postgresql_database) as other:
        assert one.is_elected("ticking")
        cut(postgresql_database, one)

        assert living(other, postgresql_database) == [other.process_id]
        assert other.is_elected("ticking")
        assert not one.is_elected("ticking")
        assert one.renew()
        assert living(other, postgresql_database) == [one.process_id, other.process_id]


@pytest.mark.slow
def test_a_silent_session_is_ended_by_the_server(postgresql_database: Database) -> None:
    with present(postgresql_database) as presence:
        session = presence._session
        assert session is not None
        assert session.scalar(sa.text("show idle_session_timeout")) == f"{SILENCE_SECONDS}s"


@pytest.mark.slow
def test_who_is_silent_too_long_is_gone_until_it_speaks_again(postgresql_database: Database) -> None:
    with present(postgresql_database) as other, present(postgresql_database) as one:
        assert one._session is not None
        one._session.execute(sa.text("set idle_session_timeout = '50ms'"))
        deadline = monotonic() + 10
        while one.process_id in living(other, postgresql_database):
            assert monotonic() < deadline, "the silent session was not ended"

        assert not one.renew()
        assert one.renew()
        assert living(other, postgresql_database) == [other.process_id, one.process_id]
