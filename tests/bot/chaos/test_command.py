"""The command: what may be chosen, what its report says, and when it ends with status 1."""

import json
from itertools import islice

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.cannot_do import CannotDo
from bot.chaos import command
from bot.chaos.command import Part, Round
from bot.chaos.report import Report
from bot.chaos.sweep import MOST_MISSES, Cell
from bot.chaos.verdict import Repeats, Verdict
from bot.settings import Library, UpdatesBy
from storage import failpoints

PROMISED = [
    "kills",
    "kills_at_work",
    "kills_at_points",
    "lost_replies",
    "lost_replies_telegram",
    "lost_replies_commit",
    "db_restarts",
    "frozen",
    "updates",
    "orders",
    "lost",
    "doubled",
    "repeats",
    "repeats_unmarked",
    "violations",
    "untrue",
    "points_missed",
]
GROUNDS = ["SQLite, aiogram", "SQLite, ptb", "PostgreSQL, aiogram", "PostgreSQL, ptb"]


def test_no_time_at_all_is_a_rehearsal_in_which_nothing_happened() -> None:
    done = CliRunner().invoke(app, ["chaos", "--minutes", "0", "--seed", "1", "--json"])

    report = json.loads(done.stdout)
    points = report.pop("points")
    assert report == dict.fromkeys(PROMISED, 0)
    assert list(points) == GROUNDS
    assert points["SQLite, ptb"] == {
        "declared": len(failpoints.POINTS),
        "died_at": 0,
        "by_webhook_alone": [],
        "left": list(failpoints.POINTS),
    }
    assert done.exit_code == 0
    assert "seed 1" in done.stderr


@pytest.mark.parametrize("choice", [{"database": "mysql"}, {"driver": "telethon"}])
def test_what_there_is_not_is_refused_with_what_there_is(choice: dict[str, str]) -> None:
    options = {"database": "both", "driver": "both"} | choice

    with pytest.raises(CannotDo, match=r"choose .* or both"):
        command.play(minutes=0, database=options["database"], driver=options["driver"], seed=1, as_json=True)


def test_first_every_ground_has_its_storms_and_each_of_its_points_once_in_its_share_of_the_time() -> None:
    sqlite, postgres = (command.Rehearsal(has_postgres, Library.AIOGRAM) for has_postgres in (False, True))
    hooks = [command.Rehearsal(each.has_postgres, each.driver, UpdatesBy.WEBHOOK) for each in (sqlite, postgres)]
    left = [200.0]
    begun = []

    for each in islice(command.rounds([sqlite, postgres], hooks, left=lambda: left[-1]), 7):
        begun.append(each)
        left.append(left[-1] - (10 if each.rehearsal in hooks else each.seconds))

    assert begun == [
        Round(sqlite, Part.STORM, 30),
        Round(sqlite, Part.SWEEP, 70),
        Round(hooks[0], Part.SWEEP, 120),
        Round(postgres, Part.STORM, 13.5),
        Round(postgres, Part.SPLIT_STORM, 13.5),
        Round(postgres, Part.SWEEP, 63),
        Round(hooks[1], Part.SWEEP, 120),
    ]


def test_a_sweep_of_each_point_goes_on_with_every_flow_and_one_that_is_over_makes_room() -> None:
    polled = command.Rehearsal(False, Library.AIOGRAM)
    polled.course.only = frozenset()
    hook = command.Rehearsal(False, Library.AIOGRAM, UpdatesBy.WEBHOOK)
    rounds = command.rounds([polled], [hook], left=lambda: 60)
    for _ in range(3):
        next(rounds)

    assert [next(rounds).part for _ in range(2)] == [Part.SWEEP, Part.STORM]
    assert polled.course.only == frozenset(failpoints.POINTS)
    polled.course.flows = ()
    assert [next(rounds).rehearsal for _ in range(2)] == [hook, polled]


def test_a_point_at_which_no_bot_died_is_a_finding_only_when_all_were_tried() -> None:
    polled, hook = (command.Rehearsal(True, Library.PTB, by) for by in UpdatesBy)
    polled.course.flows = hook.course.flows = ("is-reported",)
    polled.course.points = {"is-reported": [*failpoints.POINTS]}
    polled.course.done = {Cell("is-reported", point) for point in failpoints.POINTS}
    lately, finally_ = Report(), Report()

    command.note_points(lately, polled, hook)
    hook.course.points = {"is-reported": []}
    polled.course.done.remove(Cell("is-reported", "job.taken"))
    polled.course.missed[Cell("is-reported", "job.taken")] = MOST_MISSES
    command.note_points(finally_, polled, hook)

    assert lately.is_clean
    assert finally_.findings == ["PostgreSQL, ptb: the sweep is over and no bot died at job.taken"]
    assert finally_.points["PostgreSQL, ptb"].left == ("job.taken",)


@pytest.mark.parametrize("wrong", ["lost", "doubled", "repeats_unmarked", "violations", "untrue", "points_missed"])
def test_one_thing_that_is_wrong_is_enough(wrong: str) -> None:
    report = Report(kills=1, repeats=1)
    assert report.is_clean

    setattr(report, wrong, 1)

    assert not report.is_clean


def test_verdicts_and_reports_add_up() -> None:
    bad = Verdict(
        updates=3,
        lost=("update 7",),
        doubled=("a code",),
        repeats=Repeats(2, unmarked=1),
        violations=("I01",),
        untrue=("X1",),
    )
    report = Report(kills=1, lost_replies_commit=4)
    report.add(bad, about="storm")
    report.lose("an answer", about="storm")
    report.double("an order", about="storm")
    total = Report(kills=2, lost_replies_telegram=5)

    total.merge(report)

    assert total.as_json() == dict.fromkeys(PROMISED, 0) | {
        "points": {},
        "kills": 3,
        "lost_replies": 9,
        "lost_replies_telegram": 5,
        "lost_replies_commit": 4,
        "updates": 3,
        "lost": 2,
        "doubled": 2,
        "repeats": 2,
        "repeats_unmarked": 1,
        "violations": 1,
        "untrue": 1,
    }
    assert len(total.findings) == 7
