"""A shop to make trouble in: a local Telegram, a database, people, and bots that may be ended at any moment.

Not here: what trouble is made (bot.chaos.sweep, bot.chaos.storm), or whether anything came of it (bot.chaos.verdict).
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families

from backend import catalogue, ledger, people, staff, stock
from backend.money import STARS, Money
from backend.people import Person, Role
from bot.chaos.nursery import begin_warm
from bot.chaos.tills import EpayTill, SandboxTill, StarsTill
from bot.chaos.truths import Issued, Outside
from bot.chaos.zygote import Zygote
from bot.clock import MovableClock
from bot.demo import suppliers
from bot.demo.folder import DemoFolder
from bot.demo.processes import DemoShop, three_free_ports
from bot.demo.suppliers import Supplied
from bot.process import open_shop
from bot.settings import Library, ShopSettings, UpdatesBy
from sandbox.client import PersonInChat, Sandbox
from sandbox.epay.client import EpayClient
from sandbox.gateway_client import GatewayClient
from storage import broadcasts, evidence, failpoints, timers
from storage import stock as card_rows
from storage.broadcasts import BroadcastStatus
from storage.database import Database, Db
from storage.secrets import Vault

PLENTY = Money(100_000_000, "CNY")
CARDS = 3_000
CARD, OTHER, RARE, BOUGHT, AWAITED = "steam-50", "mobile-50", "rare-50", "bought-50", "awaited-50"
"""A card of which there are many, one whose price changes, one that gets lost, one of suppliers, one waited for."""

FOREIGN, STARRED = "foreign-50", "starred-50"
"""One that is paid at the gateway that gives money back, in its currency; one that is paid with Stars in the chat."""

FOREIGN_CURRENCY = "USD"

QUIET_SECONDS = 60.0
LOOK_SECONDS = 0.03

CATALOGUE = """
[shop]
name = { zh-CN = "小二数码铺", en = "Xiaoer Digital" }
notice = { zh-CN = "样品", en = "Sample" }
support_hours = { opens = "09:00", closes = "23:00", time_zone = "Asia/Shanghai" }

[[categories]]
id = "cards"
emoji = "🎮"
name = { zh-CN = "点卡", en = "Game cards" }
"""
_PRODUCT = """
[[products]]
id = "{id}"
category = "cards"
name = {{ zh-CN = "{name}", en = "{name}" }}
about = {{ zh-CN = "充值码", en = "A wallet code" }}
aliases = []
account = "none"
currency = "{currency}"
prices = {{ retail = "50", silver = "49", gold = "48" }}
max_per_order = 3
"""
_WEBHOOK_SECRET = "rehearsal-" * 4
_SECRETS = ("TELEGRAM_BOT_TOKEN", "XIAOER_SECRET_KEY", "GATEWAY_KEY", "EPAY_KEY")
_LOG = "bot.log"
_NAMES = {
    CARD: "Steam card",
    OTHER: "Mobile card",
    RARE: "Rare card",
    BOUGHT: "Bought card",
    AWAITED: "Awaited card",
    FOREIGN: "Foreign card",
    STARRED: "Starred card",
}
_CURRENCIES = {FOREIGN: FOREIGN_CURRENCY, STARRED: STARS}


class Restless(Exception):
    """A shop that was left alone did not come to rest: something waits that nobody does."""


@dataclass(frozen=True)
class Ground:
    """What a shop stands on: a database (its own file if none is named), a Telegram library, other ways to both."""

    database_url: str | None = None
    driver: Library = Library.AIOGRAM
    updates_by: UpdatesBy = UpdatesBy.POLLING
    bot_database_url: str | None = None
    """What the bots are told, if they reach the database by another way than we."""
    telegram_way: Callable[[str], str] | None = None
    """Another way to the sandbox's address, for the bots."""


@dataclass
class TroubledShop:
    """A shop that is open, its bots, and the means to watch them."""

    demo: DemoShop
    database: Database
    vault: Vault
    platform: Sandbox
    gateway: GatewayClient
    epay: EpayClient
    zygote: Zygote
    brought: Counter[str] = field(default_factory=Counter)
    """How many cards of each product were put on the shelf."""
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def now(self) -> datetime:
        """What the shop's clock shows."""
        return MovableClock(self.demo.folder.clock).now()

    def let_pass(self, length: timedelta) -> None:
        """Let time pass for the shop and for the world around it."""
        self.demo.forward_clock(length)
        self.platform.forward_clock(seconds=int(length.total_seconds()))

    def number(self) -> int:
        """A number nobody has yet."""
        return next(self._numbers)

    def meet(self, name: str, *, role: Role = Role.CUSTOMER, balance: Money | None = None) -> PersonInChat:
        """Let somebody be born whom the shop knows, in this role and with this on their balance."""
        born = self.platform.person(name, language_code="en", has_started=True)
        with self.database.transaction() as db:
            now = self.now()
            person = people.meet(db, telegram_id=born.id, name=name, username=None, language="en", now=now)
            people.appoint(db, person, role, by="rehearsal", now=now)
            if balance is not None:
                ledger.credit(db, person, balance, ref=f"rehearsal:{born.id}", why="rehearsal", now=now)
        return born

    def known(self, db: Db, person: PersonInChat) -> Person:
        """Who somebody is to the shop."""
        known = people.with_telegram_id(db, person.id)
        if known is None:
            raise LookupError(f"{person.name} is unknown to the shop")
        return known

    def found_group(self, owner: PersonInChat, members: list[PersonInChat]) -> int:
        """A staff group with topics."""
        group = self.platform.found_group(owner, "客服组", members=members, is_forum=True)
        with self.database.transaction() as db:
            staff.connect_group(db, group, by="rehearsal", now=self.now())
        return group

    def new_codes(self, how_many: int) -> list[str]:
        """So many codes that nobody has yet."""
        return [f"CHAOS-{self.number():06}" for _ in range(how_many)]

    def stock_up(self, product_id: str, how_many: int) -> None:
        """Put so many new cards on the shelf."""
        with self.database.transaction() as db:
            codes = "\n".join(self.new_codes(how_many))
            stock.import_cards(db, product_id, codes, vault=self.vault, batch="rehearsal", now=self.now())
        self.brought[product_id] += how_many

    def put_aside(self, product_id: str, how_many: int) -> None:
        """Have so many new cards that nobody waits for any more."""
        cards = [stock.seal(code, self.vault) for code in self.new_codes(how_many)]
        with self.database.transaction() as db:
            card_rows.put_in(db, product_id, cards, order_id=None, batch="rehearsal", cost_minor=100, now=self.now())
        self.brought[product_id] += how_many

    def outside(self) -> Outside:
        """Where to look for what the shop's database may not know."""
        settings = self.demo.bot_environment()
        secrets = {name: settings[name].rpartition(":")[2] for name in _SECRETS} | {"webhook secret": _WEBHOOK_SECRET}
        token = settings["TELEGRAM_BOT_TOKEN"]
        return Outside(
            self.vault,
            (
                SandboxTill(self.gateway),
                EpayTill(self.epay, currency=FOREIGN_CURRENCY),
                StarsTill(self.platform, token=token),
            ),
            lambda: self.brought,
            [self.demo.folder.path / _LOG],
            secrets,
            issued=self._issued,
            file=self.platform.download,
            figures=lambda: _figures(self.demo.bot_url),
        )

    def _issued(self) -> list[Issued]:
        return [
            Issued(each["supplier"], each["number"], each["quantity"], each["codes"])
            for name in suppliers.NAMES
            for each in self.platform.get(f"/suppliers/{name}/journal")
        ]

    def supplier_fails(self, kind: str) -> None:
        """Let the supplier who is asked first go wrong once; the kinds are in `sandbox.supplier.faults`."""
        self.platform.post(f"/suppliers/{suppliers.NAMES[0]}/faults", kind=kind)

    def come_to_rest(self) -> None:
        """Return when nothing is due, and nothing waits to be answered or sent, nor will be of a broadcast.

        Raises Restless after a while.
        """
        deadline = time.monotonic() + QUIET_SECONDS
        while not self._is_at_rest():
            if time.monotonic() > deadline:
                raise Restless("nothing due, nothing waiting: expected soon, and work is still left")
            time.sleep(LOOK_SECONDS)

    def _is_at_rest(self) -> bool:
        with self.database.read() as db:
            due_at = timers.next_due_at(db)
            is_due = due_at is not None and due_at <= self.now()
            # Between two batches of a broadcast nothing waits, and yet there is more to come.
            is_telling = any(each.status is BroadcastStatus.RUNNING for each in broadcasts.newest(db, offset=0, most=1))
            return not (is_due or is_telling) and evidence.is_idle(db)


@contextmanager
def open_troubled_shop(folder: Path, ground: Ground | None = None) -> Iterator[TroubledShop]:
    """A shop with full shelves and no bot yet; its processes are ended whatever happens."""
    ground = ground or Ground()
    demo = DemoShop(
        DemoFolder(folder), three_free_ports(), has_page=False, supplied=(Supplied(BOUGHT),), begin=begin_warm
    )
    settings = _settings(demo.folder, ground)
    with open_shop(settings) as (database, vault):
        try:
            demo.start_sandbox()
            _fill(database, vault, now=MovableClock(demo.folder.clock).now())
            demo.wait_until_ready()
            with (
                closing(Sandbox(demo.sandbox_url)) as platform,
                closing(GatewayClient(demo.sandbox_url)) as gateway,
                closing(EpayClient(demo.sandbox_url)) as epay,
            ):
                platform.enforce_limits(False)
                zygote = Zygote(_environment(demo, ground, settings.database_url), log=folder / _LOG)
                shop = TroubledShop(demo, database, vault, platform, gateway, epay, zygote)
                shop.stock_up(CARD, CARDS)
                yield shop
        finally:
            demo.stop()


def _figures(bot_url: str) -> dict[str, float]:
    """What a bot says of itself, by figure and label; one that was just started may need a moment to answer."""
    deadline = time.monotonic() + QUIET_SECONDS
    while True:
        try:
            told = httpx.get(f"{bot_url}/metrics", trust_env=False).raise_for_status().text
        except httpx.HTTPError:
            if time.monotonic() > deadline:
                raise
            time.sleep(LOOK_SECONDS)
        else:
            samples = [sample for family in text_string_to_metric_families(told) for sample in family.samples]
            return {":".join([sample.name, *sample.labels.values()]): sample.value for sample in samples}


def _settings(folder: DemoFolder, ground: Ground) -> ShopSettings:
    settings = folder.settings()
    return (
        settings if ground.database_url is None else settings.model_copy(update={"database_url": ground.database_url})
    )


def _environment(demo: DemoShop, ground: Ground, database_url: str) -> dict[str, str]:
    way = ground.telegram_way
    return demo.bot_environment() | {
        "DATABASE_URL": ground.bot_database_url or database_url,
        "TELEGRAM_API_BASE": demo.sandbox_url if way is None else way(demo.sandbox_url),
        "TELEGRAM_DRIVER": ground.driver.value,
        "TELEGRAM_UPDATES": ground.updates_by.value,
        "TELEGRAM_WEBHOOK_SECRET": _WEBHOOK_SECRET,
        "EPAY_CURRENCY": FOREIGN_CURRENCY,
        "EPAY_FEE": "1.5%+0.10",
        "RISK_RULES": "off",  # its customers order without a pause
        failpoints.REHEARSAL_SETTING: "1",
    }


def _fill(database: Database, vault: Vault, *, now: datetime) -> None:
    products = (_PRODUCT.format(id=id, name=name, currency=_CURRENCIES.get(id, "CNY")) for id, name in _NAMES.items())
    text = CATALOGUE + "".join(products)
    with database.transaction() as db:
        done = catalogue.load(db, text, now=now)
    if done.problems:
        raise ValueError(done.problems)
