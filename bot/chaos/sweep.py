"""The sweep: each flow with each failpoint it reaches; the bot dies there once, another takes over, the flow ends well.

Not here: dying at random (bot.chaos.storm). A run in which nothing is armed finds out first which points a flow
reaches.
"""

import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.context import ForkServerProcess

from bot.chaos.flows import FLOWS, Due
from bot.chaos.report import Report
from bot.chaos.shop import Restless, TroubledShop
from bot.chaos.stage import set_stage
from bot.chaos.verdict import Judge
from sandbox.client import NotSeen, SandboxError
from storage import failpoints

UNTIL_ALL_IS_TRIED_AGAIN = timedelta(seconds=5)
"""What was put off by the death, by us or by a gateway, is due after this; it passes on the clocks only."""

STRANGE_SECONDS = 2.0
"""Before a bot is started in place of one that ended by itself: one that can't live must not be started for ever."""

MOST_MISSES = 2
"""How often a bot may pass by a point at which it was to die, by chance, until its cell is left alone."""

ONLY_BY_WEBHOOK = frozenset({"update.posted"})
"""Points that a shop which fetches its updates never reaches."""

AT_START = ("migration.asked", "migration.made", "shop.opened", "claims.taken-over", "seal.put-on")
"""Points that a bot reaches on its way up, whatever people do; all but the last, never again."""


@dataclass(frozen=True)
class Cell:
    """A flow during which the bot dies at a point."""

    flow: str
    point: str

    def __str__(self) -> str:
        return f"{self.flow} dying at {self.point}"


class Sweep:
    """Rehearses cells in one shop, one after the other; `report` is what came of them so far."""

    def __init__(self, shop: TroubledShop, keeper: "Keeper") -> None:
        self.report = Report()
        self._shop = shop
        self._keeper = keeper
        self._stage = set_stage(shop)
        self._judge = Judge(shop.platform, shop.database, shop.outside(), now=shop.now)

    def points_of(self, flow: str) -> list[str]:
        """The points that the flow reaches, in the list's order; those at the start belong to any."""
        self._keeper.forget_points()
        self._play(flow, about=flow)
        reached = self._keeper.points()
        return [point for point in failpoints.POINTS if point in reached or point in AT_START]

    def rehearse(self, cell: Cell) -> bool:
        """Play the flow, let the bot die at the point, and look at what is left; False if it passed by the point."""
        before = self._keeper.deaths
        self._keeper.arm(cell.point)
        if cell.point in AT_START:
            self._keeper.kill()
        self._play(cell.flow, about=str(cell))
        was_reached = not self._keeper.disarm()
        self.report.kills += self._keeper.deaths - before
        self.report.kills_at_points += self._keeper.deaths - before
        for code in self._keeper.strange_ends():
            self.report.violations += 1
            self.report.findings.append(f"{cell}: a bot ended by itself ({code})")
        return was_reached

    def _play(self, flow: str, *, about: str) -> None:
        try:
            for due in FLOWS[flow](self._stage):
                self._count(due, about=about)
            self._shop.come_to_rest()
        except (NotSeen, Restless, SandboxError, LookupError) as missed:
            self.report.lose(str(missed), about=about)
        self.report.add(self._judge.judge(), about=about)

    def _count(self, due: Due, *, about: str) -> None:
        found = [order.status for order in self._stage.orders_of(due.customer)]
        self.report.orders += len(found)
        if len(found) > len(due.statuses):
            self.report.double(f"{len(found)} orders where {len(due.statuses)} were wanted", about=about)
        elif found != [*due.statuses]:
            self.report.lose(f"the orders are {[status.value for status in found]}", about=about)


class Keeper(threading.Thread):
    """Keeps a bot running: when one has died, it starts another."""

    def __init__(self, shop: TroubledShop) -> None:
        super().__init__(name="keeper", daemon=True)
        self.deaths = 0
        folder = shop.demo.folder.path
        self._traps, self._points = folder / "traps", folder / "points"
        self._shop = shop
        self._bot = self._new_bot()
        self._strange_ends: list[int | None] = []
        self._is_over = False
        self._handing_over = threading.Lock()

    def run(self) -> None:
        """Watch until `end`."""
        while not self._is_over:
            self._bot.join()
            with self._handing_over:
                if not self._is_over:
                    self._take_over()

    def arm(self, point: str) -> None:
        """Let the bot die when it is at that point next."""
        self._traps.write_text(f"{point}={failpoints.Action.KILL.value}", encoding="utf-8")

    def disarm(self) -> bool:
        """Remove what was armed; whether it was still there."""
        was_there = self._traps.exists()
        self._traps.unlink(missing_ok=True)
        return was_there

    def kill(self) -> None:
        """End the bot that is there; another comes."""
        self._bot.kill()

    def end(self) -> None:
        """End the bot that is there; no other comes."""
        with self._handing_over:
            self._is_over = True
            self._bot.kill()
        self.join()

    def forget_points(self) -> None:
        """Begin to note anew which points are reached."""
        self._points.write_text("", encoding="utf-8")

    def points(self) -> set[str]:
        """The points that were reached since."""
        return set(self._points.read_text(encoding="utf-8").split())

    def strange_ends(self) -> list[int | None]:
        """How bots ended, since this was asked last, that nobody killed."""
        ends, self._strange_ends = self._strange_ends, []
        return ends

    def _take_over(self) -> None:
        if self._bot.exitcode == -signal.SIGKILL:
            self.deaths += 1
        else:
            self._strange_ends.append(self._bot.exitcode)
            time.sleep(STRANGE_SECONDS)
        self._bot = self._new_bot()
        self._shop.let_pass(UNTIL_ALL_IS_TRIED_AGAIN)

    def _new_bot(self) -> ForkServerProcess:
        return self._shop.zygote.start_bot(
            **{failpoints.FILE_SETTING: str(self._traps), failpoints.LIST_SETTING: str(self._points)}
        )


@dataclass
class Course:
    """How far the sweep of one ground has come; it may be taken up again in another shop."""

    flows: tuple[str, ...] = tuple(FLOWS)
    is_quick: bool = False
    """Each point once, in the first flow that reaches it; else in each."""
    only: frozenset[str] = frozenset(failpoints.POINTS)
    points: dict[str, list[str]] = field(default_factory=dict)
    """What each flow reaches, as far as it is known."""
    done: set[Cell] = field(default_factory=set)
    missed: Counter[Cell] = field(default_factory=Counter)

    @property
    def died_at(self) -> set[str]:
        """Every point at which a bot has died."""
        return {cell.point for cell in self.done}

    @property
    def reached(self) -> set[str]:
        """Every point that some flow reaches."""
        return {point for points in self.points.values() for point in points}

    def left_of(self, flow: str, *, is_quick: bool | None = None) -> list[Cell]:
        """What is still to be rehearsed of a flow whose points are known."""
        is_quick = self.is_quick if is_quick is None else is_quick
        wanted = self.only - self.died_at if is_quick else self.only
        cells = [Cell(flow, point) for point in self.points[flow] if point in wanted]
        return [cell for cell in cells if cell not in self.done and self.missed[cell] < MOST_MISSES]

    def next_flow(self) -> str:
        """The first flow that is unknown yet, or of which something is left; only while the course is not over."""
        return next(flow for flow in self.flows if flow not in self.points or self.left_of(flow))

    def widen(self) -> None:
        """Take on every cell from now on."""
        self.is_quick = False
        self.only = frozenset(failpoints.POINTS)

    @property
    def is_over(self) -> bool:
        """Whether nothing is left."""
        if self.is_quick and self.only <= self.died_at:
            return True
        return all(flow in self.points and not self.left_of(flow) for flow in self.flows)

    @property
    def has_tried_every_point(self) -> bool:
        """Whether no flow has a point left at which no bot died, though some may have passed by one again and again."""
        return all(flow in self.points and not self.left_of(flow, is_quick=True) for flow in self.flows)


def sweep(
    shop: TroubledShop,
    course: Course,
    *,
    goes_on: Callable[[Report], bool] = lambda report: True,
    tell: Callable[[Cell, Report], None] = lambda cell, report: None,
) -> Sweep:
    """Rehearse what is left of the course, as long as it may go on."""
    with _kept(shop) as keeper:
        run = Sweep(shop, keeper)
        while not course.is_over and goes_on(run.report):
            flow = course.next_flow()
            if flow not in course.points:
                course.points[flow] = run.points_of(flow)
                continue
            cell = course.left_of(flow)[0]
            if run.rehearse(cell):
                course.done.add(cell)
            else:
                course.missed[cell] += 1
            tell(cell, run.report)
    return run


@contextmanager
def _kept(shop: TroubledShop) -> Iterator[Keeper]:
    keeper = Keeper(shop)
    keeper.start()
    try:
        yield keeper
    finally:
        keeper.end()
