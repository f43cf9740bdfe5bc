"""The inbox: in once, answered once, in the order in which it came."""

from datetime import UTC, datetime, timedelta

import pytest

from storage import inbox
from storage.database import Db, WrongRowCount
from storage.inbox import Arrival

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
LATER = NOW + timedelta(seconds=1)
CHAT = 501


def arrival(key: int, lane: str = "chat:501") -> Arrival:
    """An update."""
    return Arrival("telegram:1", str(key), lane, "{}")


def test_an_event_is_kept_once_however_often_it_comes(db: Db) -> None:
    inbox.store(db, [arrival(7), arrival(8)], now=NOW)
    inbox.store(db, [arrival(8), arrival(7)], now=LATER)

    first = inbox.next_in_lane(db, "chat:501")
    assert first is not None
    assert first.key == "7"
    inbox.finish(db, first.id, now=LATER)
    second = inbox.next_in_lane(db, "chat:501")
    assert second is not None
    assert second.key == "8"
    inbox.finish(db, second.id, now=LATER)
    assert inbox.next_in_lane(db, "chat:501") is None


def test_a_lower_number_that_comes_late_is_not_taken_for_known(db: Db) -> None:
    inbox.store(db, [arrival(900)], now=NOW)
    inbox.store(db, [arrival(5)], now=NOW)

    assert inbox.lanes_waiting(db) == ["chat:501"]
    first = inbox.next_in_lane(db, "chat:501")
    assert first is not None
    inbox.finish(db, first.id, now=NOW)
    assert inbox.next_in_lane(db, "chat:501") is not None


def test_lanes_are_named_by_who_waits_longest(db: Db) -> None:
    lanes = ["chat:9", "chat:5", "chat:7", "chat:9"]
    inbox.store(db, [arrival(key, lane) for key, lane in enumerate(lanes)], now=NOW)

    assert inbox.lanes_waiting(db) == ["chat:9", "chat:5", "chat:7"]
    assert inbox.lanes_waiting(db, sources=["timer"]) == []


def test_an_event_is_finished_once(db: Db) -> None:
    inbox.store(db, [arrival(7)], now=NOW)
    event = inbox.next_in_lane(db, "chat:501")
    assert event is not None
    inbox.finish(db, event.id, now=NOW)

    with pytest.raises(WrongRowCount):
        inbox.finish(db, event.id, now=NOW)


def test_a_parked_event_lets_its_lane_go_on(db: Db) -> None:
    inbox.store(db, [arrival(7), arrival(8)], now=NOW)
    poison = inbox.next_in_lane(db, "chat:501")
    assert poison is not None
    inbox.park(db, poison.id, failure="boom", now=NOW)

    following = inbox.next_in_lane(db, "chat:501")
    assert following is not None
    assert following.key == "8"


def test_a_failed_event_keeps_its_place_and_its_count(db: Db) -> None:
    inbox.store(db, [arrival(7), arrival(8)], now=NOW)
    event = inbox.next_in_lane(db, "chat:501")
    assert event is not None
    inbox.note_failure(db, event.id, failure="boom", not_before=LATER)

    again = inbox.next_in_lane(db, "chat:501")
    assert again is not None
    assert (again.id, again.attempts, again.not_before) == (event.id, 1, LATER)


def test_the_pulse_changes_with_each_event_that_comes_in_or_is_answered(db: Db) -> None:
    at_first = inbox.pulse(db)
    inbox.store(db, [arrival(7), arrival(8)], now=NOW)
    stored = inbox.pulse(db)
    event = inbox.next_in_lane(db, "chat:501")
    assert event is not None
    inbox.finish(db, event.id, now=LATER)
    answered = inbox.pulse(db)
    inbox.store(db, [arrival(8)], now=LATER)

    assert len({at_first, stored, answered}) == 3
    assert inbox.pulse(db) == answered
