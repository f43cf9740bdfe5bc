"""The stage of a scene: a fresh shop with its two real processes, its people, and what the shop's books say.

Not here: what is played on it (bot.tour.scenes), or how it is told (bot.tour.transcript).
"""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from backend import ledger, orders, people, stock
from backend.money import Money
from backend.orders import Order, OrderStatus
from backend.people import Person
from bot.clock import SystemClock
from bot.demo.cast import ADMIN, CUSTOMER, GUEST, Role, endow
from bot.demo.folder import DemoFolder
from bot.demo.processes import DemoShop, two_free_ports
from bot.demo.seed import fill_shop
from bot.process import open_shop
from bot.tour.actor import Actor
from bot.tour.transcript import Transcript
from sandbox.client import PersonInChat, Sandbox
from sandbox.gateway_client import GatewayClient
from storage.database import Database, Db

NUMBERS = {CUSTOMER: 5001, GUEST: 5002, ADMIN: 5003}
"""Who is on stage, by Telegram number; chosen by us, so that the shop can be filled while the sandbox still starts."""

MOST_ORDERS = 100


class Unmet(AssertionError):
    """Something was not as a scene expects it; the message says what was expected and what was found."""


@dataclass(frozen=True)
class Stage:
    """A shop that is open, and the means to watch it and to trouble it."""

    shop: DemoShop
    sandbox: Sandbox
    gateway: GatewayClient
    database: Database
    transcript: Transcript
    xiaomei: Actor
    """A customer who speaks Chinese and has money with the shop."""
    tom: Actor
    """A customer who speaks English and has money with the shop."""

    def narrate(self, text: str) -> None:
        """Tell what can't be seen in the chat."""
        self.transcript.narrate(text)

    def kill_bot(self) -> None:
        """End the bot with SIGKILL: no good-bye, nothing saved that was not saved before."""
        self.shop.kill_bot()
        self.narrate("⚡ kill -9: the bot is gone.")

    def restart_bot(self) -> None:
        """Start the bot again on what the dead one left."""
        self.shop.start_bot()
        self.shop.wait_until_ready()
        self.narrate("The bot is started again.")

    def pay_at(self, address: str | None) -> None:
        """Pay in the browser, at the address that a button opened."""
        if address is None:
            raise Unmet("The button to pay opens an address: expected one, found none.")
        self.gateway.pays_at(address)

    def let_pass(self, length: timedelta) -> None:
        """Let time pass for the shop and for the world around it."""
        _forward_clocks(self.shop, self.sandbox, length)
        self.narrate(f"⏩ {length.total_seconds() / 60:.0f} minutes later …")

    def expect(self, sentence: str, *, expected: object, found: object) -> None:
        """Put the sentence on the transcript if it is so. Raises Unmet."""
        if found != expected:
            raise Unmet(f"{sentence}: expected {expected!r}, found {found!r}.")
        self.transcript.checked(sentence)

    def orders_of(self, actor: Actor) -> list[Order]:
        """Every order of this customer, newest first."""
        with self.database.read() as db:
            return list(orders.orders_of(db, _customer(db, actor), page=1, per_page=MOST_ORDERS).items)

    def statuses_of(self, actor: Actor) -> list[OrderStatus]:
        """Where each order of this customer stands, newest first."""
        return [order.status for order in self.orders_of(actor)]

    def balance_of(self, actor: Actor) -> Money:
        """What the customer has with the shop."""
        with self.database.read() as db:
            return ledger.balance(db, _customer(db, actor), "CNY")

    def left_of(self, product_id: str) -> int:
        """How many of a product can be bought now."""
        with self.database.read() as db:
            return stock.level(db, product_id).available


@contextmanager
def open_stage(path: Path, transcript: Transcript) -> Iterator[Stage]:
    """A shop opened in a folder that is emptied first, its processes ended whatever happens. Raises CannotStart."""
    shutil.rmtree(path, ignore_errors=True)
    shop = DemoShop(DemoFolder(path), two_free_ports(), admins=(NUMBERS[ADMIN],), has_page=False)
    database = Database(shop.folder.database_url)
    try:
        shop.start_sandbox()
        _fill(shop.folder)
        shop.start_bot()
        shop.wait_until_ready()
        with closing(Sandbox(shop.sandbox_url)) as sandbox, closing(GatewayClient(shop.sandbox_url)) as gateway:
            let_pass = partial(_forward_clocks, shop, sandbox)
            xiaomei, tom, _ = (Actor(_born(sandbox, role), transcript, let_pass) for role in NUMBERS)
            yield Stage(shop, sandbox, gateway, database, transcript, xiaomei=xiaomei, tom=tom)
    finally:
        shop.stop()
        database.close()


def _fill(folder: DemoFolder) -> None:
    now = SystemClock().now()
    with open_shop(folder.settings()) as (database, vault):
        fill_shop(database, vault, now=now)
        endow(database, NUMBERS, now=now)


def _forward_clocks(shop: DemoShop, sandbox: Sandbox, length: timedelta) -> None:
    shop.forward_clock(length)
    sandbox.forward_clock(seconds=int(length.total_seconds()))


def _born(sandbox: Sandbox, role: Role) -> PersonInChat:
    return sandbox.person(role.name, id=NUMBERS[role], language_code=role.app_language)


def _customer(db: Db, actor: Actor) -> Person:
    known = people.with_telegram_id(db, actor.person.id)
    if known is None:
        raise Unmet(f"The shop knows {actor.person.name}: expected a customer, found nobody.")
    return known
