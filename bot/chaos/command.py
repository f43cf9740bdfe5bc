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
from enum import StrEnum
from itertools import product
from pathlib import Path

import typer

from bot.cannot_do import CannotDo
from bot.chaos.proxies import PostgresProxy, Proxy, TelegramProxy
from bot.chaos.report import Reach, Report
from bot.chaos.shop import Ground, TroubledShop, open_troubled_shop
from bot.chaos.storm import Weather, losing, storm
from bot.chaos.sweep import ONLY_BY_WEBHOOK, Cell, Course, sweep
from bot.postgres_server import Server, running_server
from bot.settings import Library, UpdatesBy
from storage import failpoints

BOTH = "both"
DATABASES = ("sqlite", "postgresql")

LONG_STORM_SECONDS, LONG_SWEEP_SECONDS = 240.0, 480.0
"""At first: what half an hour and more of rehearsals has room for, each point once on every ground."""

STORM_SECONDS, SWEEP_SECONDS = 60.0, 120.0
"""From then on, for as long as there is time."""

SHARE_OF_STORMS = 0.3
"""Of the time that a ground has, when that is short."""

TOLD_EVERY_SECONDS = 10.0
MOST_FINDINGS = 20

LOST_REPLIES = 0.15
LOST_COMMITS = 0.025
"""Shares; a conversation costs a dozen calls and several dozen commits."""

SHOPPERS = 10
EVERYTHING = ("",) * 4
"""Processes that do all of the work."""

SPLIT_ROLES = ("intake", "turns", "courier", "jobs ticker") * 2
KILLED_AT_ONCE = 2

DURABLE = {"fsync": "off", "full_page_writes": "off"}
"""The server's crash loses nothing that the operating system has; only the machine's would."""


class Part(StrEnum):
    """What a round consists of."""

    STORM = "storm"
    SPLIT_STORM = "storm with split roles"
    SWEEP = "sweep"


@dataclass
class Rehearsal:
    """One database, one library, one way for updates; where its sweep stands."""

    has_postgres: bool
    driver: Library
    updates_by: UpdatesBy = UpdatesBy.POLLING
    course: Course = field(default_factory=lambda: Course(is_quick=True))

    @property
    def ground(self) -> str:
        """The database and the library."""
        return f"{'PostgreSQL' if self.has_postgres else 'SQLite'}, {self.driver.value}"

    def __str__(self) -> str:
        return f"{self.ground}, {self.updates_by.value}"


@dataclass(frozen=True)
class Round:
    """So many seconds of a part."""

    rehearsal: Rehearsal
    part: Part
    seconds: float


def run(
    *, minutes: float, databases: Sequence[str], drivers: Sequence[Library], seed: int, tell: Callable[[str], None]
) -> Report:
    """Rehearse until the time is over; every part gets its turn."""
    deadline = time.monotonic() + minutes * 60
    total = Report()
    rehearsals = [Rehearsal(database == DATABASES[1], driver) for database, driver in product(databases, drivers)]
    hooks = [_hook(each) for each in rehearsals]
    for number, each in enumerate(rounds(rehearsals, hooks, left=lambda: deadline - time.monotonic())):
        left = deadline - time.monotonic()
        if left <= 0:
            break
        tell(f"{each.rehearsal}: {each.part}")
        found = _round(each, seed=seed + number, seconds=min(left, each.seconds), tell=tell)
        _tell_findings(found, tell)
        total.merge(found)
        tell(f"   so far: {_told(total)}")
    sweeps = Report()
    for polled, hook in zip(rehearsals, hooks, strict=True):
        note_points(sweeps, polled, hook)
        if polled.course.points:
            tell(f"{polled.ground}: {_points_told(sweeps.points[polled.ground])}")
    _tell_findings(sweeps, tell)
    total.merge(sweeps)
    return total


def _tell_findings(report: Report, tell: Callable[[str], None]) -> None:
    for finding in report.findings[:MOST_FINDINGS]:
        tell(f" ✗ {finding}")


def play(*, minutes: float, database: str, driver: str, seed: int | None, as_json: bool) -> int:
    """The command itself: progress for people, a report for programs, 1 if anything is wrong. Raises CannotDo."""
    databases = _chosen(database, DATABASES)
    drivers = [Library(each) for each in _chosen(driver, list(Library))]
    seed = random.SystemRandom().randrange(1_000_000) if seed is None else seed

    def tell(line: str) -> None:
        typer.echo(line, err=as_json)

    tell(f"Rehearsing for {minutes:g} minutes, seed {seed}. Nothing of your shop is touched.")
    report = run(minutes=minutes, databases=databases, drivers=drivers, seed=seed, tell=tell)
    typer.echo(json.dumps(report.as_json(), indent=2) if as_json else _verdict(report))
    return 0 if report.is_clean else 1


def rounds(
    rehearsals: Sequence[Rehearsal], hooks: Sequence[Rehearsal], *, left: Callable[[], float]
) -> Iterator[Round]:
    """What is done next, for ever: first every ground as far as there is time for each, each of its points once.

    A sweep takes place only while something of it is left; each is taken up again for the flows it has not seen.
    """
    grounds = [*zip(rehearsals, hooks, strict=True)]
    for waiting, (rehearsal, hook) in zip(range(len(grounds), 0, -1), grounds, strict=True):
        share = left() / waiting
        for_others = left() - share
        yield from _storms(rehearsal, min(LONG_STORM_SECONDS, share * SHARE_OF_STORMS))
        yield Round(rehearsal, Part.SWEEP, min(LONG_SWEEP_SECONDS, left() - for_others))
        yield Round(hook, Part.SWEEP, SWEEP_SECONDS)
    while True:
        for rehearsal, hook in grounds:
            yield from _sweeps(rehearsal, hook)
            yield from _storms(rehearsal, STORM_SECONDS)


def note_points(total: Report, polled: Rehearsal, hook: Rehearsal) -> None:
    """Tell how many points bots died at; those that are left when all were tried are findings."""
    left = failpoints.POINTS.keys() - polled.course.died_at - hook.course.died_at
    total.points[polled.ground] = Reach(
        declared=len(failpoints.POINTS),
        died_at=len(failpoints.POINTS) - len(left),
        by_webhook_alone=tuple(sorted(hook.course.died_at - polled.course.died_at)),
        left=tuple(point for point in failpoints.POINTS if point in left),
    )
    for point in left:
        if (hook if point in ONLY_BY_WEBHOOK else polled).course.has_tried_every_point:
            total.miss(point, about=polled.ground)


def _storms(rehearsal: Rehearsal, seconds: float) -> Iterator[Round]:
    """Only where several processes share the work can their roles be split."""
    parts = (Part.STORM, Part.SPLIT_STORM) if rehearsal.has_postgres else (Part.STORM,)
    return (Round(rehearsal, part, seconds / len(parts)) for part in parts)


def _sweeps(rehearsal: Rehearsal, hook: Rehearsal) -> Iterator[Round]:
    """The first of the two of which something is left, also if it is only what the points were seen in once."""
    for each in (rehearsal, hook):
        if each.course.is_over:
            each.course.widen()
        if not each.course.is_over:
            yield Round(each, Part.SWEEP, SWEEP_SECONDS)
            return


def _hook(polled: Rehearsal) -> Rehearsal:
    """The same ground with updates posted to it: only the way in differs, so one flow and its own points are enough."""
    course = Course(flows=("buys-from-balance",), only=ONLY_BY_WEBHOOK, is_quick=True)
    return Rehearsal(polled.has_postgres, polled.driver, UpdatesBy.WEBHOOK, course)


def _chosen(name: str, among: Sequence[str]) -> Sequence[str]:
    if name != BOTH and name not in among:
        raise CannotDo(f"There is no {name!r}: choose {', '.join(among)} or {BOTH}.")
    return among if name == BOTH else [name]


def _round(this: Round, *, seed: int, seconds: float, tell: Callable[[str], None]) -> Report:
    """So many seconds of storm or sweep, after its shop was opened."""
    rehearsal = this.rehearsal
    if this.part is Part.SWEEP and rehearsal.course.is_over:
        return Report()
    dice = random.Random(seed)  # noqa: S311 - the same seed makes the same weather
    often = _Pause(TOLD_EVERY_SECONDS, tell)
    if this.part is not Part.SWEEP:
        bots = SPLIT_ROLES if this.part is Part.SPLIT_STORM else EVERYTHING
        with _stormy_shop(rehearsal, dice, bots) as (shop, weather):
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
def _stormy_shop(
    rehearsal: Rehearsal, dice: random.Random, bots: Sequence[str]
) -> Iterator[tuple[TroubledShop, Weather]]:
    """On SQLite one process and lost replies of the platform; on PostgreSQL several, and all that can be lost there."""
    proxies: list[Proxy] = []
    with _folder() as folder, _server(rehearsal) as server, TelegramProxy() as telegram:
        telegram.plan = losing(dice, share=LOST_REPLIES)
        proxies.append(telegram)
        if server is None:
            ground = Ground(driver=rehearsal.driver, telegram_way=telegram.lead_to)
            with open_troubled_shop(folder, ground) as shop:
                yield shop, Weather(shoppers=SHOPPERS, proxies=proxies)
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
                        bots=bots,
                        killed_at_once=KILLED_AT_ONCE,
                        shoppers=SHOPPERS,
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
        f"{report.kills} kills ({report.kills_at_work} at work, {report.kills_at_points} at points), "
        f"{report.frozen} frozen, {report.db_restarts} restarts of the database, lost replies of Telegram "
        f"{report.lost_replies_telegram}, of COMMIT {report.lost_replies_commit}; "
        f"{report.updates} updates, {report.orders} orders; lost {report.lost}, doubled {report.doubled}, "
        f"repeats {report.repeats} ({report.repeats_unmarked} unmarked), violations {report.violations}, "
        f"untrue {report.untrue}"
    )


def _points_told(reach: Reach) -> str:
    left = f", not yet at {', '.join(reach.left)}" if reach.left else ""
    return f"bots died at {reach.died_at} of {reach.declared} points{left}"


def _verdict(report: Report) -> str:
    sentence = "Nothing lost, nothing doubled, nothing broken." if report.is_clean else "Something is wrong, see above."
    return f"{_told(report)}.\n{sentence}"
