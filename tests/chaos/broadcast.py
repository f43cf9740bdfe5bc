"""A broadcast to thousands in the sandbox, its bot killed again and again, while somebody buys.

Not here: what must hold when it is over (test_broadcast_kills).
"""

import os
import random
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from backend import audit, broadcasts, catalogue, ledger, people, stock
from backend.audit import Violation
from backend.broadcasts import Broadcast, BroadcastStatus, Message, Segment
from backend.money import Money
from bot.chaos.nursery import begin_warm
from bot.chaos.zygote import Zygote
from bot.clock import SystemClock
from bot.demo.folder import DemoFolder
from bot.demo.processes import DemoShop, three_free_ports
from bot.process import open_shop
from sandbox.client import PersonInChat, Sandbox
from storage import inbox, outbox
from storage.database import Database, Db
from storage.secrets import Vault
from tests.conversations.chats import CATALOGUE

PEOPLE = int(os.environ.get("XIAOER_CHAOS_PEOPLE", "1000"))
"""Twenty a second: 5000 take five minutes with their kills, 1000 one and a quarter."""

NEVER_STARTED = 40
"""Known to the shop, and yet the platform refuses to write to them."""

WANT_NO_NEWS = 30
BLOCKED = 20

TEXT = "Half price until Sunday"

LONGEST_AFTER_SALE_SECONDS = 9.0
"""Between the end of somebody's order and the kill; at 20 messages a second the broadcast outlasts five of these."""

THINKING_SECONDS = 1.5
"""Before each act: a chat gets one message a second, and some acts cause two."""

PATIENCE_SECONDS = 60.0
QUIET_SECONDS = 400.0

_NOW = SystemClock()


@dataclass
class Buyer:
    """Somebody who buys; each of `answers` took so many seconds and said that."""

    person: PersonInChat
    answers: list[tuple[float, str]] = field(default_factory=list)
    bought: int = 0
    _thinking: threading.Event = field(default_factory=threading.Event, repr=False)

    def buys(self) -> None:
        """One card from the balance, from the product's page to its codes."""
        self._answers(lambda: self.person.starts("p_steam-50"), "A wallet code")
        self._answers(lambda: self.person.taps("Buy"), "How many?")
        question = self._answers(lambda: self.person.taps("1"), "check your order" if self.bought == 0 else "very same")
        if self.bought:
            self._answers(lambda: self.person.taps("another one", message=question), "check your order")
        self._answers(lambda: self.person.taps("Order for"), "Order placed")
        self._answers(lambda: self.person.taps("Pay from balance"), "is here!")
        self._answers(lambda: self.person.taps("Show codes"), "Codes of order")
        self.bought += 1

    def _answers(self, act: Any, text: str) -> int:  # Any: what an act of a person returns
        self._thinking.wait(THINKING_SECONDS)
        began = time.monotonic()
        act()
        seen = self.person.waits_for(text, timeout_seconds=PATIENCE_SECONDS)
        self.answers.append((time.monotonic() - began, text))
        return seen.message_id


@dataclass(frozen=True)
class Aftermath:
    """What is there when it is over: the shop's own record, the platform's journal, what the buyer waited for."""

    kills: int
    broadcast: Broadcast
    database: Database
    calls: tuple[dict[str, Any], ...] = field(repr=False)  # Any: JSON
    buyer: Buyer
    seen_broken: tuple[Violation, ...]


@contextmanager
def broadcast_run(folder: Path, *, kills: int, seed: int) -> Iterator[Aftermath]:
    """Let it happen. The processes are gone when this returns; the database is open as long as the context is."""
    demo = DemoShop(DemoFolder(folder), three_free_ports(), has_page=False, begin=begin_warm)
    with open_shop(demo.folder.settings()) as (database, vault):
        try:
            demo.start_sandbox()
            demo.wait_until_ready()
            with closing(Sandbox(demo.sandbox_url)) as platform:
                admin = platform.person("Owner", language_code="en", has_started=True)
                demo.admins = (admin.id,)
                buyer = Buyer(platform.person("Ana", language_code="en", has_started=True))
                draft = _furnish(database, vault, platform, admin, buyer)
                zygote = Zygote(demo.bot_environment(), log=folder / "bot.log")
                seen_broken = _rage(zygote, database, admin, buyer, draft, random.Random(seed), kills=kills)
                calls = tuple(platform.calls())
            with database.read() as db:
                done = broadcasts.the_broadcast(db, draft.id)
            yield Aftermath(
                kills=kills,
                broadcast=done,
                database=database,
                calls=calls,
                buyer=buyer,
                seen_broken=tuple(seen_broken),
            )
        finally:
            demo.stop()


def _furnish(database: Database, vault: Vault, platform: Sandbox, admin: PersonInChat, buyer: Buyer) -> Broadcast:
    """A shop with cards, everybody it knows, and a draft for all of them."""
    others = PEOPLE - 2 - NEVER_STARTED
    started = platform.crowd([f"P{number}" for number in range(others)], language_code="en")
    strangers = platform.crowd([f"S{number}" for number in range(NEVER_STARTED)], has_started=False)
    codes = "\n".join(f"CHAOS-{number:03}" for number in range(100))
    with database.transaction() as db:
        catalogue.load(db, CATALOGUE, now=_NOW.now())
        stock.import_cards(db, "steam-50", codes, vault=vault, batch="broadcast", now=_NOW.now())
        owner = _known(db, admin.id)
        ana = _known(db, buyer.person.id)
        ledger.credit(db, ana, Money.parse("10000", "CNY"), ref="broadcast", why="test", now=_NOW.now())
        known = [_known(db, number) for number in (*started, *strangers)]
        for person in known[:WANT_NO_NEWS]:
            people.set_wants_news(db, person, wants=False)
        for person in known[WANT_NO_NEWS : WANT_NO_NEWS + BLOCKED]:
            people.mark_unreachable(db, telegram_id=person.telegram_id, now=_NOW.now())
        return broadcasts.compose(db, Message({"zh-CN": TEXT}), segment=Segment.ALL, by=owner, now=_NOW.now())


def _known(db: Db, telegram_id: int) -> people.Person:
    name = f"P{telegram_id}"
    return people.meet(db, telegram_id=telegram_id, name=name, username=None, language="en", now=_NOW.now())


def _rage(
    zygote: Zygote,
    database: Database,
    admin: PersonInChat,
    buyer: Buyer,
    draft: Broadcast,
    dice: random.Random,
    *,
    kills: int,
) -> list[Violation]:
    """Start it, kill one bot after the other, each after a sale; the last one lives until all is sent."""
    seen_broken: list[Violation] = []
    pause = threading.Event()
    bot = zygote.start_bot()
    try:
        _starts(admin)
        for _ in range(kills):
            buyer.buys()
            pause.wait(dice.uniform(0, LONGEST_AFTER_SALE_SECONDS))
            _kill(bot)
            seen_broken += _broken(database)
            bot = zygote.start_bot()
            _wait_until_awake(buyer.person)
        _wait_until_over(database, draft.id)
    finally:
        _kill(bot)
    return [*seen_broken, *_broken(database)]


def _starts(admin: PersonInChat) -> None:
    """Send the draft, from the list."""
    admin.says("/broadcast")
    admin.waits_for(TEXT, timeout_seconds=PATIENCE_SECONDS)
    admin.taps(TEXT)
    admin.waits_for("Send now")
    admin.taps("Send now")
    admin.waits_for("can’t be taken back")
    admin.taps("Send it")
    admin.waits_for("going out")


def _kill(bot: ForkServerProcess) -> None:
    bot.kill()
    bot.join()


def _wait_until_awake(person: PersonInChat) -> None:
    """A bot that was just started needs a moment; what it is asked meanwhile would not be its fault."""
    person.says("/help")
    person.waits_for("What I can do for you", timeout_seconds=PATIENCE_SECONDS)


def _wait_until_over(database: Database, broadcast_id: int) -> None:
    deadline = time.monotonic() + QUIET_SECONDS
    pause = threading.Event()
    while time.monotonic() < deadline:
        with database.read() as db:
            is_done = broadcasts.the_broadcast(db, broadcast_id).status is BroadcastStatus.DONE
            if is_done and not inbox.lanes_waiting(db) and not outbox.chats_waiting(db):
                return
        pause.wait(0.5)
    raise TimeoutError("the last bot left something undone")


def _broken(database: Database) -> list[Violation]:
    with database.read() as db:
        return audit.check(db, now=_NOW.now())
