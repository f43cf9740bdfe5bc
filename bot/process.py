"""The process: opens the shop's database, makes sure it is the only one, runs until told to stop.

Not here: what the bot is made of (bot.wiring).
"""

import asyncio
import fcntl
import hashlib
import os
import signal
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from bot import logs, wiring
from bot.drivers.driver import DriverFailed
from bot.roles import EVERY_ROLE, Role
from bot.settings import Settings, ShopSettings
from bot.wiring import Bot, Edges
from storage import failpoints
from storage.database import Database, is_sqlite
from storage.schema import migrate
from storage.secrets import Vault, check_key

REACHING_PAUSES_SECONDS = (0.2, 0.3, 0.5, 1, 2, 2, 5, 5, 10, 10)
"""Between the attempts to reach Telegram at the start; then we give up, and whoever supervises us tries again."""

log = structlog.get_logger()


class CannotStart(Exception):
    """The bot can't start; the message says why and what to do, in one sentence."""


def serve(settings: Settings, roles: frozenset[Role] = EVERY_ROLE) -> None:
    """Run the bot, or these parts of it, until SIGINT or SIGTERM. Raises CannotStart."""
    logs.configure()
    failpoints.arm(os.environ)
    require_free_port(
        settings.listen_host, settings.listen_port, remedy="set LISTEN_HOST and LISTEN_PORT to a free address"
    )
    with _only_one_on_sqlite(settings, roles), open_shop(settings) as (database, vault):
        failpoints.reached("shop.opened")
        asyncio.run(_serve(settings, database, vault, roles))


@contextmanager
def open_shop(settings: ShopSettings) -> Iterator[tuple[Database, Vault]]:
    """The shop's database, brought up to date, with the key that opens it. Raises CannotStart by way of its causes."""
    vault = Vault.parse(settings.xiaoer_secret_key.get_secret_value())
    database = Database(settings.database_url)
    try:
        migrate(database)
        with database.transaction() as db:
            check_key(db, vault)
        yield database, vault
    finally:
        database.close()


@contextmanager
def only_instance(token: str, api_base: str | None) -> Iterator[None]:
    """Hold this machine's lock on the bot; two processes fetching one bot's updates would take them from each other.

    The lock is the kernel's and ends with the process, however that ends. Raises CannotStart.
    """
    name = hashlib.sha256(f"{token}@{api_base}".encode()).hexdigest()[:16]
    path = Path(tempfile.gettempdir()) / f"xiaoer-{os.getuid()}-{name}.lock"
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart("This bot is already running on this machine: stop that process first.") from None
        yield


async def build_when_reachable(
    settings: Settings, database: Database, vault: Vault, edges: Edges, roles: frozenset[Role] = EVERY_ROLE
) -> Bot:
    """The bot, as soon as Telegram can be reached: a machine often starts us before its network. Raises CannotStart."""
    for seconds in REACHING_PAUSES_SECONDS:
        try:
            return await wiring.build(settings, database, vault, edges, roles)
        except DriverFailed as failure:
            if failure.fatal:
                raise
            log.warning("Telegram can't be reached yet", reason=str(failure))
        await edges.clock.sleep(seconds)
    raise CannotStart("Telegram can't be reached: check the network, and TELEGRAM_API_BASE if it is set.")


def require_free_port(host: str, port: int, *, remedy: str) -> None:
    """Raise CannotStart, with what its user can do about it, if nobody may listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStart(f"Port {port} on {host} can't be used ({error.strerror}): {remedy}.") from error


@contextmanager
def _only_one_on_sqlite(settings: Settings, roles: frozenset[Role]) -> Iterator[None]:
    """On SQLite one process does everything; on PostgreSQL any number share the work. Raises CannotStart."""
    if not is_sqlite(settings.database_url):
        yield
        return
    if roles != EVERY_ROLE:
        raise CannotStart(
            "With SQLite one process does everything: leave --role out, or set DATABASE_URL to PostgreSQL."
        )
    with only_instance(settings.telegram_bot_token.get_secret_value(), settings.telegram_api_base):
        yield


async def _serve(settings: Settings, database: Database, vault: Vault, roles: frozenset[Role]) -> None:
    edges = Edges(wiring.driver_for(settings), wiring.clock_for(settings))
    try:
        bot = await build_when_reachable(settings, database, vault, edges, roles)
        log.info("ready", address=settings.callback_url, process=bot.presence.process_id, roles=sorted(roles))
        await _until_told_to_stop(bot, settings)
    except* DriverFailed as failures:
        raise CannotStart(f"Telegram refuses to serve this bot ({_first(failures)}).") from failures
    finally:
        await edges.driver.close()


def _first(failures: BaseExceptionGroup[DriverFailed]) -> BaseException:
    """The first failure itself, however many groups it is in."""
    first = failures.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first


async def _until_told_to_stop(bot: Bot, settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await bot.run(host=settings.listen_host, port=settings.listen_port, stop=stop)
