"""Money is whole minor units: where it is counted and kept there is no float, and no division makes one."""

import ast

import pytest

from tests.house_rules.source import Source, objections, sources, uses

COUNTS_MONEY = ("backend", "storage")
KEEPS_NO_MONEY = ("storage/engines.py", "storage/writers.py", "storage/migrations/")
FLOAT_COLUMNS = ("sqlalchemy.Float", "sqlalchemy.Double", "sqlalchemy.REAL")


def uses_floats(source: Source) -> list[int]:
    """Lines with a float, or with a `/` between anything but paths."""
    written = [
        node.lineno
        for node in ast.walk(source.tree)
        if isinstance(node, ast.expr | ast.AugAssign) and (_is_float(node) or _makes_a_float(node))
    ]
    return written + [use.line for use in uses(source) if use.is_of(*FLOAT_COLUMNS)]


def _is_float(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float)
    return isinstance(node, ast.Name) and node.id == "float"


def _makes_a_float(node: ast.AST) -> bool:
    if isinstance(node, ast.AugAssign):
        return isinstance(node.op, ast.Div)
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and not _joins_a_path(node)


def _joins_a_path(division: ast.BinOp) -> bool:
    return isinstance(division.right, ast.Constant) and isinstance(division.right.value, str)


@pytest.mark.parametrize(
    "code",
    [
        "price = 9.5",
        "float(text)",
        "def f(rate: float): ...",
        "total_minor / 2",
        "total_minor /= 2",
        "import sqlalchemy as sa\nsa.Float()",
    ],
)
def test_floats_and_divisions_are_reported(code: str) -> None:
    assert uses_floats(Source("backend/pricing.py", code))


@pytest.mark.parametrize("code", ["total_minor // 2", "divmod(total, 3)", "FOLDER / 'migrations'", "'9.5'", "950"])
def test_whole_numbers_and_paths_are_fine(code: str) -> None:
    assert uses_floats(Source("backend/pricing.py", code)) == []


def test_there_is_no_float_near_money() -> None:
    kept = [s for s in sources(*COUNTS_MONEY) if not s.path.startswith(KEEPS_NO_MONEY)]

    assert objections((s, uses_floats(s)) for s in kept) == []
