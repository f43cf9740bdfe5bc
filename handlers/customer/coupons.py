"""The page of a person's coupons and points.

Not here: how they come about (handlers.customer.amends) or are used (flows.checkout).
"""

from collections.abc import Mapping
from typing import Any

from backend.people import Role
from flows.pages import coupons as pages
from flows.turn import Turn
from handlers.audience import open_to


@open_to(Role.CUSTOMER)
def coupon_page(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show what the person can still use."""
    del args
    turn.show(pages.coupon_page(turn))
