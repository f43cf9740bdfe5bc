"""Migrations: they lead to the tables the code declares, once, on both databases, whoever starts first."""

import pkgutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from procrastinate.schema import SchemaManager
from sqlalchemy import event

import storage
from storage.database import Database, Table
from storage.jobs import TABLES as TABLES_OF_JOBS
from storage.schema import METADATA, NOUNS, VERSIONS, migrate
from tests.memory import folder_in_memory

FIX = 'python -m storage.migrations "What changed" drafts the migration that is missing'


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def empty(request: pytest.FixtureRequest, kind: str) -> Iterator[Database]:
    with folder_in_memory(prefix="xiaoer-schema-") as folder:
        in_memory = f"sqlite:///{folder / 'empty.db'}"
        database = Database(in_memory if kind == "sqlite" else request.getfixturevalue("postgres_url"))
        yield database
        database.close()


@pytest.fixture
def declared(request: pytest.FixtureRequest, kind: str) -> Database:
    database: Database = request.getfixturevalue(f"{kind}_database")
    return database


def test_migrations_lead_to_the_declared_tables(empty: Database) -> None:
    migrate(empty)

    with empty.read() as db:
        opts = {"compare_type": True, "include_name": lambda name, kind, _: name not in TABLES_OF_JOBS}
        context = MigrationContext.configure(db, opts=opts)
        assert compare_metadata(context, METADATA) == [], FIX


def test_migrations_make_the_declared_checks_and_triggers(empty: Database, declared: Database) -> None:
    migrate(empty)

    assert _unseen_by_alembic(empty) == _unseen_by_alembic(declared), FIX


def test_migrating_again_changes_nothing(empty: Database) -> None:
    migrate(empty)
    before = _unseen_by_alembic(empty)

    migrate(empty)

    assert _unseen_by_alembic(empty) == before


def test_two_processes_starting_at_once_migrate_once(empty: Database) -> None:
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(migrate, [empty, empty]))

    with empty.read() as db:
        assert db.execute(sa.text("select count(*) from alembic_version")).scalar_one() == 1


def test_who_opens_a_new_file_while_another_writes_its_first_page_waits(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "new.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")

    def end_the_other(raw: sqlite3.Connection, _: Any) -> None:
        raw.set_trace_callback(lambda statement: other.close() if statement.startswith("BEGIN") else None)

    event.listen(database._engine, "connect", end_the_other, insert=True)

    migrate(database)

    with database.read() as db:
        assert db.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    database.close()


def test_the_tables_of_jobs_are_those_of_the_installed_procrastinate() -> None:
    kept = (VERSIONS / "0008_jobs_postgresql.sql").read_text()

    assert kept.endswith(SchemaManager.get_schema()), "another version wants another migration (docs/decisions/0017)"


def test_every_noun_with_a_table_is_named() -> None:
    modules = {f"storage.{module.name}" for module in pkgutil.iter_modules(storage.__path__)}
    declaring = {table.__module__ for table in Table.__subclasses__()}

    assert declaring <= modules
    assert declaring == {noun.__name__ for noun in NOUNS}


def _unseen_by_alembic(database: Database) -> list[str]:
    """Checks and triggers, in the database's own words."""
    with database.read() as db:
        if database.is_sqlite:
            checks = [
                f"{table}: {check['name']} {check['sqltext']}"
                for table, found in sa.inspect(db).get_multi_check_constraints().items()
                for check in found
            ]
            triggers = db.scalars(sa.text("select sql from sqlite_master where type = 'trigger'"))
        else:
            checks = list(
                db.scalars(
                    sa.text(
                        "select conrelid::regclass || ': ' || conname || ' ' || pg_get_constraintdef(oid) "
                        "from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace"
                    )
                )
            )
            triggers = db.scalars(sa.text("select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal"))
        return sorted([*checks, *triggers])
