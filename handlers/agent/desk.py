"""The desk: claiming a ticket, resolving it, opening it again, looking at its card.

Not here: passing it to somebody else (handlers.agent.transfers), or what is said about it (handlers.agent.relay).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from backend import people, tickets
from backend.people import Role
from backend.tickets import Ticket
from flows.pages import tickets as pages
from flows.screens import Screen
from flows.turn import Turn
from flows.words import Words, words
from handlers.agent.room import ticket_here, ticket_of
from handlers.audience import open_to
from handlers.customer import follow_ups


@open_to(Role.AGENT)
def claim(turn: Turn, args: Mapping[str, Any]) -> None:
    """Serve the ticket, if nobody else does."""
    ticket = tickets.claim(turn.db, ticket_here(turn, args), turn.person, now=turn.now)
    show_change(turn, ticket, args, said=words("ticket-was-claimed", number=ticket.number, name=turn.person.name))
    pages.show_places(turn)


@open_to(Role.AGENT)
def resolve(turn: Turn, args: Mapping[str, Any]) -> None:
    """Settle the ticket, and tell the customer what to do if it isn't."""
    ticket = tickets.resolve(turn.db, ticket_here(turn, args), turn.person, now=turn.now)
    turn.tell(people.the_person(turn.db, ticket.person_id), pages.resolved(ticket))
    follow_ups.follow_ticket(turn, ticket)
    show_change(turn, ticket, args, said=words("ticket-was-resolved", number=ticket.number, name=turn.person.name))
    pages.show_places(turn)


@open_to(Role.AGENT)
def reopen(turn: Turn, args: Mapping[str, Any]) -> None:
    """Open a resolved ticket again; it is its former owner's."""
    ticket = tickets.reopen(turn.db, ticket_here(turn, args), turn.person, now=turn.now)
    show_change(turn, ticket, args, said=words("ticket-was-reopened", number=ticket.number, name=turn.person.name))


@open_to(Role.AGENT)
def card(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show the card: in its topic below all that was said since, elsewhere in place of what was tapped."""
    ticket = tickets.the_ticket(turn.db, ticket_here(turn, args))
    if turn.is_private:
        turn.show(_beside(turn, ticket))
    else:
        pages.post_card_again(turn, ticket)


def say_who_serves(turn: Turn, subject: str) -> bool:
    """Say whose the ticket is by now, in a line that fades; False if it is nobody's, or one's own."""
    ticket = tickets.the_ticket(turn.db, ticket_of(subject))
    if ticket.owner_id in (None, turn.person.id):
        return False
    turn.toast("refused-ticket-taken", number=ticket.number, owner=tickets.owner_name(turn.db, ticket))
    return True


def show_change(turn: Turn, ticket: Ticket, args: Mapping[str, Any], *, said: Words) -> None:
    """Bring what shows the ticket up to date. Its topic says what happened where no tap on the card has shown it."""
    pages.show_change(turn, ticket)
    if not turn.is_tap:
        pages.announce(turn, ticket, said)
    elif args.get("is_hint"):
        turn.show(Screen(said))
    else:
        turn.show(_beside(turn, ticket) if turn.is_private else pages.card(turn, ticket))


def _beside(turn: Turn, ticket: Ticket) -> Screen:
    """The card outside its topic, where it is nobody's to keep up to date."""
    return replace(pages.card(turn, ticket), subject=None)
