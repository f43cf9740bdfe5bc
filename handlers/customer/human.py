"""'I want a human': recorded at once, at any step, without losing the step.

Not here: the desk that answers.
"""

from collections.abc import Mapping
from typing import Any

from backend import help_requests, orders
from backend.orders import Order
from flows.screens import Row, Screen, button
from flows.turn import Turn
from flows.words import words


def ask_for_human(turn: Turn, args: Mapping[str, Any]) -> None:
    """Record that the person wants a human and tell the admins, once for each wait."""
    order = None if "order" not in args else orders.own_order(turn.db, turn.person, args["order"])
    asked = help_requests.ask(turn.db, turn.person, order_id=None if order is None else order.id, now=turn.now)
    if asked.is_new:
        turn.notify_admins(
            words(
                "admin-human-wanted",
                name=turn.person.name,
                id=str(turn.person.telegram_id),
                order=order.number if order else "-",
            )
        )
    key = "human-asked" if asked.is_new else "human-asked-before"
    turn.show(
        Screen(
            words(key, since=asked.since),
            (*_to_order(order), (button("button-menu", "menu"), button("button-orders", "orders"))),
        )
    )


def _to_order(about: Order | None) -> tuple[Row, ...]:
    """The way back to the page that this answer replaces."""
    return () if about is None else ((button("button-order-page", "order", order=about.id),),)
