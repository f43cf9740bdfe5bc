"""Points: giving them once for each reason, earning them by orders, having a coupon for them, and losing them again.

Not here: what else they are given for (backend.compensation, backend.redeem_codes).
"""

from datetime import datetime, timedelta

from backend import coupons, freezes
from backend.coupons import Coupon
from backend.errors import NotEnoughPoints
from backend.money import Money
from backend.orders import Order
from backend.people import Person
from storage import audit_trail, failpoints
from storage import points as rows
from storage.database import Db, WrongRowCount, savepoint

WORTH_MINOR = 1
"""What a point takes off, in minor units: a hundred are one yuan or dollar."""

COUPON_LASTS = timedelta(days=365)


def give(db: Db, person: Person, count: int, *, ref: str, by: str, why: str, now: datetime) -> bool:
    """Give the person points; False, and nothing done, if they were given for `ref` before."""
    given = rows.add(db, ref=ref, person_id=person.id, count=count, now=now)
    if given:
        audit_trail.record(db, subject=f"person:{person.id}", what=f"given {count} points", by=by, why=why, now=now)
    return given


def set_earned(db: Db, currency: str, per_unit: int, *, by: str, now: datetime) -> None:
    """Let delivered orders earn so many points for each whole unit of the currency; none with 0."""
    rows.set_earned_by(db, currency, per_unit)
    audit_trail.record(db, subject=f"points:{currency}", what=f"{per_unit} for each unit", by=by, why="", now=now)


def earned_by(db: Db, currency: str) -> int:
    """How many points a whole unit of the currency earns."""
    return rows.earned_by(db, currency)


def earn(db: Db, buyer: Person, order: Order, *, now: datetime) -> int:
    """Give the buyer what their delivered order earns, once; returns how many points that were now."""
    per_unit = rows.earned_by(db, order.currency)
    count = int(order.total.amount) * per_unit
    if not count or not give(db, buyer, count, ref=_ref(order), by="shop", why=_ref(order), now=now):
        return 0
    failpoints.reached("points.earned")
    return count


def take_back(db: Db, buyer: Person, order: Order, refunded: Money, *, by: str, now: datetime) -> int:
    """Take back what a delivered order earned, in the proportion of all that was refunded of it; returns how many.

    What of it is spent already leaves the buyer below zero, and their next points make up for it. Repeated with the
    same sum it takes nothing more.
    """
    ref, earned = f"{_ref(order)}:back:", rows.given_for(db, _ref(order))
    if not earned:
        return 0
    rows.lock_purse(db, buyer.id)
    kept = earned * (order.total.minor - refunded.minor) // order.total.minor
    count = earned - kept - rows.taken_back_for(db, buyer.id, ref)
    if count < 1:
        return 0
    rows.take_back(db, ref=f"{ref}{refunded.minor}", person_id=buyer.id, count=count, now=now)
    audit_trail.record(
        db, subject=f"person:{buyer.id}", what=f"took back {count} points", by=by, why=_ref(order), now=now
    )
    return count


def exchange(db: Db, person: Person, count: int, currency: str, *, key: str, now: datetime) -> Coupon:
    """Take so many points from the person for a coupon of the same worth, which stands with any other.

    The same `key` can't be exchanged twice. Raises NotEnoughPoints or AccountFrozen.
    """
    freezes.require_good(person)
    with savepoint(db):
        if count < 1 or not rows.take(db, ref=key, person_id=person.id, count=count, now=now):
            raise NotEnoughPoints(wanted=count, left=max(rows.of_person(db, person.id), 0))
        failpoints.reached("points.taken")
        coupon = coupons.give(
            db,
            person,
            amount=Money(count * WORTH_MINOR, currency),
            percent=None,
            threshold=Money(0, currency),
            expires_at=now + COUPON_LASTS,
            ref=f"points:{key}",
            by=person.who,
            why=f"{count} points",
            now=now,
            is_stackable=True,
        )
        if coupon is None:
            raise WrongRowCount(1, 0)
        return coupon


def of_person(db: Db, person: Person) -> int:
    """How many points the person has left; less than none if some were taken back that they had spent."""
    return rows.of_person(db, person.id)


def _ref(order: Order) -> str:
    return f"order:{order.id}"
