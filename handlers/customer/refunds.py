"""Refunds on their way: asking the gateway, what it answered, and asking again until it is known what it did.

Not here: what may go back (backend.refunds) or the asking itself (bot.jobs.refunds). It all happens in the lane of the
person whose money it is.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from backend import orders, payments, people, promises, refunds
from backend.orders import Order
from backend.people import Role
from backend.refunds import Refund
from flows.events import JobEnded
from flows.pages import payments as pages
from flows.pages.orders import order_page
from flows.turn import Turn
from flows.words import words
from handlers.audience import open_to

LOOK_AGAIN = timedelta(hours=1)
"""How often a gateway is asked about a refund that a person was called for."""

MOST_ATTEMPTS = 100


def send_back(turn: Turn, refund: Refund) -> None:
    """Have the gateway asked for a refund that was just decided on, whoever decided; its order is promised a time."""
    payment = payments.the_payment(turn.db, refund.payment_id)
    if payment.order_id is not None:
        promises.promise_refund(turn.db, payment.order_id, now=turn.now)
    _ask_at(turn, refund, turn.now)


@open_to(Role.CUSTOMER)
def ask_gateway(turn: Turn, args: Mapping[str, Any]) -> None:
    """It is time to ask the gateway, for the first time or once more."""
    refund = refunds.the_refund(turn.db, args["refund"])
    if not refund.is_settled:
        turn.start_job("refund", refund=refund.id, attempt=refund.attempts + 1)


@open_to(Role.CUSTOMER)
def answered(turn: Turn, ended: JobEnded) -> None:
    """The gateway was asked: settle the refund, or ask again later."""
    refund_id = ended.asked["refund"]
    order = _lock_order(turn, refund_id)
    result = ended.result or {"answer": "unknown", "why": ended.failed_as or ""}
    match result["answer"]:
        case "done":
            done = refunds.note_done(turn.db, refund_id, answer=result["why"], now=turn.now)
            if done is not None:
                _end_promise(turn, order)
                turn.notify(pages.went_back(done, at=turn.now))
        case "rejected":
            rejected = refunds.note_rejected(turn.db, refund_id, answer=result["why"], now=turn.now)
            if rejected is not None:
                _end_promise(turn, order)
                turn.notify(pages.went_to_balance(rejected))
                turn.notify_admins(_of("admin-refund-rejected", rejected, result["why"]))
        case "unknown":
            _look_later(turn, refunds.the_refund(turn.db, refund_id), result["why"])


@open_to(Role.CUSTOMER)
def give_credited_back(turn: Turn, args: Mapping[str, Any]) -> None:
    """Send money that came too late for its order back to where it came from, as its owner wants."""
    came_for = payments.the_payment(turn.db, args["payment"]).order_id
    if came_for is not None:
        orders.lock(turn.db, came_for)  # it is taken before the balance
    refund = payments.refund_credited(turn.db, turn.person, args["payment"], now=turn.now)
    if refund.attempts == 0 and not refund.is_settled:
        send_back(turn, refund)
        refresh_page(turn, came_for)
    turn.show(pages.on_its_way(refund))


def refresh_page(turn: Turn, order_id: int | None) -> None:
    """Let the page of the order, if it is one's money, say what is on its way back."""
    if order_id is not None:
        turn.refresh(order_page(turn, orders.the_order(turn.db, order_id)))


def _lock_order(turn: Turn, refund_id: int) -> Order | None:
    """The order that the money was paid for: it is taken before the balance."""
    payment = payments.the_payment(turn.db, refunds.the_refund(turn.db, refund_id).payment_id)
    return None if payment.order_id is None else orders.lock(turn.db, payment.order_id)


def _end_promise(turn: Turn, order: Order | None) -> None:
    """Let the order's page say that no more money is on its way, once none is."""
    if order is None or refunds.under_way_for(turn.db, order.id):
        return
    if promises.end_refund(turn.db, order.id, now=turn.now):
        refresh_page(turn, order.id)


def _look_later(turn: Turn, refund: Refund, why: str) -> None:
    """Nobody knows what the gateway did: it is asked again, and after a quarter of an hour a person is called."""
    if refund.is_settled or refund.attempts >= MOST_ATTEMPTS:
        return
    pause = refunds.pause_after(refund.attempts)
    if pause is None and refund.attempts == len(refunds.PAUSES) + 1:
        refund = refunds.note_stuck(turn.db, refund.id, answer=why)
        turn.notify_admins(_of("admin-refund-stuck", refund, why))
    _ask_at(turn, refund, turn.now + (pause or LOOK_AGAIN))


def _ask_at(turn: Turn, refund: Refund, due_at: datetime) -> None:
    owner = people.the_person(turn.db, refund.person_id)
    subject = f"refund:{refund.id}:{refund.attempts + 1}"
    turn.set_timer("refund-ask", subject, due_at=due_at, lane_of=owner, refund=refund.id)


def _of(key: str, refund: Refund, why: str) -> Any:
    return words(key, number=refund.number, amount=refund.amount, gateway=refund.gateway, why=why)
