"""What supervisors see of a refund, and what the buyer is told of it.

Not here: the refund (backend.payments).
"""

from backend import catalogue, payments, people
from backend.money import Money
from backend.orders import Order
from flows.screens import Row, Screen, button
from flows.turn import Turn
from flows.words import words


def how() -> Screen:
    """How to name the order."""
    return Screen(words("refund-how"), ((button("button-menu", "menu"),),))


def question(turn: Turn, order: Order) -> Screen:
    """'Really give it back?', with whose order it is; what goes back is all that was paid, with its fee."""
    paid = payments.taken_for(turn.db, order)
    return Screen(
        words(
            "refund-question",
            number=order.number,
            name=people.the_person(turn.db, order.person_id).name,
            product=catalogue.the_product(turn.db, order.product_id).name_in(turn.person.language),
            quantity=order.quantity,
            total=paid,
        ),
        (
            *_to_source(turn, order, paid),
            (button("button-refund", "order.refund", {"total": paid}, order=order.id),),
            (button("button-menu", "menu"),),
        ),
    )


def question_of_part(turn: Turn, order: Order, amount: Money) -> Screen:
    """'Really send this much back?'"""
    send = button(
        "button-refund-source",
        "order.refund-part",
        {"total": amount},
        order=order.id,
        minor=amount.minor,
        asked=turn.event.id,
    )
    return Screen(
        words(
            "refund-part-question",
            number=order.number,
            name=people.the_person(turn.db, order.person_id).name,
            product=catalogue.the_product(turn.db, order.product_id).name_in(turn.person.language),
            quantity=order.quantity,
            total=order.total,
            amount=amount,
        ),
        ((send,), (button("button-menu", "menu"),)),
    )


def sent_back(order: Order, amount: Money) -> Screen:
    """What a supervisor is told once a gateway is to give money back."""
    return Screen(words("refund-sent-back", number=order.number, amount=amount), ((button("button-menu", "menu"),),))


def going_back(order: Order, amount: Money) -> Screen:
    """What the buyer is told of an order that is not delivered."""
    return Screen(words("order-going-back", number=order.number, amount=amount), (_about(order),))


def part_going_back(order: Order, amount: Money) -> Screen:
    """What the buyer is told of a part."""
    return Screen(words("order-part-going-back", number=order.number, amount=amount), (_about(order),))


def how_paid() -> Screen:
    """How to say that an order was paid."""
    return Screen(words("paid-how"), ((button("button-menu", "menu"),),))


def question_whether_paid(turn: Turn, order: Order, ref: str) -> Screen:
    """'Did the money really come?'"""
    confirm = button("button-confirm-paid", "order.confirm-paid", {"total": order.total}, order=order.id, ref=ref)
    return Screen(
        words(
            "paid-question",
            number=order.number,
            name=people.the_person(turn.db, order.person_id).name,
            status=words(f"order-status-{order.status}"),
            total=order.total,
            ref=ref,
        ),
        ((confirm,), (button("button-menu", "menu"),)),
    )


def noted_as_paid(order: Order) -> Screen:
    """It is being seen to."""
    return Screen(words("paid-noted", number=order.number), ((button("button-menu", "menu"),),))


def _to_source(turn: Turn, order: Order, paid: Money) -> tuple[Row, ...]:
    """The way back through the gateway, where the money came through one that gives back."""
    payment = payments.captured_for(turn.db, order)
    gateway = None if payment is None else turn.shop.gateways.get(payment.gateway)
    if gateway is None or not gateway.gives_back:
        return ()
    return ((button("button-refund-source", "order.refund-source", {"total": paid}, order=order.id),),)


def _about(order: Order) -> Row:
    return button("button-order-page", "order.beside", order=order.id), button("button-human", "human", order=order.id)


def done(turn: Turn, order: Order) -> Screen:
    """What a supervisor is told afterwards."""
    paid = payments.taken_for(turn.db, order)
    return Screen(words("refund-done", number=order.number, total=paid), ((button("button-menu", "menu"),),))


def refunded(turn: Turn, order: Order) -> Screen:
    """What the buyer is told."""
    return Screen(
        words("order-refunded", number=order.number, total=payments.taken_for(turn.db, order)),
        (
            (button("button-order-page", "order.beside", order=order.id), button("button-balance", "balance")),
            (button("button-human", "human", order=order.id),),
        ),
    )
