"""The waiting list in the chat: getting into line and out of it, hearing that it is one's turn, and that it is over.

Not here: who is next (backend.waiting_list). Offers are found by the ticker from what stands in the tables; telling of
one and ending it are timers of the person's own chat, set in the transaction that makes the offer.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from backend import catalogue, people, waiting_list
from backend.catalogue import Product
from backend.errors import NotSoldOut
from backend.people import Role
from backend.waiting_list import Place, PlaceStatus
from flows.pages import shelves
from flows.screens import Screen, button
from flows.turn import Turn
from flows.words import words
from handlers.audience import open_to
from storage import timers
from storage.database import Db
from storage.timers import Timer


def offer_what_came_back(db: Db, now: datetime) -> None:
    """Offer what is back in stock to those who are next in line, and have them told."""
    set_for = [timer for place in waiting_list.serve(db, now=now) for timer in _timers(db, place, now=now)]
    timers.set_timers(db, set_for)


@open_to(Role.CUSTOMER)
def join(turn: Turn, args: Mapping[str, Any]) -> None:
    """Get into line for a product that is sold out; one that is back meanwhile can be bought."""
    item = catalogue.the_product(turn.db, args["product"])
    try:
        waiting_list.join(turn.db, turn.person, item.id, now=turn.now)
    except NotSoldOut as back:
        turn.show(shelves.product(turn, item, page=1).below(words(back.key)))
        return
    turn.show(shelves.product(turn, item, page=1).below(words("waiting-joined", minutes=waiting_list.OFFER_MINUTES)))


@open_to(Role.CUSTOMER)
def leave(turn: Turn, args: Mapping[str, Any]) -> None:
    """Get out of line."""
    item = catalogue.the_product(turn.db, args["product"])
    waiting_list.leave(turn.db, turn.person, item.id, now=turn.now)
    turn.show(shelves.product(turn, item, page=1).below(words("waiting-left")))


@open_to(Role.CUSTOMER)
def offer(turn: Turn, args: Mapping[str, Any]) -> None:
    """Tell the person that it is their turn, unless that is over already."""
    place = waiting_list.with_id(turn.db, args["place"])
    if place is None or place.status is not PlaceStatus.OFFERED or place.offered_until is None:
        return
    item = catalogue.the_product(turn.db, place.product_id)
    turn.notify(
        Screen(
            words("waiting-offer", product=_name(turn, item), until=place.offered_until),
            (
                (button("button-buy", "buy", product=item.id),),
                (button("button-stop-waiting", "waiting.leave", product=item.id), button("button-human", "human")),
            ),
        )
    )


@open_to(Role.CUSTOMER)
def lapse(turn: Turn, args: Mapping[str, Any]) -> None:
    """End an offer nobody took, and say so with a way back into line."""
    place = waiting_list.lapse(turn.db, args["place"], now=turn.now)
    if place is None:
        return
    item = catalogue.the_product(turn.db, place.product_id)
    again = button("button-to-product", "product", product=item.id, page=1)
    turn.notify(
        Screen(words("waiting-lapsed", product=_name(turn, item)), ((again,), (button("button-menu", "menu"),)))
    )


def _timers(db: Db, place: Place, *, now: datetime) -> tuple[Timer, ...]:
    """What tells the person of an offer, and what ends it."""
    if place.offered_until is None:
        raise ValueError("a place without an offer has no timers")
    lane = f"chat:{people.the_person(db, place.person_id).telegram_id}"
    subject, about = f"place:{place.id}", {"place": place.id}
    return (
        Timer("waiting-offer", subject, lane, now, about),
        Timer("waiting-lapse", subject, lane, place.offered_until, about),
    )


def _name(turn: Turn, item: Product) -> str:
    return item.name_in(turn.person.language)
