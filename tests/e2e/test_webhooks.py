"""Webhooks from end to end: the real bot, posted to by the sandbox, killed after it has stored and before it is heard.

Not here: how the route decides (tests.bot.test_webhook), or kills at random moments (tests.chaos).
"""

import json
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import closing
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from threading import Event

import httpx
import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from backend import audit, catalogue, ledger, people, stock
from backend.money import Money
from bot.chaos.nursery import begin_warm
from bot.chaos.zygote import Zygote
from bot.clock import SystemClock
from bot.demo.folder import DemoFolder
from bot.demo.processes import TOKEN, WEBHOOK_SECRET, DemoShop, three_free_ports
from bot.drivers.aiogram_driver import AiogramDriver
from bot.listener import Listener
from bot.process import open_shop
from bot.webhook import RETRY_SECONDS, SECRET_HEADER, Webhook
from sandbox.api.endpoint import HangUp
from sandbox.client import PersonInChat, Sandbox
from sandbox.limits import Limits
from sandbox.server import create_app, running
from sandbox.updates import FIRST_UPDATE_ID
from sandbox.world import World
from storage.database import Database
from storage.inbox import Arrival, InboxRow
from storage.orders import OrderRow
from storage.secrets import Vault
from tests.clock import StoppedClock
from tests.conversations.chats import CATALOGUE

pytestmark = pytest.mark.slow

NOW = SystemClock()
PATIENCE_SECONDS = 60.0
OTHER_SECRET = "another-secret-of-thirty-two-letters-or-more"


class Line:
    """What lies between the platform and the bot: passes posts on, and may cut the answer off and the bot down."""

    def __init__(self, bot_url: str) -> None:
        self.url = ""
        self.kills_at: set[int] = set()
        """The updates of which the first answer is the bot's last word, and is heard by nobody."""
        self.bot: ForkServerProcess | None = None
        self.after_kill: Callable[[], object] = lambda: None
        self._bot_url = bot_url

    def app(self) -> FastAPI:
        """What the platform posts to."""
        app = FastAPI()
        app.add_api_route("/telegram/{bot_id}", self._pass_on, methods=["POST"])
        return app

    async def _pass_on(self, request: Request, bot_id: int) -> Response:
        body = await request.body()
        headers = {SECRET_HEADER: request.headers[SECRET_HEADER]}
        try:
            async with httpx.AsyncClient(base_url=self._bot_url, trust_env=False, timeout=PATIENCE_SECONDS) as http:
                answer = await http.post(f"/telegram/{bot_id}", content=body, headers=headers)
        except httpx.TransportError:
            return Response(status_code=502)  # nobody is there
        number = json.loads(body)["update_id"]
        if answer.status_code == 200 and number in self.kills_at and self.bot is not None:
            self.kills_at.remove(number)
            self.bot.kill()
            self.bot.join()
            self.after_kill()
            return HangUp()
        return Response(status_code=answer.status_code, headers=dict(answer.headers))


class Stage:
    """A shop that is posted to, the line to it, and Ana who has money there."""

    def __init__(self, shop: DemoShop, database: Database, vault: Vault, line: Line) -> None:
        self.shop = shop
        self.database = database
        self.line = line
        self.platform = Sandbox(shop.sandbox_url)
        self.platform.enforce_limits(False)
        self.ana = self._ana(vault)

    def start_bot(self, **environment: str) -> ForkServerProcess:
        """A bot that takes posts."""
        settings = self.shop.bot_environment() | {"PUBLIC_URL": self.line.url, "TELEGRAM_UPDATES": "webhook"}
        zygote = Zygote(settings | environment, log=self.shop.folder.path / "bot.log")
        self.line.bot = zygote.start_bot()
        return self.line.bot

    def end_bot(self) -> None:
        """Stop the bot as a restart does."""
        assert self.line.bot is not None
        self.line.bot.terminate()
        self.line.bot.join()

    @property
    def kept(self) -> dict[str, str]:
        """The updates stored and where they stand."""
        with self.database.read() as db:
            events = db.execute(
                sa.select(InboxRow.key, InboxRow.status).where(InboxRow.source.startswith("telegram:"))
            ).all()
        assert len({event.key for event in events}) == len(events)
        return {event.key: event.status for event in events}

    @property
    def issued(self) -> list[str]:
        """The updates the platform has issued."""
        return [str(update["update_id"]) for update in self.platform.updates()]

    def _ana(self, vault: Vault) -> PersonInChat:
        born = self.platform.person("Ana", language_code="en")
        with self.database.transaction() as db:
            catalogue.load(db, CATALOGUE, now=NOW.now())
            stock.import_cards(db, "steam-50", "CODE-1\nCODE-2\nCODE-3", vault=vault, batch="first", now=NOW.now())
            person = people.meet(db, telegram_id=born.id, name="Ana", username=None, language="en", now=NOW.now())
            ledger.credit(db, person, Money.parse("500", "CNY"), ref="test", why="test", now=NOW.now())
        return born


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """The sandbox as a process, and everything for a bot that is started when the test says so."""
    shop = DemoShop(DemoFolder(tmp_path / "shop"), three_free_ports(), has_page=False, begin=begin_warm)
    line = Line(shop.bot_url)
    with open_shop(shop.folder.settings()) as (database, vault), running(line.app(), World()) as line.url:
        try:
            shop.start_sandbox()
            shop.wait_until_ready()
            stage = Stage(shop, database, vault, line)
            with closing(stage.platform):
                yield stage
            if line.bot is not None:
                stage.end_bot()
            with database.read() as db:
                assert audit.check(db, now=NOW.now()) == []
        finally:
            if line.bot is not None:
                line.bot.kill()
            shop.stop()


def buy(ana: PersonInChat) -> None:
    """Buy one card from the balance: six updates."""
    ana.starts()
    sees(ana, "Hello")
    ana.says("steam50")
    ana.taps("Buy", message=sees(ana, "A wallet code"))
    ana.taps("1", message=sees(ana, "How many?"))
    ana.taps("Order for", message=sees(ana, "check your order"))
    ana.taps("Pay from balance", message=sees(ana, "Order placed"))
    sees(ana, "is here!")


def sees(ana: PersonInChat, text: str) -> int:
    """Wait until it is there, whatever becomes of the bot meanwhile."""
    return ana.waits_for(text, timeout_seconds=PATIENCE_SECONDS).message_id


def test_a_purchase_survives_a_bot_that_dies_after_it_stored_and_before_it_was_heard(stage: Stage) -> None:
    second, fourth, last = (FIRST_UPDATE_ID + n for n in (1, 3, 5))
    stage.line.kills_at = {second, fourth, last}
    stage.line.after_kill = stage.start_bot
    stage.start_bot()

    buy(stage.ana)

    wait_until_settled(stage.platform, 6)
    assert stage.kept == dict.fromkeys(stage.issued, "done")
    with stage.database.read() as db:
        assert list(db.scalars(sa.select(OrderRow.status))) == ["delivered"]
    repeated = {update["update_id"] for update in stage.platform.updates() if update["attempts"] > 1}
    assert stage.line.kills_at == set()
    assert {second, fourth, last} <= repeated


class Door:
    """A webhook served in this process; `serve_as` is the bot started again with other settings."""

    def __init__(self, database: Database, platform_url: str) -> None:
        self.url = ""
        self.storage_is_away = Event()
        self.secrets_heard: list[str] = []
        self.kept: list[str] = []
        self._database = database
        self._clock = StoppedClock()
        self._driver = AiogramDriver(TOKEN, api_base=platform_url)
        self._app: Starlette | None = None

    async def serve_as(self, *secrets: str, is_registered: bool) -> None:
        """Take posts with these secrets; the platform knows of it or not yet."""
        webhook = Webhook(
            self._driver, self._clock, bot_id=1000001, public_url=self.url, secrets=secrets, store=self._store
        )
        routes = [webhook.route]
        self._app = Listener(self._database, self._clock, gateways={}, store=self._store, others=routes).app()
        if is_registered:
            await webhook.register()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What uvicorn serves."""
        assert self._app is not None
        headers = dict(scope.get("headers", ()))
        self.secrets_heard.append(headers.get(SECRET_HEADER.lower().encode(), b"").decode())
        await self._app(scope, receive, send)

    async def close(self) -> None:
        """Give up the connections."""
        await self._driver.close()

    async def _store(self, arrivals: Sequence[Arrival]) -> None:
        if self.storage_is_away.is_set():
            raise OSError("no route to the database")
        self.kept += [arrival.key for arrival in arrivals]


@pytest.fixture
async def door(sqlite_database: Database) -> AsyncIterator[tuple[Door, Sandbox]]:
    """A webhook and the platform that posts to it, both over HTTP."""
    world = World(limits=Limits(are_enforced=False))
    world.bots.add(TOKEN)
    with running(create_app(world), world) as platform_url:
        door = Door(sqlite_database, platform_url)
        with running(door, World()) as door.url, closing(Sandbox(platform_url)) as platform:
            yield door, platform
            await door.close()
    world.close()


async def test_a_secret_is_changed_without_refusing_a_single_post(door: tuple[Door, Sandbox]) -> None:
    door_, platform = door
    ana = platform.person("Ana")
    await door_.serve_as(WEBHOOK_SECRET, is_registered=True)

    ana.says("before")
    wait_until_settled(platform, 1)
    await door_.serve_as(OTHER_SECRET, WEBHOOK_SECRET, is_registered=False)
    ana.says("meanwhile")
    wait_until_settled(platform, 2)
    await door_.serve_as(OTHER_SECRET, WEBHOOK_SECRET, is_registered=True)
    ana.says("after")
    wait_until_settled(platform, 3)
    await door_.serve_as(OTHER_SECRET, is_registered=False)
    ana.says("for good")
    wait_until_settled(platform, 4)

    assert door_.secrets_heard == [WEBHOOK_SECRET, WEBHOOK_SECRET, OTHER_SECRET, OTHER_SECRET]
    assert len(set(door_.kept)) == len(door_.kept) == 4


async def test_what_could_not_be_stored_is_delivered_when_the_storage_is_back(door: tuple[Door, Sandbox]) -> None:
    door_, platform = door
    ana = platform.person("Ana")
    door_.storage_is_away.set()
    await door_.serve_as(WEBHOOK_SECRET, is_registered=True)

    ana.says("first")
    ana.says("second")
    wait_until(platform, lambda: platform.updates()[0]["attempts"] == 1)
    assert door_.kept == []
    door_.storage_is_away.clear()
    platform.forward_clock(seconds=RETRY_SECONDS)
    wait_until_settled(platform, 2)

    assert door_.kept == [str(update["update_id"]) for update in platform.updates()]
    assert [update["attempts"] for update in platform.updates()] == [2, 1]


def wait_until_settled(platform: Sandbox, count: int) -> None:
    """Wait until that many updates were accepted."""
    wait_until(platform, lambda: [update["state"] for update in platform.updates()] == ["settled"] * count)


def wait_until(platform: Sandbox, is_so: Callable[[], bool]) -> None:
    """Look again after every change on the platform."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        change = platform.get("/changes")["change"]
        if is_so():
            return
        platform.get("/changes", after=change, wait_seconds=PATIENCE_SECONDS)
    raise TimeoutError("what was waited for did not happen")
