"""The storm: five people shop over HTTP while the bot is killed again and again at random moments.

Not here: what must hold when it is over (test_kills).
"""

import random
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from backend import audit, catalogue, ledger, people, stock
from backend.audit import Violation
from backend.money import Money
from bot.clock import SystemClock
from bot.demo.folder import DemoFolder
from bot.demo.processes import DemoShop
from bot.process import open_shop
from sandbox.client import Sandbox
from storage import inbox, outbox
from storage.database import Database
from storage.secrets import Vault
from tests.chaos.evidence import Answer, answers_in, updates_of
from tests.chaos.shopper import Shopper
from tests.chaos.zygote import Zygote
from tests.conversations.chats import CATALOGUE

SHOPPERS = 5
CARDS = 3000

LONGEST_LIFE_SECONDS = 1.0
"""Of the lives that end by the clock, many of them before the first fetch."""

MOST_CHANGES = 12
"""Of the lives that end the moment after the platform did something, when the bot may not know of it yet."""

START_SECONDS = 5.0
"""How long such a life waits for something to happen; the slower the machine, the longer a bot takes to start."""

QUIET_SECONDS = 60.0
"""How long the last bot may take for what the killed ones left."""

_NOW = SystemClock()


@dataclass(frozen=True)
class Aftermath:
    """What is there when the storm is over: the shop's own record, the platform's journals, the people's memory."""

    kills: int
    database: Database
    vault: Vault
    shoppers: tuple[Shopper, ...]
    updates: tuple[str, ...]
    answers: dict[int, list[Answer]]
    seen_broken: tuple[Violation, ...]


@contextmanager
def storm(folder: Path, *, kills: int, seed: int) -> Iterator[Aftermath]:
    """Let it happen. The processes are gone when this returns; the database is open as long as the context is."""
    dice = random.Random(seed)
    demo = DemoShop(DemoFolder(folder), _free_port(), has_page=False)
    with open_shop(demo.folder.settings()) as (database, vault):
        try:
            demo.start_sandbox()
            demo.wait_until_ready()
            platform = Sandbox(demo.sandbox_url)
            platform.enforce_limits(False)  # the pace of real chats would make five people too idle to be hit
            _fill_shelves(database, vault)
            shoppers = [_shopper(demo, database, seed=dice.random()) for _ in range(SHOPPERS)]
            zygote = Zygote(demo.bot_environment(), log=folder / "bot.log")
            seen_broken = _rage(zygote, shoppers, platform, database, dice, kills=kills)
            yield Aftermath(
                kills=kills,
                database=database,
                vault=vault,
                shoppers=tuple(shoppers),
                updates=tuple(updates_of(platform)),
                answers={shopper.person.id: answers_in(platform, shopper.person.id) for shopper in shoppers},
                seen_broken=tuple(seen_broken),
            )
            for each in (platform, *(shopper.person.sandbox for shopper in shoppers)):
                each.close()
        finally:
            demo.stop()


def _fill_shelves(database: Database, vault: Vault) -> None:
    codes = "\n".join(f"CHAOS-{number:05}" for number in range(CARDS))
    with database.transaction() as db:
        catalogue.load(db, CATALOGUE, now=_NOW.now())
        stock.import_cards(db, "steam-50", codes, vault=vault, batch="storm", now=_NOW.now())


def _shopper(demo: DemoShop, database: Database, *, seed: float) -> Shopper:
    """Somebody with more money than they can spend."""
    born = Sandbox(demo.sandbox_url).person("Ana", language_code="en")
    now = _NOW.now()
    with database.transaction() as db:
        person = people.meet(db, telegram_id=born.id, name=born.name, username=None, language="en", now=now)
        ledger.credit(db, person, Money.parse("1000000", "CNY"), ref=f"storm:{born.id}", why="test", now=now)
    return Shopper(born, random.Random(seed))


def _rage(
    zygote: Zygote,
    shoppers: list[Shopper],
    platform: Sandbox,
    database: Database,
    dice: random.Random,
    *,
    kills: int,
) -> list[Violation]:
    """Kill one bot after the other, then let one live until nothing is left to do; returns what an audit saw broken."""
    closing, trouble, over = threading.Event(), threading.Event(), threading.Event()
    with ThreadPoolExecutor() as threads:
        auditing = threads.submit(_audit_until, over, database)
        shopping = [threads.submit(each.shop_until, closing, on_trouble=trouble) for each in shoppers]
        try:
            for _ in range(kills):
                platform.fail("update-duplicate")  # besides what a kill itself makes the platform hand out again
                bot = zygote.start_bot()
                _let_live(platform, dice, trouble)
                bot.kill()
                bot.join()
                if trouble.is_set():
                    break
            last = zygote.start_bot()
            closing.set()
            for each in shopping:
                each.result()
            if not trouble.is_set():  # else it is told by who had it
                _wait_until_nothing_waits(database)
            last.terminate()
            last.join()
        finally:
            closing.set()
            over.set()
        return auditing.result()


def _let_live(platform: Sandbox, dice: random.Random, trouble: threading.Event) -> None:
    """A random while: so many seconds, or until so many things have happened on the platform."""
    if dice.random() < 0.5:
        trouble.wait(dice.uniform(0, LONGEST_LIFE_SECONDS))
        return
    deadline = time.monotonic() + START_SECONDS
    change = platform.get("/changes")["change"]
    for _ in range(dice.randint(1, MOST_CHANGES)):
        left = max(0.0, deadline - time.monotonic())
        change = platform.get("/changes", after=change, wait_seconds=left)["change"]


def _audit_until(over: threading.Event, database: Database) -> list[Violation]:
    """Look at the books while others write in them."""
    seen: list[Violation] = []
    while not over.wait(1):
        with database.read() as db:
            seen += audit.check(db, now=_NOW.now())
    return seen


def _wait_until_nothing_waits(database: Database) -> None:
    deadline = time.monotonic() + QUIET_SECONDS
    pause = threading.Event()
    while time.monotonic() < deadline:
        with database.read() as db:
            if not inbox.lanes_waiting(db) and not outbox.chats_waiting(db) and not outbox.claimed(db):
                return
        pause.wait(0.1)
    raise TimeoutError("the last bot left something undone")


def _free_port() -> int:
    """A port whose next one is free as well, where the bot will listen."""
    for _ in range(100):
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return port
    raise RuntimeError("no two free ports side by side")
