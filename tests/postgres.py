"""A PostgreSQL server for tests: what XIAOER_TEST_DATABASE_URL names, or one started from installed binaries.

Not here: what is tested on it. There is no skipping: without PostgreSQL the tests that need it fail, in one
sentence that says what to install. A conftest imports the fixtures `postgres` and `postgres_url`.
"""

import os
import pwd
import shutil
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import IO, Any, LiteralString

import psycopg
import pytest
import sqlalchemy as sa
from psycopg import sql

from tests.memory import folder_in_memory

URL_SETTING = "XIAOER_TEST_DATABASE_URL"
INSTALLED_FOLDERS = Path("/usr/lib/postgresql")
"""Debian keeps the server's binaries here, off the PATH, in a folder for each version."""

STOP_WITHIN_SECONDS = 60
CHOOSES_STRATEGY_FROM = 15_00_00
SERVER_SETTINGS = {
    "listen_addresses": "",  # the socket in the server's own folder is the only way in
    "max_connections": "200",
    "fsync": "off",  # a test's data may be lost with the machine's power
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "64MB",  # the server may be in memory
}


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
    binaries = _server_binaries()
    with folder_in_memory(prefix="xiaoer-postgres-") as folder:
        account = _server_account()
        os.chown(folder, account.pw_uid, account.pw_gid)
        with _serving(binaries, folder, _run_as(account)):
            yield Postgres(
                sa.URL.create("postgresql", username="postgres", database="postgres", query={"host": str(folder)})
            )


def _server_binaries() -> Path:
    versions = sorted(INSTALLED_FOLDERS.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    for initdb in (shutil.which("initdb"), *reversed(versions)):
        if initdb and (folder := Path(initdb).resolve().parent).joinpath("postgres").exists():
            return folder
    raise PostgresMissing(
        "The tests need PostgreSQL: install its server (Debian: apt-get install postgresql) "
        f"or name one to test on in {URL_SETTING}."
    )


def _server_account() -> pwd.struct_passwd:
    """Ours, unless we are root: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    accounts = {account.pw_name: account for account in pwd.getpwall()}
    return accounts.get("postgres") or accounts["nobody"]


def _run_as(account: pwd.struct_passwd) -> dict[str, Any]:
    """The arguments that make `subprocess` drop from root to `account`."""
    if account.pw_uid == os.geteuid():
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@contextmanager
def _serving(binaries: Path, folder: Path, run_as: dict[str, Any]) -> Iterator[None]:
    data = folder / "data"
    command = [str(binaries / "initdb"), "--pgdata", str(data), "--username=postgres", "--auth=trust"]
    command += ["--encoding=UTF8", "--locale=C", "--no-sync"]
    made = subprocess.run(command, **run_as, cwd=folder, capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise PostgresMissing(f"initdb failed: {made.stderr.strip()}")

    settings = SERVER_SETTINGS | {"unix_socket_directories": str(folder)}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [*_dying_with_us(), str(binaries / "postgres"), "-D", str(data), *options]
    with subprocess.Popen(command, **run_as, cwd=folder, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        try:
            _wait_until_ready(server.stderr)
            # A log nobody reads would fill its pipe and stop the server.
            threading.Thread(target=deque, args=(server.stderr, 0), daemon=True).start()
            yield
        finally:
            server.send_signal(signal.SIGINT)  # PostgreSQL's 'fast shutdown'
            server.wait(STOP_WITHIN_SECONDS)


def _dying_with_us() -> list[str]:
    """A prefix that stops the server when the tests are killed, where the system knows how."""
    return ["setpriv", "--pdeathsig", "INT"] if shutil.which("setpriv") else []


def _wait_until_ready(log: IO[str]) -> None:
    lines = []
    for line in log:
        lines.append(line)
        if "ready to accept connections" in line:
            return
    raise PostgresMissing(f"PostgreSQL did not start: {''.join(lines).strip()}")
