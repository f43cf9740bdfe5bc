"""Timers: due once, in their order, however often they are set."""

from datetime import UTC, datetime, timedelta

from storage import timers
from storage.database import Db
from storage.timers import Timer

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def timer(subject: str, *, minutes: int) -> Timer:
    """A timer that is due that many minutes from now."""
    return Timer("remind", subject, "chat:1", NOW + timedelta(minutes=minutes), {"order": 1})


def test_a_timer_is_not_due_before_its_time(db: Db) -> None:
    timers.set_timers(db, [timer("order:1", minutes=1)])

    assert timers.due(db, now=NOW, most=10) == []
    assert [each.subject for each in timers.due(db, now=NOW + timedelta(minutes=1), most=10)] == ["order:1"]


def test_a_timer_set_twice_is_one_timer_with_its_first_time(db: Db) -> None:
    timers.set_timers(db, [timer("order:1", minutes=1)])
    timers.set_timers(db, [timer("order:1", minutes=9)])

    assert timers.next_due_at(db) == NOW + timedelta(minutes=1)


def test_a_fired_timer_is_due_no_more(db: Db) -> None:
    timers.set_timers(db, [timer("order:1", minutes=1), timer("order:2", minutes=2)])
    later = NOW + timedelta(days=2)
    first, second = timers.due(db, now=later, most=10)

    timers.note_fired(db, [first.id], now=later)

    assert [each.subject for each in timers.due(db, now=later, most=10)] == [second.subject]


def test_the_earliest_come_first_and_no_more_than_asked_for(db: Db) -> None:
    timers.set_timers(db, [timer(f"order:{minutes}", minutes=minutes) for minutes in (3, 1, 2)])

    due = timers.due(db, now=NOW + timedelta(hours=1), most=2)

    assert [each.subject for each in due] == ["order:1", "order:2"]
