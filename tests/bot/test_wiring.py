"""Running a bot: what has to be so before its parts begin."""

import asyncio
from dataclasses import replace

from pydantic import SecretStr

from backend.fees import NO_FEE, Fee
from bot import wiring
from bot.drivers.memory_driver import MemoryDriver
from bot.listener import Listener
from bot.settings import Settings
from bot.wiring import Bot, Edges
from storage.database import Database
from storage.presence import Presence
from storage.secrets import Vault
from tests.clock import StoppedClock

SETTINGS = Settings(telegram_bot_token=SecretStr("1:memory"), xiaoer_secret_key=SecretStr("unused"))


class LatePresence(Presence):
    """A presence that the database hears of at the third attempt; notes what happens."""

    def __init__(self, happened: list[str]) -> None:
        self._happened = happened
        self._attempts = 0

    def renew(self) -> bool:
        """Try; from the third attempt on it succeeds."""
        self._attempts += 1
        if self._attempts == 3:
            self._happened.append("present")
        return self._attempts >= 3

    def is_elected(self, seat: str) -> bool:
        """Never, and it is noted."""
        self._happened.append(seat)
        return False

    def end(self) -> None:
        """Nothing is held."""
        self._happened.append("gone")


class Door(Listener):
    """A listener that nobody reaches: it notes that it was begun, and has the bot stopped."""

    def __init__(self, happened: list[str], stop: asyncio.Event) -> None:
        self._happened = happened
        self._stop = stop

    async def serve(self, *, host: str, port: int) -> None:
        """Begin, and stop the bot."""
        self._happened.append(f"open at {host}:{port}")
        self._stop.set()


async def bot_with(database: Database, vault: Vault, happened: list[str], stop: asyncio.Event) -> Bot:
    """A bot whose presence comes late."""
    bot = await wiring.build(SETTINGS, database, vault, Edges(MemoryDriver(), StoppedClock()))
    return replace(bot, presence=LatePresence(happened), listener=Door(happened, stop))


async def test_no_part_begins_before_the_database_knows_that_the_process_lives(
    sqlite_database: Database, vault: Vault
) -> None:
    happened, stop = list[str](), asyncio.Event()
    bot = await bot_with(sqlite_database, vault, happened, stop)

    async with asyncio.timeout(10):
        await bot.run(host="here", port=1, stop=stop)

    assert happened[0] == "present"
    assert "open at here:1" in happened
    assert happened[-1] == "gone"


async def test_a_bot_that_is_stopped_before_it_could_be_present_ends_without_having_begun(
    sqlite_database: Database, vault: Vault
) -> None:
    happened, stop = list[str](), asyncio.Event()
    bot = await bot_with(sqlite_database, vault, happened, stop)
    stop.set()

    async with asyncio.timeout(10):
        await bot.run(host="here", port=1, stop=stop)

    assert happened == ["gone"]


def test_the_fees_that_the_settings_name_are_those_of_their_gateways(sqlite_database: Database) -> None:
    settings = SETTINGS.model_copy(
        update={
            "gateway_url": "http://127.0.0.1:1",
            "gateway_key": SecretStr("key"),
            "gateway_fee": Fee(200),
            "epay_url": "http://127.0.0.1:1",
            "epay_merchant": "1000",
            "epay_key": SecretStr("key"),
            "epay_fee": Fee(150, 10),
        }
    )
    edges = Edges(MemoryDriver(), StoppedClock())

    gateways = wiring.gateways_of(settings, sqlite_database, edges, bot_username="shop_bot")

    fees = {name: gateway.fee for name, gateway in gateways.items()}
    assert fees == {"sandbox": Fee(200), "epay": Fee(150, 10), "stars": NO_FEE}
