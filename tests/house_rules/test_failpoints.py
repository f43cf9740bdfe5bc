"""Every failpoint is declared with what is durable there, and every declared one stands in the code."""

import ast

import pytest

from storage.failpoints import POINTS
from tests.house_rules.source import SHOP, Source, calls, dotted, sources

LEAST_POINTS = 60


def points_reached(source: Source) -> list[str]:
    """The points the code says it has reached; one that is not written out can't be found."""
    reached = [call for call in calls(source) if dotted(call.func) == "failpoints.reached"]
    return [_written(call.args[0]) for call in reached]


def _written(argument: ast.expr) -> str:
    return str(argument.value) if isinstance(argument, ast.Constant) else "a name put together"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('failpoints.reached("order.added")', ["order.added"]),
        ("failpoints.reached(name)", ["a name put together"]),
        ('print("order.added")', []),
    ],
)
def test_points_are_found_where_the_code_reaches_them(code: str, found: list[str]) -> None:
    assert points_reached(Source("backend/orders.py", code)) == found


def test_every_point_in_the_code_is_declared_and_every_declared_one_is_in_the_code() -> None:
    reached = {point for source in sources(*SHOP) for point in points_reached(source)}

    assert reached == set(POINTS)
    assert len(POINTS) >= LEAST_POINTS
