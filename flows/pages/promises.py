"""What a buyer hears of a promise that was broken, and what they can do: wait, have the money back, ask for a human.

Not here: what was promised and by when (backend.promises), or the taps (handlers.customer.promises).
"""

from backend import payments, promises
from backend.orders import Order
from flows.screens import Row, Screen, button
from flows.turn import Turn
from flows.words import Words, words


def late(turn: Turn, order: Order) -> Screen:
    """'It takes longer; by then you have it or your money.' The time is the order's own."""
    text = words(
        "promise-late", number=order.number, until=promises.until(order), total=order.total, to=way_back(turn, order)
    )
    return Screen(text, (*choices(order), _ways_on(order)))


def in_doubt(order: Order) -> Screen:
    """'A human finds out whether your account was topped up.'"""
    return Screen(words("supply-in-doubt", number=order.number, account=order.account), (_ways_on(order),))


def refund_late(order: Order) -> Screen:
    """'Nobody has said yet that your money arrived; somebody finds out.'"""
    return Screen(words("promise-refund-late", number=order.number, until=promises.until(order)), (_ways_on(order),))


def question(turn: Turn, order: Order) -> Screen:
    """'Really have the money back instead?'"""
    text = words("promise-give-up-really", number=order.number, total=order.total, to=way_back(turn, order))
    return Screen(
        text,
        (
            (button("button-give-up-yes", "order.give-up", order=order.id),),
            (button("button-wait-on", "order.wait", order=order.id),),
        ),
        subject=f"order:{order.id}",
    )


def choices(order: Order) -> tuple[Row, ...]:
    """What the buyer of a late order may choose."""
    return (
        (
            button("button-give-up", "order.give-up-question", order=order.id),
            button("button-wait-on", "order.wait", order=order.id),
        ),
    )


def promised(order: Order) -> Words:
    """What the order is promised, and by when."""
    return words(f"order-promise-{order.promise}", until=promises.until(order), total=order.total)


def way_back(turn: Turn, order: Order) -> str:
    """Where its money would go: to its source where that can be had, else to the balance."""
    payment = payments.captured_for(turn.db, order)
    gateway = None if payment is None else turn.shop.gateways.get(payment.gateway)
    return "source" if gateway is not None and gateway.gives_back else "balance"


def _ways_on(order: Order) -> Row:
    return button("button-order-page", "order.beside", order=order.id), button("button-human", "human", order=order.id)
