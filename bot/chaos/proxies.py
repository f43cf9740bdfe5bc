"""Proxies that fail on purpose: between a bot and the platform, and between a bot and PostgreSQL.

Not here: when they fail; a plan says for each call, or for each COMMIT, what becomes of it. 'Act, then drop the
reply' is the failure nobody can tell from one that never arrived: the other side has acted, and nobody hears of it.
"""

import asyncio
import re
import threading
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

HOST = "127.0.0.1"
SLOW_SECONDS = 0.2
START_SECONDS = 10.0
CHUNK_BYTES = 65_536

_BOT_CALL = re.compile(rb"(?:POST|GET) /bot[^/]+/(\w+)")
_SSL_REQUEST, _GSS_REQUEST = 80_877_103, 80_877_104
_SOCKET = ".s.PGSQL.5432"


class Mode(StrEnum):
    """What becomes of a call."""

    PASS = "pass"  # noqa: S105 - the word, not a password
    SLOW = "slow"
    REFUSE = "refuse"
    CUT_BEFORE = "cut-before"
    ACT_THEN_DROP = "act-then-drop"


Plan = Callable[[str], Mode]
"""Decides by the name of the call."""


def passes(call: str) -> Mode:
    """The plan of a proxy that does nothing."""
    del call
    return Mode.PASS


class Proxy(ABC, threading.Thread):
    """Listens on a port of this machine as long as its context lasts; `struck` counts what it did."""

    def __init__(self) -> None:
        super().__init__(name=type(self).__name__, daemon=True)
        self.plan: Plan = passes
        self.struck: Counter[Mode] = Counter()
        self.port = 0
        self._is_listening = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._is_over = asyncio.Event()

    def __enter__(self) -> Self:
        self.start()
        if not self._is_listening.wait(START_SECONDS):
            raise TimeoutError("the proxy does not listen")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._is_over.set)
        self.join()

    def run(self) -> None:
        """Serve until the context ends."""
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    def fate_of(self, call: str) -> Mode:
        """Ask the plan, and count what it decides."""
        fate = self.plan(call)
        if fate is not Mode.PASS:
            self.struck[fate] += 1
        return fate

    @abstractmethod
    async def reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect to the real thing."""

    @abstractmethod
    def conversation(self) -> "Conversation":
        """What understands one connection."""

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._take, HOST, 0)
        self.port = server.sockets[0].getsockname()[1]
        self._is_listening.set()
        await self._is_over.wait()
        server.close()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until either side ends it or the plan does."""
        if self.plan("connect") is Mode.REFUSE:
            self.struck[Mode.REFUSE] += 1
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await self.reach()
        except OSError:
            writer.transport.abort()
            return
        talk = self.conversation()
        try:
            async with asyncio.TaskGroup() as pumps:
                pumps.create_task(_pump(reader, far_writer, writer, talk.asked))
                pumps.create_task(_pump(far_reader, writer, writer, talk.answered))
        except* (_Cut, OSError):
            pass  # the end of a connection, on purpose or not, is what this is for
        finally:
            writer.transport.abort()
            far_writer.transport.abort()


@dataclass(frozen=True)
class Passage:
    """What is to be passed on of what came, and what is to be answered in place of the other side."""

    onward: bytes = b""
    back: bytes = b""
    seconds: float = 0.0


class Conversation(ABC):
    """Follows one connection closely enough to tell one call from the next."""

    @abstractmethod
    def asked(self, came: bytes) -> Passage:
        """What came from the bot. Raises _Cut."""

    @abstractmethod
    def answered(self, came: bytes) -> Passage:
        """What came from the other side. Raises _Cut."""


class _Cut(Exception):
    """The connection ends here."""


class TelegramProxy(Proxy):
    """Stands between a bot and the platform; calls are named by their method."""

    def __init__(self) -> None:
        super().__init__()
        self._far = (HOST, 0)

    def lead_to(self, url: str) -> str:
        """Stand before the platform at this address; returns what the bot is told instead."""
        parts = urlsplit(url)
        self._far = (parts.hostname or HOST, parts.port or 80)
        return f"http://{HOST}:{self.port}"

    async def reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect to the platform."""
        return await asyncio.open_connection(*self._far)

    def conversation(self) -> Conversation:
        """HTTP, one request after the other."""
        return _Requests(self)


class _Requests(Conversation):
    """A client sends its next request when it has the reply to the one before: that is how they are told apart."""

    def __init__(self, proxy: Proxy) -> None:
        self._proxy = proxy
        self._fate = Mode.PASS
        self._is_new = True

    def asked(self, came: bytes) -> Passage:
        if not self._is_new:
            return Passage(onward=came)
        self._is_new = False
        named = _BOT_CALL.match(came)
        self._fate = self._proxy.fate_of("" if named is None else named.group(1).decode())
        if self._fate in (Mode.CUT_BEFORE, Mode.REFUSE):
            raise _Cut
        return Passage(onward=came, seconds=SLOW_SECONDS if self._fate is Mode.SLOW else 0.0)

    def answered(self, came: bytes) -> Passage:
        if self._fate is Mode.ACT_THEN_DROP:
            raise _Cut  # a reply has begun, so the platform has acted
        self._is_new = True
        return Passage(onward=came)


class PostgresProxy(Proxy):
    """Stands between a bot and the server whose socket lies in this folder; the calls it names are 'COMMIT'."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._socket = folder / _SOCKET

    def url(self, database: str) -> str:
        """What the bot is told instead, for one of the server's databases."""
        return f"postgresql+psycopg://postgres@{HOST}:{self.port}/{database}?sslmode=disable&gssencmode=disable"

    async def reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect to the server."""
        return await asyncio.open_unix_connection(str(self._socket))

    def conversation(self) -> Conversation:
        """The frontend/backend protocol, version 3."""
        return _Messages(self)


class _Messages(Conversation):
    """Splits both streams into messages: a byte that says what it is, four that say how long, and the rest.

    Source: PostgreSQL's documentation, 'Frontend/Backend Protocol'. Only the first message has no kind.
    """

    def __init__(self, proxy: Proxy) -> None:
        self._proxy = proxy
        self._has_begun = False
        self._of_bot = b""
        self._of_server = b""
        self._fate = Mode.PASS

    def asked(self, came: bytes) -> Passage:
        self._of_bot += came
        onward = b""
        seconds = 0.0
        while message := self._next_of_bot():
            if not self._has_begun:
                if int.from_bytes(message[4:8]) in (_SSL_REQUEST, _GSS_REQUEST):
                    return Passage(back=b"N")
                self._has_begun = True
            elif _is_commit(message):
                self._fate = self._proxy.fate_of("COMMIT")
                if self._fate in (Mode.CUT_BEFORE, Mode.REFUSE):
                    raise _Cut
                seconds = SLOW_SECONDS if self._fate is Mode.SLOW else 0.0
            onward += message
        return Passage(onward=onward, seconds=seconds)

    def answered(self, came: bytes) -> Passage:
        """Only what was said to be dropped is looked into."""
        if self._fate is not Mode.ACT_THEN_DROP:
            return Passage(onward=came)
        self._of_server += came
        while message := self._next_of_server():
            if message[:1] == b"C" and message[5:].startswith(b"COMMIT"):
                raise _Cut  # it is done, and nobody is told
        return Passage()

    def _next_of_bot(self) -> bytes:
        start = 1 if self._has_begun else 0
        message = _first(self._of_bot, start)
        self._of_bot = self._of_bot[len(message) :]
        return message

    def _next_of_server(self) -> bytes:
        message = _first(self._of_server, 1)
        self._of_server = self._of_server[len(message) :]
        return message


def _first(stream: bytes, start: int) -> bytes:
    """The first whole message of a stream whose length stands at `start`; nothing while it is not whole."""
    if len(stream) < start + 4:
        return b""
    length = start + int.from_bytes(stream[start : start + 4])
    return stream[:length] if len(stream) >= length else b""


def _is_commit(message: bytes) -> bool:
    """A COMMIT, as a simple query or in a Parse message, whose statement follows its name."""
    kind, body = message[:1], message[5:]
    if kind == b"P":
        body = body.partition(b"\0")[2]
    return kind in (b"Q", b"P") and body.lstrip().upper().startswith(b"COMMIT")


async def _pump(
    reader: asyncio.StreamReader,
    onward: asyncio.StreamWriter,
    back: asyncio.StreamWriter,
    read: Callable[[bytes], Passage],
) -> None:
    """Pass on what `read` lets through, until the stream ends; that ends the connection both ways."""
    while came := await reader.read(CHUNK_BYTES):
        passage = read(came)
        if passage.seconds:
            await asyncio.sleep(passage.seconds)
        if passage.back:
            back.write(passage.back)
        onward.write(passage.onward)
        await onward.drain()
    raise _Cut
