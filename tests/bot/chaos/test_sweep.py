"""A course: which cell is next, when its points are all tried, and when nothing is left."""

from bot.chaos.sweep import MOST_MISSES, Cell, Course
from storage import failpoints


def course() -> Course:
    """Two flows that are known, with a point in common."""
    points = {"buys": ["turn.read", "order.added"], "pays": ["turn.read", "payment.opened"]}
    only = frozenset({"turn.read", "order.added", "payment.opened"})
    return Course(flows=("buys", "pays"), is_quick=True, only=only, points=points)


def test_a_quick_course_has_each_point_once_and_a_widened_one_in_every_flow() -> None:
    quick = course()
    quick.done = {Cell("buys", "turn.read"), Cell("buys", "order.added")}

    assert quick.next_flow() == "pays"
    assert quick.left_of("pays") == [Cell("pays", "payment.opened")]
    quick.done.add(Cell("pays", "payment.opened"))
    assert quick.is_over
    quick.widen()
    assert not quick.is_over
    assert quick.left_of("pays") == [Cell("pays", "turn.read")]
    assert quick.only == frozenset(failpoints.POINTS)


def test_a_quick_course_is_over_with_flows_unknown_if_there_are_no_points_left_for_them() -> None:
    quick = course()
    quick.flows = ("buys", "pays", "unknown")
    quick.done = {Cell("buys", point) for point in quick.only}

    assert quick.is_over


def test_a_flow_that_is_unknown_comes_before_the_end() -> None:
    quick = course()
    quick.flows = ("buys", "pays", "unknown")
    quick.done = {Cell("buys", "turn.read"), Cell("buys", "order.added")}
    quick.missed[Cell("pays", "payment.opened")] = MOST_MISSES

    assert quick.next_flow() == "unknown"
    assert not quick.has_tried_every_point


def test_a_point_that_bots_pass_by_again_and_again_is_left_to_other_flows_and_counts_as_tried() -> None:
    quick = course()
    quick.done = {Cell("buys", "order.added"), Cell("pays", "payment.opened")}
    quick.missed[Cell("buys", "turn.read")] = MOST_MISSES - 1

    assert quick.left_of("buys") == [Cell("buys", "turn.read")]
    quick.missed[Cell("buys", "turn.read")] = MOST_MISSES
    assert quick.left_of("buys") == []
    assert quick.left_of("pays") == [Cell("pays", "turn.read")]
    quick.missed[Cell("pays", "turn.read")] = MOST_MISSES
    assert quick.is_over
    assert quick.has_tried_every_point
    assert quick.died_at == {"order.added", "payment.opened"}
