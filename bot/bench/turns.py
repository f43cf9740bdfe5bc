"""How many turns a second: the real purchase, durable, beside what the database alone could do on the same file.

Not here: sending (a courier's writes are made in one go, and not timed), or the network.
"""

import asyncio
import json
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import typer

from bot import garbage
from bot.bench.customers import STEPS, Crowd
from bot.bench.shop import open_bench_shop, restock, router_of_bench, telegram_ids
from bot.clock import SystemClock
from bot.dispatch import Dispatch
from bot.lanes import Lanes
from bot.postgres_server import running_server
from bot.reading import lane_of_chat
from storage import inbox, yardstick
from storage.database import POSTGRESQL_WRITERS, Database
from storage.inbox import Arrival
from storage.past_orders import add_past_orders

CUSTOMERS = 256
CARDS_EACH = 60
FETCHED_AT_ONCE = 100
"""As many updates as one getUpdates brings, stored by one unit."""

UPDATES_A_SECOND = 200
LONG_AGO = timedelta(days=30)
"""Nobody is asked whether they mean to order once more what they ordered then."""
Say = Callable[[str], None]


class Unfinished(Exception):
    """Turns were not answered as they should have been: the figures would be of something else."""


@dataclass(frozen=True)
class Figures:
    """What one database did."""

    turns_per_s: float
    limit_per_s: float
    p99_ms: float

    @property
    def ratio(self) -> float:
        """The part of the bare limit that whole turns reach."""
        return self.turns_per_s / self.limit_per_s

    def as_json(self) -> dict[str, float]:
        """For programs."""
        return {
            "turns_per_s": round(self.turns_per_s, 1),
            "limit_per_s": round(self.limit_per_s, 1),
            "ratio": round(self.ratio, 3),
            "p99_ms": round(self.p99_ms, 1),
        }


@dataclass(frozen=True)
class Report:
    """Everything that `./xiaoer bench turns` finds out."""

    sqlite_full: Figures
    postgresql: Figures
    growth_ratio: float

    def as_json(self) -> dict[str, object]:
        """The one object that `--json` prints."""
        return {
            "sqlite_full": self.sqlite_full.as_json(),
            "postgresql": self.postgresql.as_json(),
            "growth_ratio": round(self.growth_ratio, 3),
        }

    def as_text(self) -> str:
        """A small table."""
        lines = [f"{'':16}{'turns/s':>10}{'limit/s':>10}{'ratio':>8}{'p99 ms':>8}"]
        for name, figures in (("SQLite FULL", self.sqlite_full), ("PostgreSQL", self.postgresql)):
            lines.append(
                f"{name:16}{figures.turns_per_s:10.0f}{figures.limit_per_s:10.0f}"
                f"{figures.ratio:8.2f}{figures.p99_ms:8.1f}"
            )
        return "\n".join([*lines, f"With past orders: {self.growth_ratio:.2f} of the turns/s without."])


def play(*, seconds: float, past_orders: int, postgresql_url: str | None, as_json: bool) -> None:
    """Measure, and print what was found; how far it is goes to stderr."""
    report = measure(
        seconds=seconds,
        past_orders=past_orders,
        postgresql_url=postgresql_url,
        say=lambda text: typer.echo(text, err=True),
    )
    typer.echo(json.dumps(report.as_json(), indent=2) if as_json else report.as_text())


def measure(*, seconds: float, past_orders: int, postgresql_url: str | None, say: Say) -> Report:
    """Measure everything, each phase for so many seconds; `say` hears how far it is."""
    garbage.settle()
    with tempfile.TemporaryDirectory(prefix="xiaoer-bench-") as folder:
        say("SQLite, synchronous=FULL …")
        sqlite_full = _figures(f"sqlite:///{folder}/shop.db", seconds=seconds)
        say(f"SQLite with {past_orders} past orders …")
        grown = _turns_with_past(f"sqlite:///{folder}/grown.db", past_orders, seconds=seconds)
    say("PostgreSQL …")
    with _postgresql(postgresql_url) as url:
        postgresql = _figures(url, seconds=seconds)
    return Report(sqlite_full, postgresql, grown / sqlite_full.turns_per_s)


def _figures(url: str, *, seconds: float) -> Figures:
    now = SystemClock().now()
    with open_bench_shop(url, customers=CUSTOMERS, writers=POSTGRESQL_WRITERS, now=now) as database:
        bench = _Bench(database)
        turns = asyncio.run(bench.turns_per_s(seconds))
        return Figures(turns, bench.limit_per_s(seconds), asyncio.run(bench.p99_ms(seconds)))


def _turns_with_past(url: str, past_orders: int, *, seconds: float) -> float:
    now = SystemClock().now()
    shop = open_bench_shop(url, customers=CUSTOMERS, writers=POSTGRESQL_WRITERS, now=now)
    with shop as database, database.transaction() as db:
        add_past_orders(db, past_orders, at=now - LONG_AGO)
    # Closed in between, which carries the log over into the file: a million orders written at once leave a log of
    # gigabytes, as years of orders never do, and the first turns would pay for that.
    with closing(Database(url, writers=POSTGRESQL_WRITERS)) as database:
        return asyncio.run(_Bench(database).turns_per_s(seconds))


@contextmanager
def _postgresql(given: str | None) -> Iterator[str]:
    if given is not None:
        yield given
        return
    with running_server() as server:
        yield server.url


class _Bench:
    """A shop under measurement: one crowd, whatever is measured."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._clock = SystemClock()
        self._crowd = Crowd(CUSTOMERS)
        self._committed: dict[str, float] = {}

    async def turns_per_s(self, seconds: float) -> float:
        """Everybody acts, everybody is answered, again and again. Timed is from the first store to the last commit."""
        turns, spent = 0, 0.0
        async with self._serving() as lanes:
            await self._buy(lanes)  # fills caches, as a running shop's are
            while spent < seconds and self._crowd.purchases_left:
                spent += await self._buy(lanes)
                turns += CUSTOMERS * len(STEPS)
        return turns / spent

    def limit_per_s(self, seconds: float) -> float:
        """Six plain statements a unit, handed in as fast as they are taken."""
        now = self._clock.now()
        units, begun = 0, time.perf_counter()
        while (spent := time.perf_counter() - begun) < seconds:
            group = [self._bare_unit(units + n, who, now) for n, who in enumerate(telegram_ids(CUSTOMERS))]
            for unit in group:
                unit.result()
            units += len(group)
        return units / spent

    async def p99_ms(self, seconds: float) -> float:
        """From stored to committed, with updates that come one by one at an even rate, each from somebody else."""
        latencies: list[float] = []
        async with self._serving() as lanes:
            while len(latencies) < seconds * UPDATES_A_SECOND and self._crowd.purchases_left:
                latencies += await self._one_by_one(self._look_and_act(), lanes)
        return sorted(latencies)[int(len(latencies) * 0.99)] * 1000

    @asynccontextmanager
    async def _serving(self) -> AsyncIterator[Lanes[str]]:
        """The lanes of a dispatch that runs meanwhile."""
        dispatch = Dispatch(self._database, router_of_bench(), self._clock, wake_courier=self._note_committed)
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(dispatch.run())
            yield dispatch.lanes
            running.cancel()

    async def _buy(self, lanes: Lanes[str]) -> float:
        """A purchase by everybody; returns the seconds it took, without the people's looking and choosing."""
        return sum([await self._at_once(self._look_and_act(), lanes) for _ in STEPS])

    async def _at_once(self, arrivals: list[Arrival], lanes: Lanes[str]) -> float:
        begun = time.perf_counter()
        for start in range(0, len(arrivals), FETCHED_AT_ONCE):
            await self._store(arrivals[start : start + FETCHED_AT_ONCE], lanes)
        await lanes.at_rest()
        return time.perf_counter() - begun

    async def _one_by_one(self, arrivals: list[Arrival], lanes: Lanes[str]) -> list[float]:
        stored: dict[str, float] = {}
        self._committed.clear()
        begun = time.perf_counter()

        async def come(n: int, arrival: Arrival) -> None:
            await asyncio.sleep(begun + n / UPDATES_A_SECOND - time.perf_counter())
            await self._store([arrival], lanes)
            stored[arrival.lane] = time.perf_counter()

        async with asyncio.TaskGroup() as tasks:
            for n, arrival in enumerate(arrivals):
                tasks.create_task(come(n, arrival))
        await lanes.at_rest()
        return [max(0.0, self._committed[lane] - at) for lane, at in stored.items()]

    def _look_and_act(self) -> list[Arrival]:
        """Everybody's next update. What a courier would have done meanwhile is done, and the shelves are filled."""
        restock(self._database, self._clock, cards_each=CARDS_EACH)
        with self._database.transaction() as db:
            if waiting := inbox.pulse(db).waiting:
                raise Unfinished(f"{waiting} events were not answered")
            yardstick.show_everything(db, now=self._clock.now())
            return self._crowd.act(yardstick.shown(db))

    async def _store(self, arrivals: list[Arrival], lanes: Lanes[str]) -> None:
        now = self._clock.now()
        await asyncio.wrap_future(self._database.write(lambda db: inbox.store(db, arrivals, now=now)))
        for arrival in arrivals:
            lanes.wake(arrival.lane)

    def _bare_unit(self, n: int, telegram_id: int, now: datetime) -> "Future[None]":
        return self._database.write(
            lambda db: yardstick.bare_unit(db, telegram_id=telegram_id, event_id=n % CUSTOMERS + 1, n=n, now=now)
        )

    def _note_committed(self, chat_id: int) -> None:
        self._committed[lane_of_chat(chat_id)] = time.perf_counter()
