"""The sweep's quick part: the bot dies at every failpoint of a purchase, and where somebody outside has acted unnoted.

Not here: each point in each flow, on both databases and with both libraries (`./xiaoer chaos`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.chaos.report import Report
from bot.chaos.shop import Ground, TroubledShop, open_troubled_shop
from bot.chaos.sweep import ONLY_BY_WEBHOOK, Course, sweep
from bot.settings import UpdatesBy
from storage import failpoints

pytestmark = pytest.mark.slow

PURCHASE = "buys-from-balance"
LEAST_POINTS_OF_A_PURCHASE = 25

ACTED_OUTSIDE = frozenset({"refund.answered", "purchase.answered", "bulk.row-bought"})
"""Where dying costs most, each in one flow: money has gone and nobody wrote it down, or a part of a file is bought."""


@dataclass(frozen=True)
class Walk:
    """A course that is over, and what came of it."""

    course: Course
    report: Report

    def went_well(self) -> None:
        """The sentences name what is wrong, should something be."""
        print(self.report.as_json())  # noqa: T201 - shown on demand
        assert self.report.findings == []
        assert self.course.is_over
        assert not self.course.missed


def walked(shop: TroubledShop, course: Course) -> Walk:
    return Walk(course, sweep(shop, course).report)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TroubledShop]:
    """One shop for what is rehearsed on SQLite by polling: opening it takes as long as several deaths."""
    with open_troubled_shop(tmp_path_factory.mktemp("shop")) as shop:
        yield shop


@pytest.fixture(scope="module")
def through_all(shop: TroubledShop) -> Walk:
    """Every flow once, and those deaths in it."""
    return walked(shop, Course(only=ACTED_OUTSIDE))


def test_every_failpoint_is_reached_by_some_flow(through_all: Walk) -> None:
    assert through_all.course.reached == set(failpoints.POINTS) - ONLY_BY_WEBHOOK


def test_a_bot_that_dies_after_somebody_outside_acted_has_it_done_once(through_all: Walk) -> None:
    through_all.went_well()
    assert through_all.course.died_at == ACTED_OUTSIDE


def test_a_bot_that_dies_at_any_point_of_a_purchase_leaves_nothing_lost_doubled_or_broken(
    shop: TroubledShop, through_all: Walk
) -> None:
    points = through_all.course.points[PURCHASE]

    purchases = walked(shop, Course(flows=(PURCHASE,), points={PURCHASE: points}))

    purchases.went_well()
    assert purchases.report.kills >= len(points) >= LEAST_POINTS_OF_A_PURCHASE


def test_an_update_that_was_posted_and_stored_but_not_acknowledged_is_answered_once(tmp_path: Path) -> None:
    course = Course(flows=(PURCHASE,), only=ONLY_BY_WEBHOOK, points={PURCHASE: sorted(ONLY_BY_WEBHOOK)})
    with open_troubled_shop(tmp_path, Ground(updates_by=UpdatesBy.WEBHOOK)) as shop:
        walk = walked(shop, course)

    walk.went_well()
    assert course.died_at == ONLY_BY_WEBHOOK
