"""Transfers: a ticket is offered to somebody else, and stays its owner's until they accept.

Not here: the first claim (handlers.agent.desk).
"""

from collections.abc import Mapping
from typing import Any

from backend import people, tickets
from backend.errors import NoSuchAgent
from backend.people import Person, Role
from backend.tickets import Ticket
from flows.pages import crossing
from flows.pages import tickets as pages
from flows.screens import Screen, button
from flows.turn import Turn
from flows.words import Words, words
from handlers.agent.room import ticket_here
from handlers.audience import open_to


@open_to(Role.AGENT)
def transfer(turn: Turn, args: Mapping[str, Any]) -> None:
    """Offer the ticket to who is named, or was replied to; else ask to whom."""
    ticket = tickets.must_answer_for(turn.db, ticket_here(turn, args), turn.person)
    to = _named(turn, args.get("argument", ""))
    if to is None:
        turn.notify(pages.agents_to_choose(turn, ticket))
    else:
        turn.notify(_offer(turn, ticket.id, to))


@open_to(Role.AGENT)
def offer(turn: Turn, args: Mapping[str, Any]) -> None:
    """Offer the ticket to who was chosen."""
    turn.show(_offer(turn, args["ticket"], people.the_person(turn.db, args["person"])))


@open_to(Role.AGENT)
def accept(turn: Turn, args: Mapping[str, Any]) -> None:
    """Be the ticket's owner from now on."""
    ticket = tickets.accept(turn.db, args["ticket"], turn.person, now=turn.now)
    _settle(turn, ticket, words("ticket-was-accepted", number=ticket.number, name=turn.person.name))


@open_to(Role.AGENT)
def decline(turn: Turn, args: Mapping[str, Any]) -> None:
    """Leave the ticket with its owner."""
    ticket = tickets.decline(turn.db, args["ticket"], turn.person, now=turn.now)
    owner = tickets.owner_name(turn.db, ticket)
    _settle(turn, ticket, words("ticket-was-declined", number=ticket.number, name=turn.person.name, owner=owner))


@open_to(Role.AGENT)
def volunteer(turn: Turn, args: Mapping[str, Any]) -> None:
    """Let the owner know that somebody would take the ticket over; handing it over stays the owner's decision."""
    ticket = tickets.the_ticket(turn.db, args["ticket"])
    hand_over = button(
        "button-ticket-offer", "ticket.offer", {"name": turn.person.name}, ticket=ticket.id, person=turn.person.id
    )
    owner = tickets.owner_name(turn.db, ticket)
    said = words("ticket-volunteer", number=ticket.number, name=turn.person.name, owner=owner)
    turn.show(Screen(said, ((hand_over,),)))


def _offer(turn: Turn, ticket_id: int, to: Person) -> Screen:
    """Make the offer, to them in private as well; an earlier one is over."""
    ticket = tickets.offer(turn.db, ticket_id, to=to, by=turn.person, now=turn.now)
    gone = words("ticket-was-offered", number=ticket.number, name=to.name)
    turn.refresh(pages.offer_settled(ticket, gone))
    pages.show_change(turn, ticket)
    offered = pages.offer(ticket, by=turn.person, to=to)
    turn.tell(to, offered)
    return offered


def _settle(turn: Turn, ticket: Ticket, said: Words) -> None:
    pages.show_change(turn, ticket)
    turn.update(pages.offer_settled(ticket, said))


def _named(turn: Turn, argument: str) -> Person | None:
    """Who of the staff is meant: by user name, by name, or by a message of theirs. Raises NoSuchAgent."""
    wanted = argument.removeprefix("@").strip().casefold()
    if not wanted:
        answered = crossing.replied_to(turn)
        author = None if answered is None or answered.author_id is None else answered.author_id
        return next((each for each in people.staff(turn.db, Role.AGENT) if each.id == author), None)
    for person in people.staff(turn.db, Role.AGENT):
        if wanted in ((person.username or "").casefold(), person.name.casefold()):
            return person
    raise NoSuchAgent(name=argument.strip())
