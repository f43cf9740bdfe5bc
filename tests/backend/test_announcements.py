"""Announcing a product in the chat: for a day that is not over, and with what was paid ahead before left as it is."""

from datetime import timedelta

import pytest

from backend import announcements, catalogue, orders, preorders
from backend.announcements import Ahead
from backend.errors import AnnouncedDayOver, OutOfStock, ProductNotOnSale
from backend.orders import OrderStatus
from storage import audit_trail
from storage.database import Db
from tests.backend import given
from tests.backend.given import CARD, NOW
from tests.backend.test_preorders import DAY, DAY_IS_OVER, paid_ahead, preordered

OTHER_DAY = "2026-04-02"
BOSS = "admin:1"


@pytest.fixture(autouse=True)
def _shelves(db: Db) -> None:
    given.shelves(db)


def announce(db: Db, day: str = DAY, *, most: int = 3) -> None:
    announcements.announce(db, CARD, day=day, most=most, by=BOSS, now=NOW)


def changes(db: Db) -> list[str]:
    """What was done to the product, oldest first."""
    return [act.what for act in audit_trail.acts_on(db, f"product:{CARD}") if act.by == BOSS]


def test_what_is_announced_can_be_ordered_ahead_as_if_the_file_said_so(db: Db) -> None:
    announce(db)

    sale = preorders.for_sale(db, given.person(db), CARD, now=NOW)

    assert (sale.expected_on, sale.level.available) == (DAY, 3)
    assert changes(db) == [f"announced for {DAY}, 3 at most"]


def test_the_same_again_changes_nothing_and_another_number_does(db: Db) -> None:
    announce(db)
    announce(db)
    announce(db, most=4)

    assert changes(db) == [f"announced for {DAY}, 3 at most", f"announced for {DAY}, 4 at most"]


def test_a_day_is_over_when_it_is_so_where_the_shop_is(db: Db) -> None:
    announce(db, DAY)

    with pytest.raises(AnnouncedDayOver):
        announcements.announce(db, CARD, day=DAY, most=9, by=BOSS, now=DAY_IS_OVER)
    announcements.require_day(db, DAY, now=DAY_IS_OVER - timedelta(seconds=1))

    assert catalogue.the_product(db, CARD).most_preorders == 3
    assert len(changes(db)) == 1


def test_what_there_never_was_is_not_announced(db: Db) -> None:
    with pytest.raises(ProductNotOnSale):
        announcements.announce(db, "no-such", day=DAY, most=3, by=BOSS, now=NOW)


def test_withdrawn_nobody_orders_ahead_any_more_and_who_has_paid_keeps_the_day(db: Db) -> None:
    announce(db)
    paid = paid_ahead(db, 1)

    assert announcements.withdraw(db, CARD, by=BOSS, now=NOW)
    assert not announcements.withdraw(db, CARD, by=BOSS, now=NOW)

    with pytest.raises(OutOfStock):
        preorders.require_room(db, CARD, 1, now=NOW)
    kept = orders.the_order(db, paid.id)
    assert (kept.status, kept.expected_on, kept.promised_at) == (OrderStatus.PAID, DAY, DAY_IS_OVER)
    assert preorders.moved(db, now=NOW) == []
    assert changes(db) == [f"announced for {DAY}, 3 at most", "announcement withdrawn"]


def test_fewer_than_were_paid_ahead_leaves_no_room_and_takes_nothing_away(db: Db) -> None:
    announce(db)
    paid_ahead(db, 1, quantity=2)

    announce(db, most=1)

    assert not preorders.has_room(db, CARD, 1, now=NOW)
    assert announcements.ahead_of(db, CARD, now=NOW).paid == 2


def test_what_is_ordered_ahead_is_counted_by_the_day_its_buyers_were_told(db: Db) -> None:
    announce(db, most=9)
    assert announcements.ahead(db, now=NOW) == []
    paid_ahead(db, 1, quantity=2)
    preordered(db, given.person(db, 2), quantity=3)
    announce(db, OTHER_DAY, most=9)
    paid_ahead(db, 3)

    on_the_day = announcements.ahead(db, now=DAY_IS_OVER - timedelta(seconds=1))
    afterwards = announcements.ahead_of(db, CARD, now=DAY_IS_OVER)

    assert on_the_day == [Ahead(CARD, unpaid=3, paid=3, due=2, late=0)]
    assert afterwards == Ahead(CARD, unpaid=3, paid=3, due=0, late=2)
    assert announcements.ahead_of(db, given.TOP_UP, now=NOW) == Ahead(given.TOP_UP, 0, 0, 0, 0)
