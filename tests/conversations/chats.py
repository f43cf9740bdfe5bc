"""Transcripts: a shop without a network, and people who say, tap and see.

Not here: the platform's rules (tests against the sandbox have those).
"""

import asyncio
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pydantic import SecretStr

from backend import catalogue, fulfilment, ledger, orders, payments, people, pricing, staff, stock
from backend.money import Money
from backend.payments import GatewayNotice
from backend.people import Person, Role
from bot import wiring
from bot.clock import Clock
from bot.drivers.memory_driver import MemoryDriver, Message
from bot.limits import OwnLimits
from bot.reading import arrival_of_update, lane_of_chat, notice_to_json
from bot.settings import Settings
from bot.suppliers.declared import Named
from bot.voice import bare
from bot.wiring import Edges
from flows.screens import MOST_BUTTONS, TEXT_UNITS
from flows.taps import DATA_BYTES
from storage import inbox, outbox, topics
from storage.database import Database, Db
from storage.inbox import Arrival
from storage.secrets import Vault
from tests.clock import StoppedClock

ADMIN = 900
STAFF_GROUP = -100500
_COMMAND = re.compile(r"/[^/]")
GATEWAY_KEY = "gateway-key"

CATALOGUE = """
[shop]
name = { zh-CN = "小二数码铺", en = "Xiaoer Digital" }
notice = { zh-CN = "样品", en = "Sample" }
support_hours = { opens = "09:00", closes = "23:00", time_zone = "Asia/Shanghai" }

[[categories]]
id = "cards"
emoji = "🎮"
name = { zh-CN = "点卡", en = "Game cards" }

[[products]]
id = "steam-50"
category = "cards"
name = { zh-CN = "Steam 50 元", en = "Steam ¥50" }
about = { zh-CN = "充值码", en = "A wallet code" }
aliases = ["steam50"]
account = "none"
currency = "CNY"
prices = { retail = "50.00", silver = "49.00", gold = "48.00" }
max_per_order = 3
sample_stock = 5
code_format = "DEMO-9999-9999"

[[products]]
id = "mobile-100"
category = "cards"
name = { zh-CN = "话费 100 元", en = "Mobile top-up ¥100" }
about = { zh-CN = "充值凭证", en = "A top-up voucher" }
aliases = ["话费100", "hf100"]
account = "phone"
currency = "CNY"
prices = { retail = "99.50", silver = "99.20", gold = "98.80" }
max_per_order = 1
sample_stock = 5
code_format = "DEMO-9999-9999"
"""


def furnish(database: Database, vault: Vault) -> None:
    """Put the catalogue and its cards into an empty database."""
    now = StoppedClock().now()
    with database.transaction() as db:
        done = catalogue.load(db, CATALOGUE, now=now)
        assert not done.problems, done.problems
        for product_id in ("steam-50", "mobile-100"):
            codes = "\n".join(f"CODE-{product_id}-{n}" for n in range(5))
            stock.import_cards(db, product_id, codes, vault=vault, batch="first", now=now)


class ShopInTest:
    """A whole bot on a database of its own, its clock and its platform in the test's hand."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        runner: asyncio.Runner,
        *,
        is_furnished: bool = False,
        suppliers: Callable[[Clock], Sequence[Named]] | None = None,
        **settings: Any,
    ) -> None:
        self.database = database
        self.vault = vault
        self.clock = StoppedClock()
        self.driver = MemoryDriver()
        self._runner = runner
        self._updates = 1000
        self._messages = 1_000_000
        self._held: list[Arrival] | None = None
        named = None if suppliers is None else suppliers(self.clock)
        edges = Edges(self.driver, self.clock, OwnLimits(self.clock), named)
        self.bot = runner.run(wiring.build(settings_of(database, **settings), database, vault, edges))
        if not is_furnished:
            furnish(database, vault)

    def person(self, telegram_id: int, name: str, language: str = "en") -> "PersonInTest":
        """Somebody with a private chat."""
        return PersonInTest(self, telegram_id, name, language)

    def group(self) -> None:
        """Have a staff group."""
        with self.database.transaction() as db:
            staff.connect_group(db, STAFF_GROUP, by="test", now=self.clock.now())

    def agent(self, telegram_id: int, name: str, *, role: Role = Role.AGENT, language: str = "en") -> "PersonInTest":
        """Somebody of the staff, met before."""
        with self.database.transaction() as db:
            now = self.clock.now()
            met = people.meet(db, telegram_id=telegram_id, name=name, username=name, language=language, now=now)
            people.appoint(db, met, role, by="test", now=now)
        return self.person(telegram_id, name, language)

    def thread(self, subject: str) -> int:
        """The platform's number for the staff group's topic about this."""
        with self.database.read() as db:
            found = topics.the_topic(db, subject).thread_id
        assert found is not None, f"{subject} has no topic yet"
        return found

    def delete_topic(self, subject: str) -> None:
        """Let somebody delete a topic, with all that is in it."""
        thread = self.thread(subject)
        del self.driver.threads[STAFF_GROUP][thread]
        messages = self.driver.chats[STAFF_GROUP]
        messages[:] = [each for each in messages if each.thread_id != thread]

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Let all that is said and tapped meanwhile come in before any of it is answered."""
        held: list[Arrival] = []
        self._held = held
        yield
        self._held = None
        self._runner.run(self._take_in(*held))

    def message_id(self) -> int:
        """The platform's next number for a message of somebody's."""
        self._messages += 1
        return self._messages

    def update_id(self) -> int:
        """The platform's next update number."""
        self._updates += 1
        return self._updates

    def receive(self, update: dict[str, Any]) -> None:
        """Let an update come in, be answered, and the answers be sent."""
        self.take_in(arrival_of_update(update, bot_id=1))

    def take_in(self, arrival: Arrival) -> None:
        """Let an event come in, be answered, and the answers be sent."""
        if self._held is not None:
            self._held.append(arrival)
        else:
            self._runner.run(self._take_in(arrival))

    def has_paid(self, address: str, *, txn: str = "TXN-1", event: str = "event-1", minor: int | None = None) -> None:
        """Let the gateway report the payment that this address leads to; `minor` is another amount than was asked."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        amount = Money(int(asked["amount_minor"]) if minor is None else minor, asked["currency"])
        notice = GatewayNotice("sandbox", asked["number"], txn, event, amount, self.clock.now())
        with self.database.read() as db:
            payment = payments.with_number(db, notice.payment_number)
            lane = (
                "gateway:sandbox" if payment is None else f"chat:{people.the_person(db, payment.person_id).telegram_id}"
            )
        self.take_in(Arrival("gateway:sandbox", event, lane, json.dumps(notice_to_json(notice))))

    def give(self, person: "PersonInTest", amount: str) -> None:
        """Put money on the balance of somebody who has written before."""
        with self.database.transaction() as db:
            known = person.known_as(db)
            money = Money.parse(amount, "CNY")
            ledger.credit(db, known, money, ref=f"gift-{person.id}-{amount}", why="test", now=self.clock.now())

    def balance_of(self, person: "PersonInTest") -> Money:
        """What the person has with the shop."""
        with self.database.read() as db:
            return ledger.balance(db, person.known_as(db), "CNY")

    def left(self, product_id: str) -> int:
        """How many can still be bought."""
        with self.database.read() as db:
            return stock.level(db, product_id).available

    @property
    def told(self) -> list[str]:
        """What the admin was told."""
        return [bare(message.text) for message in self.driver.chats.get(ADMIN, [])]

    def restock(self, product_id: str, *codes: str) -> None:
        """Put more cards on the shelf."""
        with self.database.transaction() as db:
            stock.import_cards(db, product_id, "\n".join(codes), vault=self.vault, batch="more", now=self.clock.now())

    def loads(self, *changes: tuple[str, str], catalogue_text: str = CATALOGUE) -> None:
        """Load the catalogue once more, with these texts in it replaced."""
        for old, new in changes:
            assert old in catalogue_text, old
            catalogue_text = catalogue_text.replace(old, new)
        with self.database.transaction() as db:
            assert not catalogue.load(db, catalogue_text, now=self.clock.now()).problems

    def sells_elsewhere(self, product_id: str, quantity: int) -> None:
        """Let somebody else be quicker, and pay."""
        with self.database.transaction() as db:
            now = self.clock.now()
            other = people.meet(db, telegram_id=999, name="Bo", username=None, language="en", now=now)
            offer = pricing.quote(db, person=other, product_id=product_id, quantity=quantity, now=now)
            key = f"{offer.id}"
            order = orders.place(db, quote=offer, person=other, account="13900000000", note="", key=key, now=now)
            ledger.credit(db, other, order.total, ref=key, why="test", now=now)
            fulfilment.deliver(db, payments.pay_from_balance(db, order, now=now), now=now)

    def sells_out(self, product_id: str) -> None:
        """Let somebody else buy all there is."""
        for _ in range(self.left(product_id)):
            self.sells_elsewhere(product_id, 1)

    def forward(self, **length: float) -> None:
        """Let time pass and what is due happen."""
        self.clock.forward(**length)
        self._runner.run(self._tick())

    def syncs(self) -> None:
        """Let the suppliers be asked what they have."""
        self._runner.run(self.bot.sync.once())

    def plans_the_night(self) -> None:
        """Let what is to happen at night be planned, as the ticker does every hour."""
        self._runner.run(self.bot.ticker.plan())

    def does_jobs(self) -> None:
        """Let what was put down as jobs be done, and come back."""
        self._runner.run(self._do_jobs())

    async def _do_jobs(self) -> None:
        await self.bot.jobs.drain()
        with self.database.read() as db:
            lanes = inbox.lanes_waiting(db)
        for lane in lanes:
            await self._settle(lane)

    async def _take_in(self, *arrivals: Arrival) -> None:
        await self.bot.intake.store(list(arrivals))
        for lane in dict.fromkeys(arrival.lane for arrival in arrivals):
            await self._settle(lane)

    async def _tick(self) -> None:
        await self.bot.ticker.tick()
        with self.database.read() as db:
            lanes = [*map(lane_of_chat, self.driver.chats), *inbox.lanes_waiting(db)]
        for lane in dict.fromkeys(lanes):
            await self._settle(lane)

    async def _settle(self, lane: str) -> None:
        await self.bot.dispatch.drain(lane)
        with self.database.read() as db:
            chats = outbox.chats_waiting(db)
        for chat_id in chats:
            await self.bot.courier.drain(chat_id)
        for chat_id, messages in self.driver.chats.items():
            assert all(_fits(message) for message in messages), f"the platform would refuse one of {messages}"
            is_ours = chat_id == ADMIN or chat_id < 0  # staff, or a group
            assert is_ours or any(each.keyboard for each in messages), f"a dead end: {messages[-1].text}"


class PersonInTest:
    """Says, taps and sees in their private chat."""

    def __init__(self, shop: ShopInTest, telegram_id: int, name: str, language: str) -> None:
        self.id = telegram_id
        self.name = name
        self._shop = shop
        self._from: dict[str, Any] = {"id": telegram_id, "is_bot": False, "first_name": name, "language_code": language}
        self._chat: dict[str, Any] = {"id": telegram_id, "type": "private"}
        self._place: dict[str, Any] = {}
        self.last_message_id = 0

    def in_topic(self, subject: str) -> "PersonInTopic":
        """The same person in a topic of the staff group."""
        return PersonInTopic(self._shop, self.id, self.name, self._from["language_code"], subject)

    @property
    def messages(self) -> list[Message]:
        """The bot's messages in the chat, oldest first."""
        return self._shop.driver.chats.get(self.id, [])

    @property
    def screen(self) -> str:
        """The newest message, without its tags."""
        return bare(self.messages[-1].text)

    def says(self, text: str, **message: Any) -> None:
        """Write a text; a leading slash makes it a command."""
        entities = (
            [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}] if _COMMAND.match(text) else []
        )
        self.sends(text=text, entities=entities, **message)

    def sends(self, *, reply_to: int | None = None, **message: Any) -> None:
        """Send a message of any kind, perhaps in reply to another."""
        self.last_message_id = self._shop.message_id()
        replying = {} if reply_to is None else {"reply_to_message": {"message_id": reply_to}}
        sent = {"message_id": self.last_message_id, "from": self._from, "chat": self._chat, **self._place}
        self._receive("message", {**sent, **replying, **message})

    def edits(self, text: str, *, what: str = "text", message_id: int | None = None) -> None:
        """Change the text, or the caption, of the last message or of the one whose number is given."""
        edited = {"message_id": message_id or self.last_message_id, "from": self._from, "chat": self._chat}
        self._receive("edited_message", {**edited, **self._place, what: text})

    def changes_reach(self, status: str) -> None:
        """Block the bot (kicked) or let it in again (member)."""
        change = {"from": self._from, "chat": self._chat, "new_chat_member": {"status": status}}
        self._receive("my_chat_member", change)

    def taps(self, label: str, *, message: Message | None = None) -> None:
        """Tap the button whose label contains this, on the newest message that has one."""
        for each in [message] if message else reversed(self.messages):
            for key in (key for row in each.keyboard for key in row):
                if label in key["text"] and "callback_data" in key:
                    self.taps_data(key["callback_data"], each.message_id)
                    return
        raise AssertionError(f"no button {label!r} in {self.labels}")

    def taps_data(self, data: str, message_id: int) -> None:
        """Tap a button that carries this, present or not."""
        message = {"message_id": message_id, "chat": self._chat, **self._place}
        self._receive("callback_query", {"id": "q", "from": self._from, "message": message, "data": data})

    def known_as(self, db: Db) -> Person:
        """The person as the shop knows them; they must have written before."""
        known = people.with_telegram_id(db, self.id)
        assert known is not None
        return known

    def order_number(self) -> str:
        """The number of the order that the newest message is about."""
        found = re.search(r"\b[0-9A-Z]{10}\b", self.screen)
        assert found is not None, self.screen
        return found.group()

    def address_on(self, label: str) -> str:
        """Where the newest message's button with this label leads."""
        address = next(key["url"] for row in self.messages[-1].keyboard for key in row if label in key["text"])
        assert isinstance(address, str)
        return address

    @property
    def labels(self) -> list[str]:
        """The labels on the newest message."""
        return [key["text"] for row in self.messages[-1].keyboard for key in row]

    def sees(self, *texts: str) -> None:
        """The newest message has all of these."""
        for text in texts:
            assert text in self.screen, f"{text!r} is not in:\n{self.screen}\n{self.labels}"

    def offers(self, *labels: str) -> None:
        """The newest message has a button for each of these."""
        for label in labels:
            assert any(label in shown for shown in self.labels), f"{label!r} is not on:\n{self.screen}\n{self.labels}"

    def misses(self, *texts: str) -> None:
        """The newest message has none of these, nor do its buttons."""
        shown = "\n".join([self.screen, *self.labels])
        for text in texts:
            assert text not in shown, f"{text!r} is in:\n{shown}"

    def _receive(self, kind: str, content: dict[str, Any]) -> None:
        self._shop.receive({"update_id": self._shop.update_id(), kind: content})


class PersonInTopic(PersonInTest):
    """Says, taps and sees in a topic of the staff group."""

    def __init__(self, shop: ShopInTest, telegram_id: int, name: str, language: str, subject: str) -> None:
        super().__init__(shop, telegram_id, name, language)
        self._chat = {"id": STAFF_GROUP, "type": "supergroup", "is_forum": True}
        self._place = {"message_thread_id": shop.thread(subject), "is_topic_message": True}

    @property
    def messages(self) -> list[Message]:
        """The bot's messages in the topic, oldest first."""
        thread = self._place["message_thread_id"]
        return [each for each in self._shop.driver.chats[STAFF_GROUP] if each.thread_id == thread]


def _fits(message: Message) -> bool:
    """Whether the platform would take the message."""
    keys = [key for row in message.keyboard for key in row]
    carried = [key["callback_data"].encode() for key in keys if "callback_data" in key]
    return bool(
        (message.text or message.method != "sendMessage")
        and len(bare(message.text).encode("utf-16-le")) // 2 <= TEXT_UNITS
        and all(message.keyboard)
        and len(keys) <= MOST_BUTTONS
        and all(len(each) <= DATA_BYTES for each in carried)
    )


def settings_of(database: Database, **settings: Any) -> Settings:
    return _settings(**settings).model_copy(update={"database_url": str(database.url)})


@cache
def _settings(**settings: Any) -> Settings:
    """Reading them takes as long as building half a bot, and nearly every test has the same."""
    return Settings(
        telegram_bot_token=SecretStr("1:memory"),
        xiaoer_secret_key=SecretStr("unused"),
        database_url="sqlite://",
        admin_telegram_ids=(ADMIN,),
        gateway_url="http://127.0.0.1:1/gateway",
        gateway_key=SecretStr(GATEWAY_KEY),
        console_url="http://127.0.0.1:1",
        **settings,
    )
