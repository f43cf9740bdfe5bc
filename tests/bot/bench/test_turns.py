"""The benchmark of turns: that it measures whole purchases, and says so in the words that others read."""

import json

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.bench import turns


@pytest.mark.slow
def test_a_short_run_prints_one_object_with_every_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "CUSTOMERS", 8)

    run = CliRunner().invoke(app, ["bench", "turns", "--json", "--seconds", "0.1", "--past-orders", "500"])

    assert run.exit_code == 0, run.output
    found = json.loads(run.stdout)
    assert set(found) == {"sqlite_full", "postgresql", "growth_ratio"}
    for database in ("sqlite_full", "postgresql"):
        assert set(found[database]) == {"turns_per_s", "limit_per_s", "ratio", "p99_ms"}
        assert all(figure > 0 for figure in found[database].values())
