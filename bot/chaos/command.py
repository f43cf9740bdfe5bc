"""The command `./xiaoer chaos`: round after round of storms and sweeps until the time is over, and then the report.

Not here: what happens in a round (bot.chaos.storm, bot.chaos.sweep).
"""

import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle, product
from pathlib import Path

import typer

from bot.back_office import CannotDo
from bot.bench.postgres import Server, running_server
from bot.chaos.proxies import PostgresProxy, Proxy, TelegramProxy
from bot.chaos.report import Report
from bot.chaos.shop import Ground, TroubledShop, open_troubled_shop
from bot.chaos.storm import Weather, losing, storm
from bot.chaos.sweep import Cell, Course, sweep
from bot.settings import Library, UpdatesBy

BOTH = "both"
DATABASES = ("sqlite", "postgresql")

STORM_SECONDS = 60.0
SWEEP_SECONDS = 180.0
TOLD_EVERY_SECONDS = 10.0
MOST_FINDINGS = 20

LOST_REPLIES = 0.1
LOST_COMMITS = 0.02
"""Shares; a conversation costs a dozen calls and several dozen commits."""

PROCESSES = 4
KILLED_AT_ONCE = 2

DURABLE = {"fsync": "off", "full_page_writes": "off"}
"""The server's crash loses nothing that the operating system has; only the machine's would."""


@dataclass
class Rehearsal:
    """One database, one library, one way for updates; where its sweep stands."""

    has_postgres: bool
    driver: Library
    updates_by: UpdatesBy = UpdatesBy.POLLING
    course: Course = field(default_factory=Course)

    def __str__(self) -> str:
        database = "PostgreSQL" if self.has_postgres else "SQLite"
        return f"{database}, {self.driver.value}, {self.updates_by.value}"


def run(
    *, minutes: float, databases: Sequence[str], drivers: Sequence[Library], seed: int, tell: Callable[[str], None]
) -> Report:
    """Rehearse until the time is over; every part gets its turn."""
    deadline = time.monotonic() + minutes * 60
    total = Report()
    rehearsals = [Rehearsal(database == DATABASES[1], driver) for database, driver in product(databases, drivers)]
    # By webhook only the way in differs, so one flow is enough.
    hooks = [
        Rehearsal(each.has_postgres, each.driver, UpdatesBy.WEBHOOK, Course(flows=("buys-from-balance",)))
        for each in rehearsals
    ]
    for number, (rehearsal, part) in enumerate(rounds(rehearsals, hooks)):
        left = deadline - time.monotonic()
        if left <= 0:
            break
        tell(f"{rehearsal}: {part}")
        seconds = min(left, SWEEP_SECONDS if part == "sweep" else STORM_SECONDS)
        total.merge(_round(rehearsal, part, seed=seed + number, seconds=seconds, tell=tell))
        tell(f"   so far: {_told(total)}")
    for rehearsal in (*rehearsals, *hooks):
        if rehearsal.course.points:
            tell(f"{rehearsal}: {len(rehearsal.course.done)} deaths at {len(rehearsal.course.reached)} points")
    return total


def play(*, minutes: float, database: str, driver: str, seed: int | None, as_json: bool) -> int:
    """The command itself: progress for people, a report for programs, 1 if anything is wrong. Raises CannotDo."""
    databases = _chosen(database, DATABASES)
    drivers = [Library(each) for each in _chosen(driver, list(Library))]
    seed = random.SystemRandom().randrange(1_000_000) if seed is None else seed

    def tell(line: str) -> None:
        typer.echo(line, err=as_json)

    tell(f"Rehearsing for {minutes:g} minutes, seed {seed}. Nothing of your shop is touched.")
    report = run(minutes=minutes, databases=databases, drivers=drivers, seed=seed, tell=tell)
    for finding in report.findings[:MOST_FINDINGS]:
        typer.echo(f"✗ {finding}", err=True)
    typer.echo(json.dumps(report.as_json(), indent=2) if as_json else _verdict(report))
    return 0 if report.is_clean else 1


def rounds(rehearsals: Sequence[Rehearsal], hooks: Sequence[Rehearsal]) -> Iterator[tuple[Rehearsal, str]]:
    """What is done next, for ever: first everything briefly, a sweep only while something of it is left."""
    for rehearsal in cycle(rehearsals):
        yield rehearsal, "storm"
        if not rehearsal.course.is_over:
            yield rehearsal, "sweep"
            continue
        hook = hooks[rehearsals.index(rehearsal)]
        if not hook.course.is_over:
            yield hook, "sweep"


def _chosen(name: str, among: Sequence[str]) -> Sequence[str]:
    if name != BOTH and name not in among:
        raise CannotDo(f"There is no {name!r}: choose {', '.join(among)} or {BOTH}.")
    return among if name == BOTH else [name]


def _round(rehearsal: Rehearsal, part: str, *, seed: int, seconds: float, tell: Callable[[str], None]) -> Report:
    """So many seconds of storm or sweep, after its shop was opened."""
    dice = random.Random(seed)  # noqa: S311 - the same seed makes the same weather
    often = _Pause(TOLD_EVERY_SECONDS, tell)
    if part == "storm":
        with _stormy_shop(rehearsal, dice) as (shop, weather):
            return storm(shop, weather, dice, goes_on=_for(seconds), tell=lambda report: often.tell(_told(report)))

    def told(cell: Cell, report: Report) -> None:
        often.tell(f"{len(rehearsal.course.done)} deaths, the last one: {cell}; {_told(report)}")

    with _calm_shop(rehearsal) as shop:
        return sweep(shop, rehearsal.course, goes_on=_for(seconds), tell=told).report


def _for(seconds: float) -> Callable[[Report], bool]:
    """Go on for so long from now."""
    until = time.monotonic() + seconds
    return lambda report: time.monotonic() < until


class _Pause:
    """Lets a line through now and then, so that progress can be read."""

    def __init__(self, seconds: float, tell: Callable[[str], None]) -> None:
        self._seconds = seconds
        self._tell = tell
        self._told_at = time.monotonic()

    def tell(self, line: str) -> None:
        if time.monotonic() - self._told_at > self._seconds:
            self._told_at = time.monotonic()
            self._tell(f"   {line}")


@contextmanager
def _calm_shop(rehearsal: Rehearsal) -> Iterator[TroubledShop]:
    with _folder() as folder, _server(rehearsal) as server:
        ground = Ground(
            database_url=None if server is None else server.url,
            driver=rehearsal.driver,
            updates_by=rehearsal.updates_by,
        )
        with open_troubled_shop(folder, ground) as shop:
            yield shop


@contextmanager
def _stormy_shop(rehearsal: Rehearsal, dice: random.Random) -> Iterator[tuple[TroubledShop, Weather]]:
    """On SQLite one process and lost replies of the platform; on PostgreSQL four, and all that can be lost there."""
    proxies: list[Proxy] = []
    with _folder() as folder, _server(rehearsal) as server, TelegramProxy() as telegram:
        telegram.plan = losing(dice, share=LOST_REPLIES)
        proxies.append(telegram)
        if server is None:
            ground = Ground(driver=rehearsal.driver, telegram_way=telegram.lead_to)
            with open_troubled_shop(folder, ground) as shop:
                yield shop, Weather(proxies=proxies)
            return
        with PostgresProxy(server.folder) as postgres:
            postgres.plan = losing(dice, share=LOST_COMMITS)
            proxies.append(postgres)
            ground = Ground(
                database_url=server.url,
                bot_database_url=postgres.url("postgres"),
                driver=rehearsal.driver,
                telegram_way=telegram.lead_to,
            )
            with open_troubled_shop(folder, ground) as shop:
                yield (
                    shop,
                    Weather(
                        bots=("",) * PROCESSES,
                        killed_at_once=KILLED_AT_ONCE,
                        shoppers=2 * PROCESSES,
                        server=server,
                        proxies=proxies,
                        lull_seconds=2.0,
                    ),
                )


@contextmanager
def _server(rehearsal: Rehearsal) -> Iterator[Server | None]:
    if not rehearsal.has_postgres:
        yield None
        return
    with running_server(DURABLE) as server:
        yield server


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="xiaoer-chaos-") as name:
        yield Path(name)


def _told(report: Report) -> str:
    return (
        f"{report.kills} kills, {report.db_restarts} restarts of the database, {report.lost_replies} lost replies, "
        f"{report.updates} updates, {report.orders} orders; lost {report.lost}, doubled {report.doubled}, "
        f"repeats {report.repeats} ({report.repeats_unmarked} unmarked), violations {report.violations}"
    )


def _verdict(report: Report) -> str:
    sentence = "Nothing lost, nothing doubled, nothing broken." if report.is_clean else "Something is wrong, see above."
    return f"{_told(report)}.\n{sentence}"
