"""What has no place in a shop that holds money: code run from data, and updates thrown away at start."""

import ast

import pytest

from tests.house_rules.source import EVERYTHING, SHOP, Source, calls, objections, sources, uses

RUNS_DATA = ("pickle", "marshal", "shelve", "dill", "cloudpickle", "yaml.load", "yaml.unsafe_load")
FORGETTING = "drop_pending_updates"


def runs_data_as_code(source: Source) -> list[int]:
    """Lines that evaluate text, or read a format that can carry code."""
    evaluated = [
        call.lineno for call in calls(source) if isinstance(call.func, ast.Name) and call.func.id in {"eval", "exec"}
    ]
    return evaluated + [use.line for use in uses(source) if use.is_of(*RUNS_DATA)]


def forgets_updates(source: Source) -> list[int]:
    """Lines that pass Telegram's wish to forget what came in while we were away."""
    return [
        node.lineno
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.keyword) and node.arg == FORGETTING)
        or (isinstance(node, ast.Constant) and node.value == FORGETTING)
    ]


@pytest.mark.parametrize(
    "code",
    ["eval(text)", "exec(text)", "import pickle", "from yaml import load", "import yaml\nyaml.load(text)"],
)
def test_running_data_as_code_is_reported(code: str) -> None:
    assert runs_data_as_code(Source("bot/wiring.py", code))


@pytest.mark.parametrize("code", ["import yaml\nyaml.safe_load(text)", "db.exec(statement)", "'eval(text)'"])
def test_reading_plain_data_is_fine(code: str) -> None:
    assert runs_data_as_code(Source("bot/wiring.py", code)) == []


def test_no_data_is_run_as_code() -> None:
    assert objections((s, runs_data_as_code(s)) for s in sources(*EVERYTHING)) == []


@pytest.mark.parametrize("code", [f"bot.delete_webhook({FORGETTING}=True)", f"options = {{'{FORGETTING}': True}}"])
def test_forgetting_updates_is_reported(code: str) -> None:
    assert forgets_updates(Source("bot/drivers/x.py", code)) == [1]


def test_asking_for_updates_is_fine() -> None:
    assert forgets_updates(Source("bot/drivers/x.py", "bot.get_updates(offset=7)")) == []


def test_no_update_is_ever_forgotten() -> None:
    assert objections((s, forgets_updates(s)) for s in sources(*SHOP)) == []
