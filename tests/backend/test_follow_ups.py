"""What becomes of a follow-up that is due: night and day around the world, opt-out, and what is worthless by then."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from backend import follow_ups
from backend.follow_ups import DROP, SEND, Verdict, morning_after, verdict
from backend.people import Person, Role, Tier
from storage.database import Db
from tests.backend import given
from tests.backend.given import NOW

SHANGHAI = ZoneInfo("Asia/Shanghai")
LATER = datetime(2030, 1, 1, tzinfo=UTC)
ANA = Person(1, 1, "Ana", None, "en", Tier.RETAIL, Role.CUSTOMER, None, True, True, NOW, None)

MOMENTS = st.integers(0, 5 * 365 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
ZONES = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "now", "morning"),
    [
        ("Asia/Shanghai", utc(8, 13, 59), None),  # 21:59
        ("Asia/Shanghai", utc(8, 14), utc(9, 1)),  # 22:00
        ("Asia/Shanghai", utc(8, 16), utc(9, 1)),  # midnight
        ("Asia/Shanghai", utc(9, 0, 59), utc(9, 1)),  # 08:59
        ("Asia/Shanghai", utc(9, 1), None),  # 09:00
        ("America/Los_Angeles", utc(8, 4), None),  # 20:00
        ("America/Los_Angeles", utc(8, 7), utc(8, 16)),  # 23:00, and the clocks go forward in that night
        ("Europe/Berlin", utc(28, 23), utc(29, 7)),  # the same in Berlin
        ("Asia/Kathmandu", utc(8, 3, 14), utc(8, 3, 15)),  # 08:59, a quarter of an hour beside everybody
    ],
)
def test_the_quiet_hours_end_at_nine_where_the_person_is(zone: str, now: datetime, morning: datetime | None) -> None:
    assert morning_after(now, ZoneInfo(zone)) == morning


@drawn(MOMENTS, ZONES)
def test_what_is_put_off_comes_soon_and_is_not_put_off_again(now: datetime, zone: ZoneInfo) -> None:
    morning = morning_after(now, zone)

    assert morning is None or now < morning <= now + timedelta(hours=13)
    assert morning is None or morning_after(morning, zone) is None


@pytest.mark.parametrize(
    ("person", "now", "worthless_from", "expected"),
    [
        (ANA, utc(8, 4), LATER, SEND),
        (ANA, utc(8, 4), utc(8, 4), DROP),  # too late
        (replace(ANA, wants_follow_ups=False), utc(8, 4), LATER, DROP),
        (replace(ANA, blocked_at=NOW), utc(8, 4), LATER, DROP),
        (replace(ANA, wants_news=False), utc(8, 4), LATER, SEND),  # news are something else
        (ANA, utc(8, 15), LATER, Verdict(is_sent=False, put_off_until=utc(9, 1))),
        (ANA, utc(8, 15), utc(9, 1), DROP),  # worthless in the morning
        (ANA, utc(8, 15), utc(9, 1, 1), Verdict(is_sent=False, put_off_until=utc(9, 1))),
        (replace(ANA, time_zone="Europe/Berlin"), utc(8, 15), LATER, SEND),  # 16:00 there
        (replace(ANA, time_zone="Europe/Berlin"), utc(8, 4), LATER, Verdict(is_sent=False, put_off_until=utc(8, 8))),
    ],
)
def test_a_follow_up_is_sent_put_off_or_dropped(
    person: Person, now: datetime, worthless_from: datetime, expected: Verdict
) -> None:
    assert verdict(person, now=now, shop_zone=SHANGHAI, worthless_from=worthless_from) == expected


@drawn(MOMENTS, ZONES, st.timedeltas(timedelta(0), timedelta(days=4)))
def test_nothing_is_sent_by_night_or_too_late_nor_put_off_to_then(
    now: datetime, zone: ZoneInfo, left: timedelta
) -> None:
    decided = verdict(replace(ANA, time_zone=zone.key), now=now, shop_zone=SHANGHAI, worthless_from=now + left)

    assert not decided.is_sent or (left and morning_after(now, zone) is None)
    assert decided.put_off_until is None or decided.put_off_until < now + left


def test_a_follow_up_goes_out_once_for_what_it_is_about(db: Db) -> None:
    ana, bo = given.person(db, 1), given.person(db, 2)

    first = follow_ups.note_sent(db, ana, kind="arrival-check", subject="order:1", now=NOW)
    again = follow_ups.note_sent(db, ana, kind="arrival-check", subject="order:1", now=LATER)
    other_kind = follow_ups.note_sent(db, ana, kind="order-remind", subject="order:1", now=NOW)
    other_subject = follow_ups.note_sent(db, bo, kind="arrival-check", subject="order:2", now=NOW)

    assert (first, again, other_kind, other_subject) == (True, False, True, True)
