"""Connection: each part of a message's way is told from the others."""

from datetime import datetime, timedelta

from backend.connection import RoundTrip, round_trip
from storage import inbox, outbox
from storage.database import Db
from storage.inbox import Arrival
from storage.outbox import Draft, Kind, OutboxStatus
from tests.backend.given import NOW

CHAT = 501


def at(seconds: int) -> datetime:
    return NOW + timedelta(seconds=seconds)


def came(db: Db, key: str, *, now: datetime) -> int:
    """Something the person did; returns the event's number."""
    inbox.store(db, [Arrival("telegram", key, f"chat:{CHAT}", "{}")], now=now)
    newest = inbox.pulse(db).newest
    assert newest is not None
    return newest


def sent(db: Db, cause: int, *, written: datetime, taken: datetime | None) -> None:
    """The screen that answers it."""
    outbox.post(db, [Draft(CHAT, Kind.ACK), Draft(CHAT, Kind.SCREEN, 1)], cause=cause, now=written)
    for _ in range(2 if taken is not None else 0):
        call = outbox.claim(db, CHAT, holder=1, now=written)
        assert call is not None
        outbox.settle(db, call, OutboxStatus.SENT, now=taken or written)


def test_ours_the_platforms_and_theirs_are_told_apart(db: Db) -> None:
    asked = came(db, "1", now=at(0))
    sent(db, asked, written=at(2), taken=at(7))
    tapped = came(db, "2", now=at(17))

    trip = round_trip(db, asked=asked, answered=tapped, now=at(20))

    assert trip == RoundTrip(ours=timedelta(seconds=5), platform=timedelta(seconds=5), theirs=timedelta(seconds=10))
    assert trip.is_ours_slow
    assert trip.is_platform_slow


def test_a_quick_one_is_slow_nowhere(db: Db) -> None:
    asked = came(db, "1", now=at(0))
    sent(db, asked, written=at(0), taken=at(1))

    trip = round_trip(db, asked=asked, answered=came(db, "2", now=at(60)), now=at(60))

    assert trip is not None
    assert not trip.is_ours_slow
    assert not trip.is_platform_slow


def test_what_nobody_noted_is_not_made_up(db: Db) -> None:
    asked, other = came(db, "1", now=at(0)), came(db, "2", now=at(1))
    sent(db, asked, written=at(0), taken=None)

    assert round_trip(db, asked=asked, answered=other, now=at(2)) is None
    assert round_trip(db, asked=other, answered=asked, now=at(2)) is None
    assert round_trip(db, asked=9999, answered=asked, now=at(2)) is None
