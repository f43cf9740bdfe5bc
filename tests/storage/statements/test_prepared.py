"""Prepared statements: the same values, errors and listeners as with SQLAlchemy alone."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from storage import people
from storage.database import Db
from storage.people import Person, PersonRow, Role, Tier
from storage.statements import prepared

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)

_WITH_NUMBER = sa.select(PersonRow.id, PersonRow.tier, PersonRow.created_at, PersonRow.wants_news).where(
    PersonRow.telegram_id == sa.bindparam("number"), PersonRow.role == Role.CUSTOMER
)
_RENAME = sa.update(PersonRow).where(PersonRow.telegram_id == sa.bindparam("number"))
_ADD = sa.insert(PersonRow)


def ana(db: Db) -> Person:
    return people.add_or_rename(db, telegram_id=7, name="Ana", username=None, language="en", now=NOW)


def test_values_come_out_as_their_columns_have_them(db: Db) -> None:
    known = ana(db)

    assert list(prepared.rows(db, _WITH_NUMBER, {"number": 7})[0]) == [known.id, Tier.RETAIL, NOW, True]
    assert prepared.rows(db, _WITH_NUMBER, {"number": 8}) == []


def test_changes_are_counted(db: Db) -> None:
    ana(db)

    assert prepared.change(db, _RENAME, {"number": 7, "name": "Bea"}) == 1
    assert prepared.change(db, _RENAME, {"number": 8, "name": "Bea"}) == 0
    assert prepared.change_all(db, _RENAME, [{"number": each, "name": "Cy"} for each in (7, 8)]) == 1


def test_an_error_is_named_as_sqlalchemy_names_it(db: Db) -> None:
    row = {"telegram_id": 7, "name": "Ana", "language": "en", "tier": Tier.RETAIL, "role": Role.CUSTOMER}
    row |= {"wants_follow_ups": True, "wants_news": True, "created_at": NOW}
    ana(db)

    with pytest.raises(sa.exc.IntegrityError), db.begin_nested():
        prepared.change(db, _ADD, row)


def test_a_parameter_that_is_missing_is_missed(db: Db) -> None:
    with pytest.raises(LookupError, match="number"):
        prepared.rows(db, _WITH_NUMBER, {"numbers": 7})


def test_whoever_listens_hears_every_statement(db: Db) -> None:
    heard: list[str] = []

    def listen(*heard_of: object) -> None:
        heard.append(str(heard_of[2]))

    sa.event.listen(db, "before_cursor_execute", listen)
    try:
        prepared.rows(db, _WITH_NUMBER, {"number": 7})
    finally:
        sa.event.remove(db, "before_cursor_execute", listen)

    assert len(heard) == 1
