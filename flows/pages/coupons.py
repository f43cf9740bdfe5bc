"""Coupons as people read them: their name, what became of one, the page with all of them, and what a code gave.

Not here: which coupon an order takes (backend.coupons), or campaigns as admins see them (flows.pages.campaigns).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from backend import campaigns, catalogue, coupons, memberships, people, points
from backend.campaigns import Campaign
from backend.coupons import Coupon, CouponStatus
from backend.money import Money
from backend.orders import Order
from backend.pricing import Quote
from backend.redeem_codes import Redeemed
from flows.screens import Row, Screen, button
from flows.turn import Turn
from flows.words import Words, words

EXCHANGED_AT_LEAST = 100
"""Fewer points are worth less than a coupon is worth reading."""

CURRENCY_OF_POINTS = "CNY"


def coupon_page(turn: Turn) -> Screen:
    """The person's coupons, points and membership, what they may have more, and the way to use them."""
    held = coupons.unspent_of(turn.db, turn.person, now=turn.now)
    offered = campaigns.to_be_had(turn.db, turn.person, now=turn.now)
    collected = points.of_person(turn.db, turn.person)
    member = memberships.current(turn.db, turn.person)
    lines = [_line(turn, coupon) for coupon in held] or [words("coupons-none")]
    if collected:
        lines.append(_points_line(collected))
    if member is not None:
        lines.append(words("membership", tier=words(f"membership-{member.tier}"), until=member.until))
    takes: tuple[Row, ...] = tuple(
        (button("button-take-coupon", "campaign.take", {"coupon": worth_of(each)}, campaign=each.id),)
        for each in offered
    )
    return Screen(
        words("coupons", lines=lines),
        (*takes, *_exchange(collected), (button("button-browse", "categories"),), (button("button-menu", "menu"),)),
    )


def coupon_lines(turn: Turn, key: str, offer: Quote | Order) -> list[Words]:
    """What each coupon takes off a quote or an order: a line each, in the words of `key`."""
    quote_id = offer.quote_id if isinstance(offer, Order) else offer.id
    taken = coupons.discounts_of(turn.db, quote_id, first=offer.coupon_id, discount=offer.discount)
    return [words(key, coupon=name_of(each.coupon), discount=each.amount) for each in taken]


def coupons_after(turn: Turn, order: Order) -> list[Words]:
    """What became of each coupon of an order that came to nothing."""
    taken = coupons.of_quote(turn.db, order.quote_id, first=order.coupon_id)
    return [_after(turn, coupons.the_coupon(turn.db, coupon_id)) for coupon_id in taken]


def name_of(coupon: Coupon) -> Words:
    """What a coupon is called, as in '¥5 off'."""
    return _worth(coupon.amount, coupon.percent)


def worth_of(campaign: Campaign) -> Words:
    """What a campaign's coupons are called."""
    return _worth(campaign.amount, campaign.percent)


def restriction(turn: Turn, scope: Mapping[str, Any] | None) -> Words:
    """What a coupon is for, as in 'for Steam ¥50, silver members'."""
    if not scope:
        return words("coupon-for-all")
    language = turn.person.language
    named = [catalogue.the_product(turn.db, each).name_in(language) for each in scope.get("products", ())]
    shelves = {each.id: each.name_in(language) for each in catalogue.categories(turn.db)}
    named += [shelves.get(each, each) for each in scope.get("categories", ())]
    tiers = scope.get("tiers", ())
    if not tiers:
        return words("coupon-for-some", what=", ".join(named))
    which = words(f"membership-{tiers[0]}") if len(tiers) == 1 else words("membership-either")
    return words("coupon-for-members", tier=which, what=", ".join(named), has="some" if named else "none")


def points_taken_back(order: Order, count: int, *, left: int) -> Screen:
    """What an order that was refunded had earned, and what the person has left."""
    about = (button("button-order-page", "order.beside", order=order.id), button("button-coupons", "coupons"))
    text = words("points-taken-back", number=order.number, count=count, left=_points_line(left))
    return Screen(text, (about, (button("button-human", "human", order=order.id),)))


def how_to_redeem() -> Screen:
    """Where a code is typed."""
    return Screen(words("redeem-how"), _ways_on())


def redeemed(turn: Turn, result: Redeemed) -> Screen:
    """What a code gave, or why it gave nothing."""
    return Screen(_said_of(turn, result), _ways_on())


def taken(turn: Turn, coupon: Coupon) -> Words:
    """'You have it': what the coupon is for and until when."""
    return words(
        "coupon-given",
        coupon=name_of(coupon),
        scope=restriction(turn, coupon.scope),
        over=coupon.threshold,
        until=coupon.expires_at,
    )


def membership_over(turn: Turn, tier: str) -> Screen:
    """'Your membership is over': what that means, and how to have it again."""
    text = words("membership-over", tier=words(f"membership-{tier}"), present=_present_tier(turn))
    return Screen(text, _ways_on())


def membership_ending(tier: str, until: datetime) -> Screen:
    """'Your membership is about to end.'"""
    return Screen(words("membership-ending", tier=words(f"membership-{tier}"), until=until), _ways_on())


def _said_of(turn: Turn, result: Redeemed) -> Words:
    if result.failure is not None:
        return words(f"redeem-{result.failure}")
    if result.coupon is not None:
        return taken(turn, result.coupon)
    if result.membership is not None:
        member = result.membership
        return words(
            "membership-given",
            tier=words(f"membership-{member.tier}"),
            until=member.until,
            present=_present_tier(turn),
        )
    if result.points is not None:
        return words("redeemed-points", count=result.points)
    return words("redeemed-balance", amount=result.amount or Money(0, CURRENCY_OF_POINTS))


def _present_tier(turn: Turn) -> Words:
    """Whose prices the person pays by now: a licence may give a better tier than a membership does."""
    return words(f"membership-{people.the_person(turn.db, turn.person.id).tier}")


def _after(turn: Turn, coupon: Coupon) -> Words:
    if coupon.is_usable(turn.now):
        return words("coupon-back", coupon=name_of(coupon), until=coupon.expires_at)
    if coupon.status is CouponStatus.GRANTED:
        return words("coupon-lapsed", coupon=name_of(coupon), until=coupon.expires_at)
    return words("coupon-elsewhere", coupon=name_of(coupon))


def _worth(amount: Money, percent: int | None) -> Words:
    if percent is None:
        return words("coupon-amount", amount=amount)
    return words("coupon-percent", percent=percent, most=amount)


def _line(turn: Turn, coupon: Coupon) -> Words:
    name, over, until = name_of(coupon), coupon.threshold, coupon.expires_at
    if coupon.status is CouponStatus.RESERVED:
        return words("coupons-reserved", coupon=name)
    if not coupon.scope:
        return words("coupons-line", coupon=name, over=over, until=until)
    return words("coupons-line-some", coupon=name, scope=restriction(turn, coupon.scope), over=over, until=until)


def _points_line(collected: int) -> Words:
    return words("points", points=collected) if collected >= 0 else words("points-short", count=-collected)


def _exchange(collected: int) -> tuple[Row, ...]:
    """Points as a coupon of the same worth, where that is worth it."""
    if collected < EXCHANGED_AT_LEAST:
        return ()
    worth = Money(collected * points.WORTH_MINOR, CURRENCY_OF_POINTS)
    label = {"count": collected, "amount": worth}
    return ((button("button-exchange-points", "points.exchange", label, points=collected),),)


def _ways_on() -> tuple[Row, ...]:
    return (
        (button("button-browse", "categories"), button("button-coupons", "coupons")),
        (button("button-menu", "menu"),),
    )
