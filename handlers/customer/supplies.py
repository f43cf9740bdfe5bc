"""Supplies: what suppliers answer, and what staff are told of it.

Not here: what the buyer is told while it takes (handlers.customer.promises), whom to ask for what (backend.suppliers,
backend.supplier_purchases), or the call (bot.jobs.purchase).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from backend import orders, supplier_purchases
from backend.people import Role
from backend.supplier_purchases import Purchase, Settled
from flows.events import JobEnded
from flows.turn import Turn
from flows.words import words
from handlers.audience import open_to
from handlers.customer import orders as order_handlers
from handlers.customer import purchases


@open_to(Role.CUSTOMER)
def hear(turn: Turn, ended: JobEnded) -> None:
    """Act on a supplier's answer: deliver, ask the next one, or look again later."""
    if ended.result == {}:
        return  # it was settled before
    heard = supplier_purchases.from_json(ended.result)
    settled = supplier_purchases.settle(turn.db, ended.asked["purchase"], heard, now=turn.now)
    if settled is None:
        return
    if settled.look_at is not None:
        _look_later(turn, settled.purchase, at=settled.look_at)
    _tell_staff(turn, settled)
    if settled.is_to_deliver:
        order_handlers.deliver(turn, settled.order)


def called(turn: Turn, purchase_id: int) -> None:
    """Something came of a purchase, or nobody has looked after it: have it asked about."""
    purchase = supplier_purchases.with_id(turn.db, purchase_id)
    if purchase is None:
        return
    order = orders.the_order(turn.db, purchase.order_id)
    if purchase.asked_at is None and purchases.ask(turn, order):
        return
    purchases.start(turn, order, purchase)


@open_to(Role.CUSTOMER)
def look(turn: Turn, args: Mapping[str, Any]) -> None:
    """Ask what became of a purchase, unless that is known by now."""
    purchase = supplier_purchases.with_id(turn.db, args["purchase"])
    if purchase is not None and purchase.is_open:
        purchases.start(turn, orders.the_order(turn.db, purchase.order_id), purchase)


def _look_later(turn: Turn, purchase: Purchase, *, at: datetime) -> None:
    subject = f"purchase:{purchase.id}:{at.isoformat()}"
    turn.set_timer("purchase-look", subject, due_at=at, purchase=purchase.id)


def _tell_staff(turn: Turn, settled: Settled) -> None:
    """What somebody has to look at: codes nobody waits for, codes sold to us twice, a supplier that stays silent."""
    about = {"supplier": settled.purchase.supplier_id, "number": settled.purchase.number}
    if settled.put_aside:
        turn.notify_admins(words("admin-supply-put-aside", count=settled.put_aside, **about))
    if settled.repeated:
        turn.notify_admins(words("admin-supply-repeated", count=settled.repeated, **about))
    if settled.rests:
        turn.notify_admins(words("admin-supplier-rests", supplier=settled.purchase.supplier_id))
