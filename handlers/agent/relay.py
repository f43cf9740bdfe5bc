"""The relay: what the ticket's owner writes in its topic, or in the console, brought to the customer; notes.

Not here: the other direction (handlers.customer.tickets).
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from backend import people, tickets
from backend.errors import NotYourTicket, Refused, TicketResolved, TicketUnclaimed
from backend.people import Role
from backend.tickets import Message, Side, Ticket
from flows.asks import TextTooLong
from flows.events import Commanded, Edited, Said, Sent
from flows.pages import crossing
from flows.pages import tickets as pages
from flows.screens import TEXT_UNITS, Button, Screen, button
from flows.turn import Turn
from flows.words import Words, words
from handlers.agent.room import is_ticket, ticket_here, ticket_of
from handlers.audience import open_to
from storage import conversations

NOTE_SIGN = "//"
"""What begins like this is for staff alone."""

REMINDED_AFTER = timedelta(minutes=1)
"""Somebody whose messages don't cross is told once, and again after this."""

_NOTE_COMMAND = "/note"


@open_to(Role.AGENT)
def said(turn: Turn) -> None:
    """Bring what was written in the topic to the customer, if its owner wrote it; a note stays."""
    match turn.event.happening:
        case Edited() as edited:
            _edit(turn, edited)
        case Said(text, message_id) if text.startswith(NOTE_SIGN):
            _keep_note(turn, ticket_here(turn, {}), text.removeprefix(NOTE_SIGN).strip(), message_id)
        case Said() | Sent() as happening:
            _bring(turn, happening)


@open_to(Role.AGENT)
def note(turn: Turn, args: Mapping[str, Any]) -> None:
    """Keep a note for staff, written below the command or in the console."""
    ticket_id = ticket_here(turn, args)
    text = str(args.get("text", args.get("argument", ""))).strip()
    if not text:
        turn.notify(Screen(words("ticket-note-how")))
        return
    happening = turn.event.happening
    _keep_note(turn, ticket_id, text, happening.message_id if isinstance(happening, Commanded) else None)
    if turn.console_key is not None:
        ticket = tickets.the_ticket(turn.db, ticket_id)
        pages.announce(turn, ticket, words("ticket-noted", name=turn.person.name, text=text))


@open_to(Role.AGENT)
def reply(turn: Turn, args: Mapping[str, Any]) -> None:
    """Bring what was written in the console to the customer, and to the topic so that it is all in one place.

    Raises TextTooLong, NotYourTicket, TicketUnclaimed or TicketResolved.
    """
    ticket = tickets.must_serve(turn.db, args["ticket"], turn.person)
    text = str(args["text"]).strip()
    if crossing.units(text) > TEXT_UNITS:
        raise TextTooLong(most=TEXT_UNITS)
    message = tickets.say(turn.db, ticket, side=Side.STAFF, author_id=turn.person.id, text=text, now=turn.now)
    _answer(turn, ticket, message)
    pages.announce(turn, ticket, crossing.spoken(turn, message))


@open_to(Role.AGENT)
def show_again(turn: Turn, args: Mapping[str, Any]) -> None:
    """Fill a topic that was deleted and had to be made again: the card, and what was said last."""
    if is_ticket(args["topic"]):
        ticket = tickets.the_ticket(turn.db, ticket_of(args["topic"]))
        pages.fill_again(turn, ticket)


@open_to(Role.AGENT)
def hand_over(turn: Turn, args: Mapping[str, Any]) -> None:
    """Put a ticket before staff that waited for a group to serve in."""
    pages.hand_over(turn, tickets.the_ticket(turn.db, args["ticket"]))


def _bring(turn: Turn, happening: Said | Sent) -> None:
    ticket_id = ticket_here(turn, {})
    try:
        ticket = tickets.must_serve(turn.db, ticket_id, turn.person)
    except Refused as refusal:
        _explain(turn, tickets.the_ticket(turn.db, ticket_id), refusal)
        return
    if not crossing.can_cross(happening):
        turn.notify(Screen(words("ticket-cannot-cross")))
        return
    _answer(turn, ticket, crossing.take(turn, ticket, side=Side.STAFF, happening=happening))


def _answer(turn: Turn, ticket: Ticket, message: Message) -> None:
    """Send it to the customer, whose page promises no answer any more; say so if they can't be reached."""
    crossing.cross(turn, ticket, message)
    if ticket.first_replied_at is None:
        turn.refresh(pages.customer_page(turn, tickets.the_ticket(turn.db, ticket.id)))
    customer = people.the_person(turn.db, ticket.person_id)
    if customer.blocked_at is not None:
        said = words("ticket-unreachable", name=customer.name, since=customer.blocked_at)
        _hint(turn, f"unreachable:{ticket.id}", said, button("button-ticket-card", "ticket.card", ticket=ticket.id))


def _explain(turn: Turn, ticket: Ticket, refusal: Refused) -> None:
    """Say why it did not cross and what can be done, once for each person and while they go on writing."""
    match refusal:
        case TicketUnclaimed():
            said, way = words("ticket-unsent-unclaimed", number=ticket.number), "button-ticket-claim"
            act = button(way, "ticket.claim", ticket=ticket.id, is_hint=True)
        case TicketResolved():
            said = words("ticket-unsent-resolved", number=ticket.number)
            act = button("button-ticket-reopen", "ticket.reopen", ticket=ticket.id, is_hint=True)
        case NotYourTicket():
            owner = tickets.owner_name(turn.db, ticket)
            said = words("ticket-unsent-other", number=ticket.number, owner=owner)
            act = button("button-ticket-volunteer", "ticket.volunteer", ticket=ticket.id)
        case _:
            raise refusal
    _hint(turn, f"unsent:{ticket.id}:{turn.person.id}", said, act)


def _hint(turn: Turn, subject: str, said: Words, act: Button) -> None:
    former = conversations.screens_about(turn.db, subject, most=1)
    if not former or turn.now - former[0].shown_at > REMINDED_AFTER:
        turn.notify(Screen(said, ((act,),), subject=subject))


def _edit(turn: Turn, edited: Edited) -> None:
    """An edit changes the copy; one of a note changes the note."""
    for sign in (NOTE_SIGN, _NOTE_COMMAND):
        if edited.text.startswith(sign):
            edited = Edited(edited.message_id, edited.text.removeprefix(sign).strip())
    crossing.change(turn, edited)


def _keep_note(turn: Turn, ticket_id: int, text: str, message_id: int | None) -> None:
    tickets.say(
        turn.db,
        tickets.the_ticket(turn.db, ticket_id),
        side=Side.NOTE,
        author_id=turn.person.id,
        text=text,
        chat_id=None if message_id is None else turn.chat_id,
        message_id=message_id,
        now=turn.now,
    )
