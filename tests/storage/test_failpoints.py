"""Failpoints: silent unless armed, armed only in a rehearsal, and then they end the process where they were told to."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import failpoints
from storage.failpoints import Action, BadFailpoints, Injected, Trap

REHEARSAL = {failpoints.REHEARSAL_SETTING: "1"}


@pytest.fixture(autouse=True)
def _disarmed() -> Iterator[None]:
    yield
    failpoints.arm({})


def test_nothing_happens_unless_it_was_asked_for() -> None:
    failpoints.arm({})

    failpoints.reached("order.added")


@pytest.mark.parametrize("name", [failpoints.SETTING, failpoints.FILE_SETTING, failpoints.LIST_SETTING])
def test_a_shop_that_is_no_rehearsal_refuses_to_start_with_any_of_it(name: str) -> None:
    with pytest.raises(BadFailpoints, match="rehearsals only"):
        failpoints.arm({name: "order.added=raise"})


@pytest.mark.parametrize(
    "script", ["order.nowhere=kill", "order.added=explode", "order.added=kill@soon", "order.added"]
)
def test_a_script_with_a_slip_is_refused(script: str) -> None:
    with pytest.raises(BadFailpoints, match="known point"):
        failpoints.read(script)


def test_a_script_names_points_actions_and_times() -> None:
    assert failpoints.read("order.added=kill, call.made=freeze@3") == {
        "order.added": Trap(Action.KILL, 1),
        "call.made": Trap(Action.FREEZE, 3),
    }


def test_a_trap_acts_the_time_it_was_told_and_no_other() -> None:
    failpoints.arm(REHEARSAL | {failpoints.SETTING: "order.added=raise@2"})

    failpoints.reached("order.added")
    failpoints.reached("order.held")
    with pytest.raises(Injected, match=r"order\.added"):
        failpoints.reached("order.added")
    failpoints.reached("order.added")


def test_a_trap_in_a_file_works_once_and_may_be_set_while_the_bot_runs(tmp_path: Path) -> None:
    traps = tmp_path / "traps"
    failpoints.arm(REHEARSAL | {failpoints.FILE_SETTING: str(traps)})
    failpoints.reached("order.added")

    traps.write_text("order.added=raise")
    failpoints.reached("order.held")
    with pytest.raises(Injected):
        failpoints.reached("order.added")

    failpoints.reached("order.added")
    assert not traps.exists()


def test_what_was_reached_is_listed(tmp_path: Path) -> None:
    failpoints.arm(REHEARSAL | {failpoints.LIST_SETTING: str(tmp_path / "seen")})

    failpoints.reached("order.added")
    failpoints.reached("order.held")

    assert (tmp_path / "seen").read_text().split() == ["order.added", "order.held"]


def test_kill_is_the_end_of_the_process_without_a_word() -> None:
    code = "import os; from storage import failpoints; failpoints.arm(os.environ); failpoints.reached('order.added')"
    armed = os.environ | REHEARSAL | {failpoints.SETTING: "order.added=kill"}

    ended = subprocess.run([sys.executable, "-c", code], env=armed, capture_output=True, check=False)

    assert (ended.returncode, ended.stdout, ended.stderr) == (-signal.SIGKILL, b"", b"")


def test_every_point_says_what_is_durable_there() -> None:
    assert [point for point, durable in failpoints.POINTS.items() if not durable or "." not in point] == []
