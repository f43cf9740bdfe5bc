"""A PostgreSQL server of our own, started from installed binaries and stopped at the end: to measure, rehearse, test.

Not here: what is done on it. It listens on a socket in its own folder and nowhere else.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, Any

INSTALLED_FOLDERS = Path("/usr/lib/postgresql")
"""Debian keeps the server's binaries here, off the PATH, in a folder for each version."""

STOP_WITHIN_SECONDS = 60
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""Settings of a server whose data may be lost with the machine's power."""

_SETTINGS = {"listen_addresses": "", "max_connections": "200"}


class NoPostgres(Exception):
    """There is no PostgreSQL here, or it does not start; the message says what to do about it."""


class Server:
    """A server in a folder of its own; `crash` and `start` are for rehearsals."""

    def __init__(self, folder: Path, command: list[str], run_as: dict[str, Any]) -> None:
        self.folder = folder
        self._command = command
        self._run_as = run_as
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """The database that every server has."""
        return f"postgresql+psycopg://postgres@/postgres?host={self.folder}"

    def start(self) -> None:
        """Start it, and return when it takes connections. Raises NoPostgres."""
        self._process = subprocess.Popen(  # noqa: S603 - this machine's PostgreSQL, with arguments of ours
            self._command, **self._run_as, cwd=self.folder, stderr=subprocess.PIPE, text=True
        )
        if self._process.stderr is None:
            raise NoPostgres("PostgreSQL has no log to read.")
        _wait_until_ready(self._process.stderr)
        # A log nobody reads would fill its pipe and stop the server.
        threading.Thread(target=_read_on, args=(self._process.stderr,), daemon=True).start()

    def crash(self) -> None:
        """End it as `pg_ctl -m immediate` does: every connection is cut, and the next start recovers from the log."""
        self._end(signal.SIGQUIT)

    def stop(self) -> None:
        """End it with PostgreSQL's 'fast shutdown', if it runs."""
        self._end(signal.SIGINT)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(STOP_WITHIN_SECONDS)
            self._process = None


@contextmanager
def running_server(settings: Mapping[str, str] | None = None, *, folder: Path | None = None) -> Iterator[Server]:
    """Start a server with these settings besides, in the empty folder, and stop it afterwards. Raises NoPostgres."""
    binaries = _server_binaries()
    with _folder() if folder is None else nullcontext(folder) as folder:
        account = _server_account()
        os.chown(folder, account.pw_uid, account.pw_gid)
        server = Server(folder, _set_up(binaries, folder, _run_as(account), settings or {}), _run_as(account))
        try:
            server.start()
            yield server
        finally:
            server.stop()


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="xiaoer-postgres-") as name:
        yield Path(name)


def _server_binaries() -> Path:
    versions = sorted(INSTALLED_FOLDERS.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    for initdb in (shutil.which("initdb"), *reversed(versions)):
        if initdb and (folder := Path(initdb).resolve().parent).joinpath("postgres").exists():
            return folder
    raise NoPostgres("PostgreSQL is missing: install its server (Debian: apt-get install postgresql).")


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


def _set_up(binaries: Path, folder: Path, run_as: dict[str, Any], settings: Mapping[str, str]) -> list[str]:
    """Make the server's files and return the command that starts it."""
    data = folder / "data"
    command = [str(binaries / "initdb"), "--pgdata", str(data), "--username=postgres", "--auth=trust"]
    command += ["--encoding=UTF8", "--locale=C", "--no-sync"]
    made = subprocess.run(  # noqa: S603 - as above
        command, **run_as, cwd=folder, capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        raise NoPostgres(f"PostgreSQL could not be set up: {made.stderr.strip()}")
    everything = _SETTINGS | {"unix_socket_directories": str(folder)} | dict(settings)
    options = [part for name, value in everything.items() for part in ("-c", f"{name}={value}")]
    return [*_dying_with_us(), str(binaries / "postgres"), "-D", str(data), *options]


def _dying_with_us() -> list[str]:
    """A prefix that stops the server when we are killed, where the system knows how."""
    return ["setpriv", "--pdeathsig", "INT"] if shutil.which("setpriv") else []


def _read_on(log: IO[str]) -> None:
    with log:
        deque(log, 0)


def _wait_until_ready(log: IO[str]) -> None:
    lines = []
    for line in log:
        lines.append(line)
        if "ready to accept connections" in line:
            return
    log.close()
    raise NoPostgres(f"PostgreSQL did not start: {''.join(lines).strip()}")
