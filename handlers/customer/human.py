"""'I want a human': a ticket at once, at any step, without losing the step.

Not here: the staff who answer (handlers.agent), or what is written to them (handlers.customer.tickets).
"""

from collections.abc import Mapping
from typing import Any

from backend import complaints, orders, tickets
from backend.people import Role
from backend.tickets import Opened
from flows.pages import tickets as pages
from flows.turn import Turn
from flows.words import words
from handlers.audience import open_to


@open_to(Role.CUSTOMER)
def ask_for_human(turn: Turn, args: Mapping[str, Any]) -> None:
    """Open a ticket, or show the one there is; what the person writes from here on is for whoever serves them."""
    opened = _ticket(turn, args)
    turn.conversation.is_talking = True
    if opened.is_new:
        pages.hand_over(turn, opened.ticket)
    key = "human-asked" if opened.is_new else "human-asked-before"
    turn.show(pages.customer_page(turn, opened.ticket).below(words(key, since=opened.ticket.opened_at)))


def _ticket(turn: Turn, args: Mapping[str, Any]) -> Opened:
    """The ticket about the order that is named; without one, whatever the person has open already will do."""
    if "order" not in args and (unresolved := tickets.unresolved_of(turn.db, turn.person)):
        return Opened(unresolved[0], is_new=False)
    return tickets.open_ticket(
        turn.db,
        turn.person,
        order_id=None if "order" not in args else orders.own_order(turn.db, turn.person, args["order"]).id,
        category=None,
        now=turn.now,
        promised_at=complaints.promised_at(turn.db, None, now=turn.now),
    )
