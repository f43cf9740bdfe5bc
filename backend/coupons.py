"""Coupons: giving one, choosing the best for an order, and what becomes of it with the order.

Not here: what coupons are given for (backend.compensation, backend.campaigns). A coupon goes the way of its order:

    granted ──> reserved ──> used         placed: reserved, paid: used
       ^<──────────┴──────────┘           cancelled, expired or refunded: granted again, or lapsed if its time is over
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.errors import CouponLapsed, CouponTaken
from backend.money import Money
from backend.people import Person, Tier
from storage import audit_trail, failpoints
from storage import coupons as rows
from storage.coupons import Coupon as Coupon
from storage.coupons import CouponStatus as CouponStatus
from storage.database import Db, WrongRowCount

MOST_TOGETHER = 3
"""How many coupons of campaigns one order takes, where their terms let them stand together."""


@dataclass(frozen=True)
class Discount:
    """What a coupon takes off an order."""

    coupon: Coupon
    amount: Money


@dataclass(frozen=True)
class Goods:
    """What is bought and by whom, as far as a coupon's terms ask for it."""

    product_id: str
    category_id: str
    tier: Tier


def best(coupons: Iterable[Coupon], subtotal: Money, *, goods: Goods, now: datetime) -> tuple[Discount, ...]:
    """The coupons that together take most off; of those that take the same, the fewest, and which lapse first.

    An order takes one coupon, or a few that are stackable, each of another campaign; and besides any that were had
    for points, which stand with all. Each takes its part of the full price. At least one minor unit is left to pay,
    since an order is delivered because it is paid.
    """
    fitting = [
        Discount(coupon, _worth(coupon, subtotal)) for coupon in coupons if fits(coupon, subtotal, goods, now=now)
    ]
    worth_it = sorted((each for each in fitting if each.amount.minor > 0), key=_greatest_first)
    like_money = [each for each in worth_it if _is_like_money(each.coupon)]
    of_campaigns = [each for each in worth_it if not _is_like_money(each.coupon)]
    bases = [(), *((each,) for each in of_campaigns), _together(of_campaigns)]
    return min((_within([*base, *like_money], subtotal) for base in bases), key=_most_and_fewest)


def fits(coupon: Coupon, subtotal: Money, goods: Goods, *, now: datetime) -> bool:
    """Whether the coupon's terms let an order of these goods take it now."""
    if not coupon.is_usable(now) or coupon.currency != subtotal.currency or subtotal < coupon.threshold:
        return False
    return is_for(coupon.scope, goods)


def is_for(scope: Mapping[str, Any] | None, goods: Goods) -> bool:
    """Whether goods and buyer are among the products, categories and tiers that the terms name, if they name any."""
    named = scope or {}
    own = {"products": goods.product_id, "categories": goods.category_id, "tiers": goods.tier.value}
    return all(not named.get(kind) or value in named[kind] for kind, value in own.items())


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
    campaign_id: int | None = None,
    scope: Mapping[str, Any] | None = None,
    is_stackable: bool = False,
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
        campaign_id=campaign_id,
        scope=scope,
        is_stackable=is_stackable,
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


def keep_with_quote(db: Db, quote_id: int, further: Iterable[Discount]) -> None:
    """Let a quote count on coupons beside its first one."""
    for each in further:
        rows.add_further(db, quote_id, each.coupon.id, discount_minor=each.amount.minor)


def of_quote(db: Db, quote_id: int, *, first: int | None) -> list[int]:
    """All coupons that a quote and its order count on, in the sequence in which they are taken; `first` is its own."""
    if first is None:
        return []
    return sorted([first, *(each.coupon_id for each in rows.further_of(db, quote_id))])


def discounts_of(db: Db, quote_id: int, *, first: int | None, discount: Money) -> list[Discount]:
    """What each coupon of a quote or its order takes off the price; together they are its `discount`."""
    if first is None:
        return []
    further = [
        Discount(the_coupon(db, each.coupon_id), Money(each.discount_minor, discount.currency))
        for each in rows.further_of(db, quote_id)
    ]
    rest = discount.minor - sum(each.amount.minor for each in further)
    return [Discount(the_coupon(db, first), Money(rest, discount.currency)), *further]


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


def _worth(coupon: Coupon, subtotal: Money) -> Money:
    """Part of a minor unit is not taken off."""
    wanted = coupon.amount_minor
    if coupon.percent is not None:
        wanted = min(wanted, subtotal.minor * coupon.percent // 100)
    return Money(min(wanted, subtotal.minor - 1), subtotal.currency)


def _greatest_first(each: Discount) -> tuple[int, datetime, int]:
    return -each.amount.minor, each.coupon.expires_at, each.coupon.id


def _is_like_money(coupon: Coupon) -> bool:
    """Whether it was had for points: given to one person alone, and yet stackable."""
    return coupon.is_stackable and coupon.campaign_id is None


def _together(of_campaigns: Sequence[Discount]) -> tuple[Discount, ...]:
    """The stackable coupons that take most off, one of each campaign; the greatest stand in front."""
    chosen: dict[int | None, Discount] = {}
    for each in of_campaigns:
        if each.coupon.is_stackable and len(chosen) < MOST_TOGETHER:
            chosen.setdefault(each.coupon.campaign_id, each)
    return tuple(chosen.values())


def _within(wanted: Sequence[Discount], subtotal: Money) -> tuple[Discount, ...]:
    """Of these the first ones that the price has room for."""
    room = subtotal.minor - 1
    taken: list[Discount] = []
    for each in wanted:
        amount = min(each.amount.minor, room)
        if amount > 0:
            taken.append(Discount(each.coupon, Money(amount, subtotal.currency)))
            room -= amount
    return tuple(taken)


def _most_and_fewest(taken: Collection[Discount]) -> tuple[int, int, list[tuple[datetime, int]]]:
    total = sum(each.amount.minor for each in taken)
    return -total, len(taken), sorted((each.coupon.expires_at, each.coupon.id) for each in taken)


def _move(db: Db, coupon_id: int, *, was: CouponStatus, to: CouponStatus) -> None:
    if not rows.change(db, coupon_id, was=was, to=to):
        raise WrongRowCount(1, 0)


def _record(db: Db, coupon_id: int, status: CouponStatus, *, by: str, why: str, now: datetime) -> None:
    audit_trail.record(db, subject=f"coupon:{coupon_id}", what=status, by=by, why=why, now=now)
