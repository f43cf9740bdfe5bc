"""The sweep's quick part: the bot dies at every failpoint of a purchase, another takes over, nothing is amiss.

Not here: each point in each flow, on both databases and with both libraries (`./xiaoer chaos`).
"""

from pathlib import Path

import pytest

from bot.chaos.shop import Ground, open_troubled_shop
from bot.chaos.sweep import ONLY_BY_WEBHOOK, Course, Sweep, sweep
from bot.settings import UpdatesBy
from storage import failpoints

pytestmark = pytest.mark.slow

LEAST_POINTS_OF_A_PURCHASE = 25


def nothing_is_wrong(run: Sweep, course: Course) -> None:
    """The sentences name what is, should something be."""
    print(run.report.as_json())  # noqa: T201 - shown on demand
    assert run.report.findings == []
    assert course.is_over
    assert not course.missed


def test_every_failpoint_is_reached_by_some_flow(tmp_path: Path) -> None:
    course = Course(only=frozenset())
    with open_troubled_shop(tmp_path) as shop:
        run = sweep(shop, course)

    nothing_is_wrong(run, course)
    assert course.reached == set(failpoints.POINTS) - ONLY_BY_WEBHOOK


def test_a_bot_that_dies_at_any_point_of_a_purchase_leaves_nothing_lost_doubled_or_broken(tmp_path: Path) -> None:
    course = Course(flows=("buys-from-balance",))
    with open_troubled_shop(tmp_path) as shop:
        run = sweep(shop, course)

    nothing_is_wrong(run, course)
    assert run.report.kills >= len(course.reached) >= LEAST_POINTS_OF_A_PURCHASE


def test_an_update_that_was_posted_and_stored_but_not_acknowledged_is_answered_once(tmp_path: Path) -> None:
    course = Course(flows=("buys-from-balance",), only=ONLY_BY_WEBHOOK)
    with open_troubled_shop(tmp_path, Ground(updates_by=UpdatesBy.WEBHOOK)) as shop:
        run = sweep(shop, course)

    nothing_is_wrong(run, course)
    assert course.died_at == ONLY_BY_WEBHOOK
