"""Complaining: the ways in, from the help page, an order, a delivery, a follow-up or a command.

Not here: what is asked (flows.complaint), or a human without further ado (handlers.customer.human).
"""

from collections.abc import Mapping
from typing import Any

from backend import orders, tickets
from backend.people import Role
from flows.engine import Engine
from flows.pages import tickets as pages
from flows.screens import Screen, button
from flows.turn import Turn
from flows.words import words
from handlers.audience import open_to


@open_to(Role.CUSTOMER)
def complain(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Begin a complaint, about an order if one is named."""
    if "order" in args:
        engine.start(turn, "complaint", order=orders.own_order(turn.db, turn.person, args["order"]).id)
    else:
        engine.start(turn, "complaint")


@open_to(Role.CUSTOMER)
def complain_beside(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Begin a complaint below the message that was tapped, which stays: it is the delivery itself."""
    turn.show_below()
    complain(turn, args, engine)


@open_to(Role.CUSTOMER)
def ticket(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show the person's open ticket, to which they talk from here on; with several the latest."""
    del args
    unresolved = tickets.unresolved_of(turn.db, turn.person)
    if unresolved:
        turn.conversation.is_talking = True
        turn.show(pages.customer_page(turn, unresolved[0]))
    else:
        ways_on = (button("button-complain", "complain"), button("button-human", "human"))
        turn.show(Screen(words("ticket-none"), (ways_on, (button("button-menu", "menu"),))))
