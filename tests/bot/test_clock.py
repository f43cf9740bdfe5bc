"""The clock that can be moved: shared by file, only forward."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from bot.clock import MovableClock

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the clocks of a test meet."""
    return tmp_path / "clock"


@time_machine.travel(NOON, tick=False)
def test_a_clock_nobody_moved_tells_the_time_of_the_machine(file: Path) -> None:
    assert MovableClock(file).now() == NOON


@time_machine.travel(NOON, tick=False)
def test_every_process_that_shares_the_file_sees_the_time_that_passed(file: Path) -> None:
    reader = MovableClock(file)

    MovableClock(file).forward(timedelta(minutes=10))
    MovableClock(file).forward(timedelta(minutes=5))

    assert reader.now() == NOON + timedelta(minutes=15)
