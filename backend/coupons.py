"""Coupons: giving one, choosing the best for an order, and what becomes of it with the order.

Not here: what coupons are given for (backend.compensation). A coupon goes the way of the order that took it:

    granted ──> reserved ──> used         placed: reserved, paid: used
       ^<──────────┴──────────┘           cancelled, expired or refunded: granted again, or lapsed if its time is over
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from backend.errors import CouponLapsed, CouponTaken
from backend.money import Money
from backend.people import Person
from storage import audit_trail, failpoints
from storage import coupons as rows
from storage.coupons import Coupon as Coupon
from storage.coupons import CouponStatus as CouponStatus
from storage.database import Db, WrongRowCount


@dataclass(frozen=True)
class Discount:
    """What a coupon takes off an order."""

    coupon: Coupon
    amount: Money


def best(coupons: Iterable[Coupon], subtotal: Money, *, now: datetime) -> Discount | None:
    """The coupon that takes most off; of two that take the same, the one that lapses first. None if none fits.

    At least one minor unit is left to pay, since an order is delivered because it is paid.
    """
    fitting = [
        Discount(coupon, _taken_off(coupon, subtotal))
        for coupon in coupons
        if coupon.is_usable(now) and coupon.currency == subtotal.currency and subtotal >= coupon.threshold
    ]
    worth_it = [each for each in fitting if each.amount.minor > 0]
    return min(worth_it, key=lambda each: (-each.amount.minor, each.coupon.expires_at, each.coupon.id), default=None)


def give(
    db: Db,
    person: Person,
    *,
    amount: Money,
    percent: int | None,
    threshold: Money,
    expires_at: datetime,
    ref: str,
    by: str,
    why: str,
    now: datetime,
) -> Coupon | None:
    """Give the person a coupon; None, and nothing done, if one was given for `ref` before."""
    given = rows.add(
        db,
        ref=ref,
        person_id=person.id,
        amount=amount,
        percent=percent,
        threshold=threshold,
        now=now,
        expires_at=expires_at,
    )
    if given is not None:
        failpoints.reached("coupon.given")
        _record(db, given.id, CouponStatus.GRANTED, by=by, why=why, now=now)
    return given


def unspent_of(db: Db, person: Person, *, now: datetime) -> list[Coupon]:
    """The person's coupons that can still be used or wait with an order, those that lapse first in front."""
    return rows.unspent_of(db, person.id, now=now)


def the_coupon(db: Db, coupon_id: int) -> Coupon:
    """The coupon with this id. Raises LookupError if there is none."""
    coupon = rows.with_id(db, coupon_id)
    if coupon is None:
        raise LookupError(f"no coupon {coupon_id}")
    return coupon


def check_usable(db: Db, coupon_id: int, *, now: datetime) -> None:
    """Raise CouponLapsed or CouponTaken if no order may take the coupon now."""
    coupon = the_coupon(db, coupon_id)
    if coupon.status is not CouponStatus.GRANTED:
        raise CouponTaken
    if not coupon.is_usable(now):
        raise CouponLapsed


def reserve(db: Db, coupon_id: int, *, by: str, why: str, now: datetime) -> None:
    """Keep the coupon for an order that is not paid yet. Raises CouponLapsed or CouponTaken."""
    was, to = CouponStatus.GRANTED, CouponStatus.RESERVED
    if not rows.change(db, coupon_id, was=was, to=to, unexpired_at=now):
        check_usable(db, coupon_id, now=now)
        raise CouponTaken
    failpoints.reached("coupon.reserved")
    _record(db, coupon_id, to, by=by, why=why, now=now)


def reserve_again(db: Db, coupon_id: int, *, by: str, why: str, now: datetime) -> None:
    """Keep the coupon for the order that had it and expired before its money came. Raises CouponTaken.

    The price was promised with the coupon, so it counts although its own time may be over meanwhile.
    """
    if not rows.change(db, coupon_id, was=CouponStatus.GRANTED, to=CouponStatus.RESERVED):
        raise CouponTaken
    _record(db, coupon_id, CouponStatus.RESERVED, by=by, why=why, now=now)


def use(db: Db, coupon_id: int, *, by: str, why: str, now: datetime) -> None:
    """Use the coupon up: its order is paid."""
    _move(db, coupon_id, was=CouponStatus.RESERVED, to=CouponStatus.USED)
    failpoints.reached("coupon.used")
    _record(db, coupon_id, CouponStatus.USED, by=by, why=why, now=now)


def give_back(db: Db, coupon_id: int, *, was: CouponStatus, by: str, why: str, now: datetime) -> None:
    """Take the coupon off an order that came to nothing; whose time is over meanwhile stays lapsed."""
    _move(db, coupon_id, was=was, to=CouponStatus.GRANTED)
    failpoints.reached("coupon.given-back")
    _record(db, coupon_id, CouponStatus.GRANTED, by=by, why=why, now=now)


def _taken_off(coupon: Coupon, subtotal: Money) -> Money:
    """Part of a minor unit is not taken off."""
    wanted = coupon.amount_minor
    if coupon.percent is not None:
        wanted = min(wanted, subtotal.minor * coupon.percent // 100)
    return Money(min(wanted, subtotal.minor - 1), subtotal.currency)


def _move(db: Db, coupon_id: int, *, was: CouponStatus, to: CouponStatus) -> None:
    if not rows.change(db, coupon_id, was=was, to=to):
        raise WrongRowCount(1, 0)


def _record(db: Db, coupon_id: int, status: CouponStatus, *, by: str, why: str, now: datetime) -> None:
    audit_trail.record(db, subject=f"coupon:{coupon_id}", what=status, by=by, why=why, now=now)
