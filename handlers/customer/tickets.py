"""A customer's tickets: what they write to whoever serves them, and the taps on their side.

Not here: the other direction (handlers.agent.relay), or how a ticket is opened (flows.complaint, human).
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from backend import catalogue, complaints, orders, tickets
from backend.people import Role
from backend.tickets import Side, Ticket, TicketStatus
from flows.events import Edited, Said, Sent
from flows.pages import crossing
from flows.pages import tickets as pages
from flows.turn import Turn
from flows.understanding.search import search
from flows.words import words
from handlers.audience import open_to
from storage import conversations

REMINDED_AFTER = timedelta(minutes=1)
"""Who writes several messages after their ticket was resolved is asked once what they are about."""

_ABOUT_A_TICKET = ("ticket-of", "ticket-again", "ticket-resolved")
"""Subjects of what we show a customer about a ticket."""


def concerns(turn: Turn) -> bool:
    """Whether what was said, sent or edited in private is for whoever serves the person."""
    happening = turn.event.happening
    if isinstance(happening, Edited):
        return tickets.message_of_original(turn.db, turn.chat_id, happening.message_id) is not None
    if _answered(turn) is not None:
        return True
    has_open = bool(tickets.unresolved_of(turn.db, turn.person))
    if has_open and turn.conversation.is_talking:
        return True
    if turn.conversation.open is not None:
        return False
    has_any = has_open or tickets.lately_resolved(turn.db, turn.person, now=turn.now) is not None
    return has_any and not _buys(turn)


def add(turn: Turn) -> None:
    """Take it: keep it, and pass it on to staff where the ticket is open."""
    happening = turn.event.happening
    if isinstance(happening, Edited):
        crossing.change(turn, happening)
    elif isinstance(happening, Said | Sent):
        _take(turn, happening)


@open_to(Role.CUSTOMER)
def page(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show where the ticket stands."""
    turn.show(pages.customer_page(turn, _own(turn, args)))


@open_to(Role.CUSTOMER)
def talk(turn: Turn, args: Mapping[str, Any]) -> None:
    """Let what the person writes from here on go to staff, whatever question is open."""
    ticket = _own(turn, args)
    turn.conversation.is_talking = ticket.is_open
    screen = pages.customer_page(turn, ticket)
    turn.show(screen.below(words("ticket-talking", number=ticket.number)) if ticket.is_open else screen)


@open_to(Role.CUSTOMER)
def reopen(turn: Turn, args: Mapping[str, Any]) -> None:
    """Open a ticket again that isn't solved; what was written since is passed on."""
    ticket = tickets.reopen(turn.db, _own(turn, args).id, turn.person, now=turn.now)
    turn.conversation.is_talking = True
    said = words("ticket-was-reopened", number=ticket.number, name=turn.person.name)
    pages.announce(turn, ticket, said)
    crossing.cross_what_waits(turn, ticket)
    pages.show_change(turn, ticket)
    turn.show(pages.customer_page(turn, ticket).below(words("ticket-reopened")))


@open_to(Role.CUSTOMER)
def anew(turn: Turn, args: Mapping[str, Any]) -> None:
    """Open another ticket about something else, with what was written since the former one was resolved."""
    former = _own(turn, args)
    opened = tickets.open_ticket(
        turn.db,
        turn.person,
        order_id=None,
        category=None,
        now=turn.now,
        promised_at=complaints.promised_at(turn.db, None, now=turn.now),
    )
    if not former.is_open:
        tickets.move_what_waits(turn.db, former, to=opened.ticket)
    turn.conversation.is_talking = True
    pages.hand_over(turn, opened.ticket)
    turn.show(pages.customer_page(turn, opened.ticket))


def _take(turn: Turn, happening: Said | Sent) -> None:
    ticket = _meant(turn)
    message = crossing.take(turn, ticket, side=Side.CUSTOMER, happening=happening)
    if not ticket.is_open:
        _ask_again(turn, ticket)
        return
    crossing.cross(turn, ticket, message)
    shown = pages.customer_page(turn, ticket)
    if not crossing.can_cross(happening):
        turn.show(shown.below(words("ticket-cannot-see")))
    elif not conversations.screens_about(turn.db, shown.subject or "", most=1):
        turn.show(shown)
    elif ticket.status is TicketStatus.WAITING:
        turn.refresh(shown)


def _meant(turn: Turn) -> Ticket:
    """The ticket of the message that is replied to; else the open one that was spoken about last; else the last one."""
    answered = _answered(turn)
    if answered is not None:
        return tickets.own_ticket(turn.db, turn.person, answered)
    unresolved = tickets.unresolved_of(turn.db, turn.person)
    if unresolved:
        return max(unresolved, key=lambda ticket: _last_word(turn, ticket))
    resolved = tickets.lately_resolved(turn.db, turn.person, now=turn.now)
    if resolved is None:
        raise LookupError("the router asks first whether there is a ticket")
    return resolved


def _last_word(turn: Turn, ticket: Ticket) -> tuple[int, int]:
    """When it was spoken about last, and else when it was opened."""
    latest = tickets.latest_messages(turn.db, ticket.id, most=1)
    return (latest[0].id if latest else 0, ticket.id)


def _answered(turn: Turn) -> int | None:
    """The person's ticket that the message replies to: to what was said about it, or to a page of it."""
    if turn.event.reply_to is None:
        return None
    said = crossing.replied_to(turn)
    if said is not None:
        return said.ticket_id
    screen = conversations.screen_of_message(turn.db, turn.chat_id, turn.event.reply_to)
    kind, _, number = ((screen and screen.subject) or "").partition(":")
    return int(number) if kind in _ABOUT_A_TICKET else None


def _ask_again(turn: Turn, ticket: Ticket) -> None:
    """Ask what it is about; while they go on writing, once."""
    screen = pages.ask_again(ticket)
    former = conversations.screens_about(turn.db, screen.subject or "", most=1)
    if not former or turn.now - former[0].shown_at > REMINDED_AFTER:
        turn.show(screen)


def _buys(turn: Turn) -> bool:
    """Whether the text names an order or something on the shelves, and so is no word about a ticket."""
    if not isinstance(turn.event.happening, Said):
        return False
    text = turn.event.happening.text
    return orders.find(turn.db, turn.person, text) is not None or bool(search(catalogue.products(turn.db), text))


def _own(turn: Turn, args: Mapping[str, Any]) -> Ticket:
    return tickets.own_ticket(turn.db, turn.person, args["ticket"])
