"""The letterbox: messages that wait or were given up are found, and counted."""

from datetime import timedelta

from backend.findings import Cause, Finding, Symptom
from storage import outbox
from storage.database import Db
from storage.outbox import Draft, Kind
from tests.backend import given as shop
from tests.backend.diagnosing import cause, look
from tests.backend.given import NOW

LATER = NOW + timedelta(minutes=3)


def test_messages_that_wait_or_were_given_up_are_counted(db: Db) -> None:
    shop.shelves(db)
    ana = shop.person(db)
    outbox.post(db, [Draft(ana.telegram_id, Kind.NOTICE), Draft(ana.telegram_id, Kind.NOTICE)], cause=1, now=NOW)

    assert cause(db, ana, Symptom.SLOW, now=NOW + timedelta(seconds=5)) is None
    assert look(db, ana, Symptom.SLOW, now=LATER).first == Finding(Cause.HELD, LATER, count=2)
    outbox.drop_waiting(db, ana.telegram_id, failure="blocked", now=LATER)
    assert look(db, ana, Symptom.LOGIN, now=LATER).first == Finding(Cause.MISSED, LATER, count=2)
    assert cause(db, ana, Symptom.LOGIN, now=NOW + timedelta(days=8)) is None
