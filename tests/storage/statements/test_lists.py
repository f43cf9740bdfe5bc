"""Lists: `IN` with a list as one parameter finds what it would find with many."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from storage import timers
from storage.database import Db
from storage.statements import prepared
from storage.timers import Timer, TimerRow

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)

_OF = sa.select(TimerRow.subject).order_by(TimerRow.id)
_GIVEN = _OF.where(TimerRow.subject.in_(sa.bindparam("subjects", expanding=True)))
_FIXED = _OF.where(TimerRow.subject.in_(["a", "c"]), TimerRow.kind == sa.bindparam("kind"))
_OTHERS = _OF.where(TimerRow.subject.not_in(["a", "c"]), TimerRow.kind == sa.bindparam("kind"))
_IDS = sa.update(TimerRow).where(TimerRow.id.in_(sa.bindparam("ids", expanding=True)))


@pytest.fixture
def db_with_timers(db: Db) -> Db:
    """Timers about a, b and c."""
    timers.set_timers(db, [Timer("test", subject, "chat:1", NOW, {}) for subject in "abc"])
    return db


def found(db: Db, statement: sa.Select[str], **given: object) -> list[str]:
    return [row[0] for row in prepared.rows(db, statement, given)]


@pytest.mark.parametrize("wanted", [[], ["b"], ["c", "a"], ["a", "a", "x", "it's"]])
def test_a_list_that_is_given_finds_its_rows(db_with_timers: Db, wanted: list[str]) -> None:
    assert found(db_with_timers, _GIVEN, subjects=wanted) == [each for each in "abc" if each in wanted]


def test_a_list_that_is_fixed_finds_its_rows(db_with_timers: Db) -> None:
    assert found(db_with_timers, _FIXED, kind="test") == ["a", "c"]
    assert found(db_with_timers, _FIXED, kind="other") == []


def test_a_list_of_numbers_changes_its_rows(db_with_timers: Db) -> None:
    ids = list(db_with_timers.scalars(sa.select(TimerRow.id).order_by(TimerRow.id)))

    assert prepared.change(db_with_timers, _IDS, {"ids": [*ids[:2], -1], "lane": "chat:2"}) == 2
