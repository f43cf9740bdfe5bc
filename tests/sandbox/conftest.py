"""A sandbox for each test: a world alone, or one served over HTTP with people and a real client in it."""

from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from aiogram import Bot as AiogramBot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from sandbox.chats import Chat
from sandbox.client import PersonInChat, Sandbox
from sandbox.limits import Limits
from sandbox.people import Person
from sandbox.server import create_app, running
from sandbox.world import World

TOKEN = "1000001:SECRET"
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def world() -> Iterator[World]:
    """An empty world with one bot, where it stays noon until the test moves the clock."""
    world = World(limits=Limits(are_enforced=False), frozen_at=NOON)
    world.bots.add(TOKEN, username="xiaoer_bot", name="Xiaoer")
    yield world
    world.close()


@pytest.fixture
def ana(world: World) -> Person:
    return world.people.add("Ana", username="ana")


@pytest.fixture
def chat(world: World, ana: Person) -> Chat:
    """Ana's private chat with the bot."""
    return world.chats.open_private(world.bots.first(), ana)


@dataclass(frozen=True)
class Served:
    """A sandbox somebody serves: its address, and an entrance for people."""

    url: str
    sandbox: Sandbox


@pytest.fixture
def served(close_beside: Callable[[ExitStack], None]) -> Iterator[Served]:
    """A sandbox with one bot, served as long as the test lasts."""
    with ExitStack() as stack:
        world = World(limits=Limits(are_enforced=False))
        stack.callback(world.close)
        world.bots.add(TOKEN, username="xiaoer_bot", name="Xiaoer")
        url = stack.enter_context(running(create_app(world), world))
        sandbox = Sandbox(url)
        stack.callback(sandbox.close)
        yield Served(url, sandbox)
        close_beside(stack.pop_all())


@pytest.fixture(scope="session")
def close_beside() -> Iterator[Callable[[ExitStack], None]]:
    """Closes what a test has opened while the next one runs: a server waits a fifth of a second before it stops."""
    with ThreadPoolExecutor(1) as thread:
        closed = []
        yield lambda stack: closed.append(thread.submit(stack.close))
    for each in closed:
        each.result()


@pytest.fixture
def bea(served: Served) -> PersonInChat:
    """A person who has started the bot."""
    bea = served.sandbox.person("Bea", language_code="en")
    bea.says("/start")
    return bea


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def aiogram_session() -> AsyncIterator[AiohttpSession]:
    """One HTTP session for all tests: aiogram takes a quarter of a second to close one."""
    session = AiohttpSession()
    yield session
    await session.close()


@pytest.fixture
def bot(served: Served, aiogram_session: AiohttpSession) -> AiogramBot:
    """The real aiogram client, talking to the sandbox over HTTP."""
    aiogram_session.api = TelegramAPIServer.from_base(served.url)
    return AiogramBot(TOKEN, session=aiogram_session)
