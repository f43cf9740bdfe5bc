"""The storm: people shop while bots are killed or frozen, the database is restarted, replies are lost: at random.

Not here: dying at every single point, one after the other (bot.chaos.sweep).
"""

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from backend.orders import OrderStatus
from bot.chaos.proxies import Mode, Plan, PostgresProxy, Proxy, passes
from bot.chaos.report import Report
from bot.chaos.shop import LOOK_SECONDS, PLENTY, Restless, TroubledShop
from bot.chaos.shopper import Shopper
from bot.chaos.truths import text_of
from bot.chaos.verdict import Judge, showing_of
from bot.demo.processes import three_free_ports
from bot.postgres_server import Server
from bot.voice import bare
from sandbox.client import Sandbox
from storage import evidence, failpoints

LONGEST_LULL_SECONDS = 1.0
"""Between two blows, half of the time."""

MOST_CHANGES = 12
"""The other half: a blow falls the moment after the platform did something, when the bot may not know of it yet."""

START_SECONDS = 5.0
"""How long a blow waits for something to happen; the slower the machine, the longer a bot takes to start."""

IDLE_KILLS = 0.1
"""The share of kills that hit whoever is there, perhaps on its way up; all others hit who has worked in its life."""

CRASHES, FREEZES = 0.35, 0.07
"""Shares of the blows in a storm that has a database server; all others are kills."""

FROZEN_SECONDS = (10.5, 15.0)
"""At least, at most; all of them are longer than the silence after which others take a process for gone."""

LONGEST_PAUSE = timedelta(minutes=1)
"""Between a bot's attempts at one call; at the end of a storm it passes on the clocks only."""

WORKING = frozenset({"updates.stored", "turn.read", "call.claimed", "timers.firing", "job.taken"})
"""Points that only a process reaches that works; those of its start, and of empty looks, are none."""

_PACED = ("send", "edit", "answer")


@dataclass
class Weather:
    """What there is to go wrong."""

    bots: Sequence[str] = ("",)
    """The roles of each process, by their names with spaces between; an empty one does everything."""

    killed_at_once: int = 1
    shoppers: int = 5
    server: Server | None = None
    proxies: Sequence[Proxy] = ()
    lull_seconds: float = LONGEST_LULL_SECONDS


@dataclass
class _Ship:
    """A place in the fleet, and the bot that has it now."""

    settings: dict[str, str]
    log: Path
    """Every point that the bot of now has reached."""
    bot: ForkServerProcess | None = None
    thaws_at: float | None = None

    @property
    def has_worked(self) -> bool:
        return self.log.exists() and not WORKING.isdisjoint(self.log.read_text(encoding="utf-8").split())


class Fleet:
    """The bots, each kept running: who is dead is replaced at once."""

    def __init__(self, shop: TroubledShop, roles: Sequence[str]) -> None:
        self._shop = shop
        self._ships = [
            _Ship(
                {"XIAOER_ROLES": each, "LISTEN_PORT": str(shop.demo.bot_port if number == 0 else three_free_ports())},
                log=shop.demo.folder.path / f"points-{number}",
            )
            for number, each in enumerate(roles)
        ]

    def set_sail(self) -> None:
        """Start every bot."""
        for ship in self._ships:
            self._launch(ship)

    def at_work(self) -> list[int]:
        """The bots that may be hit and have worked since they started."""
        return [number for number in self.afloat() if self._ships[number].has_worked]

    @property
    def has_frozen(self) -> bool:
        """Whether somebody stands still."""
        return len(self.afloat()) < len(self._ships)

    def afloat(self) -> list[int]:
        """The bots that are not frozen."""
        return [number for number, ship in enumerate(self._ships) if ship.thaws_at is None]

    def kill(self, numbers: Sequence[int]) -> None:
        """Kill these bots and start others in their places."""
        hit = [self._ships[number] for number in numbers]
        for ship in hit:
            _end(ship)
        for ship in hit:
            self._launch(ship)

    def freeze(self, number: int, *, seconds: float) -> None:
        """Let a bot stand still for so long."""
        ship = self._ships[number]
        ship.thaws_at = time.monotonic() + seconds
        _signal(ship, signal.SIGSTOP)

    def see_to_it(self) -> None:
        """Let go on whoever was frozen long enough, and start what has ended by itself, as a supervisor would."""
        for ship in self._ships:
            if ship.thaws_at is not None and ship.thaws_at <= time.monotonic():
                ship.thaws_at = None
                _signal(ship, signal.SIGCONT)
            if ship.bot is None or not ship.bot.is_alive():
                self._launch(ship)

    def land(self) -> None:
        """End every bot for good."""
        for ship in self._ships:
            _end(ship)

    def _launch(self, ship: _Ship) -> None:
        if ship.bot is not None:
            ship.bot.join()
        ship.thaws_at = None
        ship.log.unlink(missing_ok=True)
        ship.bot = self._shop.zygote.start_bot(**ship.settings, **{failpoints.LIST_SETTING: str(ship.log)})


def _end(ship: _Ship) -> None:
    """A frozen one ends as well."""
    if ship.bot is not None:
        ship.bot.kill()
        ship.bot.join()


def _signal(ship: _Ship, number: signal.Signals) -> None:
    if ship.bot is not None and ship.bot.pid is not None:
        os.kill(ship.bot.pid, number)


@dataclass
class _Shopping:
    """The people who shop, each in a thread of their own, with a connection of their own."""

    shoppers: list[Shopper]
    closing: threading.Event = field(default_factory=threading.Event)
    trouble: threading.Event = field(default_factory=threading.Event)

    def begin(self, threads: ThreadPoolExecutor) -> list["Future[None]"]:
        return [threads.submit(each.shop_until, self.closing, on_trouble=self.trouble) for each in self.shoppers]


def storm(
    shop: TroubledShop,
    weather: Weather,
    dice: random.Random,
    *,
    goes_on: Callable[[Report], bool],
    tell: Callable[[Report], None] = lambda report: None,
) -> Report:
    """Let it happen as long as it may go on; then let everything come to rest, and judge."""
    report = Report()
    judge = Judge(shop.platform, shop.database, shop.outside(), now=shop.now)
    shopping = _Shopping([_shopper(shop, dice) for _ in range(weather.shoppers)])
    with _fleet_of(shop, weather.bots) as fleet, ThreadPoolExecutor(len(shopping.shoppers)) as threads:
        busy = shopping.begin(threads)
        try:
            while goes_on(report) and not shopping.trouble.is_set():
                _lull(shop, weather, dice, shopping.trouble)
                _strike(fleet, weather, dice, report)
                fleet.see_to_it()
                _count_lost_replies(weather, report)
                tell(report)
        finally:
            shopping.closing.set()
            _calm_down(shop, weather)
            _wait_for(busy, fleet)
        _rest(shop, report)
        _count_lost_replies(weather, report)
        _judge(shop, judge, shopping.shoppers, report)  # while there are bots to say how they stand
    for shopper in shopping.shoppers:
        shopper.person.sandbox.close()
    return report


def losing(dice: random.Random, *, share: float) -> Plan:
    """A plan that drops this share of the replies to what changes something, and cuts a few calls off before."""

    def fate_of(call: str) -> Mode:
        if call == "connect" or not (call == "COMMIT" or call.startswith(_PACED)):
            return Mode.PASS
        draw = dice.random()
        if draw < share:
            return Mode.ACT_THEN_DROP
        return Mode.CUT_BEFORE if draw < share * 1.25 else Mode.PASS

    return fate_of


@contextmanager
def _fleet_of(shop: TroubledShop, roles: Sequence[str]) -> Iterator[Fleet]:
    fleet = Fleet(shop, roles)
    try:
        fleet.set_sail()
        yield fleet
    finally:
        fleet.land()


def _shopper(shop: TroubledShop, dice: random.Random) -> Shopper:
    """Somebody with more money than they can spend."""
    born = shop.meet("Ana", balance=PLENTY)
    return Shopper(Sandbox(shop.platform.url).known_person(born.id), random.Random(dice.random()))  # noqa: S311


def _lull(shop: TroubledShop, weather: Weather, dice: random.Random, trouble: threading.Event) -> None:
    """A random while: so many seconds, or until so many things have happened on the platform."""
    if dice.random() < 0.5:
        trouble.wait(dice.uniform(0, weather.lull_seconds))
        return
    deadline = time.monotonic() + max(weather.lull_seconds, START_SECONDS)
    change = shop.platform.get("/changes")["change"]
    for _ in range(dice.randint(1, MOST_CHANGES)):
        left = max(0.0, deadline - time.monotonic())
        change = shop.platform.get("/changes", after=change, wait_seconds=left)["change"]


def _strike(fleet: Fleet, weather: Weather, dice: random.Random, report: Report) -> None:
    """Restart the database under all of them, freeze one, or kill some."""
    draw = dice.random() if weather.server is not None else 1.0
    if weather.server is not None and draw < CRASHES:
        weather.server.crash()
        weather.server.start()
        report.db_restarts += 1
    elif draw < CRASHES + FREEZES and len(weather.bots) > 1 and not fleet.has_frozen:
        fleet.freeze(dice.choice(fleet.afloat()), seconds=dice.uniform(*FROZEN_SECONDS))
        report.frozen += 1
    elif dice.random() < IDLE_KILLS:
        _kill(fleet, dice.sample(fleet.afloat(), 1), report)
    elif busy := _busy(fleet, weather.killed_at_once):
        _kill(fleet, dice.sample(busy, min(len(busy), weather.killed_at_once)), report)


def _busy(fleet: Fleet, wanted: int) -> list[int]:
    """Who has worked; as soon as they are so many, or after a while."""
    deadline = time.monotonic() + START_SECONDS
    while len(busy := fleet.at_work()) < wanted and time.monotonic() < deadline:
        fleet.see_to_it()
        time.sleep(LOOK_SECONDS)
    return busy


def _kill(fleet: Fleet, numbers: Sequence[int], report: Report) -> None:
    working = set(fleet.at_work())
    fleet.kill(numbers)
    report.kills += len(numbers)
    report.kills_at_work += len(working.intersection(numbers))


def _count_lost_replies(weather: Weather, report: Report) -> None:
    for proxy in weather.proxies:
        lost = proxy.struck[Mode.ACT_THEN_DROP]
        if isinstance(proxy, PostgresProxy):
            report.lost_replies_commit = lost
        else:
            report.lost_replies_telegram = lost


def _calm_down(shop: TroubledShop, weather: Weather) -> None:
    """Let no more replies be lost, and what was put off be due: it is to be put right, and no longer added to."""
    for proxy in weather.proxies:
        proxy.plan = passes
    shop.let_pass(LONGEST_PAUSE)


def _wait_for(busy: Sequence["Future[None]"], fleet: Fleet) -> None:
    """Let what people have begun come to its end, and who is frozen go on."""
    while not all(each.done() for each in busy) or fleet.has_frozen:
        fleet.see_to_it()
        time.sleep(LOOK_SECONDS)


def _rest(shop: TroubledShop, report: Report) -> None:
    try:
        shop.come_to_rest()
    except Restless as left:
        report.lose(str(left), about="after the storm")


def _judge(shop: TroubledShop, judge: Judge, shoppers: Sequence[Shopper], report: Report) -> None:
    report.add(judge.judge(), about="storm")
    with shop.database.read() as db:
        placed = Counter((each.telegram_id, each.quantity, each.status) for each in evidence.orders(db))
    wanted = Counter(
        (shopper.person.id, quantity, str(OrderStatus.DELIVERED)) for shopper in shoppers for quantity in shopper.bought
    )
    report.orders += placed.total()
    for order in (placed - wanted).elements():
        report.double(f"an order nobody knows of: {order}", about="storm")
    for order in (wanted - placed).elements():
        report.lose(f"an order that is not there: {order}", about="storm")
    for shopper in shoppers:
        if shopper.trouble is not None:
            report.lose(str(shopper.trouble), about="storm")
        elif out_of_order := _first_out_of_order(shop, shopper):
            report.lose(out_of_order, about="storm")


def _first_out_of_order(shop: TroubledShop, shopper: Shopper) -> str | None:
    """The first answer that did not come when it was due; everybody is answered in the order they asked."""
    calls = shop.platform.calls(chat=shopper.person.id)
    shown = {
        showing_of(call): text_of(call)
        for call in reversed(calls)
        if call["method"] in ("sendMessage", "editMessageText") and call["status"] == 200 and showing_of(call)
    }
    told = iter([*shown.values()][::-1])
    for due in shopper.answers:
        texts = "\n".join(bare(text) for text in islice(told, len(due)))
        if any(words not in texts for words in due):
            return f"{due} was due, and {texts!r} came"
    return None
