"""The stage of a rehearsed flow: its people, the props it needs, and what the shop's books say afterwards.

Not here: what is played (bot.chaos.flows), or the bots that are ended meanwhile (bot.chaos.sweep).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as time_of_day
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from backend import coupons, fulfilment, ledger, orders, payments, people, pricing, stock, tiers
from backend.money import Money
from backend.orders import Order
from backend.people import Role, Tier
from bot.chaos.shop import LOOK_SECONDS, PLENTY, TroubledShop
from bot.reading import lane_of_chat
from bot.tour.actor import Actor
from bot.tour.transcript import Transcript
from sandbox.client import NotSeen, PersonInChat
from sandbox.screens import Bubble
from storage import timers, topics
from storage.database import Db
from storage.timers import Timer

GIFT = Money(500, "CNY")
GIFT_LASTS = timedelta(days=30)
SHOP_ZONE = ZoneInfo("Asia/Shanghai")
LONG_SECONDS = 60.0
A_DAY = timedelta(days=1)
DAY_BEGINS, DAY_ENDS = time_of_day(10), time_of_day(20)


class Patient(PersonInChat):
    """Waits until a dead process's work is taken over by another, also on a busy machine."""

    def at(self, chat: int | str, *, topic: int | None = None) -> PersonInChat:
        """The same person looking at another chat."""
        return Patient(self.sandbox, self.id, self.name, chat=chat, topic=topic)

    def waits_for(self, wanted: str | Callable[[Bubble], bool], *, timeout_seconds: float = LONG_SECONDS) -> Bubble:
        """Return the latest new message that fits. Raises NotSeen."""
        return super().waits_for(wanted, timeout_seconds=timeout_seconds)


class Silence(Transcript):
    """Nobody reads along."""

    def _write(self, text: str) -> None:
        del text


@dataclass(frozen=True)
class Staff:
    """Who serves in the shop; the same people in every flow."""

    owner: Actor
    agent: Actor
    other_agent: Actor
    news_reader: Actor
    """A customer of the highest tier, the only one."""
    group: int


@dataclass(frozen=True)
class Stage:
    """What a flow is given."""

    shop: TroubledShop
    staff: Staff

    def customer(self, *, has_coupon: bool = False) -> Actor:
        """Somebody new with money on their balance, who reads English."""
        born = self.shop.meet(f"Ana {self.shop.number()}", balance=PLENTY)
        if has_coupon:
            self._give_coupon(born.id)
        return _actor(self.shop, born)

    def visitor(self) -> Actor:
        """Somebody whom the shop has not met."""
        return _actor(self.shop, self.shop.platform.person(f"Eva {self.shop.number()}", language_code="en"))

    def let_pass(self, length: timedelta) -> None:
        """Let time pass for the shop and for the world around it."""
        self.shop.let_pass(length)

    def pay_at(self, address: str | None) -> None:
        """Pay in the browser, at the address that a button opened. Raises LookupError if it opened none."""
        if address is None:
            raise LookupError("the button to pay opened no address")
        till = self.shop.epay if urlsplit(address).path.startswith("/epay/") else self.shop.gateway
        till.pays_at(address)

    def wait_for_stock(self, product_id: str) -> None:
        """Return when the shop can sell one; a bot that was just started has yet to ask suppliers. Raises NotSeen."""
        deadline = time.monotonic() + LONG_SECONDS
        while not self._is_on_shelf(product_id):
            if time.monotonic() > deadline:
                raise NotSeen(f"nobody has {product_id}")
            time.sleep(LOOK_SECONDS)

    def text_of_file(self, bubble: Bubble) -> str:
        """What stands in the file of a message. Raises LookupError if there is none."""
        if bubble.attachment is None:
            raise LookupError("the message has no file")
        return self.shop.platform.download(bubble.attachment.file_id).decode("utf-8-sig")

    def in_topic(self, agent: Actor, name: str) -> Actor:
        """The agent in the group's topic about a ticket, as soon as the shop has one. Raises NotSeen.

        A bot that died right after it made a topic has left one behind that nobody uses; which one counts is in the
        shop's books.
        """
        deadline = time.monotonic() + LONG_SECONDS
        while (thread := self._thread_of(name)) is None:
            if time.monotonic() > deadline:
                raise NotSeen(f"{agent.person.name} waited for a topic about {name}")
            time.sleep(LOOK_SECONDS)
        return agent.at(self.staff.group, topic=thread)

    def let_it_be_day(self) -> None:
        """Let time pass until people may be asked something."""
        local = self.shop.now().astimezone(SHOP_ZONE)
        if not DAY_BEGINS <= local.time() <= DAY_ENDS:
            morning = datetime.combine(local.date(), DAY_BEGINS, SHOP_ZONE)
            self.let_pass((morning if morning > local else morning + timedelta(days=1)) - local)

    def compare_books(self, gateway: str) -> None:
        """Let a gateway's statement of the last day be held against the shop's books, as in the night."""
        now = self.shop.now()
        args = {"gateway": gateway, "since": (now - A_DAY).isoformat(), "until": (now + A_DAY).isoformat()}
        lane = lane_of_chat(self.staff.owner.person.id)
        with self.shop.database.transaction() as db:
            timers.set_timers(db, [Timer("reconcile", f"rehearsal:{self.shop.number()}", lane, now, args)])

    def orders_of(self, customer: Actor) -> list[Order]:
        """Every order of theirs, newest first."""
        with self.shop.database.read() as db:
            known = self.shop.known(db, customer.person)
            return list(orders.orders_of(db, known, page=1, per_page=100).items)

    def lose_cards_of(self, customer: Actor, product_id: str) -> None:
        """Let the cards that the customer's order holds slip away to somebody else."""
        [order] = self.orders_of(customer)
        with self.shop.database.transaction() as db:
            stock.release(db, order.id)
            self._take(db, product_id, order.quantity)

    def _is_on_shelf(self, product_id: str) -> bool:
        with self.shop.database.read() as db:
            return stock.on_shelf(db, product_id).available > 0

    def _thread_of(self, ticket: str) -> int | None:
        with self.shop.database.read() as db:
            try:
                return topics.the_topic(db, f"ticket:{ticket.removeprefix('T-')}").thread_id
            except LookupError:
                return None

    def _take(self, db: Db, product_id: str, quantity: int) -> None:
        """Somebody else buys them."""
        now = self.shop.now()
        number = self.shop.number()
        other = people.meet(db, telegram_id=9_000_000 + number, name="Bo", username=None, language="en", now=now)
        quote = pricing.quote(db, person=other, product_id=product_id, quantity=quantity, now=now)
        key = f"rehearsal:{number}"
        order = orders.place(db, quote=quote, person=other, account="", note="", key=key, now=now)
        ledger.credit(db, other, order.total, ref=key, why="rehearsal", now=now)
        fulfilment.deliver(db, payments.pay_from_balance(db, order, now=now), now=now)

    def _give_coupon(self, telegram_id: int) -> None:
        now = self.shop.now()
        with self.shop.database.transaction() as db:
            person = people.with_telegram_id(db, telegram_id)
            if person is None:
                raise LookupError(f"{telegram_id} is unknown to the shop")
            coupons.give(
                db,
                person,
                amount=GIFT,
                percent=None,
                threshold=GIFT,
                expires_at=now + GIFT_LASTS,
                ref=f"rehearsal:{telegram_id}",
                by="rehearsal",
                why="rehearsal",
                now=now,
            )


def set_stage(shop: TroubledShop) -> Stage:
    """Engage the staff, in a group with topics."""
    owner = shop.meet("Boss", role=Role.ADMIN)
    agent = shop.meet("Bo", role=Role.AGENT)
    other = shop.meet("Cai", role=Role.AGENT)
    reader = shop.meet("Goldie", balance=PLENTY)
    with shop.database.transaction() as db:
        tiers.give(db, shop.known(db, reader).id, Tier.GOLD, now=shop.now())
    group = shop.found_group(owner, [agent, other])
    staff = Staff(_actor(shop, owner), _actor(shop, agent), _actor(shop, other), _actor(shop, reader), group)
    return Stage(shop, staff)


def _actor(shop: TroubledShop, person: PersonInChat) -> Actor:
    return Actor(Patient(person.sandbox, person.id, person.name), Silence(), shop.let_pass)
