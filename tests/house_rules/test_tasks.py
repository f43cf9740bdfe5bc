"""Every task is started in a task group: one that nobody watches dies silently."""

import ast

import pytest

from tests.house_rules.source import EVERYTHING, Source, calls, dotted, objections, sources


def starts_unwatched_tasks(source: Source) -> list[int]:
    """Lines that start a task anywhere but in a `TaskGroup`."""
    groups = _task_groups(source)
    return [
        call.lineno
        for call in calls(source)
        if _last(call.func) == "ensure_future"
        or (_last(call.func) == "create_task" and _receiver(call.func) not in groups)
    ]


def _task_groups(source: Source) -> set[str]:
    """The names of task groups: bound by `async with`, annotated, or assigned from such a name."""
    groups: set[str] = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.withitem) and node.optional_vars and isinstance(node.context_expr, ast.Call):
            if _last(node.context_expr.func) == "TaskGroup":
                groups.add(_last(node.optional_vars))
        elif isinstance(node, ast.arg) and node.annotation and _last(node.annotation) == "TaskGroup":
            groups.add(node.arg)
        elif isinstance(node, ast.AnnAssign) and _last(node.annotation) == "TaskGroup":
            groups.add(_last(node.target))
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Assign) and _last(node.value) in groups:
            groups.update(map(_last, node.targets))
    return groups


def _last(node: ast.expr) -> str:
    return dotted(node).rpartition(".")[2]


def _receiver(function: ast.expr) -> str:
    return _last(function.value) if isinstance(function, ast.Attribute) else ""


@pytest.mark.parametrize(
    "code",
    [
        "asyncio.create_task(run())",
        "from asyncio import create_task\ncreate_task(run())",
        "asyncio.get_running_loop().create_task(run())",
        "loop.create_task(run())",
        "asyncio.ensure_future(run())",
    ],
)
def test_a_task_nobody_watches_is_reported(code: str) -> None:
    assert starts_unwatched_tasks(Source("bot/courier.py", code))


@pytest.mark.parametrize(
    "code",
    [
        "async def f():\n  async with asyncio.TaskGroup() as tasks:\n    tasks.create_task(run())",
        "def start(tasks: TaskGroup) -> None:\n  tasks.create_task(run())",
        "def f(self, group: asyncio.TaskGroup):\n  self._tasks = group\n  self._tasks.create_task(run())",
        "class Courier:\n  group: asyncio.TaskGroup\n  def f(self): self.group.create_task(run())",
    ],
)
def test_a_task_in_a_group_is_fine(code: str) -> None:
    assert starts_unwatched_tasks(Source("bot/courier.py", code)) == []


def test_every_task_is_watched() -> None:
    assert objections((s, starts_unwatched_tasks(s)) for s in sources(*EVERYTHING)) == []
