"""The introduction: what the platform shows of the bot before anybody talks to it — commands, in every language.

Not here: what the commands do (handlers.router).
"""

import structlog

from bot.drivers.driver import Done, Driver
from bot.voice import Voice
from flows.words import words

SHOWN_COMMANDS = (
    "shop",
    "orders",
    "balance",
    "human",
    "complain",
    "ticket",
    "language",
    "coupons",
    "redeem",
    "settings",
    "help",
    "cancel",
)
"""In the order of the platform's menu: what most people need comes first."""

log = structlog.get_logger()


async def introduce(driver: Driver, voice: Voice) -> None:
    """Register the commands for each language, and in English for all others; a failure is not worth stopping for."""
    for language in voice.languages:
        commands = [
            {"command": name, "description": voice.label(words(f"command-{name}"), language)} for name in SHOWN_COMMANDS
        ]
        # The platform knows two-letter codes; without one the list is for whoever has no list of their own.
        code = None if language == "en" else language.split("-")[0]
        outcome = await driver.call("setMyCommands", commands=commands, language_code=code)
        if not isinstance(outcome, Done):
            log.warning("commands not registered", language=language, outcome=repr(outcome))
