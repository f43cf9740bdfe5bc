"""Proxies: what passes, what is cut off before it acts, and what acts although nobody hears of it."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import IO

import httpx
import psycopg
import pytest

from bot.chaos.proxies import Mode, PostgresProxy, TelegramProxy
from bot.postgres_server import FORGETFUL, Server, running_server


class Platform(threading.Thread):
    """Answers over HTTP, and remembers what it was asked to do."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.done: list[str] = []
        self._door = socket.create_server(("127.0.0.1", 0))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._door.getsockname()[1]}"

    def run(self) -> None:
        """Serve one connection after the other, until closed."""
        with suppress(OSError):
            while True:
                visitor, _ = self._door.accept()
                with visitor, visitor.makefile("rb") as asked, suppress(OSError):
                    self._serve(asked, visitor)

    def close(self) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self.join()

    def _serve(self, asked: IO[bytes], visitor: socket.socket) -> None:
        while request := asked.readline().split():
            headers = dict(line.split(b": ", 1) for line in iter(asked.readline, b"\r\n"))
            asked.read(int({name.lower(): value for name, value in headers.items()}[b"content-length"]))
            self.done.append(request[1].decode().rpartition("/")[2])
            visitor.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone")


@pytest.fixture
def platform() -> Iterator[Platform]:
    platform = Platform()
    platform.start()
    yield platform
    platform.close()


@pytest.fixture
def proxy() -> Iterator[TelegramProxy]:
    with TelegramProxy() as proxy:
        yield proxy


def plan(**modes: Mode) -> Callable[[str], Mode]:
    """These modes for these calls, all else passes."""
    return lambda call: modes.get(call, Mode.PASS)


def call(proxy: TelegramProxy, platform: Platform, *methods: str) -> list[str]:
    """Make calls over one connection where it lasts; returns what was answered, or nothing where nothing was."""
    answers = []
    with httpx.Client(base_url=proxy.lead_to(platform.url), trust_env=False, timeout=10) as http:
        for method in methods:
            try:
                answers.append(http.post(f"/bot1:token/{method}", content=b"x" * 100_000).text)
            except httpx.TransportError:
                answers.append("")
    return answers


def test_what_is_let_through_arrives_and_is_answered(proxy: TelegramProxy, platform: Platform) -> None:
    assert call(proxy, platform, "getMe", "sendMessage", "getUpdates") == ["done"] * 3
    assert platform.done == ["getMe", "sendMessage", "getUpdates"]


def test_a_dropped_reply_is_that_of_a_call_that_acted(proxy: TelegramProxy, platform: Platform) -> None:
    proxy.plan = plan(sendMessage=Mode.ACT_THEN_DROP)

    assert call(proxy, platform, "getMe", "sendMessage", "getMe") == ["done", "", "done"]
    assert platform.done == ["getMe", "sendMessage", "getMe"]
    assert proxy.struck == {Mode.ACT_THEN_DROP: 1}


@pytest.mark.parametrize("mode", [Mode.CUT_BEFORE, Mode.REFUSE])
def test_what_is_cut_before_never_arrives(proxy: TelegramProxy, platform: Platform, mode: Mode) -> None:
    proxy.plan = plan(sendMessage=mode)

    assert call(proxy, platform, "sendMessage", "getMe") == ["", "done"]
    assert platform.done == ["getMe"]


def test_what_is_slow_arrives_all_the_same(proxy: TelegramProxy, platform: Platform) -> None:
    proxy.plan = plan(sendMessage=Mode.SLOW)

    assert call(proxy, platform, "sendMessage") == ["done"]
    assert proxy.struck == {Mode.SLOW: 1}


def test_a_refused_connection_reaches_nobody(proxy: TelegramProxy, platform: Platform) -> None:
    proxy.plan = plan(connect=Mode.REFUSE)

    assert call(proxy, platform, "getMe") == [""]
    assert platform.done == []


def test_a_platform_that_is_away_is_no_end_of_the_proxy(proxy: TelegramProxy, platform: Platform) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        away = proxy.lead_to(f"http://127.0.0.1:{nobody.getsockname()[1]}")
        with pytest.raises(httpx.TransportError):
            httpx.post(f"{away}/bot1:token/getMe", trust_env=False)

    assert call(proxy, platform, "getMe") == ["done"]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server of the tests' own: one that the environment names may have no socket."""
    with running_server(FORGETFUL) as server, psycopg.connect(_direct(server)) as db:
        db.execute("CREATE TABLE kept (number INTEGER)")
        db.commit()
        yield server


@pytest.fixture
def before_postgres(server: Server) -> Iterator[PostgresProxy]:
    """A proxy before a server with an empty table."""
    with psycopg.connect(_direct(server)) as db:
        db.execute("DELETE FROM kept")
    with PostgresProxy(server.folder) as proxy:
        yield proxy


def test_a_commit_whose_reply_is_dropped_is_committed(before_postgres: PostgresProxy, server: Server) -> None:
    before_postgres.plan = plan(COMMIT=Mode.ACT_THEN_DROP)

    with pytest.raises(psycopg.OperationalError):
        _keep(_through(before_postgres), 1)

    assert _kept(server) == [1]
    assert before_postgres.struck == {Mode.ACT_THEN_DROP: 1}


def test_a_commit_that_is_cut_off_before_is_none(before_postgres: PostgresProxy, server: Server) -> None:
    before_postgres.plan = plan(COMMIT=Mode.CUT_BEFORE)

    with pytest.raises(psycopg.OperationalError):
        _keep(_through(before_postgres), 1)

    assert _kept(server) == []


def test_all_else_passes_also_for_who_asks_for_encryption_first(before_postgres: PostgresProxy, server: Server) -> None:
    _keep(_through(before_postgres), 1)
    _keep(_through(before_postgres).replace("sslmode=disable", "sslmode=prefer"), 2)

    assert sorted(_kept(server)) == [1, 2]
    assert before_postgres.struck == {}


def _through(proxy: PostgresProxy) -> str:
    return _plain(proxy.url("postgres"))


def _direct(server: Server) -> str:
    return _plain(server.url)


def _plain(url: str) -> str:
    """Without the library that SQLAlchemy is told to use."""
    return url.replace("postgresql+psycopg", "postgresql")


def _keep(address: str, number: int) -> None:
    with psycopg.connect(address) as db:
        db.execute("INSERT INTO kept VALUES (%s)", [number])


def _kept(server: Server) -> list[int]:
    with psycopg.connect(_direct(server)) as db:
        return [number for (number,) in db.execute("SELECT number FROM kept")]
