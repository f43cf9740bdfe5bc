"""Pre-orders in the chat: handed over once there is stock, and told of when they are expected on another day.

Not here: who comes first and how many there may be (backend.preorders), or money back (handlers.customer.promises).
What is to be done is found by the ticker from what stands in the tables, and done in the buyer's own chat.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from backend import catalogue, orders, payments, people, preorders, promises
from backend.orders import OrderStatus
from backend.people import Role
from flows.pages.orders import order_page
from flows.screens import Screen, button
from flows.turn import Turn
from flows.words import words
from handlers.audience import open_to
from storage import timers
from storage.database import Db
from storage.timers import Timer


def look_after(db: Db, now: datetime) -> None:
    """Have those delivered for whom there is stock, and those told whose product is expected on another day."""
    ready = [
        _timer(db, order_id, "order-deliver", f"{now:%FT%H:%M}", now=now) for order_id in preorders.deliverable(db)
    ]
    timers.set_timers(db, ready)
    moved = [
        _timer(db, each.order_id, "preorder-moved", f"{each.expected_on}:{now:%FT%H:%M}", now=now)
        for each in preorders.moved(db, now=now)
    ]
    timers.set_timers(db, moved)


@open_to(Role.CUSTOMER)
def tell_new_day(turn: Turn, args: Mapping[str, Any]) -> None:
    """Say that the pre-order is expected on another day, and what can be done about it; once for each day."""
    order = orders.lock(turn.db, args["order"])
    product = catalogue.the_product(turn.db, order.product_id)
    if order.status is not OrderStatus.PAID or product.expected_on is None or order.expected_on is None:
        return
    former = order.expected_on
    promised = promises.promise_day(turn.db, order, product.expected_on, now=turn.now)
    if promised is None:
        return
    turn.refresh(order_page(turn, promised))
    name = product.name_in(turn.person.language)
    turn.notify(
        Screen(
            words(
                "preorder-moved",
                number=order.number,
                product=name,
                former=former,
                day=product.expected_on,
                total=payments.taken_for(turn.db, order),
            ),
            (
                (button("button-give-up", "order.give-up-question", order=order.id),),
                (
                    button("button-order-page", "order.beside", order=order.id),
                    button("button-human", "human", order=order.id),
                ),
            ),
        )
    )


def _timer(db: Db, order_id: int, kind: str, what: str, *, now: datetime) -> Timer:
    """Once a minute at most, as long as it is due."""
    buyer = people.the_person(db, orders.the_order(db, order_id).person_id)
    return Timer(kind, f"preorder:{order_id}:{what}", f"chat:{buyer.telegram_id}", now, {"order": order_id})
