"""Rating: the stars that were tapped, and the words that came with them; supervisors hear of low ones.

Not here: when somebody is asked (handlers.customer.follow_ups).
"""

from collections.abc import Mapping
from typing import Any

from backend import orders, ratings, tickets
from backend.errors import NotDeliveredYet, TicketOpen
from backend.people import Role
from flows.engine import Engine
from flows.pages import ratings as pages
from flows.turn import Turn
from flows.words import Words, words
from handlers.audience import open_to


def show_stars(turn: Turn, subject: str, *, note: Words) -> None:
    """Ask whoever is here for stars, below a word of thanks; who gave theirs before is thanked again."""
    about = _own(turn, subject)
    given = ratings.rating_of(turn.db, turn.person, subject)
    screen = pages.question(about, subject=subject) if given is None else pages.thanks(given)
    turn.show(screen.below(note))


@open_to(Role.CUSTOMER)
def rate(turn: Turn, args: Mapping[str, Any]) -> None:
    """Take the stars, thank for them, and tell supervisors if they are few."""
    about = _own(turn, args["subject"])
    rated = ratings.rate(turn.db, turn.person, args["subject"], args["stars"], now=turn.now)
    if rated.turned_low:
        turn.notify_supervisors(words("staff-rating-low", name=turn.person.name, about=about, stars=rated.rating.stars))
    turn.show(pages.thanks(rated.rating))


@open_to(Role.CUSTOMER)
def rate_again(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show the stars once more."""
    turn.show(pages.question(_own(turn, args["subject"]), subject=args["subject"]))


@open_to(Role.CUSTOMER)
def remark(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Ask what there is to say about the rating."""
    _own(turn, args["subject"])
    engine.start(turn, "remark", subject=args["subject"])


def _own(turn: Turn, subject: str) -> Words:
    """What the rating is about, if it is the person's own and has been settled.

    Raises OrderNotFound, NotDeliveredYet, TicketNotFound or TicketOpen.
    """
    kind, _, number = subject.partition(":")
    if kind == "order":
        order = orders.own_order(turn.db, turn.person, int(number))
        if order.delivered_at is None:
            raise NotDeliveredYet(number=order.number, status=order.status.value)
        return pages.about(kind, order.number)
    ticket = tickets.own_ticket(turn.db, turn.person, int(number))
    if ticket.is_open:
        raise TicketOpen(number=ticket.number)
    return pages.about(kind, ticket.number)
