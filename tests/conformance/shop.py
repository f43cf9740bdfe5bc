"""A whole bot on one of the libraries, in a sandbox where time stands still, and what it called in the end.

Not here: what people do there (tests.conformance.journeys). Nothing runs by itself: after each act all is fetched,
answered and sent until nothing is left, so two bots that are asked the same make the same calls in the same order.
"""

import asyncio
import json
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr

from backend import catalogue, ledger, payments, people, staff, stock
from backend.money import Money
from backend.payments import GatewayNotice
from backend.people import Role
from bot import wiring
from bot.drivers.driver import Driver
from bot.introduction import introduce
from bot.limits import OwnLimits
from bot.reading import arrival_of_update, lane_of_chat, notice_to_json
from bot.settings import Settings
from bot.wiring import Bot, Edges
from sandbox.client import PersonInChat, Sandbox
from sandbox.limits import Limits
from sandbox.screens import Bubble
from sandbox.server import create_app, running
from sandbox.world import World
from storage import inbox, outbox
from storage.database import Database
from storage.inbox import Arrival
from storage.secrets import Vault
from tests.clock import StoppedClock
from tests.conformance.conftest import DRIVERS, TOKEN
from tests.conversations.chats import CATALOGUE, GATEWAY_KEY

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
"""In Shanghai."""

BOSS, BO, ANA, XIAOMEI = 900, 601, 501, 502
MOST_ROUNDS = 100

_FETCHING = ("getUpdates", "getMe", "getFile")
_TOKEN = re.compile(r"b:([\w-]+):")
_PART = re.compile(r"attach://[\w-]+")

_Json = dict[str, Any]  # Any: whatever the bot sent


@dataclass(frozen=True)
class Call:
    """A call as the platform got it, but for what is drawn by lot."""

    method: str
    status: int
    parameters: _Json


class LiveShop:
    """A shop with a staff group; `person` and `agent` give people who act and see."""

    def __init__(
        self, sandbox: Sandbox, database: Database, vault: Vault, driver: Driver, runner: asyncio.Runner
    ) -> None:
        self.sandbox = sandbox
        self.database = database
        self.driver = driver
        self.clock = StoppedClock(NOON)
        self._runner = runner
        self._offset: int | None = None
        edges = Edges(driver, self.clock, OwnLimits(self.clock))
        self._bot: Bot = runner.run(wiring.build(_settings(database), database, vault, edges))
        self._stock_up(vault)
        self.boss = self.agent(BOSS, "Boss", Role.ADMIN)
        self.bo = self.agent(BO, "Bo", Role.AGENT)
        self.group = sandbox.found_group(self.boss.person, "Desk", members=[self.bo.person], is_forum=True)
        with database.transaction() as db:
            staff.connect_group(db, self.group, by="test", now=self.clock.now())

    def person(self, telegram_id: int, name: str, language: str = "en", balance: str | None = None) -> "Guest":
        """Somebody who has started the bot, perhaps with money."""
        guest = Guest(self, self.sandbox.person(name, id=telegram_id, language_code=language))
        guest.says("/start")
        if balance is not None:
            with self.database.transaction() as db:
                known = people.with_telegram_id(db, telegram_id)
                assert known is not None
                ledger.credit(db, known, Money.parse(balance, "CNY"), ref="gift", why="test", now=self.clock.now())
        return guest

    def agent(self, telegram_id: int, name: str, role: Role) -> "Guest":
        """Somebody of the staff, who started the bot long ago."""
        with self.database.transaction() as db:
            now = self.clock.now()
            met = people.meet(db, telegram_id=telegram_id, name=name, username=None, language="en", now=now)
            people.appoint(db, met, role, by="test", now=now)
        return Guest(self, self.sandbox.person(name, id=telegram_id, language_code="en", has_started=True))

    def in_topic(self, agent: "Guest", name: str) -> "Guest":
        """The agent, looking at the group's topic with this in its name."""
        topic = agent.person.at(self.group).waits_for_topic(name)
        return Guest(self, agent.person.at(self.group, topic=topic.topic), topic=topic.topic)

    def has_paid(self, address: str | None) -> None:
        """Let the gateway report the payment that this address leads to."""
        assert address is not None
        number = re.findall(r"number=([\w-]+)", address)[0]
        with self.database.read() as db:
            payment = payments.with_number(db, number)
        assert payment is not None
        notice = GatewayNotice("sandbox", number, "TXN-1", "event-1", payment.amount, self.clock.now())
        stored = Arrival("gateway:sandbox", "event-1", lane_of_chat(ANA), json.dumps(notice_to_json(notice)))
        self._runner.run(self._bot.intake.store([stored]))
        self.settles()

    def forward(self, **length: float) -> None:
        """Let time pass, and what is due happen."""
        self.clock.forward(**length)
        self._runner.run(self._bot.ticker.tick())
        self.settles()

    def does_jobs(self) -> None:
        """Let what was put down as jobs be done, and come back."""
        self._runner.run(self._bot.jobs.drain())
        self.settles()

    def introduces(self) -> None:
        """Let the bot tell the platform its commands and who it is."""
        self._runner.run(introduce(self.driver, self._bot.voice))

    def asks_platform(self, method: str, **parameters: Any) -> None:
        """Make a call that the shop would not make by itself."""
        self._runner.run(self.driver.call(method, **parameters))

    def settles(self) -> None:
        """Return when all that was said is fetched, answered and sent."""
        self._runner.run(self._settle())

    def calls(self) -> list[Call]:
        """What the bot called, oldest first."""
        made = [call for call in self.sandbox.calls() if call["method"] not in _FETCHING]
        shown = json.dumps([_as_sent(call) for call in made], ensure_ascii=False)
        tokens = list(dict.fromkeys(_TOKEN.findall(shown)))
        shown = _TOKEN.sub(lambda found: f"b:{tokens.index(found[1])}:", _PART.sub("attach://part", shown))
        return [Call(*each) for each in json.loads(shown)]

    async def _settle(self) -> None:
        for _ in range(MOST_ROUNDS):
            if not await self._does_some_work():
                return
        raise AssertionError("there is always more to do")

    async def _does_some_work(self) -> bool:
        updates = await self.driver.fetch(self._offset, wait_seconds=0)
        if updates:
            self._offset = updates[-1]["update_id"] + 1
            await self._bot.intake.store([arrival_of_update(update, bot_id=1000001) for update in updates])
        with self.database.read() as db:
            lanes = inbox.lanes_waiting(db)
        for lane in lanes:
            await self._wait(await self._bot.dispatch.drain(lane))
        with self.database.read() as db:
            chats = outbox.chats_waiting(db)
        for chat_id in chats:
            await self._wait(await self._bot.courier.drain(chat_id))
        return bool(updates or lanes or chats)

    async def _wait(self, seconds: float | None) -> None:
        await self.clock.sleep(seconds or 0)

    def _stock_up(self, vault: Vault) -> None:
        with self.database.transaction() as db:
            now = self.clock.now()
            assert not catalogue.load(db, CATALOGUE, now=now).problems
            stock.import_cards(
                db, "steam-50", "\n".join(f"CODE-{n}" for n in range(5)), vault=vault, batch="first", now=now
            )


@dataclass(frozen=True)
class Guest:
    """A person, after each of whose acts everything has been answered."""

    shop: LiveShop
    person: PersonInChat
    topic: int | None = None

    def says(self, text: str, *, reply_to: int | None = None) -> int:
        """Write a text; returns its message id."""
        message = self.person.says(text, reply_to=reply_to)
        self.shop.settles()
        return message

    def corrects(self, message: int, text: str) -> None:
        """Edit what they wrote."""
        self.person.edits(message, text)
        self.shop.settles()

    def shows(self, kind: str, *files: tuple[str, bytes], caption: str = "", reply_to: int | None = None) -> int:
        """Send files of a kind, several as an album; returns the first one's message id."""
        message = self.person.shows(kind, *files, caption=caption, reply_to=reply_to)
        self.shop.settles()
        return message

    def taps(self, label: str) -> str | None:
        """Tap a button; returns the address if it opens one."""
        address = self.person.taps(label)
        self.shop.settles()
        return address

    def sees(self, *texts: str) -> Bubble:
        """Find what came since their own last act with all of these in it."""
        return [self.person.waits_for(text, timeout_seconds=0) for text in texts][-1]


@contextmanager
def live_shop(library: str, database: Database, vault: Vault) -> Iterator[LiveShop]:
    """A shop on this library."""
    world = World(limits=Limits(are_enforced=False), frozen_at=NOON)
    world.bots.add(TOKEN, username="xiaoer_bot", name="Xiaoer")
    try:
        with running(create_app(world), world) as url, closing(Sandbox(url)) as sandbox, asyncio.Runner() as runner:
            driver = DRIVERS[library](TOKEN, api_base=url)
            try:
                yield LiveShop(sandbox, database, vault, driver, runner)
            finally:
                runner.run(driver.close())
    finally:
        world.close()


def _as_sent(call: _Json) -> list[Any]:
    """A call of the journal, without what the sandbox notes of each uploaded part."""
    sent = {name: value for name, value in call["parameters"].items() if value != f"attach://{name}"}
    return [call["method"], call["status"], sent]


def _settings(database: Database) -> Settings:
    return Settings(
        telegram_bot_token=SecretStr(TOKEN),
        xiaoer_secret_key=SecretStr("unused"),
        database_url=str(database.url),
        admin_telegram_ids=(BOSS,),
        gateway_url="http://127.0.0.1:1/gateway",
        gateway_key=SecretStr(GATEWAY_KEY),
        console_url="http://127.0.0.1:1",
    )
