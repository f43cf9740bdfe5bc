"""The command: what may be chosen, what its report says, and when it ends with status 1."""

import json

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.back_office import CannotDo
from bot.chaos import command
from bot.chaos.report import Report
from bot.chaos.verdict import Repeats, Verdict
from bot.settings import Library, UpdatesBy

PROMISED = [
    "kills",
    "lost_replies",
    "db_restarts",
    "updates",
    "orders",
    "lost",
    "doubled",
    "repeats",
    "repeats_unmarked",
    "violations",
]


def test_no_time_at_all_is_a_rehearsal_in_which_nothing_happened() -> None:
    done = CliRunner().invoke(app, ["chaos", "--minutes", "0", "--seed", "1", "--json"])

    assert json.loads(done.stdout) == dict.fromkeys(PROMISED, 0)
    assert done.exit_code == 0
    assert "seed 1" in done.stderr


@pytest.mark.parametrize("choice", [{"database": "mysql"}, {"driver": "telethon"}])
def test_what_there_is_not_is_refused_with_what_there_is(choice: dict[str, str]) -> None:
    options = {"database": "both", "driver": "both"} | choice

    with pytest.raises(CannotDo, match=r"choose .* or both"):
        command.play(minutes=0, database=options["database"], driver=options["driver"], seed=1, as_json=True)


def test_every_database_and_library_gets_its_turn_and_a_sweep_that_is_over_makes_room() -> None:
    first, second = (command.Rehearsal(has_postgres, Library.AIOGRAM) for has_postgres in (False, True))
    hook = command.Rehearsal(False, Library.AIOGRAM, UpdatesBy.WEBHOOK)
    rounds = command.rounds([first, second], [hook, hook])

    assert [next(rounds) for _ in range(4)] == [
        (first, "storm"),
        (first, "sweep"),
        (second, "storm"),
        (second, "sweep"),
    ]
    first.course.flows = second.course.flows = ()
    assert [next(rounds) for _ in range(3)] == [(first, "storm"), (hook, "sweep"), (second, "storm")]


@pytest.mark.parametrize("wrong", ["lost", "doubled", "repeats_unmarked", "violations"])
def test_one_thing_that_is_wrong_is_enough(wrong: str) -> None:
    report = Report(kills=1, repeats=1)
    assert report.is_clean

    setattr(report, wrong, 1)

    assert not report.is_clean


def test_verdicts_and_reports_add_up() -> None:
    bad = Verdict(
        updates=3, lost=("update 7",), doubled=("a code",), repeats=Repeats(2, unmarked=1), violations=("I01",)
    )
    report = Report(kills=1)
    report.add(bad, about="storm")
    report.lose("an answer", about="storm")
    report.double("an order", about="storm")
    total = Report(kills=2)

    total.merge(report)

    assert total.as_json() == dict.fromkeys(PROMISED, 0) | {
        "kills": 3,
        "updates": 3,
        "lost": 2,
        "doubled": 2,
        "repeats": 2,
        "repeats_unmarked": 1,
        "violations": 1,
    }
    assert len(total.findings) == 6
