"""Tickets: from the first word of a customer who wants a human to 'resolved', and who is responsible meanwhile.

Not here: what is shown of a ticket (flows.pages.tickets) or how messages cross (handlers.agent, handlers.customer).

    waiting ──> claimed ──> resolved        whoever claims first owns the ticket and stays responsible: an offer
       ^  ^        │^___________│           changes the owner only when it is accepted, and a ticket that is opened
       │  └────────┘            │           again is its owner's again (or waits, if nobody ever claimed it). Whoever
       └────────────────────────┘           leaves the staff gives theirs back to the queue
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from backend import people
from backend.errors import (
    CannotOffer,
    NotYourTicket,
    OfferGone,
    TicketNotFound,
    TicketOpen,
    TicketResolved,
    TicketTaken,
    TicketUnclaimed,
)
from backend.people import Person, Role
from storage import audit_trail, failpoints
from storage import ticket_messages as messages
from storage import tickets as rows
from storage.database import Db
from storage.ticket_messages import Message as Message
from storage.ticket_messages import Side as Side
from storage.tickets import Category as Category
from storage.tickets import Ticket as Ticket
from storage.tickets import TicketStatus as TicketStatus

REOPENED_WITHIN = timedelta(days=7)
"""So long after it was resolved a customer who writes again is asked whether it is about the same."""


@dataclass(frozen=True)
class Opened:
    """The person's ticket. `is_new` is False when they had an unresolved one about the same already."""

    ticket: Ticket
    is_new: bool


def open_ticket(
    db: Db, person: Person, *, order_id: int | None, category: Category | None, now: datetime, promised_at: datetime
) -> Opened:
    """Open a ticket about an order of the person's, or about none; one they have open about the same is found again."""
    added = rows.add(db, person_id=person.id, order_id=order_id, category=category, promised_at=promised_at, now=now)
    if added is None:
        known = rows.open_about(db, person_id=person.id, order_id=order_id)
        if known is None:
            raise LookupError(f"no open ticket of person {person.id}, and no place for a new one")
        return Opened(known, is_new=False)
    failpoints.reached("ticket.opened")
    _record(db, added, "opened", by=person, why=category or "", now=now)
    return Opened(added, is_new=True)


def claim(db: Db, ticket_id: int, agent: Person, *, now: datetime) -> Ticket:
    """Make the agent the owner of a waiting ticket; its owner may claim it again.

    Raises TicketTaken, TicketResolved or TicketNotFound.
    """
    claimed = rows.claim(db, ticket_id, owner_id=agent.id, now=now)
    if claimed is not None:
        failpoints.reached("ticket.claimed")
        _record(db, claimed, "claimed", by=agent, now=now)
        return claimed
    ticket = _the_open(db, ticket_id)
    if ticket.owner_id != agent.id:
        raise TicketTaken(number=ticket.number, owner=owner_name(db, ticket))
    return ticket


def offer(db: Db, ticket_id: int, *, to: Person, by: Person, now: datetime) -> Ticket:
    """Offer the ticket to another agent, who is its owner once they accept. Its owner may, or a supervisor.

    Raises NotYourTicket, CannotOffer, TicketUnclaimed or TicketResolved.
    """
    ticket = must_answer_for(db, ticket_id, by)
    if ticket.owner_id is None:
        raise TicketUnclaimed(number=ticket.number)
    if to.id == ticket.owner_id or not to.role.reaches(Role.AGENT):
        raise CannotOffer(number=ticket.number, name=to.name)
    offered = rows.offer(db, ticket.id, owner_id=ticket.owner_id, to_id=to.id)
    failpoints.reached("ticket.offered")
    _record(db, offered, "offered", by=by, why=f"to {to.who}", now=now)
    return offered


def accept(db: Db, ticket_id: int, agent: Person, *, now: datetime) -> Ticket:
    """Become the owner of a ticket that was offered. Raises OfferGone or TicketNotFound."""
    accepted = rows.accept(db, ticket_id, new_owner_id=agent.id, now=now)
    if accepted is None:
        raise OfferGone(number=the_ticket(db, ticket_id).number)
    failpoints.reached("ticket.accepted")
    _record(db, accepted, "accepted", by=agent, now=now)
    return accepted


def decline(db: Db, ticket_id: int, agent: Person, *, now: datetime) -> Ticket:
    """Leave a ticket that was offered with its owner. Raises OfferGone or TicketNotFound."""
    declined = rows.decline(db, ticket_id, offered_to_id=agent.id)
    if declined is None:
        raise OfferGone(number=the_ticket(db, ticket_id).number)
    _record(db, declined, "declined", by=agent, now=now)
    return declined


def give_back(
    db: Db, ticket: Ticket, owner: Person, *, by: Person, promised_at: datetime, now: datetime
) -> Ticket | None:
    """Let a ticket whose owner serves nobody any more wait again, in its old place; None if it is not theirs by now."""
    returned = rows.give_back(db, ticket.id, owner_id=owner.id, promised_at=promised_at)
    if returned is not None:
        _record(db, returned, "returned", by=by, why=f"{owner.who} left", now=now)
    return returned


def resolve(db: Db, ticket_id: int, by: Person, *, now: datetime) -> Ticket:
    """Settle a ticket. Its owner may, or a supervisor. Raises NotYourTicket, TicketUnclaimed or TicketResolved."""
    ticket = must_answer_for(db, ticket_id, by)
    resolved = rows.resolve(db, ticket.id, revision=ticket.revision, now=now)
    failpoints.reached("ticket.resolved")
    _record(db, resolved, "resolved", by=by, now=now)
    return resolved


def reopen(db: Db, ticket_id: int, by: Person, *, now: datetime) -> Ticket:
    """Open a resolved ticket again: its owner's if it had one, else it waits. Raises TicketOpen or TicketNotFound."""
    reopened = rows.reopen(db, ticket_id)
    if reopened is None:
        ticket = the_ticket(db, ticket_id)
        other = ticket if ticket.is_open else rows.open_about(db, person_id=ticket.person_id, order_id=ticket.order_id)
        raise TicketOpen(number=(other or ticket).number)
    failpoints.reached("ticket.reopened")
    _record(db, reopened, "reopened", by=by, now=now)
    return _without_who_left(db, reopened, by=by, now=now)


def must_answer_for(db: Db, ticket_id: int, person: Person) -> Ticket:
    """The open ticket that the person may act on: it is theirs, or they are a supervisor.

    Raises NotYourTicket, TicketUnclaimed, TicketResolved or TicketNotFound.
    """
    ticket = _the_open(db, ticket_id)
    if ticket.owner_id == person.id or person.role.reaches(Role.SUPERVISOR):
        return ticket
    if ticket.owner_id is None:
        raise TicketUnclaimed(number=ticket.number)
    raise NotYourTicket(number=ticket.number, owner=owner_name(db, ticket))


def must_serve(db: Db, ticket_id: int, person: Person) -> Ticket:
    """The ticket whose owner the person is: nobody else speaks to its customer.

    Raises NotYourTicket, TicketUnclaimed, TicketResolved or TicketNotFound.
    """
    ticket = _the_open(db, ticket_id)
    if ticket.owner_id is None:
        raise TicketUnclaimed(number=ticket.number)
    if ticket.owner_id != person.id:
        raise NotYourTicket(number=ticket.number, owner=owner_name(db, ticket))
    return ticket


def say(
    db: Db,
    ticket: Ticket,
    *,
    side: Side,
    author_id: int | None,
    text: str,
    matter: str | None = None,
    file_id: str | None = None,
    chat_id: int | None = None,
    message_id: int | None = None,
    screen_id: int | None = None,
    reply_to_id: int | None = None,
    now: datetime,
) -> Message:
    """Keep what was said about the ticket; a message that is known already stays as it is.

    `chat_id` and `message_id` are the message it was said in; `screen_id` is its copy on the other side.
    """
    if side is Side.STAFF and ticket.first_replied_at is None:
        rows.note_first_reply(db, ticket.id, now=now)
    added = messages.add(
        db,
        ticket_id=ticket.id,
        side=side,
        author_id=author_id,
        text=text,
        matter=matter,
        file_id=file_id,
        chat_id=chat_id,
        message_id=message_id,
        screen_id=screen_id,
        reply_to_id=reply_to_id,
        now=now,
    )
    failpoints.reached("ticket.said")
    if added is not None:
        return added
    known = None if chat_id is None or message_id is None else messages.of_original(db, chat_id, message_id)
    if known is None:
        raise LookupError(f"nothing was said about ticket {ticket.id}, and nothing is known either")
    return known


def note_copy(db: Db, message: Message, *, screen_id: int) -> None:
    """Remember which screen carries the message to the other side."""
    messages.set_copy(db, message.id, screen_id=screen_id)
    failpoints.reached("ticket.copied")


def move_what_waits(db: Db, former: Ticket, *, to: Ticket) -> None:
    """Let what the customer said since a ticket was resolved, and nobody has seen, be about another one."""
    messages.move_unseen(db, former.id, side=Side.CUSTOMER, to_ticket_id=to.id)


def change_text(db: Db, message: Message, text: str, *, now: datetime) -> Message:
    """Remember what the message says since it was edited."""
    messages.set_text(db, message.id, text, now=now)
    return the_message(db, message.id)


def the_message(db: Db, message_id: int) -> Message:
    """The message with our own number. Raises LookupError if there is none."""
    message = messages.with_id(db, message_id)
    if message is None:
        raise LookupError(f"no message {message_id}")
    return message


def messages_of(db: Db, ticket_id: int) -> list[Message]:
    """All that was said about the ticket, oldest first."""
    return messages.about(db, ticket_id)


def latest_messages(db: Db, ticket_id: int, *, most: int) -> list[Message]:
    """The latest that was said about the ticket, oldest first."""
    return messages.latest_about(db, ticket_id, most=most)


def message_of_original(db: Db, chat_id: int, message_id: int) -> Message | None:
    """What was said in this message of somebody's."""
    return messages.of_original(db, chat_id, message_id)


def message_of_copy(db: Db, screen_id: int) -> Message | None:
    """What was said in the message that this screen carries to the other side."""
    return messages.of_copy(db, screen_id)


def the_ticket(db: Db, ticket_id: int) -> Ticket:
    """The ticket, whoever asks: for staff and the shop's own work. Raises TicketNotFound."""
    ticket = rows.with_id(db, ticket_id)
    if ticket is None:
        raise TicketNotFound()
    return ticket


def own_ticket(db: Db, person: Person, ticket_id: int) -> Ticket:
    """The person's ticket. Raises TicketNotFound, also for somebody else's."""
    ticket = rows.with_id(db, ticket_id)
    if ticket is None or ticket.person_id != person.id:
        raise TicketNotFound()
    return ticket


def unresolved_of(db: Db, person: Person) -> list[Ticket]:
    """The person's unresolved tickets, newest first."""
    return rows.open_of_person(db, person.id)


def latest_of(db: Db, person: Person, *, most: int) -> list[Ticket]:
    """The person's latest tickets, newest first."""
    return rows.of_person(db, person.id, most=most)


def lately_resolved(db: Db, person: Person, *, now: datetime) -> Ticket | None:
    """The ticket of the person's that was resolved last, if that is not long ago."""
    return rows.lately_resolved(db, person.id, since=now - REOPENED_WITHIN)


def latest_resolved(db: Db, *, most: int) -> list[Ticket]:
    """The tickets that were resolved last, the latest first."""
    return rows.latest_resolved(db, most=most)


def queue(db: Db) -> list[Ticket]:
    """The tickets that nobody serves yet, in the order they were opened."""
    return rows.waiting(db)


def place_in_queue(db: Db, ticket: Ticket) -> int:
    """Where a waiting ticket stands in the queue; 1 is next."""
    return rows.count_waiting_before(db, ticket) + 1


def served_by(db: Db, owner: Person) -> list[Ticket]:
    """The open tickets that somebody answers for, in the order they were opened."""
    return [ticket for ticket in all_open(db) if ticket.owner_id == owner.id]


def offered_to(db: Db, person: Person) -> list[Ticket]:
    """The open tickets that somebody would like to hand to the person, in the order they were opened."""
    return [ticket for ticket in all_open(db) if ticket.offered_to_id == person.id]


def all_open(db: Db) -> list[Ticket]:
    """Every ticket that still has to be settled, in the order they were opened."""
    return rows.unresolved(db)


def owner_name(db: Db, ticket: Ticket) -> str:
    """What the ticket's owner is called; empty while nobody serves it."""
    return "" if ticket.owner_id is None else people.the_person(db, ticket.owner_id).name


def _without_who_left(db: Db, ticket: Ticket, *, by: Person, now: datetime) -> Ticket:
    """The ticket, waiting if whoever settled it is of the staff no more."""
    if ticket.owner_id is None:
        return ticket
    owner = people.the_person(db, ticket.owner_id)
    if owner.role.reaches(Role.AGENT):
        return ticket
    return give_back(db, ticket, owner, by=by, promised_at=ticket.promised_at, now=now) or ticket


def _the_open(db: Db, ticket_id: int) -> Ticket:
    ticket = the_ticket(db, ticket_id)
    if not ticket.is_open:
        raise TicketResolved(number=ticket.number)
    return ticket


def _record(db: Db, ticket: Ticket, what: str, *, by: Person, why: str = "", now: datetime) -> None:
    audit_trail.record(db, subject=f"ticket:{ticket.id}", what=what, by=by.who, why=why, now=now)
