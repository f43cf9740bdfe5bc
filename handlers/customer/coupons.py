"""A person's coupons, points and codes: the page of them, taking a coupon, having one for points, redeeming a code.

Not here: coupons for trouble (handlers.customer.amends), how one is used (flows.checkout), or the campaigns
themselves (handlers.admin.coupons).
"""

from collections.abc import Mapping
from typing import Any

from backend import campaigns, payments, people, points, redeem_codes
from backend.money import Money
from backend.orders import Order
from backend.people import Role
from flows.engine import Engine
from flows.pages import coupons as pages
from flows.turn import Turn
from flows.words import words
from handlers.audience import open_to
from handlers.customer import amends, memberships


@open_to(Role.CUSTOMER)
def coupon_page(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show what the person can still use, and what they may have."""
    del args
    turn.show(pages.coupon_page(turn))


@open_to(Role.CUSTOMER)
def take(turn: Turn, args: Mapping[str, Any]) -> None:
    """Take a coupon of a public campaign."""
    coupon = campaigns.take(turn.db, turn.person, args["campaign"], now=turn.now)
    amends.remind_before_it_lapses(turn, turn.person, coupon)
    turn.show(pages.coupon_page(turn).below(pages.taken(turn, coupon)))


@open_to(Role.CUSTOMER)
def exchange(turn: Turn, args: Mapping[str, Any]) -> None:
    """Have a coupon for points."""
    coupon = points.exchange(
        turn.db,
        turn.person,
        args["points"],
        pages.CURRENCY_OF_POINTS,
        key=f"event:{turn.event.id}",
        now=turn.now,
    )
    turn.show(pages.coupon_page(turn).below(pages.taken(turn, coupon)))


@open_to(Role.CUSTOMER)
def use_points(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Have points taken off the order that is being confirmed: a coupon for them, and the summary anew."""
    coupon = points.exchange(
        turn.db, turn.person, args["points"], args["currency"], key=f"event:{turn.event.id}", now=turn.now
    )
    spent = words("points-spent", count=args["points"], amount=coupon.amount)
    if engine.is_open(turn):
        engine.ask(turn, note=spent)
    else:
        turn.show(pages.coupon_page(turn).below(spent))


@open_to(Role.CUSTOMER)
def redeem(turn: Turn, args: Mapping[str, Any]) -> None:
    """Redeem the code that follows the command, or say where one is typed."""
    text = str(args.get("argument", "")).strip()
    if not text:
        turn.show(pages.how_to_redeem())
        return
    result = redeem_codes.redeem(turn.db, turn.person, text, vault=turn.shop.vault, now=turn.now)
    if result.coupon is not None:
        amends.remind_before_it_lapses(turn, turn.person, result.coupon)
    if result.membership is not None:
        memberships.watch(turn, turn.person, result.membership)
    turn.show(pages.redeemed(turn, result))


def redeem_said(turn: Turn, text: str) -> bool:
    """Redeem a text that looks like a code; False if it does not."""
    if not redeem_codes.looks_like_one(text):
        return False
    redeem(turn, {"argument": text})
    return True


def earn_points(turn: Turn, delivered: Order) -> None:
    """Give the buyer the points that their delivered order earns, if the shop gives any."""
    if points.earned_by(turn.db, delivered.currency):
        points.earn(turn.db, turn.person, delivered, now=turn.now)


def take_points_back(turn: Turn, refunded: Order) -> None:
    """Take back what the order earned, as far as it was refunded by now, and tell its buyer; whoever refunded it."""
    payment = payments.captured_for(turn.db, refunded)
    if payment is None:
        return
    buyer = people.the_person(turn.db, refunded.person_id)
    sum_back = Money(payment.refunded_minor, payment.currency)
    count = points.take_back(turn.db, buyer, refunded, sum_back, by=turn.person.who, now=turn.now)
    if count:
        turn.tell(buyer, pages.points_taken_back(refunded, count, left=points.of_person(turn.db, buyer)))
