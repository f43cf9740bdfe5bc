"""What tests of the shop share: databases of each kind, and a vault to seal codes with.

Not here: the PostgreSQL server itself (tests.postgres), or what a test puts into its database.
"""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from storage.database import Database, Db
from storage.schema import METADATA
from storage.secrets import Vault
from tests.databases import Databases, opened
from tests.memory import folder_in_memory
from tests.postgres import Postgres
from tests.postgres import postgres as postgres
from tests.postgres import postgres_url as postgres_url


class _CompiledStatements(dict[Any, Any]):
    """What SQLAlchemy keeps of each statement, for every database of a kind.

    By itself it keeps them for each database apart, and compiling them anew is a sixth of a short test's time.
    """

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(key[1:], default)  # its first part is the database's own dialect

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(key[1:], compiled)


_COMPILED = {kind: _CompiledStatements() for kind in ("sqlite", "postgresql")}


@event.listens_for(sa.Engine, "engine_connect")
def _compile_once(db: Db) -> None:
    db.execution_options(compiled_cache=_COMPILED[db.dialect.name])


def pytest_collection() -> None:
    """What is imported and collected from here on stays: to look for garbage among it is a good part of the time."""
    gc.disable()


def pytest_collection_finish() -> None:
    """It stays to the end: to look for garbage among it is a tenth of the tests' time."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database(request: pytest.FixtureRequest) -> Database:
    """A database with all tables and no rows, the test's own, to commit to; the test runs once on each kind.

    PostgreSQL takes longer to make one, so ./xiaoer check has it only where tests are undone (`db`).
    """
    database: Database = request.getfixturevalue(f"{request.param}_database")
    return database


@pytest.fixture
def db(_shared_database: Database) -> Iterator[Db]:
    """A connection in a transaction that lasts as long as the test and is undone with it: quicker than `database`."""
    with _shared_database.read() as db:
        yield db


@pytest.fixture(scope="session")
def vault() -> Vault:
    """A vault with one key that only tests know."""
    return Vault({"test": bytes(range(32))})


@pytest.fixture
def sqlite_database(databases: Databases) -> Iterator[Database]:
    """A SQLite database: a copy of one that was made once."""
    with databases.fresh("sqlite") as database:
        yield database


@pytest.fixture
def postgresql_database(databases: Databases) -> Iterator[Database]:
    """A PostgreSQL database: a copy of one that was made once."""
    with databases.fresh("postgresql") as database:
        yield database


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """For fixtures that last longer than a test, and for copies of what a fixture has filled once."""
    with folder_in_memory(prefix="xiaoer-databases-") as folder:
        yield Databases(request, folder)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def _shared_database(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Database]:
    """A database of each kind that only ever sees transactions which are undone."""
    with databases.fresh(request.param) as database:
        yield database


@pytest.fixture(scope="session")
def _sqlite_with_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "tables.db"
    _make_tables(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def _postgresql_with_tables(postgres: Postgres) -> Iterator[str]:
    with postgres.fresh_database() as url:
        yield _make_tables(url)


def _make_tables(url: str) -> str:
    """Make every table in the empty database and return its name."""
    with opened(url) as database, database.transaction() as db:
        METADATA.create_all(db)
    return database.url.database or ""
