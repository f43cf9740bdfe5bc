"""The sweep: each flow with each failpoint it reaches; the bot dies there once, another takes over, the flow ends well.

Not here: dying at random (bot.chaos.storm). A run in which nothing is armed finds out first which points a flow
reaches.
"""

import signal
import threading
import time
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

AT_START = ("migration.asked", "migration.made", "shop.opened", "claims.taken-over")
"""Points that a bot reaches on its way up and never again."""


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
        self.not_reached: list[Cell] = []
        self._shop = shop
        self._keeper = keeper
        self._stage = set_stage(shop)
        self._judge = Judge(shop.platform, shop.database, now=shop.now)

    def points_of(self, flow: str) -> list[str]:
        """The points that the flow reaches, in the list's order; those at the start belong to any."""
        self._keeper.forget_points()
        self._play(flow, about=flow)
        reached = self._keeper.points()
        return [point for point in failpoints.POINTS if point in reached or point in AT_START]

    def rehearse(self, cell: Cell) -> None:
        """Play the flow, let the bot die at the point, and look at what is left."""
        before = self._keeper.deaths
        self._keeper.arm(cell.point)
        if cell.point in AT_START:
            self._keeper.kill()
        self._play(cell.flow, about=str(cell))
        if self._keeper.disarm():
            self.not_reached.append(cell)
        self.report.kills += self._keeper.deaths - before
        for code in self._keeper.strange_ends():
            self.report.violations += 1
            self.report.findings.append(f"{cell}: a bot ended by itself ({code})")

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

    @property
    def reached(self) -> set[str]:
        """Every point that some flow reaches."""
        return {point for points in self.points.values() for point in points}

    def left_of(self, flow: str) -> list[Cell]:
        """What is still to be rehearsed of a flow whose points are known."""
        swept = {cell.point for cell in self.done} if self.is_quick else set()
        cells = [Cell(flow, point) for point in self.points[flow] if point in self.only - swept]
        return [cell for cell in cells if cell not in self.done]

    @property
    def is_over(self) -> bool:
        """Whether nothing is left."""
        return all(flow in self.points and not self.left_of(flow) for flow in self.flows)


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
        for flow in course.flows:
            if flow not in course.points and goes_on(run.report):
                course.points[flow] = run.points_of(flow)
            for cell in course.left_of(flow) if flow in course.points else ():
                if goes_on(run.report):
                    run.rehearse(cell)
                    course.done.add(cell)
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
