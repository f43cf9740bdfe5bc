"""Follow-ups: what is asked and reminded of, each with its answers as buttons and a way to hear less.

Not here: when each goes out (backend.follow_ups, handlers.customer.follow_ups).
"""

from backend.coupons import Coupon
from backend.orders import Order
from backend.tickets import Ticket
from flows.pages.coupons import name_of
from flows.screens import Row, Screen, button
from flows.words import words


def payment_reminder(order: Order) -> Screen:
    """'Not paid yet.' Until it lapses that is part of ordering, so there is no way to hear less on it."""
    return Screen(
        words("order-reminder", number=order.number, until=order.pay_until),
        (
            (
                button("button-order-page", "order.beside", order=order.id),
                button("button-human", "human", order=order.id),
            ),
        ),
    )


def unseen_delivery(order: Order) -> Screen:
    """'Your codes are waiting.'"""
    return Screen(
        words("follow-up-unseen", number=order.number),
        ((button("button-codes", "codes.beside", order=order.id),), *_arrival_answers(order)),
    )


def seen_delivery(order: Order) -> Screen:
    """'Did it all work?'"""
    return Screen(words("follow-up-seen", number=order.number), _arrival_answers(order))


def ticket_check(ticket: Ticket) -> Screen:
    """'Is it really solved?'"""
    return Screen(
        words("follow-up-ticket", number=ticket.number),
        (
            (
                button("button-solved", "ticket.solved", ticket=ticket.id),
                button("button-unsolved", "ticket-of.reopen", ticket=ticket.id),
            ),
            _hear_less(),
        ),
    )


def lapsing_coupon(coupon: Coupon) -> Screen:
    """'Your coupon is about to lapse.'"""
    return Screen(
        words("follow-up-coupon", coupon=name_of(coupon), until=coupon.expires_at),
        ((button("button-browse", "categories"),), _hear_less()),
    )


def _arrival_answers(order: Order) -> tuple[Row, ...]:
    return (
        (
            button("button-arrived", "arrival.yes", order=order.id),
            button("button-not-arrived", "complain", order=order.id),
        ),
        _hear_less(),
    )


def _hear_less() -> Row:
    return (button("button-hear-less", "settings"),)
