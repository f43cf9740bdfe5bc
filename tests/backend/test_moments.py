"""What people type for a time, in a shop in Shanghai where it is Sunday, March 8, 20:00."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from backend.errors import MomentPassed, NotAMoment
from backend.moments import read_moment, still_to_come

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 8, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("20:30", datetime(2026, 3, 8, 12, 30, tzinfo=UTC)),
        ("9:05", datetime(2026, 3, 9, 1, 5, tzinfo=UTC)),  # over for today
        ("20:00", datetime(2026, 3, 9, 12, 0, tzinfo=UTC)),  # now is over as well
        ("２０：３０", datetime(2026, 3, 8, 12, 30, tzinfo=UTC)),
        ("12-24 20:00", datetime(2026, 12, 24, 12, 0, tzinfo=UTC)),
        (" 3/9  08:00 ", datetime(2026, 3, 9, 0, 0, tzinfo=UTC)),
        ("1-1 00:00", datetime(2026, 12, 31, 16, 0, tzinfo=UTC)),  # of next year
        ("2027-01-02 00:00", datetime(2027, 1, 1, 16, 0, tzinfo=UTC)),
    ],
)
def test_a_time_is_the_next_one_of_its_name(typed: str, meant: datetime) -> None:
    assert read_moment(typed, zone=SHANGHAI, now=NOW) == meant


@pytest.mark.parametrize("typed", ["", "soon", "25:00", "20:60", "2-30 20:00", "13-01 20:00", "2000", "20:00 or so"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(NotAMoment):
        read_moment(typed, zone=SHANGHAI, now=NOW)


def test_a_day_that_is_over_is_refused() -> None:
    with pytest.raises(MomentPassed):
        read_moment("2026-03-08 19:59", zone=SHANGHAI, now=NOW)


def test_a_moment_kept_for_a_while_may_be_over_by_now() -> None:
    assert still_to_come(datetime(2026, 3, 8, 12, 1, tzinfo=UTC), now=NOW).minute == 1
    with pytest.raises(MomentPassed):
        still_to_come(NOW, now=NOW)
