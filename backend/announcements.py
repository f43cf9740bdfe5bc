"""Announcements: saying of a product when it is expected and how many may be paid ahead of it, and what that came to.

Not here: ordering ahead (backend.preorders), or telling those who wait of another day (handlers.customer.preorders).
"""

from datetime import datetime

from backend import catalogue, opening_hours, preorders
from backend.catalogue import Product
from backend.errors import AnnouncedDayOver
from storage import audit_trail, failpoints
from storage import catalogue as products
from storage import preorders as rows
from storage.database import Db
from storage.preorders import Ahead as Ahead


def require_day(db: Db, day: str, *, now: datetime) -> None:
    """Raise AnnouncedDayOver unless this day, as in 2027-01-15, is today or later where the shop is."""
    if preorders.end_of(db, day) <= now:
        raise AnnouncedDayOver


def announce(db: Db, product_id: str, *, day: str, most: int, by: str, now: datetime) -> Product:
    """Let so many of the product be paid ahead at once, for this day; the same again changes nothing.

    What was paid ahead before stays, and counts. Raises AnnouncedDayOver or ProductNotOnSale.
    """
    require_day(db, day, now=now)
    _set(db, product_id, day, most, what=f"announced for {day}, {most} at most", by=by, now=now)
    return catalogue.the_product(db, product_id)


def withdraw(db: Db, product_id: str, *, by: str, now: datetime) -> bool:
    """Let no more be paid ahead; False if nothing was announced. What was paid ahead keeps its day."""
    return _set(db, product_id, None, None, what="announcement withdrawn", by=by, now=now)


def ahead(db: Db, *, now: datetime) -> list[Ahead]:
    """What is ordered ahead of each product, and how much of it its buyers expect today where the shop is."""
    return rows.ahead(db, today=_today(db, now))


def ahead_of(db: Db, product_id: str, *, now: datetime) -> Ahead:
    """The same of one product; nothing, if nobody ordered it ahead."""
    found = (each for each in ahead(db, now=now) if each.product_id == product_id)
    return next(found, Ahead(product_id, 0, 0, 0, 0))


def _set(db: Db, product_id: str, day: str | None, most: int | None, *, what: str, by: str, now: datetime) -> bool:
    if not products.set_announcement(db, product_id, expected_on=day, most=most):
        return False
    failpoints.reached("product.announced")
    audit_trail.record(db, subject=f"product:{product_id}", what=what, by=by, why="", now=now)
    return True


def _today(db: Db, now: datetime) -> str:
    return now.astimezone(opening_hours.shop_zone(db)).date().isoformat()
