"""Coupons as people read them: their name, what became of one, and the page with all of them.

Not here: which coupon an order takes (backend.coupons).
"""

from backend import coupons, points
from backend.coupons import Coupon, CouponStatus
from flows.screens import Screen, button
from flows.turn import Turn
from flows.words import Words, words


def coupon_page(turn: Turn) -> Screen:
    """The person's coupons and points, and the way to use them."""
    held = coupons.unspent_of(turn.db, turn.person, now=turn.now)
    collected = points.of_person(turn.db, turn.person)
    lines = [_line(coupon) for coupon in held] or [words("coupons-none")]
    if collected:
        lines.append(words("points", points=collected))
    return Screen(
        words("coupons", lines=lines),
        ((button("button-browse", "categories"),), (button("button-menu", "menu"),)),
    )


def coupon_name(turn: Turn, coupon_id: int) -> Words:
    """What a coupon is called, as in '¥5 off'."""
    return name_of(coupons.the_coupon(turn.db, coupon_id))


def coupon_after(turn: Turn, coupon_id: int) -> Words:
    """What became of the coupon of an order that came to nothing."""
    coupon = coupons.the_coupon(turn.db, coupon_id)
    if coupon.is_usable(turn.now):
        return words("coupon-back", coupon=name_of(coupon), until=coupon.expires_at)
    if coupon.status is CouponStatus.GRANTED:
        return words("coupon-lapsed", coupon=name_of(coupon), until=coupon.expires_at)
    return words("coupon-elsewhere", coupon=name_of(coupon))


def name_of(coupon: Coupon) -> Words:
    """What a coupon is called, as in '¥5 off'."""
    if coupon.percent is None:
        return words("coupon-amount", amount=coupon.amount)
    return words("coupon-percent", percent=coupon.percent, most=coupon.amount)


def _line(coupon: Coupon) -> Words:
    key = "coupons-reserved" if coupon.status is CouponStatus.RESERVED else "coupons-line"
    return words(key, coupon=name_of(coupon), over=coupon.threshold, until=coupon.expires_at)
