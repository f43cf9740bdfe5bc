"""Replacing a code that does not work, from the ticket of whoever complained of it.

Not here: the handing over, which happens in the buyer's own lane (handlers.customer.reissues).
"""

from collections.abc import Mapping
from typing import Any

from backend import orders, people, reissues, tickets
from backend.errors import CannotReplace, OrderNotFound
from backend.orders import Order
from backend.people import Role
from backend.tickets import Ticket
from flows.pages import reissues as pages
from flows.turn import Turn
from handlers.agent.room import ticket_here
from handlers.audience import open_to


@open_to(Role.AGENT)
def codes(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show which codes the order has and what became of each, below the ticket's card."""
    ticket, order = _about(turn, args)
    turn.notify(pages.codes(turn, ticket, order))


@open_to(Role.AGENT)
def replace_code(turn: Turn, args: Mapping[str, Any]) -> None:
    """Have the code replaced; once more for one that waits, as there may be another on the shelf by now."""
    ticket, order = _about(turn, args)
    suspect = next((each for each in reissues.suspects(turn.db, order) if each.card.id == args["card"]), None)
    if suspect is None:
        raise CannotReplace(number=order.number)
    wanted = reissues.want(turn.db, order, suspect.card.id, by=turn.person.who, now=turn.now)
    buyer = people.the_person(turn.db, order.person_id)
    subject = f"reissue:{wanted.id}:{turn.event.id}"
    turn.set_timer("reissue", subject, due_at=turn.now, lane_of=buyer, reissue=wanted.id)
    turn.show(pages.codes(turn, ticket, order).below(pages.wanted(order, suspect.place)))


def _about(turn: Turn, args: Mapping[str, Any]) -> tuple[Ticket, Order]:
    """A ticket of the agent's own, and its order. Raises OrderNotFound for one about none."""
    ticket = tickets.must_answer_for(turn.db, ticket_here(turn, args), turn.person)
    if ticket.order_id is None:
        raise OrderNotFound
    return ticket, orders.the_order(turn.db, ticket.order_id)
