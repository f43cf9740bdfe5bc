"""What a buyer hears of a promise that was broken, and what they can do: wait, have the money back, ask for a human.

Not here: what was promised and by when (backend.promises), or the taps (handlers.customer.promises).
"""

from backend import payments, promises, refunds
from backend.money import Money
from backend.orders import Order
from backend.promises import Promise
from flows.screens import Row, Screen, button
from flows.turn import Turn
from flows.words import Words, words


def late(turn: Turn, order: Order) -> Screen:
    """'It takes longer; by then you have it or your money.' The time is the order's own."""
    text = words(
        "promise-late",
        number=order.number,
        until=promises.until(order),
        total=payments.taken_for(turn.db, order),
        to=way_back(turn, order),
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
    paid = payments.taken_for(turn.db, order)
    text = words("promise-give-up-really", number=order.number, total=paid, to=way_back(turn, order))
    return Screen(
        text,
        (
            (button("button-give-up-yes", "order.give-up", order=order.id),),
            (button("button-wait-on", "order.wait", order=order.id),),
        ),
        subject=f"order:{order.id}",
    )


def given_up(turn: Turn, order: Order) -> Words:
    """'Your pre-order is given up, the money goes back': to be asked for before it does."""
    paid = payments.taken_for(turn.db, order)
    return words("preorder-given-up", number=order.number, total=paid, to=way_back(turn, order))


def choices(order: Order) -> tuple[Row, ...]:
    """What the buyer of a late order may choose; that of a pre-order waits anyway."""
    if not promises.is_late(order):
        return ((button("button-give-up", "order.give-up-question", order=order.id),),)
    return (
        (
            button("button-give-up", "order.give-up-question", order=order.id),
            button("button-wait-on", "order.wait", order=order.id),
        ),
    )


def promised(turn: Turn, order: Order) -> Words:
    """What the order is promised, and by when."""
    paid = payments.taken_for(turn.db, order)
    day = order.expected_on or ""
    back = _on_its_way(turn, order)
    return words(f"order-promise-{order.promise}", until=promises.until(order), total=paid, back=back, day=day)


def way_back(turn: Turn, order: Order) -> str:
    """Where its money would go: to its source where that can be had, else to the balance."""
    payment = payments.captured_for(turn.db, order)
    gateway = None if payment is None else turn.shop.gateways.get(payment.gateway)
    return "source" if gateway is not None and gateway.gives_back else "balance"


def _on_its_way(turn: Turn, order: Order) -> Money:
    """How much of its money is going back; nothing is looked for where that was not promised."""
    nothing = Money(0, order.currency)
    if order.promise not in (Promise.REFUND, Promise.REFUND_LATE):
        return nothing
    return sum((each.amount for each in refunds.under_way_for(turn.db, order.id)), nothing)


def _ways_on(order: Order) -> Row:
    return button("button-order-page", "order.beside", order=order.id), button("button-human", "human", order=order.id)
