"""Replacing a code that does not work: what staff see before they decide, and what its buyer is told.

Not here: whether it may be replaced (backend.reissues), or the codes themselves, which only their buyer sees.
"""

from backend import orders, reissues
from backend.orders import Order
from backend.reissues import Reissue, Suspect
from backend.tickets import Ticket
from flows.screens import Row, Screen, button
from flows.turn import Turn
from flows.words import Words, words


def codes(turn: Turn, ticket: Ticket, order: Order) -> Screen:
    """Which codes the order has, by their place in the delivery; a button for each that can still be replaced."""
    found = reissues.suspects(turn.db, order)
    lately = reissues.count_lately(turn.db, order.person_id, now=turn.now)
    text = words(
        "reissue-codes",
        number=order.number,
        lines=[_state(each) for each in found],
        count=lately,
        most=reissues.MOST_IN_PERIOD,
        days=reissues.PERIOD.days,
    )
    open_ones = [each for each in found if each.reissue is None or each.reissue.new_card_id is None]
    return Screen(
        text,
        (
            *(_replace(ticket, each) for each in open_ones),
            (button("button-ticket-card", "ticket.card", ticket=ticket.id),),
        ),
    )


def wanted(order: Order, place: int) -> Words:
    """What staff are told once they have decided."""
    return words("reissue-wanted", number=order.number, place=place)


def replaced(turn: Turn, given: Reissue) -> Screen:
    """What the buyer is told, with the way to the codes."""
    order = orders.the_order(turn.db, given.order_id)
    places = {each.card.id: each.place for each in reissues.suspects(turn.db, order)}
    text = words(
        "reissue-given", number=order.number, place=places[given.card_id], new_place=places[given.new_card_id or 0]
    )
    return Screen(
        text,
        (
            (button("button-codes", "codes.beside", order=order.id),),
            (
                button("button-complain", "complain.beside", order=order.id),
                button("button-human", "human", order=order.id),
            ),
        ),
    )


def _state(each: Suspect) -> Words:
    if each.reissue is None:
        return words("reissue-code", place=each.place, state="sold")
    state = "waiting" if each.reissue.new_card_id is None else "replaced"
    return words("reissue-code", place=each.place, state=state)


def _replace(ticket: Ticket, each: Suspect) -> Row:
    label = {"place": each.place}
    return (button("button-reissue-code", "ticket.reissue-code", label, ticket=ticket.id, card=each.card.id),)
