"""A month of a shop in virtual time: 500 people around the world, an outage of 26 hours, restarts at bad moments.

Not here: what is asked of it (test_month). `Month.lived` plays it through the real router, ticker and courier; what
ought to have gone out, and when, is worked out by `Plan.expected` without any code of the shop's.
"""

import asyncio
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from backend import coupons, orders, payments, people, pricing, tickets
from backend.money import Money
from backend.payments import GatewayNotice
from backend.people import Person, Role
from bot import wiring
from bot.drivers.driver import Outcome
from bot.drivers.memory_driver import MemoryDriver
from bot.limits import OwnLimits
from bot.reading import arrival_of_update, notice_to_json
from bot.voice import bare
from bot.wiring import Bot, Edges
from flows import taps
from flows.checkout import REMIND_BEFORE
from storage import conversations, inbox, outbox, timers
from storage import people as rows
from storage.database import Database, Db
from storage.inbox import Arrival
from storage.secrets import Vault
from storage.timers import Timer
from tests.backend import given
from tests.clock import StoppedClock
from tests.conversations.chats import settings_of

PEOPLE = 500
BEGINS_AT = datetime(2026, 3, 1, tzinfo=UTC)
DAYS = 31
OUTAGE_FROM = datetime(2026, 3, 14, 7, 10, tzinfo=UTC)
OUTAGE_UNTIL = OUTAGE_FROM + timedelta(hours=26)
GRID = timedelta(hours=2)
"""What people do happens every other hour, so that much of it shares a step."""

RESTARTED_EVERY = 100
"""Steps after which the process is replaced between a tick and the answering of what it fired."""

SHOP_ZONE = "Asia/Shanghai"
ZONES = (
    None,
    "Europe/Berlin",  # its clocks change within the month, and so do those of the next two
    "America/New_York",
    "America/Los_Angeles",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Pacific/Auckland",
    "Pacific/Kiritimati",
    "Pacific/Marquesas",
    "Africa/Nairobi",
    "Australia/Lord_Howe",
    "America/St_Johns",
)

SAYING = {
    "order-remind": "is not paid yet",
    "arrival-unseen": "codes haven’t been opened yet",
    "arrival-seen": "Did everything in order",
    "ticket-rating": "Please rate ticket",
    "ticket-check": "really solved?",
    "coupon-lapsing": "Your coupon",
}
"""How each kind is recognised in the chat."""


@dataclass(frozen=True)
class Sent:
    """A follow-up in somebody's chat."""

    chat_id: int
    kind: str
    at: datetime


@dataclass
class Plan:
    """What somebody does in that month. None for what they don't do."""

    chat_id: int
    zone: str | None
    wants_follow_ups: bool
    buys_at: datetime | None
    looks_at: datetime | None
    orders_unpaid_at: datetime | None
    is_helped_at: datetime | None
    coupon_lapses_at: datetime | None

    def expected(self) -> list[Sent]:
        """What ought to have gone out to them."""
        if not self.wants_follow_ups:
            return []
        return [Sent(self.chat_id, kind, at) for kind, at in self._expected() if at is not None]

    def local(self, at: datetime) -> datetime:
        """The moment by the person's own clock."""
        return at.astimezone(ZoneInfo(self.zone or SHOP_ZONE))

    def is_night(self, at: datetime) -> bool:
        """Whether nobody is to be disturbed at that moment."""
        return not 9 <= self.local(at).hour < 22

    def _expected(self) -> Iterator[tuple[str, datetime | None]]:
        if self.buys_at is not None:
            yield self._about_arrival(self.buys_at)
        if self.orders_unpaid_at is not None:
            lapses_at = self.orders_unpaid_at + timedelta(minutes=15)
            yield "order-remind", self._first_chance(lapses_at - REMIND_BEFORE, lapses_at)
        if self.is_helped_at is not None:
            worthless_from = self.is_helped_at + timedelta(days=3)
            yield "ticket-rating", self._first_chance(self.is_helped_at + timedelta(minutes=10), worthless_from)
            yield "ticket-check", self._first_chance(self.is_helped_at + timedelta(days=1), worthless_from)
        if self.coupon_lapses_at is not None:
            due_at = self.coupon_lapses_at - timedelta(days=2)
            yield "coupon-lapsing", self._first_chance(due_at, self.coupon_lapses_at)

    def _about_arrival(self, bought_at: datetime) -> tuple[str, datetime | None]:
        """Asked four hours after the delivery or one hour after the first look, whichever can be first."""
        unseen = self._first_chance(bought_at + timedelta(hours=4), bought_at + timedelta(days=3))
        if self.looks_at is None or (unseen is not None and unseen <= self.looks_at):
            return "arrival-unseen", unseen
        tried_at = self.looks_at + timedelta(hours=1)
        return "arrival-seen", self._first_chance(tried_at, self.looks_at + timedelta(days=3))

    def _first_chance(self, due_at: datetime, worthless_from: datetime) -> datetime | None:
        """The first minute from `due_at` on at which the bot runs and the person is awake, unless that is too late."""
        at = due_at
        while self.is_night(at) or OUTAGE_FROM <= at < OUTAGE_UNTIL:
            at += timedelta(minutes=1)
        return at if at < worthless_from else None


def plans(seed: int) -> list[Plan]:
    """What everybody does; none of it while the bot is away, when nobody could do it."""
    chance = random.Random(seed)

    def some_time() -> datetime:
        if chance.random() < 0.25:  # the day before the outage is a busy one, so that there is much to catch up
            return BEGINS_AT + GRID * ((OUTAGE_FROM - BEGINS_AT) // GRID - chance.randrange(12))
        while True:
            at = BEGINS_AT + GRID * chance.randrange((DAYS - 5) * 12)
            if not OUTAGE_FROM - timedelta(hours=1) <= at < OUTAGE_UNTIL:
                return at

    def a_look(bought_at: datetime | None) -> datetime | None:
        if bought_at is None or chance.random() < 0.4:
            return None
        at = bought_at + GRID * chance.randrange(1, 15)
        return None if OUTAGE_FROM <= at < OUTAGE_UNTIL else at

    def plan(number: int) -> Plan:
        buys_at = some_time() if chance.random() < 0.5 else None
        return Plan(
            chat_id=10_000 + number,
            zone=ZONES[number % len(ZONES)],
            wants_follow_ups=number % 10 != 7,
            buys_at=buys_at,
            looks_at=a_look(buys_at),
            orders_unpaid_at=some_time() if chance.random() < 0.2 else None,
            is_helped_at=some_time() if chance.random() < 0.2 else None,
            coupon_lapses_at=some_time() + timedelta(days=3) if chance.random() < 0.2 else None,
        )

    return [plan(number) for number in range(PEOPLE)]


class TimedDriver(MemoryDriver):
    """Notes when each message was sent."""

    def __init__(self, clock: StoppedClock) -> None:
        super().__init__()
        self.sent: list[tuple[int, str, datetime]] = []
        self._clock = clock

    async def call(self, method: str, **parameters: object) -> Outcome:
        """Act, and note it."""
        if method == "sendMessage":
            self.sent.append((int(str(parameters["chat_id"])), bare(str(parameters["text"])), self._clock.now()))
        return await super().call(method, **parameters)


@dataclass
class Month:
    """A shop that lives through the month; `sent` are the follow-ups that stand in people's chats."""

    database: Database
    vault: Vault
    plans: list[Plan]
    clock: StoppedClock = field(default_factory=lambda: StoppedClock(BEGINS_AT))
    restarts: int = 0

    async def lived(self) -> list[Sent]:
        """Play the month, and return the follow-ups in people's chats."""
        driver = TimedDriver(self.clock)
        self._open()
        bot = await self._start(driver)
        deeds = self._deeds()
        steps = 0
        while (at := self._next_step(deeds)) is not None and at < BEGINS_AT + timedelta(days=DAYS):
            self.clock.forward(seconds=max(0.0, (at - self.clock.now()).total_seconds()))
            await bot.ticker.tick()
            steps += 1
            if steps % RESTARTED_EVERY == 0:  # what the tick fired waits in the inbox for the next process
                bot = await self._start(driver)
                self.restarts += 1
            while deeds and deeds[-1][0] <= self.clock.now():
                await bot.intake.store(self._arrivals(*deeds.pop()[1:]))
            await self._settle(bot)
        return [
            Sent(chat_id, kind, at)
            for chat_id, text, at in driver.sent
            for kind, saying in SAYING.items()
            if saying in text
        ]

    def _next_step(self, deeds: list[tuple[datetime, str, Plan]]) -> datetime | None:
        """When something is due next; while the bot is away nothing happens."""
        with self.database.read() as db:
            due_at = timers.next_due_at(db)
        due = [] if due_at is None else [OUTAGE_UNTIL if OUTAGE_FROM <= due_at < OUTAGE_UNTIL else due_at]
        return min([*due, *(at for at, *_ in deeds[-1:])], default=None)

    async def _start(self, driver: TimedDriver) -> Bot:
        return await wiring.build(
            settings_of(self.database), self.database, self.vault, Edges(driver, self.clock, OwnLimits(self.clock))
        )

    async def _settle(self, bot: Bot) -> None:
        """Answer all that waits and send what comes of it."""
        for _ in range(10):
            with self.database.read() as db:
                lanes, chats = inbox.lanes_waiting(db), outbox.chats_waiting(db)
            if not lanes and not chats:
                return
            await asyncio.gather(*(bot.dispatch.drain(lane) for lane in lanes))
            await asyncio.gather(*(bot.courier.drain(chat_id) for chat_id in chats))
        raise AssertionError("there is no end to what waits")

    def _open(self) -> None:
        with self.database.transaction() as db:
            given.shelves(db)
            given.cards(db, self.vault, 2 * PEOPLE)
            agent = people.meet(db, telegram_id=1, name="Bo", username=None, language="en", now=BEGINS_AT)
            people.appoint(db, agent, Role.ADMIN, by="test", now=BEGINS_AT)
            for plan in self.plans:
                self._meet(db, plan)

    def _meet(self, db: Db, plan: Plan) -> None:
        name = f"P{plan.chat_id}"
        met = people.meet(db, telegram_id=plan.chat_id, name=name, username=None, language="en", now=BEGINS_AT)
        rows.set_time_zone(db, met.id, plan.zone)
        people.set_wants_follow_ups(db, met, wants=plan.wants_follow_ups)

    def _deeds(self) -> list[tuple[datetime, str, Plan]]:
        """What people do, the last first."""
        deeds = [
            (at, what, plan)
            for plan in self.plans
            for what, at in (
                ("buys", plan.buys_at),
                ("looks", plan.looks_at),
                ("orders", plan.orders_unpaid_at),
                ("is helped", plan.is_helped_at),
                ("is given a coupon", plan.coupon_lapses_at and BEGINS_AT),
            )
            if at is not None
        ]
        return sorted(deeds, key=lambda deed: deed[0], reverse=True)

    def _arrivals(self, what: str, plan: Plan) -> list[Arrival]:
        with self.database.transaction() as db:
            person = people.with_telegram_id(db, plan.chat_id)
            assert person is not None
            match what:
                case "buys":
                    return [self._payment(db, person)]
                case "looks":
                    return [self._tap_on_codes(db, person)]
                case "is helped":
                    return [self._resolution(db, person)]
                case "orders":
                    return self._leave_unpaid(db, person)
                case _:
                    return self._give_coupon(db, person, plan)

    def _order(self, db: Db, person: Person, key: str) -> orders.Order:
        now = self.clock.now()
        offer = pricing.quote(db, person=person, product_id=given.CARD, quantity=1, now=now)
        return orders.place(db, quote=offer, person=person, account="", note="", key=key, now=now)

    def _payment(self, db: Db, person: Person) -> Arrival:
        now = self.clock.now()
        asked = payments.open_gateway_payment(db, self._order(db, person, "bought"), gateway="sandbox", now=now)
        notice = GatewayNotice("sandbox", asked.number, f"TXN-{asked.id}", f"event-{asked.id}", asked.amount, now)
        lane = f"chat:{person.telegram_id}"
        return Arrival("gateway:sandbox", notice.event_id, lane, json.dumps(notice_to_json(notice)))

    def _tap_on_codes(self, db: Db, person: Person) -> Arrival:
        order = next(each for each in orders.orders_of(db, person, page=1, per_page=5).items if each.delivered_at)
        [screen] = conversations.screens_about(db, f"delivery:{order.id}", most=1)
        position = next(n for n, action in enumerate(screen.actions) if action["name"] == "codes")
        sender = {"id": person.telegram_id, "is_bot": False, "first_name": person.name, "language_code": "en"}
        message = {"message_id": screen.message_id, "chat": {"id": person.telegram_id, "type": "private"}}
        tapped = {"id": "q", "from": sender, "message": message, "data": taps.pack(screen.token, position)}
        return arrival_of_update({"update_id": person.telegram_id, "callback_query": tapped}, bot_id=1)

    def _resolution(self, db: Db, person: Person) -> Arrival:
        now = self.clock.now()
        agent = people.with_telegram_id(db, 1)
        assert agent is not None
        opened = tickets.open_ticket(db, person, order_id=None, category=None, now=now, promised_at=now)
        claimed = tickets.claim(db, opened.ticket.id, agent, now=now)
        act = {"action": "ticket.resolve", "args": {"ticket": claimed.id}, "by": agent.telegram_id}
        return Arrival("console", f"resolve-{claimed.id}", "chat:1", json.dumps(act))

    def _leave_unpaid(self, db: Db, person: Person) -> list[Arrival]:
        """Place an order with the timers that the checkout gives it."""
        order = self._order(db, person, "unpaid")
        subject, lane, args = f"order:{order.id}", f"chat:{person.telegram_id}", {"order": order.id}
        due_at = order.pay_until - REMIND_BEFORE
        reminder = Timer("order-remind", subject, lane, due_at, args)
        timers.set_timers(db, [reminder, Timer("order-expire", subject, lane, order.pay_until, args)])
        return []

    def _give_coupon(self, db: Db, person: Person, plan: Plan) -> list[Arrival]:
        """Give a coupon that may be used for nothing here, with the timer that recalls it."""
        assert plan.coupon_lapses_at is not None
        coupon = coupons.give(
            db,
            person,
            amount=Money(500, "CNY"),
            percent=None,
            threshold=Money(99_900, "CNY"),
            expires_at=plan.coupon_lapses_at,
            ref=f"test-{person.id}",
            by="test",
            why="test",
            now=BEGINS_AT,
        )
        assert coupon is not None
        due_at = coupon.expires_at - timedelta(days=2)
        lane = f"chat:{person.telegram_id}"
        timers.set_timers(db, [Timer("coupon-lapsing", f"coupon:{coupon.id}", lane, due_at, {"coupon": coupon.id})])
        return []
