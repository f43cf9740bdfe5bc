"""What people are told when the shop makes up for trouble, and how gifts are called.

Not here: what is given (backend.compensation).
"""

from backend import orders
from backend.compensation import Award, Case, Cause, GiftKind, Grant
from backend.compensation_policy import Gift
from backend.coupons import Coupon
from backend.money import Money
from flows.pages.coupons import name_of
from flows.screens import Screen, button
from flows.turn import Turn
from flows.words import Words, words

MINUTES_AN_HOUR = 60
MINUTES_A_DAY = 60 * 24


def amends(turn: Turn, award: Award, *, why: Words) -> Screen:
    """The apology, why, what is given and until when, with a button that uses it. Something must have been given."""
    if award.grant is None:
        raise ValueError("nothing was given")
    use = (
        button("button-coupons", "coupons")
        if award.grant.kind is GiftKind.POINTS
        else button("button-use-now", "categories")
    )
    return Screen(
        words("amends", why=why, gift=_given(award.grant, award.coupon)), ((use,), (button("button-menu", "menu"),))
    )


def why_of(turn: Turn, case: Case) -> Words:
    """What went wrong with an order."""
    number = orders.the_order(turn.db, case.order_ids[0]).number
    if case.cause is Cause.FAILED_TRANSACTION:
        return words("amends-failed", number=number)
    return words("amends-late", number=number, delay=_length(case.minutes_late))


def gift_name(gift: Gift) -> Words:
    """What a gift is called in a list, as in '¥5 off'."""
    match gift.kind:
        case GiftKind.POINTS:
            return words("gift-points", count=gift.points)
        case GiftKind.BALANCE:
            return words("gift-balance", amount=gift.amount)
        case GiftKind.COUPON if gift.percent is None:
            return words("coupon-amount", amount=gift.amount)
        case GiftKind.COUPON:
            return words("coupon-percent", percent=gift.percent, most=gift.amount)


def _given(grant: Grant, coupon: Coupon | None) -> Words:
    if coupon is not None:
        return words("amends-coupon", coupon=name_of(coupon), over=coupon.threshold, until=coupon.expires_at)
    if grant.kind is GiftKind.POINTS:
        return words("amends-points", count=grant.points)
    return words("amends-balance", amount=Money(grant.worth_minor, grant.currency))


def _length(minutes: int) -> Words:
    if minutes < MINUTES_AN_HOUR:
        return words("length-minutes", count=minutes)
    if minutes < MINUTES_A_DAY:
        return words("length-hours", count=minutes // MINUTES_AN_HOUR)
    return words("length-days", count=minutes // MINUTES_A_DAY)
