"""Refunds: a paid order that can't be delivered is given back to its buyer's balance, after a second look.

Not here: what may be refunded (backend.payments), or what the shop gives on top (handlers.customer.amends).
"""

from collections.abc import Mapping
from typing import Any

from backend import order_search, orders, payments, people
from backend.errors import CannotRefund, OrderNotFound
from backend.orders import Order, OrderStatus
from backend.people import Role
from flows.pages import refunds as pages
from flows.pages.orders import order_page
from flows.turn import Turn
from handlers.audience import open_to
from handlers.customer import amends


@open_to(Role.SUPERVISOR)
def ask(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show what would be given back to whom. Raises OrderNotFound or CannotRefund."""
    wanted = args["argument"].strip()
    if not wanted:
        turn.show(pages.how())
        return
    found = order_search.search(turn.db, wanted, most=1)
    if not found:
        raise OrderNotFound
    turn.show(pages.question(turn, _refundable(found[0])))


@open_to(Role.SUPERVISOR)
def refund(turn: Turn, args: Mapping[str, Any]) -> None:
    """Give the money back and tell the buyer; what was refunded before stays as it is."""
    order = orders.the_order(turn.db, args["order"])
    if order.status is not OrderStatus.REFUNDED:  # a second tap, or another supervisor's
        order = payments.refund_to_balance(turn.db, order, by=turn.person.who, why="/refund", now=turn.now)
        turn.tell(people.the_person(turn.db, order.person_id), pages.refunded(order))
        turn.refresh(order_page(turn, order))
        amends.owe(turn, order)
    turn.show(pages.done(order))


def _refundable(order: Order) -> Order:
    if order.status is not OrderStatus.PAID:
        raise CannotRefund(number=order.number, status=order.status.value)
    return order
