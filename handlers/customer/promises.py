"""Promises: finding those that were broken, telling the customer before they ask and staff next, and what they choose.

Not here: how long a promise lasts (backend.promises). Broken ones are found by the ticker from what stands on the
orders; each fires in its buyer's own chat, once.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from backend import orders, payments, people, promises, supplier_purchases
from backend.orders import Order, OrderStatus
from backend.people import Role
from backend.promises import AT_WISH, Promise
from backend.supplier_purchases import NOT_AS_PROMISED
from flows.pages import promises as pages
from flows.pages import refunds as refund_pages
from flows.pages.orders import order_page
from flows.screens import Screen
from flows.turn import Turn
from flows.words import words
from handlers.audience import open_to
from handlers.customer import amends, purchases, refunds
from storage import timers
from storage.database import Db
from storage.timers import Timer

LATE = "late"
"""Why an order waits for staff: it was not delivered as promised."""


def chase(db: Db, now: datetime) -> None:
    """Have every promise that is broken by now seen to in its buyer's chat."""
    timers.set_timers(db, [_timer(db, order, now=now) for order in promises.chase(db, now=now)])


@open_to(Role.CUSTOMER)
def see_to(turn: Turn, args: Mapping[str, Any]) -> None:
    """A promise was broken: say so with a new one, or end the waiting; do nothing if things have moved on."""
    order = orders.lock(turn.db, args["order"])
    if not promises.is_broken(order, now=turn.now):
        return
    if order.promise == Promise.SUPPLIER and promises.is_early(turn.db, order, now=turn.now):
        _promise_day_again(turn, order)
        return
    match order.promise:
        case Promise.PREORDER | Promise.STOCK | Promise.SUPPLIER if promises.second_end(order) > turn.now:
            _promise_anew(turn, order)
        case Promise.REFUND | Promise.REFUND_LATE:
            _say_nobody_knows(turn, order)
        case _:
            _end(turn, order)


@open_to(Role.CUSTOMER)
def ask_give_up(turn: Turn, args: Mapping[str, Any]) -> None:
    """Ask whether the buyer would really rather have the money."""
    order = orders.own_order(turn.db, turn.person, args["order"])
    turn.show(pages.question(turn, order) if promises.may_be_given_up(order) else order_page(turn, order))


@open_to(Role.CUSTOMER)
def give_up(turn: Turn, args: Mapping[str, Any]) -> None:
    """Give the money of a late order or pre-order back, as its buyer wants; what was delivered meanwhile is theirs."""
    order = orders.lock_own(turn.db, turn.person, args["order"])
    if not promises.may_be_given_up(order):
        turn.show(order_page(turn, order))
        return
    if supplier_purchases.abandon(turn.db, order, now=turn.now) is not None:
        turn.show(order_page(turn, order).below(words("supply-in-doubt", number=order.number, account=order.account)))
        return
    as_wished = pages.given_up(turn, order)
    told = _give_back(turn, order, by=turn.person.who, why=AT_WISH)
    note = told.text if promises.is_late(order) else as_wished
    turn.show(order_page(turn, orders.the_order(turn.db, order.id)).below(note))


@open_to(Role.CUSTOMER)
def wait(turn: Turn, args: Mapping[str, Any]) -> None:
    """Let the buyer of a late order wait on: they have it, or the money, a day later at the latest."""
    order = orders.lock_own(turn.db, turn.person, args["order"])
    if order.promise == Promise.LATE and order.status is OrderStatus.PAID:
        order = promises.make(turn.db, order, Promise.WISH, by=turn.person.who, now=turn.now)
    page = order_page(turn, order)
    turn.refresh(page)
    turn.show(page)


def _promise_day_again(turn: Turn, order: Order) -> None:
    """A supplier was asked for a pre-order and has not delivered: staff look after it, its buyer's day stands."""
    if not order.needs_attention:
        order = orders.call_for_attention(turn.db, order, why=LATE, by="clock", now=turn.now)
    order = promises.make(turn.db, order, Promise.PREORDER, by="clock", now=turn.now)
    turn.refresh(order_page(turn, order))
    turn.notify_admins(words("admin-preorder-supplier", number=order.number, day=order.expected_on or ""))


def _promise_anew(turn: Turn, order: Order) -> None:
    if not order.needs_attention:
        order = orders.call_for_attention(turn.db, order, why=LATE, by="clock", now=turn.now)
    former = order.promise
    order = promises.make(turn.db, order, Promise.LATE, by="clock", now=turn.now)
    purchases.hurry(turn, order)
    turn.refresh(order_page(turn, order))
    turn.notify(pages.late(turn, order))
    turn.notify_admins(
        words("admin-order-late", number=order.number, until=promises.until(order), kind=former or Promise.STOCK)
    )


def _end(turn: Turn, order: Order) -> None:
    """Give the money back, unless it was for an account that may have been topped up."""
    if supplier_purchases.abandon(turn.db, order, now=turn.now) is not None:
        order = promises.make(turn.db, order, Promise.DOUBT, by="clock", now=turn.now)
        turn.refresh(order_page(turn, order))
        turn.notify(pages.in_doubt(order))
        turn.notify_admins(words("admin-top-up-in-doubt", number=order.number))
        return
    turn.notify(_give_back(turn, order, by="clock", why=NOT_AS_PROMISED))
    turn.notify_admins(words("admin-order-given-back", number=order.number, total=payments.taken_for(turn.db, order)))


def _give_back(turn: Turn, order: Order, *, by: str, why: str) -> Screen:
    """Send the money to where it came from, or to the balance; returns what its buyer is to be told."""
    if pages.way_back(turn, order) == "source":
        refund = payments.refund_to_source(turn.db, order, by=by, why=why, now=turn.now)
        refunds.send_back(turn, refund)
        told = refund_pages.going_back(order, refund.amount)
    else:
        order = payments.refund_to_balance(turn.db, order, by=by, why=why, now=turn.now)
        told = refund_pages.refunded(turn, order)
    order = orders.the_order(turn.db, order.id)
    turn.refresh(order_page(turn, order))
    amends.owe(turn, order)
    return told


def _say_nobody_knows(turn: Turn, order: Order) -> None:
    order = promises.make(turn.db, order, Promise.REFUND_LATE, by="clock", now=turn.now)
    turn.refresh(order_page(turn, order))
    turn.notify(pages.refund_late(order))
    turn.notify_admins(words("admin-refund-late", number=order.number, until=promises.until(order)))


def _timer(db: Db, order: Order, *, now: datetime) -> Timer:
    subject = f"order:{order.id}:{promises.until(order).isoformat()}"
    lane = f"chat:{people.the_person(db, order.person_id).telegram_id}"
    return Timer("promise-broken", subject, lane, now, {"order": order.id})
