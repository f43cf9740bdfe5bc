"""Making amends: whoever had trouble with an order is given something for it, without having to ask.

Not here: what is given for what (backend.compensation), or troubles of many (handlers.admin.incidents).
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from backend import compensation, orders, people
from backend.compensation import Award
from backend.coupons import Coupon
from backend.orders import Order
from backend.people import Person, Role
from flows.pages import amends as pages
from flows.turn import Turn
from flows.words import Words
from handlers.audience import open_to

LAPSING_BEFORE = timedelta(days=2)
"""How long before a coupon lapses its owner is reminded."""


def owe(turn: Turn, order: Order) -> None:
    """Have it looked into right after this turn whether the order, delivered or refunded now, is to be made up for.

    The timer is kept with what this turn did, so it can't be lost; and what goes wrong with it delays no delivery.
    """
    case = compensation.case_of(turn.db, order)
    if case is None or not compensation.has_rule(turn.shop.policy, case):
        return
    buyer = people.the_person(turn.db, order.person_id)
    turn.set_timer("amends", f"order:{order.id}", due_at=turn.now, lane_of=buyer, order=order.id)


@open_to(Role.CUSTOMER)
def make_amends(turn: Turn, args: Mapping[str, Any]) -> None:
    """Give what the rules give for the order, and say so."""
    case = compensation.case_of(turn.db, orders.the_order(turn.db, args["order"]))
    if case is None:
        return
    award = compensation.make_up(turn.db, turn.shop.policy, case, by="shop", today=turn.today, now=turn.now)
    if award.grant is not None:
        hand_over(turn, turn.person, award, why=pages.why_of(turn, case))


def hand_over(turn: Turn, person: Person, award: Award, *, why: Words) -> None:
    """Tell the person what they were given, and have them reminded before it lapses."""
    turn.tell(person, pages.amends(turn, award, why=why))
    if award.coupon is not None:
        remind_before_it_lapses(turn, person, award.coupon)


def remind_before_it_lapses(turn: Turn, person: Person, coupon: Coupon) -> None:
    """Have the owner of a coupon reminded of it in time; not of one that lasts no longer than that anyway."""
    due_at = coupon.expires_at - LAPSING_BEFORE
    if due_at > turn.now:
        turn.set_timer("coupon-lapsing", f"coupon:{coupon.id}", due_at=due_at, lane_of=person, coupon=coupon.id)
