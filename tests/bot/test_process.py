"""Starting: the bot waits for a platform that can't be reached yet, for a while, and not for one that refuses it."""

import pytest
from pydantic import SecretStr

from bot.clock import Clock
from bot.drivers.driver import BotIdentity, DriverFailed
from bot.drivers.memory_driver import MemoryDriver
from bot.process import CannotStart, build_when_reachable
from bot.settings import Settings
from bot.wiring import Edges
from storage.database import Database
from storage.secrets import Vault
from tests.clock import StoppedClock

SETTINGS = Settings(telegram_bot_token=SecretStr("1:memory"), xiaoer_secret_key=SecretStr("unused"))


class FarDriver(MemoryDriver):
    """A platform that answers only after some attempts."""

    def __init__(self, failures: int, *, fatal: bool = False) -> None:
        super().__init__()
        self.attempts = 0
        self._failures = failures
        self._fatal = fatal

    async def identify(self) -> BotIdentity:
        """Fail as often as it was told to."""
        self.attempts += 1
        if self.attempts <= self._failures:
            raise DriverFailed("no route to host", fatal=self._fatal)
        return await super().identify()


@pytest.fixture
def clock() -> Clock:
    """Waiting takes no time."""
    return StoppedClock()


async def test_a_bot_started_before_the_network_waits_for_it(
    sqlite_database: Database, vault: Vault, clock: Clock
) -> None:
    driver = FarDriver(3)

    bot = await build_when_reachable(SETTINGS, sqlite_database, vault, Edges(driver, clock))

    assert bot.driver is driver
    assert driver.attempts == 4


async def test_a_bot_that_finds_no_network_gives_up_with_one_sentence(
    sqlite_database: Database, vault: Vault, clock: Clock
) -> None:
    driver = FarDriver(1000)

    with pytest.raises(CannotStart, match="Telegram can't be reached: check the network"):
        await build_when_reachable(SETTINGS, sqlite_database, vault, Edges(driver, clock))

    assert driver.attempts == 10


async def test_a_platform_that_refuses_is_not_asked_again(
    sqlite_database: Database, vault: Vault, clock: Clock
) -> None:
    driver = FarDriver(1000, fatal=True)

    with pytest.raises(DriverFailed):
        await build_when_reachable(SETTINGS, sqlite_database, vault, Edges(driver, clock))

    assert driver.attempts == 1
