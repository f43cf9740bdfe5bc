"""When people answer, and what they can promise; over midnight, weekends abroad and the clocks' changes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from backend import catalogue, opening_hours
from backend.opening_hours import ShopProfile
from storage import shop_profile
from storage.database import Db
from tests.backend.given import NOW, SHELVES

DAY = ShopProfile({"zh-CN": "小店"}, {"zh-CN": "样品"}, "09:00", "23:00", "Asia/Shanghai")
EVENING = replace(DAY, opens="18:00", closes="02:00")
ALWAYS = replace(DAY, opens="00:00", closes="00:00")
BERLIN = replace(DAY, opens="09:00", closes="18:00", time_zone="Europe/Berlin")

SHOP_TABLE = """
[shop]
name = { zh-CN = "小二数码铺", en = "Xiaoer Digital" }
notice = { zh-CN = "样品", en = "Sample" }
support_hours = { opens = "09:00", closes = "23:00", time_zone = "Asia/Shanghai" }
"""


def utc(day: int, hour: int, minute: int = 0, *, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "now", "expected"),
    [
        (DAY, utc(8, 1), None),  # 09:00 in Shanghai
        (DAY, utc(8, 0, 59), utc(8, 1)),
        (DAY, utc(8, 14, 59), None),  # 22:59
        (DAY, utc(8, 15), utc(9, 1)),  # 23:00 is closed already
        (EVENING, utc(8, 17, 59), None),  # 01:59, since yesterday
        (EVENING, utc(8, 18), utc(9, 10)),
        (ALWAYS, utc(8, 16), None),
        (ALWAYS, utc(8, 3), None),
        (BERLIN, utc(28, 17), utc(29, 7)),  # the clocks go forward in that night
        (BERLIN, utc(24, 16, month=10), utc(25, 8, month=10)),  # and back in this one
    ],
)
def test_closed_until_the_next_opening(db: Db, hours: ShopProfile, now: datetime, expected: datetime | None) -> None:
    shop_profile.put(db, hours)

    assert opening_hours.opening(db, now) == expected


@pytest.mark.parametrize(
    ("hours", "now", "within", "expected"),
    [
        (DAY, utc(8, 4), timedelta(minutes=30), utc(8, 4, 30)),
        (DAY, utc(8, 14, 50), timedelta(minutes=30), utc(9, 1, 20)),  # ten minutes today, twenty tomorrow
        (DAY, utc(8, 14, 30), timedelta(minutes=30), utc(8, 15)),  # just in time
        (DAY, utc(8, 18), timedelta(minutes=30), utc(9, 1, 30)),
        (DAY, utc(8, 1), timedelta(hours=30), utc(10, 3)),  # 14 hours a day
        (ALWAYS, utc(8, 14), timedelta(hours=30), utc(9, 20)),
        (BERLIN, utc(28, 16, 30), timedelta(hours=1), utc(29, 7, 30)),
    ],
)
def test_a_promise_counts_only_opening_time(
    db: Db, hours: ShopProfile, now: datetime, within: timedelta, expected: datetime
) -> None:
    shop_profile.put(db, hours)

    assert opening_hours.promised_at(db, now, within) == expected


def test_a_shop_without_hours_is_always_open(db: Db) -> None:
    assert opening_hours.opening(db, utc(8, 20)) is None
    assert opening_hours.promised_at(db, utc(8, 20), timedelta(hours=1)) == utc(8, 21)


def test_the_profile_comes_with_the_catalogue_and_a_file_without_one_leaves_it(db: Db) -> None:
    catalogue.load(db, SHOP_TABLE + SHELVES, now=NOW)
    kept = opening_hours.profile(db)

    catalogue.load(db, SHELVES, now=NOW)
    left = opening_hours.profile(db)
    catalogue.load(db, SHOP_TABLE.replace("09:00", "10:00") + SHELVES, now=NOW)
    changed = opening_hours.profile(db)

    assert kept is not None
    assert (kept.name["en"], kept.opens, kept.closes, kept.time_zone) == (
        "Xiaoer Digital",
        "09:00",
        "23:00",
        "Asia/Shanghai",
    )
    assert left == kept
    assert changed == replace(kept, opens="10:00")


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ('opens = "09:00"', 'opens = "25:00"', "[shop], support_hours.opens: must be a time of day"),
        ('opens = "09:00"', 'opens = "9:00"', "[shop], support_hours.opens: must be a time of day"),
        ('closes = "23:00"', "closes = 23", "[shop], support_hours.closes: must be a time of day"),
        ('"Asia/Shanghai"', '"Asia/Peking"', "[shop], support_hours.time_zone: must be a time zone"),
        ("closes", "ends", "[shop], support_hours: must be as in"),
        ("name =", "title =", "[shop], title: is no field the shop knows"),
        ('zh-CN = "样品"', 'fr = "échantillon"', "[shop], notice: has no text in zh-CN"),
        ("[shop]", "[[shop]]", "[shop], shop: must be a table"),
    ],
)
def test_a_problem_of_the_profile_is_named_and_nothing_is_kept(db: Db, right: str, wrong: str, problem: str) -> None:
    result = catalogue.load(db, SHOP_TABLE.replace(right, wrong) + SHELVES, now=NOW)

    assert any(found.startswith(problem) for found in result.problems), result.problems
    assert opening_hours.profile(db) is None
