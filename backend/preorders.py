"""Pre-orders: what is announced can be paid before there is any, so many at once, and goes out in the order of payment.

Not here: the orders (backend.orders), by when one is promised (backend.promises), or telling people
(handlers.customer.preorders). A pre-order holds nothing: the statements that hold cards leave to those who have paid
what is theirs (storage.stock).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from backend import catalogue, opening_hours, stock, suppliers
from backend.catalogue_file import MOST_PER_ORDER
from backend.errors import OutOfStock
from backend.people import Person
from backend.stock import StockLevel
from storage import preorders as rows
from storage.database import Db
from storage.preorders import Moved as Moved

MOST_AT_ONCE = 100
"""How many pre-orders one look has delivered, or told of another day; the rest is found by the next."""


@dataclass(frozen=True)
class ForSale:
    """How many somebody can order now. With `expected_on` they are ordered ahead, for that day."""

    level: StockLevel
    expected_on: str | None


def for_sale(db: Db, person: Person, product_id: str, *, now: datetime) -> ForSale:
    """What the person can order of the product: from the shelf as long as anything is there, and else ahead."""
    level = stock.on_shelf_for(db, person, product_id)
    product = catalogue.the_product(db, product_id)
    if level.available or product.expected_on is None:
        return ForSale(level, None)
    room = _room(db, rows.announcement(db, product_id), product_id, now=now)
    if room == 0:
        return ForSale(level, None)
    return ForSale(StockLevel(min(room, MOST_PER_ORDER)), product.expected_on)


def require_room(db: Db, product_id: str, quantity: int, *, now: datetime) -> None:
    """Raise OutOfStock unless so many more may be paid ahead now; takes nothing."""
    room = _room(db, rows.announcement(db, product_id), product_id, now=now)
    if room < quantity:
        raise OutOfStock(wanted=quantity, left=room)


def has_room(db: Db, product_id: str, quantity: int, *, now: datetime) -> bool:
    """Whether so many more may be paid ahead now; takes nothing."""
    return _room(db, rows.announcement(db, product_id), product_id, now=now) >= quantity


def take_room(db: Db, product_id: str, quantity: int, *, now: datetime) -> bool:
    """Whether so many more may be paid ahead; others who want to know wait until this transaction is over.

    The caller holds the order, and lets it be paid in this transaction if so.
    """
    return _room(db, rows.take_turn(db, product_id), product_id, now=now) >= quantity


def end_of(db: Db, day: str) -> datetime:
    """When a day such as 2027-01-15 is over where the shop is."""
    following = date.fromisoformat(day) + timedelta(days=1)
    return datetime.combine(following, time(), tzinfo=opening_hours.shop_zone(db)).astimezone(UTC)


def deliverable(db: Db) -> list[int]:
    """The orders, in the order of payment, for which there is stock, or a supplier has it."""
    found: list[int] = []
    for awaited in rows.awaited(db):
        supplied = suppliers.available(db, awaited.product_id)
        left = awaited.free
        if left <= 0 and supplied == 0:
            continue
        for each in rows.waiting(db, awaited.product_id, most=MOST_AT_ONCE):
            left -= each.quantity
            if left >= 0 or (supplied >= each.quantity and not each.is_being_bought):
                found.append(each.order_id)
    return found


def moved(db: Db, *, now: datetime) -> list[Moved]:
    """Pre-orders whose product is expected on another day than their buyers were told, and not in the past."""
    return [each for each in rows.moved(db, most=MOST_AT_ONCE) if end_of(db, each.expected_on) > now]


def set_day(db: Db, order_id: int, day: str) -> bool:
    """Note that the order's buyer is told this day; False if they were. The caller holds the order."""
    return rows.set_day(db, order_id, day)


def _room(db: Db, announced: rows.Announcement | None, product_id: str, *, now: datetime) -> int:
    if announced is None or end_of(db, announced.expected_on) <= now:
        return 0
    return max(0, announced.most - rows.count_waiting(db, product_id))
