"""PostgreSQL for tests: databases made and dropped on what XIAOER_TEST_DATABASE_URL names, or on a server of our own.

Not here: starting one (bot.postgres_server), or what is tested on it. There is no skipping: without PostgreSQL the
tests that need it fail, in one sentence that says what to install. A conftest imports `postgres` and `postgres_url`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
import sqlalchemy as sa
from psycopg import sql

from bot.postgres_server import FORGETFUL, NoPostgres, Server, running_server
from tests.memory import folder_in_memory

URL_SETTING = "XIAOER_TEST_DATABASE_URL"
CHOOSES_STRATEGY_FROM = 15_00_00
SERVER_SETTINGS = FORGETFUL | {"max_wal_size": "64MB"}
"""The server may be in memory."""


class PostgresMissing(Exception):
    """There is no PostgreSQL to test on; the message says what to do about it."""


class Postgres:
    """A running server on which databases may be made and dropped."""

    def __init__(self, url: sa.URL) -> None:
        self._url = url.set(drivername="postgresql+psycopg")

    @contextmanager
    def fresh_database(self, *, like: str | None = None) -> Iterator[str]:
        """Give the URL of a new database, dropped afterwards; empty, or a copy of the database named `like`.

        Nobody may be connected to `like` meanwhile. A copy costs less than migrating an empty database.
        """
        name = f"xiaoer_test_{os.urandom(8).hex()}"
        self._run("CREATE DATABASE {} TEMPLATE {}" + self._strategy, name, like or "template0")
        try:
            yield self._url.set(database=name).render_as_string(hide_password=False)
        finally:
            self._run("DROP DATABASE {} WITH (FORCE)", name)

    @cached_property
    def _strategy(self) -> LiteralString:
        """Without fsync, copying files is several times as quick as writing each of their pages to the log."""
        with self._connected() as connection:
            return " STRATEGY FILE_COPY" if connection.info.server_version >= CHOOSES_STRATEGY_FROM else ""

    def _run(self, statement: LiteralString, *names: str) -> None:
        with self._connected() as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _connected(self) -> psycopg.Connection:
        address = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        return psycopg.connect(address, autocommit=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The session's server, started by the first test that asks for it and stopped after the last."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The URL of an empty database, the test's own."""
    with postgres.fresh_database() as url:
        yield url


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Give the server the environment names, or start one and stop it afterwards. Raises PostgresMissing."""
    if given := os.environ.get(URL_SETTING):
        yield Postgres(sa.make_url(given))
        return
    with folder_in_memory(prefix="xiaoer-postgres-") as folder, _own_server(folder) as server:
        yield Postgres(sa.make_url(server.url))


@contextmanager
def _own_server(folder: Path) -> Iterator[Server]:
    try:
        with running_server(SERVER_SETTINGS, folder=folder) as server:
            yield server
    except NoPostgres as reason:
        raise PostgresMissing(f"{reason} Or name one to test on in {URL_SETTING}.") from None
