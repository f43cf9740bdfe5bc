"""Both drivers, and for them to talk to over HTTP a sandbox, and a wire on which the test writes the answers.

Not here: what they must have in common (the tests beside this).
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio

from bot.drivers.aiogram_driver import AiogramDriver
from bot.drivers.driver import Driver
from bot.drivers.ptb_driver import PtbDriver
from sandbox.client import PersonInChat, Sandbox
from sandbox.limits import Limits
from sandbox.server import create_app, running
from sandbox.world import World

TOKEN = "1000001:SECRET"
DRIVERS: dict[str, type[AiogramDriver] | type[PtbDriver]] = {"aiogram": AiogramDriver, "ptb": PtbDriver}
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Platform:
    """A sandbox that is served, and somebody in it who has started the bot."""

    url: str
    sandbox: Sandbox
    ana: PersonInChat


@pytest.fixture(scope="module")
def platform() -> Iterator[Platform]:
    """A sandbox with one bot; a test leaves it healthy."""
    world = World(limits=Limits(are_enforced=False))
    world.bots.add(TOKEN, username="xiaoer_bot", name="Xiaoer")
    with running(create_app(world), world) as url:
        sandbox = Sandbox(url)
        ana = sandbox.person("Ana", language_code="en")
        ana.says("/start")
        yield Platform(url, sandbox, ana)
        sandbox.close()
    world.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=DRIVERS)
async def driver(request: pytest.FixtureRequest, platform: Platform) -> AsyncIterator[Driver]:
    """Each driver in turn."""
    driver = DRIVERS[request.param](TOKEN, api_base=platform.url)
    yield driver
    await driver.close()


@dataclass
class Wire:
    """A platform that answers each request with the next of `answers`, byte for byte; an empty one just hangs up."""

    url: str = ""
    answers: deque[bytes] = field(default_factory=deque)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Read a request as far as its head and answer."""
        await reader.readuntil(b"\r\n\r\n")
        writer.write(self.answers.popleft())
        writer.close()


def address_of(server: asyncio.Server) -> str:
    """Where the server listens."""
    return f"http://{HOST}:{server.sockets[0].getsockname()[1]}"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def wire() -> AsyncIterator[Wire]:
    """A wire; a test uses up what it puts on it."""
    wire = Wire()
    async with await asyncio.start_server(wire.answer, HOST, 0) as server:
        wire.url = address_of(server)
        yield wire


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=DRIVERS)
async def wired(request: pytest.FixtureRequest, wire: Wire) -> AsyncIterator[Driver]:
    """Each driver in turn, at the end of the wire."""
    driver = DRIVERS[request.param](TOKEN, api_base=wire.url)
    yield driver
    await driver.close()
