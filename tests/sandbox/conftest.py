"""A sandbox for each test: a world alone, or one served over HTTP with people and a real client in it."""

from collections.abc import AsyncIterator, Iterator
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
def served() -> Iterator[Served]:
    world = World(limits=Limits(are_enforced=False))
    world.bots.add(TOKEN, username="xiaoer_bot", name="Xiaoer")
    with running(create_app(world), world) as url:
        sandbox = Sandbox(url)
        yield Served(url, sandbox)
        sandbox.close()
    world.close()


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
