"""Purchases: having a supplier asked for what a paid order lacks.

Not here: what the supplier answers (handlers.customer.supplies), or by when it is promised (backend.promises).
"""

from backend import people, supplier_purchases
from backend.orders import Order
from backend.supplier_purchases import Purchase
from flows.turn import Turn

JOB = "purchase"


def ask(turn: Turn, order: Order) -> bool:
    """Have the order's open purchase asked about; False if it has none."""
    purchase = supplier_purchases.open_for(turn.db, order.id)
    if purchase is None:
        return False
    start(turn, order, purchase)
    return True


def hurry(turn: Turn, order: Order) -> None:
    """Let a call that is still to be made go before others, as far as the order has become more urgent meanwhile."""
    purchase = supplier_purchases.open_for(turn.db, order.id)
    if purchase is not None and purchase.asked_at is None:
        start(turn, order, purchase)


def start(turn: Turn, order: Order, purchase: Purchase) -> None:
    """Put the call down, the more urgent the sooner."""
    buyer = people.the_person(turn.db, order.person_id)
    urgency = supplier_purchases.urgency(turn.db, order, buyer, now=turn.now)
    turn.start_job(JOB, priority=int(urgency), purchase=purchase.id)
