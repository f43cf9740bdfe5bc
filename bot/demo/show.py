"""The demo: a sample shop in a local Telegram, open until Ctrl-C; a second start resumes it.

Not here: the tour (bot.tour), which plays by itself.
"""

import signal
import threading
from dataclasses import dataclass

import typer

from backend.money import Money
from bot.clock import SystemClock
from bot.demo.folder import DEMO, DemoFolder
from bot.demo.processes import DemoShop
from bot.demo.seed import fill_shop, give_money
from bot.process import CannotStart, open_shop
from sandbox.client import Sandbox

LOOK_SECONDS = 1.0


@dataclass(frozen=True)
class Role:
    """Somebody the visitor can be."""

    name: str
    language: str
    app_language: str
    balance: Money | None


CUSTOMER = Role("小美", "zh-CN", "zh-hans", Money(50_000, "CNY"))
GUEST = Role("Tom", "en", "en", Money(50_000, "CNY"))
AGENT = Role("阿杰 (客服)", "zh-CN", "zh-hans", None)
ADMIN = Role("老板", "zh-CN", "zh-hans", None)
CAST = (CUSTOMER, GUEST, AGENT, ADMIN)


def show(*, port: int) -> None:
    """Open the demo and keep it open until Ctrl-C. Raises CannotStart."""
    shop = DemoShop(DemoFolder(DEMO), port)
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
    people = _cast(Sandbox(shop.sandbox_url))
    shop.admins = (people[ADMIN.name],)
    now = SystemClock().now()
    with open_shop(shop.folder.settings()) as (database, vault):
        fill_shop(database, vault, now=now)
        for role in CAST:
            if role.balance is not None:
                give_money(database, people[role.name], role.name, role.language, role.balance, now=now)
    shop.start_bot()
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
