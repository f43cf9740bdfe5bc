"""What supervisors see of a refund, and what the buyer is told of it.

Not here: the refund (backend.payments).
"""

from backend import catalogue, people
from backend.orders import Order
from flows.screens import Screen, button
from flows.turn import Turn
from flows.words import words


def how() -> Screen:
    """How to name the order."""
    return Screen(words("refund-how"), ((button("button-menu", "menu"),),))


def question(turn: Turn, order: Order) -> Screen:
    """'Really give it back?', with whose order it is."""
    return Screen(
        words(
            "refund-question",
            number=order.number,
            name=people.the_person(turn.db, order.person_id).name,
            product=catalogue.the_product(turn.db, order.product_id).name_in(turn.person.language),
            quantity=order.quantity,
            total=order.total,
        ),
        (
            (button("button-refund", "order.refund", {"total": order.total}, order=order.id),),
            (button("button-menu", "menu"),),
        ),
    )


def done(order: Order) -> Screen:
    """What a supervisor is told afterwards."""
    return Screen(words("refund-done", number=order.number, total=order.total), ((button("button-menu", "menu"),),))


def refunded(order: Order) -> Screen:
    """What the buyer is told."""
    return Screen(
        words("order-refunded", number=order.number, total=order.total),
        (
            (button("button-order-page", "order.beside", order=order.id), button("button-balance", "balance")),
            (button("button-human", "human", order=order.id),),
        ),
    )
