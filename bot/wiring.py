"""Wiring: the one place that builds things and gives them to each other.

Not here: what any of them does.
"""

import asyncio
import gc
import os
import socket
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from backend import people
from bot import garbage
from bot.clock import Clock, MovableClock, SystemClock
from bot.courier import Courier
from bot.dispatch import Dispatch
from bot.drivers.driver import Driver
from bot.gateways.epay_gateway import EpayGateway
from bot.gateways.gateway import Gateway
from bot.gateways.sandbox_gateway import SandboxGateway
from bot.gateways.stars_gateway import StarsGateway
from bot.intake import Intake
from bot.introduction import introduce
from bot.jobs import bulk
from bot.jobs.dead_code import dead_code_job
from bot.jobs.payments import query_job
from bot.jobs.purchase import purchase_job
from bot.jobs.reconciliation import statement_job
from bot.jobs.refunds import refund_job
from bot.jobs.report import report_job
from bot.jobs.worker import Jobs
from bot.leadership import become_present, lead, stay_present
from bot.limits import Limits, OwnLimits, SharedLimits
from bot.listener import Listener
from bot.lookout import Lookout
from bot.metrics import Figures
from bot.pace import Pace
from bot.reconciling import planned
from bot.roles import EVERY_ROLE, Role
from bot.settings import LOCALES, BadSettings, Library, Settings, UpdatesBy, policy_of, risk_rules_of
from bot.suppliers import declared
from bot.suppliers.callbacks import Callbacks
from bot.suppliers.declared import Named
from bot.suppliers.sync import Sync
from bot.ticker import Ticker
from bot.understanding.equipment import Equipment, equipment_of
from bot.understanding.faq import written_of
from bot.understanding.taught import Taught
from bot.voice import Voice
from bot.webhook import Webhook
from flows.engine import Engine
from flows.registry import FLOWS
from flows.shop import Shop
from handlers.customer.typed_taps import SAID_LABELS
from handlers.router import Router
from storage import sending_limits
from storage.database import Database
from storage.presence import Presence
from storage.secrets import Vault

if TYPE_CHECKING:
    from bot.drivers.aiogram_driver import AiogramDriver
    from bot.drivers.ptb_driver import PtbDriver

DRAIN_SECONDS = 10
"""How long a stopping bot may take to finish the turns and calls under way; what is left waits in the database."""

KEYWORD_COMMANDS = (
    "menu",
    "shop",
    "orders",
    "balance",
    "language",
    "help",
    "questions",
    "human",
    "complain",
    "ticket",
    "settings",
    "coupons",
    "redeem",
    "diagnose",
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
    limits: Limits | None = None
    """What may be sent; None for what the database asks for."""
    suppliers: Sequence[Named] | None = None
    """Whom the shop buys of; None for those that the settings name."""


@dataclass(frozen=True)
class Bot:
    """A bot, built and not yet running."""

    roles: frozenset[Role]
    database: Database
    clock: Clock
    driver: Driver
    voice: Voice
    presence: Presence
    intake: Intake
    webhook: Webhook | None
    """Where updates are posted; None where they are fetched."""
    dispatch: Dispatch
    courier: Courier
    jobs: Jobs
    ticker: Ticker
    lookout: Lookout
    listener: Listener
    sync: Sync
    equipment: Equipment
    taught: Taught

    async def run(self, *, host: str, port: int, stop: asyncio.Event) -> None:
        """Serve until `stop` is set, then finish what is under way; the first part that fails for good ends all."""
        await become_present(self.presence, self.clock, stop=stop)
        async with asyncio.TaskGroup() as tasks:
            ways_in = [tasks.create_task(part) for part in self._ways_in(host, port)]
            ways_out = [tasks.create_task(part) for part in self._ways_out()]
            await stop.wait()
            for task in ways_in:
                task.cancel()
            with suppress(TimeoutError):
                async with asyncio.timeout(DRAIN_SECONDS):
                    if Role.TURNS in self.roles:
                        await self.dispatch.lanes.at_rest()
                    if Role.COURIER in self.roles:
                        await self.courier.chats.at_rest()
            for task in ways_out:
                task.cancel()
        self.presence.end()

    def _ways_in(self, host: str, port: int) -> Iterator[Coroutine[None, None, None]]:
        yield self.listener.serve(host=host, port=port)
        if Role.TICKER in self.roles:
            yield lead(self.presence, "ticking", self.ticker.run, self.clock)
        if Role.JOBS in self.roles:
            yield self.jobs.run()
            yield lead(self.presence, "syncing", self.sync.run, self.clock)
        if Role.INTAKE in self.roles:
            yield introduce(self.driver, self.voice)
            if self.webhook is None:
                yield lead(self.presence, "fetching", self.intake.poll, self.clock)
            else:
                yield self.webhook.register()

    def _ways_out(self) -> Iterator[Coroutine[None, None, None]]:
        """What goes on until the end; a process that were not present would lose what it has in hand."""
        yield stay_present(self.presence, self.clock)
        yield self.lookout.run()
        if Role.TURNS in self.roles:
            yield self.dispatch.run()
            yield from self.equipment.beside_turns(self.database, self.clock, self.taught)
        if Role.COURIER in self.roles:
            yield self.courier.run()


async def build(
    settings: Settings, database: Database, vault: Vault, edges: Edges, roles: frozenset[Role] = EVERY_ROLE
) -> Bot:
    """Build the bot around its edges. Raises DriverFailed if the platform does not know us."""
    identity = await edges.driver.identify()
    presence = Presence(database, name=f"{socket.gethostname()}:{os.getpid()}", roles=roles, now=edges.clock.now())
    equipment = equipment_of(settings, edges.clock)
    voice = Voice(LOCALES, time_zone=ZoneInfo(settings.time_zone), written=written_of(equipment.questions))
    gateways = gateways_of(settings, database, edges, bot_username=identity.username)
    shop = Shop(
        vault=vault,
        token_key=bytes.fromhex(vault.fingerprint("button tokens")),
        bot_username=identity.username,
        languages=voice.languages,
        gateways=gateways,
        admin_chats=settings.admin_telegram_ids,
        keywords=_keywords(voice),
        said=_said(voice),
        time_zone=ZoneInfo(settings.time_zone),
        console_url=settings.console_url,
        policy=policy_of(settings),
        risk=risk_rules_of(settings),
        classifier=equipment.base.classifier,
        questions=equipment.questions,
        vocabulary=equipment.vocabulary,
        familiar=equipment.base.learned.familiar,
    )
    named = suppliers_of(settings, edges)
    ports = {each.catalogued.supplier_id: each.port for each in named}
    pace = Pace(edges.limits or _limits(database, edges.clock, presence), edges.clock)
    courier = Courier(database, edges.driver, voice, pace, edges.clock, vault=vault, process_id=presence.process_id)
    wake_chat = courier.chats.wake if Role.COURIER in roles else _leave_to_others
    router = Router(shop, Engine(FLOWS))
    taught = Taught(database, edges.clock, equipment.base, adopt=router.understand_with)
    dispatch = Dispatch(database, router, edges.clock, wake_courier=wake_chat)
    wake_lane = dispatch.lanes.wake if Role.TURNS in roles else _leave_to_others
    intake = Intake(database, edges.driver, edges.clock, bot_id=identity.id, wake=wake_lane)
    webhook = _webhook(settings, edges, intake, bot_id=identity.id)
    return Bot(
        roles=roles,
        database=database,
        clock=edges.clock,
        driver=edges.driver,
        voice=voice,
        presence=presence,
        intake=intake,
        webhook=webhook,
        dispatch=dispatch,
        courier=courier,
        jobs=Jobs(
            database,
            edges.clock,
            {
                "report": report_job(database, edges.clock, zone=shop.time_zone),
                "payment-query": query_job(database, gateways),
                "refund": refund_job(database, edges.clock, gateways),
                "statement": statement_job(gateways),
                "purchase": purchase_job(database, edges.clock, ports, vault=vault),
                "dead-code": dead_code_job(database, ports, vault=vault),
                "bulk-read": bulk.read_job(database, edges.clock, vault=vault),
                "bulk-buy": bulk.buy_job(database, edges.clock),
                **equipment.jobs(database, edges.clock, taught),
            },
            wake=wake_lane,
        ),
        ticker=Ticker(
            database,
            edges.clock,
            wake_lane=wake_lane,
            plan=planned(gateways, admin_chats=settings.admin_telegram_ids, zone=shop.time_zone),
        ),
        lookout=Lookout(
            database,
            edges.clock,
            is_shared=not database.is_sqlite,
            wake_lane=wake_lane,
            wake_chat=wake_chat,
            take_over=partial(courier.take_over, presence.living),
        ),
        listener=Listener(
            database,
            edges.clock,
            gateways=gateways,
            store=intake.store,
            others=[
                Figures(database, edges.clock, courier.standing).route,
                *([] if webhook is None else [webhook.route]),
                Callbacks(database, edges.clock, suppliers=ports, store=intake.store).route,
            ],
        ),
        sync=Sync(database, edges.clock, named, store=intake.store),
        equipment=equipment,
        taught=taught,
    )


def driver_for(settings: Settings) -> Driver:
    """The driver the settings ask for; imported here, since importing it takes seconds and memory."""
    # Thousands of classes come to stay: looking for garbage among them takes a fifth of the import, and of every
    # collection from then on.
    gc.disable()
    kind = _kind_of_driver(settings.telegram_driver)
    garbage.settle()
    gc.enable()
    return kind(settings.telegram_bot_token.get_secret_value(), api_base=settings.telegram_api_base)


def clock_for(settings: Settings) -> Clock:
    """The machine's clock, or in a demo the one that can be moved."""
    return SystemClock() if settings.clock_file is None else MovableClock(settings.clock_file)


def gateways_of(settings: Settings, database: Database, edges: Edges, *, bot_username: str) -> dict[str, Gateway]:
    """The payment gateways the settings name, and Stars, which every bot can take."""

    def telegram_id_of(person_id: int) -> int:
        with database.read() as db:
            return people.the_person(db, person_id).telegram_id

    stars = StarsGateway(edges.driver, telegram_id_of=telegram_id_of)
    named = (_sandbox_gateway(settings), _epay_gateway(settings, edges.clock, bot_username=bot_username), stars)
    return {gateway.name: gateway for gateway in named if gateway is not None}


def _sandbox_gateway(settings: Settings) -> SandboxGateway | None:
    if settings.gateway_url is None or settings.gateway_key is None:
        return None
    return SandboxGateway(
        url=settings.gateway_url,
        key=settings.gateway_key.get_secret_value(),
        notify_url=f"{settings.callback_url}/gateways/{SandboxGateway.name}/notify",
        fee=settings.gateway_fee,
    )


def _epay_gateway(settings: Settings, clock: Clock, *, bot_username: str) -> EpayGateway | None:
    if settings.epay_url is None or settings.epay_merchant is None or settings.epay_key is None:
        return None
    return EpayGateway(
        url=settings.epay_url,
        merchant=settings.epay_merchant,
        key=settings.epay_key.get_secret_value(),
        sign_type=settings.epay_sign_type,
        currency=settings.epay_currency,
        notify_url=f"{settings.callback_url}/gateways/{EpayGateway.name}/notify",
        return_url=f"https://t.me/{bot_username}",
        clock=clock,
        label=settings.epay_name,
        fee=settings.epay_fee,
    )


def suppliers_of(settings: Settings, edges: Edges) -> Sequence[Named]:
    """Whom the shop buys of, in the owner's order of preference. Raises BadSettings."""
    if edges.suppliers is not None or settings.suppliers is None:
        return edges.suppliers or ()
    try:
        text = settings.suppliers.read_text(encoding="utf-8-sig")
        keys = settings.supplier_keys.get_secret_value()
        return declared.read(text, keys, callback_url=settings.callback_url, clock=edges.clock)
    except (OSError, ValueError) as error:
        raise BadSettings(f"SUPPLIERS is not usable ({error}): correct the file and start again.") from None


def _limits(database: Database, clock: Clock, presence: Presence) -> Limits:
    """SQLite has one process, which can keep count by itself."""
    if database.is_sqlite:
        return OwnLimits(clock)
    with database.transaction() as db:
        sending_limits.lay_out_slots(db)
    return SharedLimits(database, clock, process_id=presence.process_id)


def _leave_to_others(key: object) -> None:
    """Another process's lookout sees it."""


def _webhook(settings: Settings, edges: Edges, intake: Intake, *, bot_id: int) -> Webhook | None:
    if settings.telegram_updates is UpdatesBy.POLLING:
        return None
    return Webhook(
        edges.driver,
        edges.clock,
        bot_id=bot_id,
        public_url=settings.callback_url,
        secrets=settings.webhook_secrets,
        store=intake.store,
    )


def _kind_of_driver(library: Library) -> "type[AiogramDriver | PtbDriver]":
    """The class; the other library is never imported."""
    if library is Library.PTB:
        from bot.drivers.ptb_driver import PtbDriver

        return PtbDriver
    from bot.drivers.aiogram_driver import AiogramDriver

    return AiogramDriver


def _said(voice: Voice) -> dict[str, frozenset[str]]:
    """What people type instead of tapping a button of an order, in every language: '确认', 'place order', …"""
    said: dict[str, frozenset[str]] = {}
    for language in voice.languages:
        for label in SAID_LABELS:
            for term in voice.terms(f"said-{label}", language):
                said[term.casefold()] = said.get(term.casefold(), frozenset()) | {label}
    return said


def _keywords(voice: Voice) -> dict[str, str]:
    """What people type for a command, in every language: '人工', 'human', …"""
    return {
        term.casefold(): command
        for language in voice.languages
        for command in KEYWORD_COMMANDS
        for term in voice.terms(f"keywords-{command}", language)
    }
