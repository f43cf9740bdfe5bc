"""Quarantine: cards that are not to be sold as they are, because they came late or have expired.

Not here: what suppliers send late (backend.supplier_purchases puts that aside), or the shelf itself (backend.stock).
"""

from dataclasses import dataclass
from datetime import datetime

from storage import audit_trail, failpoints
from storage import stock as rows
from storage.database import Db
from storage.stock import Aside as Aside


@dataclass(frozen=True)
class WrittenOff:
    """So many cards were given up, and what they had cost in minor units, as far as that is known."""

    count: int
    lost_minor: int


def put_expired_aside(db: Db, *, order_id: int | None = None, now: datetime) -> int:
    """Put aside what has expired: the free cards, and those that this order holds. Returns how many."""
    held = 0 if order_id is None else rows.drop_expired(db, order_id, now=now)
    return held + rows.quarantine_expired(db, now=now)


def count_put_aside(db: Db) -> dict[str, int]:
    """How many cards of each product were put aside; a product without any is missing."""
    return rows.count_quarantined(db)


def aside_of(db: Db, product_id: str) -> list[Aside]:
    """What was put aside of the product, batch by batch, what came last in front."""
    return rows.aside_of(db, product_id)


def write_off(db: Db, product_id: str, *, up_to: int, by: str, now: datetime) -> WrittenOff:
    """Give up for ever what was put aside of the product, but for cards after this one, which nobody looked at yet."""
    costs = rows.write_off(db, product_id, up_to=up_to)
    lost_minor = sum(cost or 0 for cost in costs)
    if costs:
        failpoints.reached("cards.written-off")
        why = f"{len(costs)} cards, {lost_minor} lost"
        audit_trail.record(db, subject=f"stock:{product_id}", what="written-off", by=by, why=why, now=now)
    return WrittenOff(len(costs), lost_minor)


def put_back(db: Db, product_id: str, *, by: str, now: datetime) -> int:
    """Put on the shelf what was put aside of the product, but for what has expired. Returns how many."""
    count = rows.free_quarantined(db, product_id, now=now)
    if count:
        failpoints.reached("cards.put-back")
        audit_trail.record(db, subject=f"stock:{product_id}", what="put-back", by=by, why=str(count), now=now)
    return count
