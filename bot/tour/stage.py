"""The stage of a scene: a fresh shop with its two real processes, its people, and what the shop's books say.

Not here: what is played on it (bot.tour.scenes), or how it is told (bot.tour.transcript).
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from backend import ledger, orders, people, stock
from backend.money import Money
from backend.orders import Order, OrderStatus
from backend.people import Person
from bot.clock import MovableClock, SystemClock
from bot.demo.cast import (
    ADMIN,
    AGENT,
    CUSTOMER,
    GUEST,
    OTHER_AGENT,
    STAFF_GROUP,
    Character,
    connect_staff_group,
    enlist,
)
from bot.demo.folder import DemoFolder
from bot.demo.processes import Begin, DemoShop, three_free_ports
from bot.demo.seed import fill_shop
from bot.demo.suppliers import SUPPLIED
from bot.process import open_shop
from bot.tour.actor import Actor
from bot.tour.transcript import Transcript
from sandbox.client import PersonInChat, Sandbox
from sandbox.epay.client import EpayClient
from sandbox.gateway_client import GatewayClient
from sandbox.supplier.client import SupplierClient
from storage import inbox, outbox, timers
from storage.database import Database, Db

NUMBERS = {CUSTOMER: 5001, GUEST: 5002, ADMIN: 5003, AGENT: 5004, OTHER_AGENT: 5005}
"""Who is on stage, by Telegram number; chosen by us, so that the shop can be filled while the sandbox still starts."""

MOST_ORDERS = 100
PATIENCE_SECONDS = 20.0
LOOK_SECONDS = 0.05
SHOP_ZONE = ZoneInfo("Asia/Shanghai")

Found = TypeVar("Found")


class Unmet(AssertionError):
    """Something was not as a scene expects it; the message says what was expected and what was found."""


@dataclass(frozen=True)
class Stage:
    """A shop that is open, and the means to watch it and to trouble it."""

    shop: DemoShop
    sandbox: Sandbox
    gateway: GatewayClient
    epay: EpayClient
    suppliers: SupplierClient
    database: Database
    transcript: Transcript
    xiaomei: Actor
    """A customer who speaks Chinese and has money with the shop."""
    tom: Actor
    """A customer who speaks English and has money with the shop."""
    boss: Actor
    """The owner, in the chat with the bot."""
    ajie: Actor
    """An agent, in the chat with the bot."""
    xiaochen: Actor
    """Another agent, in the chat with the bot."""
    staff_group: int

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
        till = self.epay if urlsplit(address).path.startswith("/epay/") else self.gateway
        till.pays_at(address)

    def let_pass(self, length: timedelta) -> None:
        """Let time pass for the shop and for the world around it."""
        _forward_clocks(self.shop, self.sandbox, length)
        self.narrate(f"⏩ {length.total_seconds() / 60:.0f} minutes later …")

    def come_to_rest(self) -> None:
        """Return when nothing is due, and nothing waits to be answered or sent. Raises Unmet after a while."""
        deadline = monotonic() + PATIENCE_SECONDS
        while not self.ask_books(self._is_at_rest):
            if monotonic() > deadline:
                raise Unmet("Everything due is done: expected it soon, found work waiting.")
            sleep(LOOK_SECONDS)

    def wait_until(self, sentence: str, is_so: Callable[["Stage"], bool]) -> None:
        """Put the sentence on the transcript as soon as it is so. Raises Unmet after a while."""
        deadline = monotonic() + PATIENCE_SECONDS
        while not is_so(self):
            if monotonic() > deadline:
                raise Unmet(f"{sentence}: expected soon, and is not so.")
            sleep(LOOK_SECONDS)
        self.transcript.checked(sentence)

    def now(self) -> datetime:
        """What the shop's clock shows."""
        return MovableClock(self.shop.folder.clock).now()

    def let_it_be(self, hour: time) -> None:
        """Let time pass until the shop's clocks show this hour."""
        now = self.now().astimezone(SHOP_ZONE)
        then = datetime.combine(now.date(), hour, SHOP_ZONE)
        _forward_clocks(self.shop, self.sandbox, (then if then > now else then + timedelta(days=1)) - now)
        self.narrate(f"It is {hour:%H:%M} in the shop.")

    def expect(self, sentence: str, *, expected: object, found: object) -> None:
        """Put the sentence on the transcript if it is so. Raises Unmet."""
        if found != expected:
            raise Unmet(f"{sentence}: expected {expected!r}, found {found!r}.")
        self.transcript.checked(sentence)

    def in_topic(self, agent: Actor, name: str) -> Actor:
        """The same agent in the group's topic with this in its name, as soon as there is one. Raises NotSeen."""
        topic = agent.at(self.staff_group).person.waits_for_topic(name)
        return agent.at(self.staff_group, topic=topic.topic)

    def topic_of(self, agent: Actor) -> int:
        """The topic the agent looks at. Raises Unmet if it is none."""
        if agent.topic is None:
            raise Unmet(f"{agent.person.name} looks at a topic: expected one, found none.")
        return agent.topic

    def ask_books(self, question: Callable[[Db], Found]) -> Found:
        """What the shop's database says."""
        with self.database.read() as db:
            return question(db)

    def person(self, actor: Actor) -> Person:
        """Who the actor is to the shop. Raises Unmet if it does not know them."""
        return self.ask_books(lambda db: _known(db, actor))

    def orders_of(self, actor: Actor) -> list[Order]:
        """Every order of this customer, newest first."""
        with self.database.read() as db:
            return list(orders.orders_of(db, _known(db, actor), page=1, per_page=MOST_ORDERS).items)

    def statuses_of(self, actor: Actor) -> list[OrderStatus]:
        """Where each order of this customer stands, newest first."""
        return [order.status for order in self.orders_of(actor)]

    def balance_of(self, actor: Actor) -> Money:
        """What the customer has with the shop."""
        with self.database.read() as db:
            return ledger.balance(db, _known(db, actor), "CNY")

    def left_of(self, product_id: str) -> int:
        """How many of a product can be bought now."""
        with self.database.read() as db:
            return stock.level(db, product_id).available

    def _is_at_rest(self, db: Db) -> bool:
        due_at = timers.next_due_at(db)
        is_due = due_at is not None and due_at <= self.now()
        return not is_due and not inbox.lanes_waiting(db) and not outbox.chats_waiting(db)


@contextmanager
def open_stage(path: Path, transcript: Transcript, begin: Begin) -> Iterator[Stage]:
    """A shop opened in a folder that is emptied first, its processes ended whatever happens. Raises CannotStart."""
    shutil.rmtree(path, ignore_errors=True)
    admins = (NUMBERS[ADMIN],)
    shop = DemoShop(DemoFolder(path), three_free_ports(), admins=admins, has_page=False, supplied=SUPPLIED, begin=begin)
    database = Database(shop.folder.database_url)
    try:
        shop.start_sandbox()
        _fill(shop.folder)
        shop.start_bot()
        shop.wait_until_ready()
        with (
            closing(Sandbox(shop.sandbox_url)) as sandbox,
            closing(GatewayClient(shop.sandbox_url)) as gateway,
            closing(EpayClient(shop.sandbox_url)) as epay,
            closing(SupplierClient(shop.sandbox_url)) as suppliers,
        ):
            let_pass = partial(_forward_clocks, shop, sandbox)
            cast = {one: Actor(_born(sandbox, one), transcript, let_pass) for one in NUMBERS}
            yield Stage(
                shop,
                sandbox,
                gateway,
                epay,
                suppliers,
                database,
                transcript,
                xiaomei=cast[CUSTOMER],
                tom=cast[GUEST],
                boss=cast[ADMIN],
                ajie=cast[AGENT],
                xiaochen=cast[OTHER_AGENT],
                staff_group=_found_staff_group(database, sandbox, cast),
            )
    finally:
        shop.stop()
        database.close()


def _fill(folder: DemoFolder) -> None:
    now = SystemClock().now()
    with open_shop(folder.settings()) as (database, vault):
        fill_shop(database, vault, now=now)
        enlist(database, NUMBERS, now=now)


def _forward_clocks(shop: DemoShop, sandbox: Sandbox, length: timedelta) -> None:
    shop.forward_clock(length)
    sandbox.forward_clock(seconds=int(length.total_seconds()))


def _born(sandbox: Sandbox, character: Character) -> PersonInChat:
    return sandbox.person(
        character.name,
        id=NUMBERS[character],
        language_code=character.app_language,
        has_started=character.is_staff,
    )


def _found_staff_group(database: Database, sandbox: Sandbox, cast: dict[Character, Actor]) -> int:
    members = [cast[AGENT].person, cast[OTHER_AGENT].person]
    group = sandbox.found_group(cast[ADMIN].person, STAFF_GROUP, members=members, is_forum=True)
    connect_staff_group(database, group, now=SystemClock().now())
    return group


def _known(db: Db, actor: Actor) -> Person:
    known = people.with_telegram_id(db, actor.person.id)
    if known is None:
        raise Unmet(f"The shop knows {actor.person.name}: expected somebody, found nobody.")
    return known
