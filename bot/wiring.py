"""Wiring: the one place that builds things and gives them to each other.

Not here: what any of them does.
"""

import asyncio
import gc
from contextlib import suppress
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.clock import Clock, MovableClock, SystemClock
from bot.courier import Courier
from bot.dispatch import Dispatch
from bot.drivers.driver import Driver
from bot.gateways.gateway import Gateway
from bot.gateways.sandbox_gateway import SandboxGateway
from bot.intake import Intake
from bot.introduction import introduce
from bot.listener import Listener
from bot.pace import Pace
from bot.settings import LOCALES, Settings, policy_of
from bot.ticker import Ticker
from bot.voice import Voice
from flows.engine import Engine
from flows.registry import FLOWS
from flows.shop import Shop
from handlers.router import Router
from storage.database import Database
from storage.secrets import Vault

DRAIN_SECONDS = 10
"""How long a stopping bot may take to finish the turns and calls under way; what is left waits in the database."""

KEYWORD_COMMANDS = (
    "menu",
    "shop",
    "orders",
    "balance",
    "language",
    "help",
    "human",
    "complain",
    "ticket",
    "settings",
    "coupons",
    "cancel",
    "back",
    "continue",
)
"""Commands that people also say in a word of their own; locales have the words."""


@dataclass(frozen=True)
class Edges:
    """What a test or the rehearsal may put something else in place of."""

    driver: Driver
    clock: Clock


@dataclass(frozen=True)
class Bot:
    """A bot, built and not yet running."""

    driver: Driver
    voice: Voice
    intake: Intake
    dispatch: Dispatch
    courier: Courier
    ticker: Ticker
    listener: Listener

    async def run(self, *, host: str, port: int, stop: asyncio.Event) -> None:
        """Serve until `stop` is set, then finish what is under way; the first part that fails for good ends all."""
        async with asyncio.TaskGroup() as tasks:
            ways_in = [
                tasks.create_task(self.listener.serve(host=host, port=port)),
                tasks.create_task(self.ticker.run()),
                tasks.create_task(self.intake.poll()),
                tasks.create_task(introduce(self.driver, self.voice)),
            ]
            ways_out = [tasks.create_task(self.dispatch.run()), tasks.create_task(self.courier.run())]
            await stop.wait()
            for task in ways_in:
                task.cancel()
            with suppress(TimeoutError):
                async with asyncio.timeout(DRAIN_SECONDS):
                    await self.dispatch.lanes.at_rest()
                    await self.courier.chats.at_rest()
            for task in ways_out:
                task.cancel()


async def build(settings: Settings, database: Database, vault: Vault, edges: Edges) -> Bot:
    """Build the bot around its edges. Raises DriverFailed if the platform does not know us."""
    identity = await edges.driver.identify()
    voice = Voice(LOCALES, time_zone=ZoneInfo(settings.time_zone))
    gateways = gateways_of(settings)
    shop = Shop(
        vault=vault,
        token_key=bytes.fromhex(vault.fingerprint("button tokens")),
        bot_username=identity.username,
        languages=voice.languages,
        gateways=gateways,
        admin_chats=settings.admin_telegram_ids,
        keywords=_keywords(voice),
        time_zone=ZoneInfo(settings.time_zone),
        console_url=settings.console_url,
        policy=policy_of(settings),
    )
    courier = Courier(database, edges.driver, voice, Pace(edges.clock), edges.clock, vault=vault)
    router = Router(shop, Engine(FLOWS))
    dispatch = Dispatch(database, router, edges.clock, wake_courier=courier.chats.wake)
    intake = Intake(database, edges.driver, edges.clock, bot_id=identity.id, wake=dispatch.lanes.wake)
    return Bot(
        driver=edges.driver,
        voice=voice,
        intake=intake,
        dispatch=dispatch,
        courier=courier,
        ticker=Ticker(database, edges.clock, wake_lane=dispatch.lanes.wake, wake_chat=courier.chats.wake),
        listener=Listener(database, edges.clock, gateways=gateways, store=intake.store),
    )


def driver_for(settings: Settings) -> Driver:
    """The driver the settings ask for; imported here, since importing it takes seconds."""
    # Thousands of classes come to stay: looking for garbage among them takes a fifth of the import, and of every
    # collection from then on.
    gc.disable()
    from bot.drivers.aiogram_driver import AiogramDriver

    gc.freeze()
    gc.enable()
    return AiogramDriver(settings.telegram_bot_token.get_secret_value(), api_base=settings.telegram_api_base)


def clock_for(settings: Settings) -> Clock:
    """The machine's clock, or in a demo the one that can be moved."""
    return SystemClock() if settings.clock_file is None else MovableClock(settings.clock_file)


def gateways_of(settings: Settings) -> dict[str, Gateway]:
    """The payment gateways the settings name; none is a shop that takes balance only."""
    if settings.gateway_url is None or settings.gateway_key is None:
        return {}
    gateway = SandboxGateway(
        url=settings.gateway_url,
        key=settings.gateway_key.get_secret_value(),
        notify_url=f"{settings.callback_url}/gateways/{SandboxGateway.name}/notify",
    )
    return {gateway.name: gateway}


def _keywords(voice: Voice) -> dict[str, str]:
    """What people type for a command, in every language: '人工', 'human', …"""
    return {
        term.casefold(): command
        for language in voice.languages
        for command in KEYWORD_COMMANDS
        for term in voice.terms(f"keywords-{command}", language)
    }
