"""Coupon campaigns, redeem codes and points, for admins: looking, beginning, closing, having codes made.

Not here: the questions about a new one (flows.campaign, flows.codes), or a person's own coupons
(handlers.customer.coupons).
"""

from collections.abc import Mapping
from typing import Any

from backend import campaigns, points, redeem_codes
from backend.people import Role
from flows.engine import Engine
from flows.pages import campaigns as pages
from flows.pages.coupons import CURRENCY_OF_POINTS
from flows.turn import Turn
from flows.words import words
from handlers.audience import open_to


@open_to(Role.ADMIN)
def campaign_list(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show the newest campaigns."""
    del args
    turn.show(pages.campaign_list(turn))


@open_to(Role.ADMIN)
def campaign(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show one with what can be done."""
    turn.show(pages.campaign_page(turn, campaigns.the_campaign(turn.db, args["campaign"])))


@open_to(Role.ADMIN)
def close(turn: Turn, args: Mapping[str, Any]) -> None:
    """Give no more coupons of it."""
    closed = campaigns.close(turn.db, args["campaign"], by=turn.person.who, now=turn.now)
    turn.show(pages.campaign_page(turn, closed).below(words("campaign-closed-now")))


@open_to(Role.ADMIN)
def switch_points(turn: Turn, args: Mapping[str, Any]) -> None:
    """Let delivered orders earn points from now on, or stop."""
    points.set_earned(turn.db, CURRENCY_OF_POINTS, int(args["per_unit"]), by=turn.person.who, now=turn.now)
    turn.show(pages.campaign_list(turn))


@open_to(Role.ADMIN)
def begin(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Begin to describe a campaign."""
    del args
    engine.start(turn, "campaign")


@open_to(Role.ADMIN)
def make_codes(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Begin to have codes made, for coupons of a campaign or for something else."""
    if "campaign" in args:
        engine.start(turn, "redeem-codes", prize=f"campaign:{args['campaign']}")
    else:
        engine.start(turn, "redeem-codes")


@open_to(Role.ADMIN)
def forget_codes(turn: Turn, args: Mapping[str, Any]) -> None:
    """Forget how codes were made that have been sent to whoever wanted them."""
    redeem_codes.hand_over(turn.db, args["batch"], by="clock", now=turn.now)
