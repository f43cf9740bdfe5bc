"""The demo: a sample shop in a local Telegram, open until Ctrl-C; a second start resumes it.

Not here: the tour (bot.tour), which plays by itself.
"""

import signal
import threading
from contextlib import closing

import typer

from bot.clock import SystemClock
from bot.demo.cast import ADMIN, CAST, CUSTOMER, endow
from bot.demo.folder import DEMO, DemoFolder
from bot.demo.processes import HOST, DemoShop
from bot.demo.seed import fill_shop
from bot.process import CannotStart, open_shop, require_free_port
from sandbox.client import Sandbox

LOOK_SECONDS = 1.0


def show(*, port: int) -> None:
    """Open the demo and keep it open until Ctrl-C. Raises CannotStart."""
    shop = DemoShop(DemoFolder(DEMO), port)
    for each in (shop.port, shop.bot_port):
        require_free_port(HOST, each, remedy="choose another one, which is free with the next, with --port")
    try:
        typer.echo("Opening the sample shop …")
        people = open_demo(shop)
        address = f"{shop.sandbox_url}/?person={people[CUSTOMER.name]}"
        typer.echo(f"\n  Xiaoer is open: {address}\n")
        typer.echo("  You are 小美, a customer; switch to Tom, the agent or the owner at the top left.")
        typer.echo("  Ctrl-C closes the shop; everything is kept, and the next start resumes it.")
        _until_interrupted(shop)
    finally:
        typer.echo("Closing …")
        shop.stop()


def open_demo(shop: DemoShop) -> dict[str, int]:
    """Start both processes on a filled shop; returns the cast's numbers by name."""
    shop.start_sandbox()
    shop.wait_until_ready()
    with closing(Sandbox(shop.sandbox_url)) as sandbox:
        people = _cast(sandbox)
    shop.admins = (people[ADMIN.name],)
    now = SystemClock().now()
    with open_shop(shop.folder.settings()) as (database, vault):
        fill_shop(database, vault, now=now)
        endow(database, {role: people[role.name] for role in CAST}, now=now)
    shop.start_bot()
    shop.wait_until_ready()
    return people


def _cast(sandbox: Sandbox) -> dict[str, int]:
    """The people of the demo; those of an earlier start are still there."""
    known = {person["first_name"]: int(person["id"]) for person in sandbox.get("/people")}
    for role in CAST:
        if role.name not in known:
            known[role.name] = sandbox.person(role.name, language_code=role.app_language).id
    return known


def _until_interrupted(shop: DemoShop) -> None:
    interrupted = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: interrupted.set())
    while not interrupted.wait(LOOK_SECONDS):
        ended = shop.ended()
        if ended is not None:
            raise CannotStart(f"The {ended} ended by itself: see {shop.log(ended)}.")
