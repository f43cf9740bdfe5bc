"""What a buyer sees of an account that a supplier topped up.

Not here: that it takes longer (flows.pages.promises), the supplier's answers (handlers.customer.supplies), or codes
(flows.pages.orders).
"""

from backend import catalogue
from backend.fulfilment import TopUp
from backend.orders import Order
from flows.screens import Screen, button
from flows.turn import Turn
from flows.words import words


def topped_up(turn: Turn, order: Order, done: TopUp) -> Screen:
    """The delivery of a top-up: where it went, and the supplier's number to prove it by."""
    return Screen(
        words(
            "delivery-top-up",
            number=order.number,
            product=catalogue.the_product(turn.db, order.product_id).name_in(turn.person.language),
            count=order.quantity,
            account=order.account,
            receipt=done.receipt,
        ),
        (
            (
                button("button-order-page", "order.beside", order=order.id),
                button("button-complain", "complain.beside", order=order.id),
            ),
            (button("button-human", "human", order=order.id),),
        ),
        subject=f"delivery:{order.id}",
    )
