"""Pre-orders, for all staff: what is announced, what was paid ahead, and what is due.

Not here: announcing something (handlers.admin.products), or what buyers are told (handlers.customer.preorders).
"""

from collections.abc import Mapping
from typing import Any

from backend.people import Role
from flows.pages import preorders as pages
from flows.turn import Turn
from handlers.audience import open_to


@open_to(Role.AGENT)
def overview(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show how many of what are ordered ahead."""
    del args
    turn.show(pages.overview(turn))
