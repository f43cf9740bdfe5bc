"""Bulk statements: many rows by one statement are the same rows as one by one."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from storage import timers
from storage.database import Db
from storage.statements import prepared
from storage.statements.bulk import bulk_of
from storage.timers import Timer, TimerRow

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)

_MOVE = sa.update(TimerRow).where(TimerRow.subject == sa.bindparam("of"), TimerRow.kind == sa.bindparam("like"))
_AT_HAND = sa.select(TimerRow.subject, TimerRow.lane, TimerRow.args, TimerRow.due_at).order_by(TimerRow.id)


def timer(subject: str, *, text: str = "", at: datetime = NOW) -> Timer:
    return Timer("test", subject, "chat:1", at, {"text": text})


def test_rows_are_added_in_their_order(db: Db) -> None:
    subjects = [f"{number * 7 % 100}" for number in range(100)]

    timers.set_timers(db, [timer(subject, text=f"“{subject}”") for subject in subjects])

    assert [tuple(row) for row in db.execute(_AT_HAND)] == [
        (subject, "chat:1", {"text": f"“{subject}”"}, NOW) for subject in subjects
    ]


def test_what_conflicts_is_left_out_as_one_by_one(db: Db) -> None:
    timers.set_timers(db, [timer("a", text="first")])
    timers.set_timers(db, [timer("a", text="second"), timer("b"), timer("b", text="again")])

    assert [(row.subject, row.args["text"]) for row in db.execute(_AT_HAND)] == [("a", "first"), ("b", "")]


def test_each_is_changed_by_its_own_values_and_who_is_not_there_is_not_counted(db: Db) -> None:
    timers.set_timers(db, [timer("a"), timer("b"), timer("c")])

    moves = [{"of": of, "like": "test", "lane": f"chat:{of}", "args": {"of": of}} for of in ("b", "nobody", "a")]

    assert prepared.change_all(db, _MOVE, moves) == 2
    assert [(row.subject, row.lane, row.args.get("of")) for row in db.execute(_AT_HAND)] == [
        ("a", "chat:a", "a"),
        ("b", "chat:b", "b"),
        ("c", "chat:1", None),
    ]


@pytest.mark.parametrize("text", ["nothing \x00 ends here", "\\u0000", "'; drop table timers"])
def test_text_that_is_hard_to_send_arrives(db: Db, text: str) -> None:
    timers.set_timers(db, [timer("a", text=text), timer("b", text=text)])

    assert [row.args for row in db.execute(_AT_HAND)] == [{"text": text}] * 2


def test_a_column_refuses_what_it_refuses_one_by_one(db: Db) -> None:
    naive = NOW.replace(tzinfo=None)

    with pytest.raises(ValueError, match="naive"):
        timers.set_timers(db, [timer("a"), timer("b", at=naive)])


@pytest.mark.parametrize(
    "where", [TimerRow.subject > sa.bindparam("of"), TimerRow.subject == TimerRow.kind, TimerRow.fired_at.is_(None)]
)
def test_a_condition_that_is_no_equation_is_refused(where: sa.ColumnElement[bool]) -> None:
    with pytest.raises(TypeError):
        bulk_of(sa.update(TimerRow).where(where), ("of", "lane"))
