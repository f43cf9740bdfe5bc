"""Orders: the taps on their pages, the money that comes for them, the timers that look after them.

Not here: how the pages look (flows.pages.orders) or what is allowed (backend).
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from backend import fulfilment, orders, payments
from backend.errors import OrderNotFound
from backend.orders import Order, OrderStatus
from backend.payments import GatewayNotice, Outcome, Receipt
from backend.people import Role
from flows.checkout import let_go_in_time
from flows.pages import orders as pages
from flows.pages import payments as payment_pages
from flows.pages import receipts, supplies
from flows.pages.coupons import coupons_after
from flows.screens import Screen, button
from flows.turn import Turn
from flows.words import Words, words
from handlers.audience import open_to
from handlers.customer import account, amends, coupons, follow_ups, purchases, refunds

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
    if not account.may_pay(turn, wanted):
        return
    deliver(turn, payments.pay_from_balance(turn.db, wanted, now=turn.now))


@open_to(Role.CUSTOMER)
def pay_outside(turn: Turn, args: Mapping[str, Any]) -> None:
    """Lead to a payment gateway."""
    wanted = _own(turn, args)
    if not account.may_pay(turn, wanted):
        return
    turn.show(pages.payment_page(turn, wanted, gateway=args["gateway"]))
    let_go_in_time(turn, orders.the_order(turn.db, wanted.id))


def receive_payment(turn: Turn, notice: GatewayNotice) -> None:
    """Money came, or is said to have come: act on it once and tell the person what became of it."""
    gateway = turn.shop.gateways.get(notice.gateway)
    may_go_back = gateway is not None and gateway.gives_back
    receipt = payments.receive(turn.db, notice, may_return=may_go_back, now=turn.now)
    _act_on(turn, receipt, notice, may_go_back=may_go_back)


@open_to(Role.CUSTOMER)
def confirm_paid(turn: Turn, args: Mapping[str, Any]) -> None:
    """Staff say that the order was paid in some other way: the same happens as when a gateway says so."""
    wanted = orders.the_order(turn.db, args["order"])
    receipt = payments.confirm_paid(turn.db, wanted, ref=args["ref"], by=args["by"], why="/paid", now=turn.now)
    told = words("admin-confirmed", number=wanted.number, amount=wanted.total, outcome=receipt.outcome.value)
    turn.notify_admins(told)
    if receipt.payment is not None:
        notice = GatewayNotice(
            payments.BY_HAND, receipt.payment.number, args["ref"], args["ref"], receipt.payment.amount, turn.now
        )
        _act_on(turn, receipt, notice, may_go_back=False)


def _act_on(turn: Turn, receipt: Receipt, notice: GatewayNotice, *, may_go_back: bool) -> None:
    match receipt.outcome:
        case Outcome.REFUSED:
            turn.notify_admins(_unfitting(receipt, notice))
        case Outcome.CREDITED if receipt.order is not None and receipt.payment is not None:
            turn.notify(payment_pages.credited(receipt.order, receipt.payment, may_go_back=may_go_back))
        case Outcome.RETURNED if receipt.order is not None and receipt.refund is not None:
            turn.notify(payment_pages.returned(receipt.order, receipt.refund.amount))
            refunds.send_back(turn, receipt.refund)
            refunds.refresh_page(turn, receipt.order.id)
        case Outcome.TOPPED_UP if receipt.payment is not None:
            there = payment_pages.topped_up(turn, receipt.payment)
            turn.refresh(there)
            turn.notify(there)
        case Outcome.CAPTURED | Outcome.CAPTURED_LATE if receipt.order is not None:
            deliver(turn, receipt.order)
        case _:
            pass  # told of before: the first time was answered


def deliver(turn: Turn, paid: Order) -> None:
    """Hand over what was paid for, an order that the turn holds, or have it bought; staff hear if neither can be."""
    if _hand_over(turn, paid) or purchases.ask(turn, paid) or orders.is_preorder(paid):
        return  # what was ordered ahead is delivered when the ticker finds stock for it
    if not paid.needs_attention:
        turn.notify_admins(words("admin-order-stuck", number=paid.number))
    _look_again(turn, paid)


def try_now(turn: Turn, paid: Order) -> bool:
    """Try to deliver a paid order that the turn holds and that is tried again by and by; False if it still waits."""
    if _hand_over(turn, paid):
        return True
    purchases.ask(turn, paid)
    return False


def has_any(turn: Turn) -> bool:
    """Whether the person ever ordered something."""
    return bool(orders.orders_of(turn.db, turn.person, page=1, per_page=1).items)


@open_to(Role.CUSTOMER)
def receipt(turn: Turn, args: Mapping[str, Any]) -> None:
    """Send the receipt as a message of its own, which may be passed on."""
    turn.notify(receipts.receipt(turn, _own(turn, args)))


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
def expire(turn: Turn, args: Mapping[str, Any]) -> None:
    """Let an unpaid order go and say so; do nothing if it has moved on."""
    if orders.expire(turn.db, args["order"], now=turn.now):
        lapsed = orders.the_order(turn.db, args["order"])
        turn.refresh(pages.order_page(turn, lapsed))
        back = coupons_after(turn, lapsed)
        note = words("lines", lines=back) if back else None
        turn.notify(_beside_order(turn, lapsed, "order-lapsed", number=lapsed.number).below(note))


@open_to(Role.CUSTOMER)
def let_go(turn: Turn, args: Mapping[str, Any]) -> None:
    """Free what was set aside for an order that is not paid yet, and let its page say so."""
    if orders.let_go(turn.db, args["order"], now=turn.now):
        turn.refresh(pages.order_page(turn, orders.the_order(turn.db, args["order"])))


@open_to(Role.CUSTOMER)
def cover_codes(turn: Turn, args: Mapping[str, Any]) -> None:
    """Close what was left open: a phone that lies about shows no codes."""
    turn.refresh(pages.delivery(turn, orders.the_order(turn.db, args["order"]), is_open=False))


@open_to(Role.CUSTOMER)
def deliver_again(turn: Turn, args: Mapping[str, Any]) -> None:
    """Try once more to deliver a paid order whose cards were gone; until it is done or given back."""
    waiting = orders.lock(turn.db, args["order"])
    if waiting.status is OrderStatus.PAID:
        deliver(turn, waiting)


def _own(turn: Turn, args: Mapping[str, Any]) -> Order:
    return orders.own_order(turn.db, turn.person, args["order"])


def _hand_over(turn: Turn, paid: Order) -> bool:
    """Deliver, bring the page up to date and send the delivery; False when the cards are gone."""
    delivered = fulfilment.deliver(turn.db, paid, now=turn.now)
    turn.update(pages.order_page(turn, delivered))
    if delivered.status is not OrderStatus.DELIVERED:
        return False
    turn.notify(_delivery(turn, delivered))
    follow_ups.follow_delivery(turn, delivered)
    amends.owe(turn, delivered)
    coupons.earn_points(turn, delivered)
    return True


def _look_again(turn: Turn, stuck: Order) -> None:
    look = f"order:{stuck.id}:{turn.event.id}"
    turn.set_timer("order-deliver", look, due_at=turn.now + LOOK_AGAIN, order=stuck.id)


def _delivery(turn: Turn, delivered: Order) -> Screen:
    """What the buyer is sent: the closed codes, or the receipt of a top-up."""
    done = fulfilment.top_up(turn.db, delivered)
    return pages.delivery(turn, delivered, is_open=False) if done is None else supplies.topped_up(turn, delivered, done)


def _open_delivery(turn: Turn, args: Mapping[str, Any]) -> Screen:
    """The open delivery; looking at the codes is recorded here, before they are sent."""
    wanted = _own(turn, args)
    done = fulfilment.top_up(turn.db, wanted)
    if done is not None:
        return supplies.topped_up(turn, wanted, done)
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
