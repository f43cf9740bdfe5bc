"""One update, one transaction, one commit, in one place; and SQL is never put together from strings."""

import ast

import pytest

from tests.house_rules.source import EVERYTHING, SHOP, Source, calls, objections, sources

COMMITS_HERE = "storage/database.py"
STATEMENT_TAKERS = {"text", "exec_driver_sql", "execute", "executemany", "executescript"}


def commits_or_rolls_back(source: Source) -> list[int]:
    """Lines that end a transaction by hand."""
    return [
        call.lineno
        for call in calls(source)
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"commit", "rollback"}
    ]


def assembles_sql(source: Source) -> list[int]:
    """Lines that hand a database a string with something pasted into it."""
    return [call.lineno for call in calls(source) if _takes_a_statement(call) and _is_assembled(call.args[0])]


def _takes_a_statement(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in STATEMENT_TAKERS and bool(call.args)


def _is_assembled(argument: ast.expr) -> bool:
    if isinstance(argument, ast.BinOp):
        return isinstance(argument.op, ast.Add | ast.Mod) and _has_text(argument)
    if isinstance(argument, ast.Call) and isinstance(argument.func, ast.Attribute):
        return argument.func.attr == "format" and _has_text(argument.func.value)
    return isinstance(argument, ast.JoinedStr)


def _has_text(expression: ast.expr) -> bool:
    return any(
        isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
        for node in ast.walk(expression)
    )


@pytest.mark.parametrize("code", ["db.commit()", "self._engine.raw().rollback()", "async def f():\n  await s.commit()"])
def test_ending_a_transaction_by_hand_is_reported(code: str) -> None:
    assert commits_or_rolls_back(Source("backend/orders.py", code))


@pytest.mark.parametrize("code", ["commit(message)", "git.committed", "'db.commit()'"])
def test_what_only_sounds_like_a_commit_is_fine(code: str) -> None:
    assert commits_or_rolls_back(Source("backend/orders.py", code)) == []


def test_transactions_end_in_one_place() -> None:
    found = [(s, commits_or_rolls_back(s)) for s in sources(*SHOP) if s.path != COMMITS_HERE]

    assert objections(found) == []


@pytest.mark.parametrize(
    "code",
    [
        "sa.text(f'select {name}')",
        "db.exec_driver_sql('select ' + name)",
        "db.execute('select %s' % name)",
        "text('select {}'.format(name))",
    ],
)
def test_sql_assembled_from_strings_is_reported(code: str) -> None:
    assert assembles_sql(Source("storage/orders.py", code)) == [1]


@pytest.mark.parametrize("code", ["sa.text('select :name')", "db.execute(sa.select(row))", "text()", "f'{a}'"])
def test_a_statement_with_parameters_is_fine(code: str) -> None:
    assert assembles_sql(Source("storage/orders.py", code)) == []


def test_no_sql_is_assembled_from_strings() -> None:
    found = [(s, assembles_sql(s)) for s in sources(*EVERYTHING) if not s.path.startswith("storage/migrations/")]

    assert objections(found) == []
