"""The demo: a sample shop in a local Telegram, open until Ctrl-C; a second start resumes it.

Not here: the tour (bot.tour), which plays by itself.
"""

import signal
import threading
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass

import typer

from bot.clock import SystemClock
from bot.demo.cast import ADMIN, CAST, CUSTOMER, STAFF_GROUP, connect_staff_group, enlist
from bot.demo.folder import DEMO, DemoFolder
from bot.demo.processes import HOST, DemoShop
from bot.demo.seed import fill_shop
from bot.demo.suppliers import SUPPLIED
from bot.process import CannotStart, open_shop, require_free_port
from sandbox.client import Sandbox

LOOK_SECONDS = 1.0


def show(*, port: int) -> None:
    """Open the demo and keep it open until Ctrl-C. Raises CannotStart."""
    shop = DemoShop(DemoFolder(DEMO), port, supplied=SUPPLIED)
    for each in (shop.port, shop.bot_port, shop.console_port):
        require_free_port(HOST, each, remedy="choose another one, which is free with the next two, with --port")
    try:
        typer.echo("Opening the sample shop …")
        opened = open_demo(shop)
        address = f"{shop.sandbox_url}/?person={opened.people[CUSTOMER.name]}"
        typer.echo(f"\n  Xiaoer is open: {address}\n")
        typer.echo(
            "  You are 小美, a customer. At the top left you become somebody else: Tom, a customer too; 阿杰 and"
        )
        typer.echo("  小陈, the agents, in their group; or 老板, the owner. A dot says who has something to read.")
        typer.echo("  The staff's web pages: send /console to the bot as 阿杰, and tap the button.")
        typer.echo("  Ctrl-C closes the shop; everything is kept, and the next start resumes it.")
        _until_interrupted(shop)
    finally:
        typer.echo("Closing …")
        shop.stop()


@dataclass(frozen=True)
class Opened:
    """An open demo: the Telegram numbers of its people by name, and its staff group."""

    people: Mapping[str, int]
    staff_group: int


def open_demo(shop: DemoShop) -> Opened:
    """Start the processes on a filled shop."""
    shop.start_sandbox()
    shop.wait_until_ready()
    with closing(Sandbox(shop.sandbox_url)) as sandbox:
        people = _cast(sandbox)
        staff_group = _staff_group(sandbox, people)
    shop.admins = (people[ADMIN.name],)
    now = SystemClock().now()
    with open_shop(shop.folder.settings()) as (database, vault):
        fill_shop(database, vault, now=now)
        enlist(database, {character: people[character.name] for character in CAST}, now=now)
        connect_staff_group(database, staff_group, now=now)
    shop.start_bot()
    shop.start_console()
    shop.wait_until_ready()
    return Opened(people, staff_group)


def _cast(sandbox: Sandbox) -> dict[str, int]:
    """The people of the demo; those of an earlier start are still there."""
    known = {person["first_name"]: int(person["id"]) for person in sandbox.get("/people")}
    for character in CAST:
        if character.name not in known:
            born = sandbox.person(character.name, language_code=character.app_language, has_started=character.is_staff)
            known[character.name] = born.id
    return known


def _staff_group(sandbox: Sandbox, people: Mapping[str, int]) -> int:
    """The group of the staff, founded by the owner; that of an earlier start is still there."""
    for group in sandbox.get("/groups"):
        if group["title"] == STAFF_GROUP:
            return int(group["id"])
    owner, *others = [
        sandbox.known_person(people[character.name])
        for character in sorted(CAST, key=lambda one: one is not ADMIN)
        if character.is_staff
    ]
    return sandbox.found_group(owner, STAFF_GROUP, members=others, is_forum=True)


def _until_interrupted(shop: DemoShop) -> None:
    interrupted = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: interrupted.set())
    while not interrupted.wait(LOOK_SECONDS):
        ended = shop.ended()
        if ended is not None:
            raise CannotStart(f"The {ended} ended by itself: see {shop.log(ended)}.")
