"""Transcripts: a shop without a network, and people who say, tap and see.

Not here: the platform's rules (tests against the sandbox have those).
"""

import asyncio
from typing import Any

from pydantic import SecretStr

from backend import catalogue, stock
from bot import wiring
from bot.drivers.memory_driver import MemoryDriver, Message
from bot.reading import arrival_of_update, lane_of_chat
from bot.settings import Settings
from bot.voice import bare
from bot.wiring import Edges
from storage.database import Database
from storage.mailbox import Arrival
from storage.secrets import Vault
from tests.clock import StoppedClock

ADMIN = 900
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


class ShopInTest:
    """A whole bot on a database of its own, its clock and its platform in the test's hand."""

    def __init__(self, database: Database, vault: Vault, runner: asyncio.Runner) -> None:
        self.database = database
        self.vault = vault
        self.clock = StoppedClock()
        self.driver = MemoryDriver()
        self._runner = runner
        self._updates = 1000
        self.bot = runner.run(wiring.build(_settings(database), database, vault, Edges(self.driver, self.clock)))
        with database.transaction() as db:
            done = catalogue.load(db, CATALOGUE, now=self.clock.now())
            assert not done.problems, done.problems
            for product_id in ("steam-50", "mobile-100"):
                codes = "\n".join(f"CODE-{product_id}-{n}" for n in range(5))
                stock.import_cards(db, product_id, codes, vault=vault, batch="first", now=self.clock.now())

    def person(self, telegram_id: int, name: str, language: str = "en") -> "PersonInTest":
        """Somebody with a private chat."""
        return PersonInTest(self, telegram_id, name, language)

    def update_id(self) -> int:
        """The platform's next update number."""
        self._updates += 1
        return self._updates

    def receive(self, update: dict[str, Any]) -> None:
        """Let an update come in, be answered, and the answers be sent."""
        self.take_in(arrival_of_update(update, bot_id=1))

    def take_in(self, arrival: Arrival) -> None:
        """Let an event come in, be answered, and the answers be sent."""
        self._runner.run(self._take_in(arrival))

    def forward(self, **length: float) -> None:
        """Let time pass and what is due happen."""
        self.clock.forward(**length)
        self._runner.run(self._tick())

    async def _take_in(self, arrival: Arrival) -> None:
        await self.bot.intake.store([arrival])
        await self._settle(arrival.lane)

    async def _tick(self) -> None:
        await self.bot.ticker.tick()
        for chat_id in [*self.driver.chats]:
            await self._settle(lane_of_chat(chat_id))

    async def _settle(self, lane: str) -> None:
        await self.bot.dispatch.drain(lane)
        for chat_id in (int(lane.partition(":")[2]), ADMIN):
            await self.bot.courier.drain(chat_id)


class PersonInTest:
    """Says, taps and sees in their private chat."""

    def __init__(self, shop: ShopInTest, telegram_id: int, name: str, language: str) -> None:
        self.id = telegram_id
        self._shop = shop
        self._from = {"id": telegram_id, "is_bot": False, "first_name": name, "language_code": language}
        self._chat = {"id": telegram_id, "type": "private"}

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
            [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}] if text.startswith("/") else []
        )
        self.sends(text=text, entities=entities, **message)

    def sends(self, **message: Any) -> None:
        """Send a message of any kind."""
        self._receive("message", {"message_id": 1, "from": self._from, "chat": self._chat, **message})

    def edits(self, text: str) -> None:
        """Change an earlier message."""
        self._receive("edited_message", {"message_id": 1, "from": self._from, "chat": self._chat, "text": text})

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
        message = {"message_id": message_id, "chat": self._chat}
        self._receive("callback_query", {"id": "q", "from": self._from, "message": message, "data": data})

    @property
    def labels(self) -> list[str]:
        """The labels on the newest message."""
        return [key["text"] for row in self.messages[-1].keyboard for key in row]

    def sees(self, *texts: str) -> None:
        """The newest message has all of these."""
        for text in texts:
            assert text in self.screen, f"{text!r} is not in:\n{self.screen}\n{self.labels}"

    def _receive(self, kind: str, content: dict[str, Any]) -> None:
        self._shop.receive({"update_id": self._shop.update_id(), kind: content})


def _settings(database: Database) -> Settings:
    return Settings(
        telegram_bot_token=SecretStr("1:memory"),
        xiaoer_secret_key=SecretStr("unused"),
        database_url=str(database.url),
        admin_telegram_ids=(ADMIN,),
        gateway_url="http://127.0.0.1:1/gateway",
        gateway_key=SecretStr(GATEWAY_KEY),
    )
