"""The introduction: commands in every language."""

from zoneinfo import ZoneInfo

from bot.drivers.driver import Unreached
from bot.drivers.memory_driver import MemoryDriver
from bot.introduction import SHOWN_COMMANDS, introduce
from bot.settings import LOCALES
from bot.voice import Voice


async def test_every_language_has_its_commands_and_english_is_for_all_others() -> None:
    driver = MemoryDriver()

    await introduce(driver, Voice(LOCALES, time_zone=ZoneInfo("UTC")))

    said = {call["language_code"]: call["commands"] for method, call in driver.calls if method == "setMyCommands"}
    assert set(said) == {None, "zh"}
    assert [each["command"] for each in said["zh"]] == list(SHOWN_COMMANDS)
    assert {"command": "orders", "description": "我的订单"} in said["zh"]
    assert {"command": "orders", "description": "My orders"} in said[None]


async def test_a_platform_that_cannot_be_reached_does_not_stop_the_bot() -> None:
    driver = MemoryDriver()
    driver.script("setMyCommands", Unreached("down"), Unreached("down"))

    await introduce(driver, Voice(LOCALES, time_zone=ZoneInfo("UTC")))

    assert len(driver.calls) == 2
