"""Orders: the taps on their pages, the money that comes for them, the timers that look after them.

Not here: how the pages look (flows.pages.orders) or what is allowed (backend).
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from backend import fulfilment, ledger, orders, payments
from backend.errors import OrderNotFound
from backend.money import Money
from backend.orders import Order, OrderStatus
from backend.payments import GatewayNotice, Outcome, Receipt
from backend.people import Role
from flows.pages import orders as pages
from flows.pages.coupons import coupon_after
from flows.screens import Screen, button
from flows.turn import Turn
from flows.words import Words, words
from handlers.audience import open_to
from handlers.customer import amends, follow_ups

FIRST_CURRENCY = "CNY"
"""In which nothing is told to whoever has nothing."""

CODES_STAY_OPEN = timedelta(minutes=10)
LOOK_AGAIN = timedelta(minutes=1)
"""How often a paid order without cards is tried again: it goes out within a minute of the new stock."""


@open_to(Role.CUSTOMER)
def order_list(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show a page of the person's orders."""
    turn.show(pages.order_list(turn, page=args.get("page", 1)))


@open_to(Role.CUSTOMER)
def order(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show the order page."""
    turn.show(pages.order_page(turn, _own(turn, args)))


@open_to(Role.CUSTOMER)
def order_beside(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show the order page in a message of its own, below the delivery."""
    turn.notify(pages.order_page(turn, _own(turn, args)))


def show_own(turn: Turn, args: Mapping[str, Any]) -> bool:
    """Show the order these args name, as it is now; False when they name none of the person's."""
    if "order" not in args:
        return False
    try:
        order(turn, args)
    except OrderNotFound:
        return False
    return True


def find(turn: Turn, text: str) -> bool:
    """Show the person's order that has this number; False when they have none."""
    found = orders.find(turn.db, turn.person, text)
    if found is None:
        return False
    turn.show(pages.order_page(turn, found))
    return True


@open_to(Role.CUSTOMER)
def ask_cancel(turn: Turn, args: Mapping[str, Any]) -> None:
    """Ask whether the order is really to be cancelled."""
    turn.show(pages.cancel_question(_own(turn, args)))


@open_to(Role.CUSTOMER)
def cancel(turn: Turn, args: Mapping[str, Any]) -> None:
    """Cancel an unpaid order and free its cards."""
    cancelled = orders.cancel(turn.db, _own(turn, args), by=turn.person.who, now=turn.now)
    page = pages.order_page(turn, cancelled)
    turn.refresh(page)
    turn.show(page.below(words("order-cancelled")))


@open_to(Role.CUSTOMER)
def pay_from_balance(turn: Turn, args: Mapping[str, Any]) -> None:
    """Pay from the balance and deliver, all in this turn."""
    wanted = orders.lock_own(turn.db, turn.person, args["order"])
    _deliver(turn, payments.pay_from_balance(turn.db, wanted, now=turn.now))


@open_to(Role.CUSTOMER)
def pay_outside(turn: Turn, args: Mapping[str, Any]) -> None:
    """Lead to a payment gateway."""
    turn.show(pages.payment_page(turn, _own(turn, args), gateway=args["gateway"]))


def receive_payment(turn: Turn, notice: GatewayNotice) -> None:
    """Money came, or is said to have come: act on it once and tell the person what became of it."""
    receipt = payments.receive(turn.db, notice, now=turn.now)
    match receipt.outcome:
        case Outcome.REFUSED:
            turn.notify_admins(_unfitting(receipt, notice))
        case Outcome.CREDITED if receipt.order is not None:
            number = receipt.order.number
            turn.notify(_beside_order(turn, receipt.order, "payment-credited", number=number, amount=notice.amount))
        case Outcome.CAPTURED | Outcome.CAPTURED_LATE if receipt.order is not None:
            _deliver(turn, receipt.order)
        case _:
            pass  # told of before: the first time was answered


@open_to(Role.CUSTOMER)
def show_codes(turn: Turn, args: Mapping[str, Any]) -> None:
    """Open the delivery where it was tapped."""
    turn.show(_open_delivery(turn, args))


@open_to(Role.CUSTOMER)
def show_codes_beside(turn: Turn, args: Mapping[str, Any]) -> None:
    """Open the delivery in a message of its own, which can be protected from being passed on."""
    turn.notify(_open_delivery(turn, args))


@open_to(Role.CUSTOMER)
def hide_codes(turn: Turn, args: Mapping[str, Any]) -> None:
    """Close the delivery again."""
    turn.show(pages.delivery(turn, _own(turn, args), is_open=False))


@open_to(Role.CUSTOMER)
def balance(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show what the person has with the shop."""
    del args
    held = ledger.balances(turn.db, turn.person) or [Money(0, FIRST_CURRENCY)]
    turn.show(
        Screen(
            words("balance", balance=[words("amount", amount=each) for each in held]),
            ((button("button-browse", "categories"), button("button-menu", "menu")),),
        )
    )


@open_to(Role.CUSTOMER)
def expire(turn: Turn, args: Mapping[str, Any]) -> None:
    """Let an unpaid order go and say so; do nothing if it has moved on."""
    if orders.expire(turn.db, args["order"], now=turn.now):
        lapsed = orders.the_order(turn.db, args["order"])
        turn.refresh(pages.order_page(turn, lapsed))
        coupon = None if lapsed.coupon_id is None else coupon_after(turn, lapsed.coupon_id)
        turn.notify(_beside_order(turn, lapsed, "order-lapsed", number=lapsed.number).below(coupon))


@open_to(Role.CUSTOMER)
def cover_codes(turn: Turn, args: Mapping[str, Any]) -> None:
    """Close what was left open: a phone that lies about shows no codes."""
    turn.refresh(pages.delivery(turn, orders.the_order(turn.db, args["order"]), is_open=False))


@open_to(Role.CUSTOMER)
def deliver_again(turn: Turn, args: Mapping[str, Any]) -> None:
    """Try once more to deliver a paid order whose cards were gone; until it is done or given back."""
    waiting = orders.lock(turn.db, args["order"])
    if waiting.status is OrderStatus.PAID and not _hand_over(turn, waiting):
        _look_again(turn, waiting)


def _own(turn: Turn, args: Mapping[str, Any]) -> Order:
    return orders.own_order(turn.db, turn.person, args["order"])


def _deliver(turn: Turn, paid: Order) -> None:
    """Hand over what was paid for, an order that the turn holds; staff hear if it can't be done."""
    if not _hand_over(turn, paid):
        turn.notify_admins(words("admin-order-stuck", number=paid.number))
        _look_again(turn, paid)


def _hand_over(turn: Turn, paid: Order) -> bool:
    """Deliver, bring the page up to date and send the delivery; False when the cards are gone."""
    delivered = fulfilment.deliver(turn.db, paid, now=turn.now)
    turn.update(pages.order_page(turn, delivered))
    if delivered.status is not OrderStatus.DELIVERED:
        return False
    turn.notify(pages.delivery(turn, delivered, is_open=False))
    follow_ups.follow_delivery(turn, delivered)
    amends.owe(turn, delivered)
    return True


def _look_again(turn: Turn, stuck: Order) -> None:
    look = f"order:{stuck.id}:{turn.event.id}"
    turn.set_timer("order-deliver", look, due_at=turn.now + LOOK_AGAIN, order=stuck.id)


def _open_delivery(turn: Turn, args: Mapping[str, Any]) -> Screen:
    """The open delivery; looking at the codes is recorded here, before they are sent."""
    wanted = _own(turn, args)
    fulfilment.codes(turn.db, wanted, person=turn.person, vault=turn.shop.vault, now=turn.now)
    opening = f"order:{wanted.id}:{turn.event.id}"
    turn.set_timer("codes-hide", opening, due_at=turn.now + CODES_STAY_OPEN, order=wanted.id)
    follow_ups.follow_look(turn, wanted)
    return pages.delivery(turn, wanted, is_open=True)


def _unfitting(receipt: Receipt, notice: GatewayNotice) -> Words:
    """What staff are told of money that fits no payment of ours."""
    if receipt.payment is None:
        return words("admin-payment-unknown", number=notice.payment_number, amount=notice.amount)
    wanted = receipt.payment.amount
    return words("admin-payment-differs", number=notice.payment_number, amount=notice.amount, wanted=wanted)


def _beside_order(turn: Turn, about: Order, key: str, **args: Any) -> Screen:
    del turn
    return Screen(
        words(key, **args),
        (
            (
                button("button-order-page", "order.beside", order=about.id),
                button("button-human", "human", order=about.id),
            ),
        ),
    )
