"""What a report counts: days of the shop's zone, times that orders really took, complaints by product."""

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from backend import reports, tickets
from backend.reports import DeliveryTimes, Report
from backend.tickets import Category
from storage.database import Database, Db
from storage.orders import OrderRow
from storage.secrets import Vault
from tests.backend import given

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 8, 12, 0, tzinfo=UTC)


def report(db: Db, *, days: int = 7, zone: ZoneInfo = SHANGHAI) -> Report:
    """The report of the last days up to now."""
    return reports.report(db, days=days, zone=zone, now=NOW)


def order(db: Db, number: int, *, placed_at: datetime, delivered_after: int | None = None) -> int:
    """An order placed at a moment and perhaps paid a minute later and delivered so many seconds after that."""
    buyer = given.person(db, number)
    placed = given.order(db, buyer, key=str(number))
    times: dict[str, datetime] = {"placed_at": placed_at}
    if delivered_after is not None:
        paid_at = placed_at + timedelta(minutes=1)
        times |= {"paid_at": paid_at, "delivered_at": paid_at + timedelta(seconds=delivered_after)}
    db.execute(sa.update(OrderRow).where(OrderRow.id == placed.id).values(**times))
    return placed.id


def stocked(db: Db, vault: Vault, count: int = 20) -> None:
    """A shop with cards."""
    given.shelves(db)
    given.cards(db, vault, count)


def test_a_shop_without_orders_has_a_report_all_the_same(db: Db) -> None:
    found = report(db)

    assert [day.on for day in found.days] == [date(2026, 3, 2) + timedelta(days=n) for n in range(7)]
    assert (found.placed, found.paid, found.complaints, found.products) == (0, 0, 0, ())
    assert found.delivery == DeliveryTimes(None, None)


def test_a_day_lasts_from_midnight_to_midnight_of_the_shops_zone(db: Db, vault: Vault) -> None:
    stocked(db, vault)
    order(db, 1, placed_at=datetime(2026, 3, 7, 15, 59, 59, 999_999, tzinfo=UTC))
    order(db, 2, placed_at=datetime(2026, 3, 7, 16, 0, tzinfo=UTC))
    order(db, 3, placed_at=datetime(2026, 3, 1, 15, 59, 59, tzinfo=UTC))
    order(db, 4, placed_at=datetime(2026, 3, 1, 16, 0, tzinfo=UTC))

    assert [day.placed for day in report(db).days] == [1, 0, 0, 0, 0, 1, 1]
    assert [day.placed for day in report(db, zone=ZoneInfo("UTC")).days] == [0, 0, 0, 0, 0, 2, 0]


def test_a_day_on_which_the_clocks_change_is_shorter(db: Db, vault: Vault) -> None:
    stocked(db, vault)
    new_york = ZoneInfo("America/New_York")
    order(db, 1, placed_at=datetime(2026, 3, 8, 4, 59, tzinfo=UTC))
    order(db, 2, placed_at=datetime(2026, 3, 8, 5, 0, tzinfo=UTC))

    found = reports.report(db, days=7, zone=new_york, now=datetime(2026, 3, 9, 3, 59, tzinfo=UTC))

    assert [(day.on.day, day.placed) for day in found.days[-2:]] == [(7, 1), (8, 1)]


def test_paid_orders_count_on_the_day_they_were_placed(db: Db, vault: Vault) -> None:
    stocked(db, vault)
    order(db, 1, placed_at=NOW - timedelta(days=1))
    order(db, 2, placed_at=NOW - timedelta(days=1), delivered_after=5)

    found = report(db)

    assert [(day.placed, day.paid) for day in found.days[-2:]] == [(2, 1), (0, 0)]


def test_delivery_times_are_those_of_the_day_of_delivery(db: Db, vault: Vault) -> None:
    stocked(db, vault)
    for number, seconds in enumerate([2, 4, 6, 8, 100], 1):
        order(db, number, placed_at=NOW - timedelta(hours=2), delivered_after=seconds)
    order(db, 9, placed_at=NOW - timedelta(days=2), delivered_after=86_400)

    found = report(db)

    assert [day.delivery for day in found.days[-3:]] == [
        DeliveryTimes(None, None),
        DeliveryTimes(86_400, 86_400),
        DeliveryTimes(6, 100),
    ]
    assert found.delivery == DeliveryTimes(6, 86_400)


@pytest.mark.parametrize(
    ("seconds", "median", "p90"),
    [
        ({}, None, None),
        ({0: 1}, 0, 0),
        ({1: 1, 2: 1}, 1, 2),
        ({1: 9, 60: 1}, 1, 1),
        ({1: 89, 60: 11}, 1, 60),
        ({5: 1_000_000}, 5, 5),
    ],
)
def test_median_and_ninth_decile_are_times_that_orders_took(
    seconds: dict[int, int], median: int | None, p90: int | None
) -> None:
    assert reports.delivery_times(seconds) == DeliveryTimes(median, p90)


def test_complaints_are_counted_by_product_and_wishes_for_a_human_are_none(db: Db, vault: Vault) -> None:
    stocked(db, vault)
    orders = {number: order(db, number, placed_at=NOW) for number in (1, 2, 3)}
    about = [(1, Category.NOT_ARRIVED), (2, Category.CODE_DEAD), (3, None)]
    for number, category in about:
        tickets.open_ticket(
            db, given.person(db, number), order_id=orders[number], category=category, now=NOW, promised_at=NOW
        )
    tickets.open_ticket(
        db, given.person(db, 1), order_id=None, category=Category.OTHER, now=NOW - timedelta(days=6), promised_at=NOW
    )
    tickets.open_ticket(
        db, given.person(db, 2), order_id=None, category=Category.OTHER, now=NOW - timedelta(days=8), promised_at=NOW
    )

    found = report(db)

    assert [(dict(each.name).get("en"), each.complaints) for each in found.products] == [("Steam ¥50", 2), (None, 1)]
    assert found.complaints == 3


def test_a_report_is_the_same_after_it_was_kept(db: Db, vault: Vault) -> None:
    stocked(db, vault)
    for number in (1, 2):
        placed = order(db, number, placed_at=NOW - timedelta(days=number), delivered_after=number * 5)
        tickets.open_ticket(
            db, given.person(db, number), order_id=placed, category=Category.OTHER, now=NOW, promised_at=NOW
        )
    tickets.open_ticket(db, given.person(db, 1), order_id=None, category=Category.OTHER, now=NOW, promised_at=NOW)
    found = report(db)

    assert reports.from_json(json.loads(json.dumps(reports.to_json(found)))) == found


def test_only_indexes_are_asked_for_orders(sqlite_database: Database) -> None:
    placed = "explain query plan select count(paid_at) from orders where placed_at >= '2026' and placed_at < '2027'"
    paid = "explain query plan select paid_at from orders where delivered_at >= '2026' and delivered_at < '2027'"

    with sqlite_database.read() as db:
        plans = [row.detail for query in (placed, paid) for row in db.execute(sa.text(query))]

    assert plans == [
        "SEARCH orders USING COVERING INDEX ix_orders_placed (placed_at>? AND placed_at<?)",
        "SEARCH orders USING COVERING INDEX ix_orders_delivered (delivered_at>? AND delivered_at<?)",
    ]
