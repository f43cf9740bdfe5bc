"""What tests of the shop share: an empty database of each kind, and a vault to seal codes with.

Not here: the PostgreSQL server itself (tests.postgres), or what a test puts into its database.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database, Db
from storage.schema import METADATA
from storage.secrets import Vault
from tests.postgres import Postgres
from tests.postgres import postgres as postgres
from tests.postgres import postgres_url as postgres_url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database(request: pytest.FixtureRequest) -> Database:
    """A database with all tables and no rows, the test's own, to commit to; the test runs once on each kind.

    PostgreSQL takes half a second to make one, so ./xiaoer check has it only where tests are undone (`db`).
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
def sqlite_database(_sqlite_with_tables: Path, tmp_path: Path) -> Iterator[Database]:
    """A SQLite database: a copy of one that was made once."""
    yield from _opened(f"sqlite:///{shutil.copy(_sqlite_with_tables, tmp_path / 'shop.db')}")


@pytest.fixture
def postgresql_database(postgres: Postgres, _postgresql_with_tables: str) -> Iterator[Database]:
    """A PostgreSQL database: a copy of one that was made once."""
    with postgres.fresh_database(like=_postgresql_with_tables) as url:
        yield from _opened(url)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def _shared_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database of each kind that only ever sees transactions which are undone."""
    if request.param == "sqlite":
        path = request.getfixturevalue("_sqlite_with_tables")
        yield from _opened(f"sqlite:///{shutil.copy(path, tmp_path_factory.mktemp('shared') / 'shop.db')}")
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.fresh_database(like=request.getfixturevalue("_postgresql_with_tables")) as url:
        yield from _opened(url)


@pytest.fixture(scope="session")
def _sqlite_with_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "tables.db"
    _make_tables(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def _postgresql_with_tables(postgres: Postgres) -> Iterator[str]:
    with postgres.fresh_database() as url:
        yield _make_tables(url)


def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        database.close()


def _make_tables(url: str) -> str:
    """Make every table in the empty database and return its name."""
    database = Database(url)
    with database.transaction() as db:
        METADATA.create_all(db)
    database.close()
    return database.url.database or ""
