"""Troubles: what was given up is found, the newest of each kind, and tried again once."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from backend import people, troubles
from backend.troubles import Trouble, TroubleKind, number_of
from storage import audit_trail, inbox, jobs, outbox
from storage.database import Database, Db
from storage.inbox import Arrival
from storage.jobs import JOBS, NewJob
from storage.outbox import Draft, Kind, OutboxRow

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)


def parks(db: Db, key: str, *, failure: str = "KeyError('ana@example.com')") -> int:
    """Give an event up; returns its number."""
    inbox.store(db, [Arrival("telegram:1", key, "chat:7", "{}")], now=NOW)
    found = inbox.next_in_lane(db, "chat:7")
    assert found is not None
    inbox.park(db, found.id, failure=failure, now=NOW)
    return found.id


def drops(db: Db, kind: Kind, *, chat_id: int = 7) -> int:
    """Give a call up; returns its number."""
    outbox.post(db, [Draft(chat_id, kind, content={})], cause=next_cause(db), now=NOW)
    number = db.execute(sa.select(sa.func.max(OutboxRow.id))).scalar_one()
    gone = {"status": "dead", "attempts": 20, "failure": "400 Bad Request: strange", "settled_at": NOW}
    db.execute(sa.update(OutboxRow).where(OutboxRow.id == number).values(**gone))
    return int(number)


def next_cause(db: Db) -> int:
    return int(db.execute(sa.select(sa.func.count()).select_from(OutboxRow)).scalar_one())


def fails(db: Db, *, failure: str | None) -> int:
    """Give a job up; returns its number."""
    number = jobs.defer(db, NewJob("report", {}))
    assert number is not None
    db.execute(sa.update(JOBS).where(JOBS.c.id == number).values(status=jobs.JobStatus.FAILED, attempts=5))
    if failure is not None:
        jobs.note_failure(db, number, failure=failure, now=NOW)
    return number


def test_a_sound_shop_has_no_troubles(db: Db) -> None:
    inbox.store(db, [Arrival("telegram:1", "1", "chat:7", "{}")], now=NOW)
    outbox.post(db, [Draft(7, Kind.NOTICE, content={})], cause=1, now=NOW)
    jobs.defer(db, NewJob("report", {}))

    assert troubles.newest(db, most=5) == []


def test_each_kind_is_told_with_what_it_was_and_why_and_nobody_s_name(db: Db) -> None:
    event, call, job = parks(db, "1"), drops(db, Kind.NOTICE), fails(db, failure="OSError('secret')")

    assert troubles.newest(db, most=5) == [
        Trouble(TroubleKind.EVENT, event, "telegram", "KeyError", NOW),
        Trouble(TroubleKind.CALL, call, "notice", "400 Bad Request: strange", NOW),
        Trouble(TroubleKind.JOB, job, "report", "OSError", NOW),
    ]


def test_the_newest_come_first_and_no_more_than_asked_for(db: Db) -> None:
    numbers = [parks(db, str(each)) for each in range(4)]

    assert [each.id for each in troubles.newest(db, most=3)] == numbers[:0:-1]


@pytest.mark.parametrize("kind", [Kind.ACK, Kind.CHECKOUT])
def test_an_answer_that_came_too_late_is_no_trouble(db: Db, kind: Kind) -> None:
    drops(db, kind)

    assert troubles.newest(db, most=5) == []


def test_what_was_for_somebody_who_is_unreachable_is_no_trouble(db: Db) -> None:
    people.meet(db, telegram_id=7, name="Ana", username=None, language="en", now=NOW)
    people.mark_unreachable(db, telegram_id=7, now=NOW)
    drops(db, Kind.NOTICE)

    assert troubles.newest(db, most=5) == []


def test_a_parked_event_happens_once_more_as_a_new_one(db: Db) -> None:
    parked = parks(db, "1")

    assert troubles.retry(db, TroubleKind.EVENT, parked, by="boss", now=LATER)
    assert not troubles.retry(db, TroubleKind.EVENT, parked, by="other", now=LATER)

    again = inbox.next_in_lane(db, "chat:7")
    assert again is not None
    assert (again.source, again.key, again.payload, again.attempts) == ("telegram:1", "1:again", "{}", 0)
    assert again.id != parked
    assert troubles.newest(db, most=5) == []
    assert [(act.what, act.by) for act in audit_trail.acts_on(db, f"event:{parked}")] == [("retried", "boss")]


def test_what_is_parked_again_can_be_tried_again(db: Db) -> None:
    first = parks(db, "1")
    troubles.retry(db, TroubleKind.EVENT, first, by="boss", now=LATER)
    again = inbox.next_in_lane(db, "chat:7")
    assert again is not None
    inbox.park(db, again.id, failure="KeyError()", now=LATER)

    assert troubles.retry(db, TroubleKind.EVENT, again.id, by="boss", now=LATER)


def test_a_dead_call_waits_again_with_all_its_attempts(db: Db) -> None:
    call = drops(db, Kind.NOTICE)

    assert troubles.retry(db, TroubleKind.CALL, call, by="boss", now=LATER)
    assert not troubles.retry(db, TroubleKind.CALL, call, by="other", now=LATER)

    row = db.execute(sa.select(OutboxRow.status, OutboxRow.attempts).where(OutboxRow.id == call)).one()
    assert tuple(row) == ("waiting", 0)


def test_a_job_is_tried_once_more(db: Db) -> None:
    job = fails(db, failure=None)
    assert [each.at for each in troubles.newest(db, most=5)] == [None]

    assert troubles.retry(db, TroubleKind.JOB, job, by="boss", now=LATER)
    assert not troubles.retry(db, TroubleKind.JOB, job, by="other", now=LATER)

    assert troubles.newest(db, most=5) == []
    assert jobs.is_any_due(db, now=LATER)


def test_numbers_tell_the_kinds_apart() -> None:
    assert [number_of(kind, 17) for kind in TroubleKind] == ["E-000017", "C-000017", "J-000017"]


def test_only_indexes_are_asked_for_what_was_given_up(sqlite_database: Database) -> None:
    asked = (
        "explain query plan select id from inbox where inbox.status = 'parked' order by inbox.id desc limit 5",
        "explain query plan select id from outbox where outbox.status = 'dead' order by outbox.id desc limit 5",
    )
    with sqlite_database.read() as db:
        plans = [row.detail for query in asked for row in db.execute(sa.text(query))]

    assert plans == [
        "SCAN inbox USING INDEX ix_inbox_parked",
        "SCAN outbox USING INDEX ix_outbox_dead",
    ]
