"""The storm: people shop while bots are killed, the database is restarted and replies are lost, all at random.

Not here: dying at every single point, one after the other (bot.chaos.sweep).
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.context import ForkServerProcess

from backend.orders import OrderStatus
from bot.bench.postgres import Server
from bot.chaos.proxies import Mode, Plan, Proxy
from bot.chaos.report import Report
from bot.chaos.shop import PLENTY, Restless, TroubledShop
from bot.chaos.shopper import Shopper
from bot.chaos.verdict import Judge, showing_of, text_of
from bot.demo.processes import three_free_ports
from bot.voice import bare
from sandbox.client import Sandbox
from storage import evidence

LONGEST_LULL_SECONDS = 1.0
"""Between two blows, half of the time: many of those bots are killed before they have fetched anything."""

MOST_CHANGES = 12
"""The other half: a blow falls the moment after the platform did something, when the bot may not know of it yet."""

START_SECONDS = 5.0
"""How long such a blow waits for something to happen; the slower the machine, the longer a bot takes to start."""

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


class Fleet:
    """The bots, each kept running: who is dead is replaced at once."""

    def __init__(self, shop: TroubledShop, roles: Sequence[str]) -> None:
        self._shop = shop
        self._slots = [
            {"XIAOER_ROLES": each, "LISTEN_PORT": str(shop.demo.bot_port if number == 0 else three_free_ports())}
            for number, each in enumerate(roles)
        ]
        self._bots: list[ForkServerProcess] = []
        self.kills = 0

    def set_sail(self) -> None:
        """Start every bot."""
        self._bots = [self._shop.zygote.start_bot(**slot) for slot in self._slots]

    def kill(self, numbers: Sequence[int]) -> None:
        """Kill these bots and start others in their places."""
        for number in numbers:
            self._bots[number].kill()
        for number in numbers:
            self._bots[number].join()
            self._bots[number] = self._shop.zygote.start_bot(**self._slots[number])
            self.kills += 1

    def replace_the_dead(self) -> None:
        """Start what has ended by itself, as whatever supervises a bot would."""
        for number, bot in enumerate(self._bots):
            if not bot.is_alive():
                self._bots[number] = self._shop.zygote.start_bot(**self._slots[number])

    def land(self) -> None:
        """End every bot for good."""
        for bot in self._bots:
            bot.kill()
        for bot in self._bots:
            bot.join()

    def __len__(self) -> int:
        return len(self._slots)


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
    judge = Judge(shop.platform, shop.database, now=shop.now)
    shopping = _Shopping([_shopper(shop, dice) for _ in range(weather.shoppers)])
    with _fleet_of(shop, weather.bots) as fleet, ThreadPoolExecutor(len(shopping.shoppers)) as threads:
        busy = shopping.begin(threads)
        try:
            while goes_on(report) and not shopping.trouble.is_set():
                _lull(shop, weather, dice, shopping.trouble)
                _strike(fleet, weather, dice, report)
                report.kills = fleet.kills
                report.lost_replies = sum(proxy.struck[Mode.ACT_THEN_DROP] for proxy in weather.proxies)
                tell(report)
        finally:
            shopping.closing.set()
            _wait_for(busy, fleet)
        report.lost_replies = sum(proxy.struck[Mode.ACT_THEN_DROP] for proxy in weather.proxies)
        _rest(shop, report)
    _judge(shop, judge, shopping.shoppers, report)
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
    """Kill some, or restart the database under all of them."""
    if weather.server is not None and dice.random() < 0.5:
        weather.server.crash()
        weather.server.start()
        report.db_restarts += 1
    else:
        fleet.kill(dice.sample(range(len(fleet)), weather.killed_at_once))
    fleet.replace_the_dead()


def _wait_for(busy: Sequence["Future[None]"], fleet: Fleet) -> None:
    """Let what people have begun come to its end."""
    for each in busy:
        while not each.done():
            fleet.replace_the_dead()
            time.sleep(0.1)


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
