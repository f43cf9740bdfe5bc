"""Refunds by hand, after a second look: all of an order that can't be delivered, or a part of one that was; and the
word that an order was paid in some other way.

Not here: what may be refunded (backend.payments), or what the shop gives on top (handlers.customer.amends).
"""

from collections.abc import Mapping
from typing import Any

from backend import order_search, orders, payments, people
from backend.errors import CannotRefund, NotAnAmount, OrderNotFound
from backend.money import InvalidAmount, Money
from backend.orders import Order, OrderStatus
from backend.people import Role
from backend.refunds import RefundStatus
from flows.pages import refunds as pages
from flows.pages.orders import order_page
from flows.turn import Turn
from handlers.audience import open_to
from handlers.customer import amends, coupons
from handlers.customer import refunds as own_refunds

LONGEST_RECEIPT = 40


@open_to(Role.SUPERVISOR)
def ask(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show what would be given back to whom. Raises OrderNotFound, CannotRefund or NotAnAmount."""
    wanted, _, part = args["argument"].strip().partition(" ")
    if not wanted:
        turn.show(pages.how())
        return
    order = _found(turn, wanted)
    if part:
        turn.show(pages.question_of_part(turn, order, _amount(part, order.currency)))
    else:
        turn.show(pages.question(turn, _refundable(order)))


@open_to(Role.SUPERVISOR)
def refund(turn: Turn, args: Mapping[str, Any]) -> None:
    """Give the money back and tell the buyer; what was refunded before stays as it is."""
    order = orders.the_order(turn.db, args["order"])
    if order.status is not OrderStatus.REFUNDED:  # a second tap, or another supervisor's
        order = payments.refund_to_balance(turn.db, order, by=turn.person.who, why="/refund", now=turn.now)
        turn.tell(people.the_person(turn.db, order.person_id), pages.refunded(turn, order))
        turn.refresh(order_page(turn, order))
        amends.owe(turn, order)
    turn.show(pages.done(turn, order))


@open_to(Role.SUPERVISOR)
def refund_to_source(turn: Turn, args: Mapping[str, Any]) -> None:
    """Have the money sent back through its gateway and tell the buyer; what was refunded before stays as it is."""
    order = orders.the_order(turn.db, args["order"])
    if order.status is not OrderStatus.REFUNDED:
        wanted = payments.refund_to_source(turn.db, order, by=turn.person.who, why="/refund", now=turn.now)
        own_refunds.send_back(turn, wanted)
        order = orders.the_order(turn.db, order.id)
        turn.tell(people.the_person(turn.db, order.person_id), pages.going_back(order, wanted.amount))
        turn.refresh(order_page(turn, order))
        amends.owe(turn, order)
    turn.show(pages.sent_back(order, payments.taken_for(turn.db, order)))


@open_to(Role.SUPERVISOR)
def refund_part(turn: Turn, args: Mapping[str, Any]) -> None:
    """Have a part sent back through the order's gateway; the same question is answered once."""
    order = orders.the_order(turn.db, args["order"])
    amount = Money(args["minor"], order.currency)
    key, by = f"part:{args['asked']}", turn.person.who
    wanted = payments.refund_part(turn.db, order, amount, key=key, by=by, why="/refund", now=turn.now)
    if wanted.status is RefundStatus.WANTED and wanted.wanted_at == turn.now:
        own_refunds.send_back(turn, wanted)
        turn.tell(people.the_person(turn.db, order.person_id), pages.part_going_back(order, amount))
        turn.refresh(order_page(turn, orders.the_order(turn.db, order.id)))
        coupons.take_points_back(turn, order)
    turn.show(pages.sent_back(order, amount))


@open_to(Role.ADMIN)
def ask_whether_paid(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show which order would count as paid, by which receipt. Raises OrderNotFound."""
    wanted, _, ref = args["argument"].strip().partition(" ")
    if not wanted or not 0 < len(ref.strip()) <= LONGEST_RECEIPT:
        turn.show(pages.how_paid())
    else:
        turn.show(pages.question_whether_paid(turn, _found(turn, wanted), ref.strip()))


@open_to(Role.ADMIN)
def confirm_paid(turn: Turn, args: Mapping[str, Any]) -> None:
    """Let the order count as paid. It happens in its buyer's lane, as if a gateway had said so."""
    order = orders.the_order(turn.db, args["order"])
    buyer = people.the_person(turn.db, order.person_id)
    ref, subject = args["ref"], f"order:{order.id}:{args['ref']}"
    turn.set_timer(
        "payment-confirmed", subject, due_at=turn.now, lane_of=buyer, order=order.id, ref=ref, by=turn.person.who
    )
    turn.show(pages.noted_as_paid(order))


def _found(turn: Turn, wanted: str) -> Order:
    found = order_search.search(turn.db, wanted, most=1)
    if not found:
        raise OrderNotFound
    return found[0]


def _amount(text: str, currency: str) -> Money:
    try:
        amount = Money.parse(text.strip(), currency)
    except InvalidAmount:
        raise NotAnAmount(currency=currency) from None
    if amount.minor <= 0:
        raise NotAnAmount(currency=currency)
    return amount


def _refundable(order: Order) -> Order:
    if order.status is not OrderStatus.PAID:
        raise CannotRefund(number=order.number, status=order.status.value)
    return order
