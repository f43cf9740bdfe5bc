"""Views: what the pages show of tickets and orders, read as plain values that are compared to see what changed.

Not here: how it looks (console.pages), or what is true of a ticket or an order (backend).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend import broadcasts as backend_broadcasts
from backend import catalogue, orders, people, tickets
from backend.broadcasts import Broadcast, Tally
from backend.orders import Move, Order
from backend.people import Person, Role
from backend.tickets import Message, Side, Ticket, TicketStatus
from storage.catalogue import nearest
from storage.database import Db

MOST_TICKETS = 200
MOST_MESSAGES = 300
MOST_RESOLVED = 30
MOST_BROADCASTS = 20


@dataclass(frozen=True)
class TicketLine:
    """A ticket in the list. `last` is what was said last; `is_unanswered` when that was the customer."""

    ticket: Ticket
    customer: Person
    owner: str
    last: Message | None
    is_unanswered: bool


@dataclass(frozen=True)
class Remark:
    """A message of a ticket's conversation, with who said it and what it replies to."""

    message: Message
    author: str
    replied_to: Message | None


@dataclass(frozen=True)
class OrderView:
    """An order as staff see it."""

    order: Order
    product: str
    customer: Person
    timeline: Sequence[Move]


@dataclass(frozen=True)
class TicketView:
    """A ticket with all that was said. `may_answer`: whether what this agent writes may go to the customer."""

    ticket: Ticket
    customer: Person
    owner: str
    offered_to: str
    may_answer: bool
    remarks: Sequence[Remark]
    order: OrderView | None
    place: int | None


@dataclass(frozen=True)
class BroadcastView:
    """A broadcast, the text it has in one's language, and what became of it so far."""

    broadcast: Broadcast
    text: str
    tally: Tally


@dataclass(frozen=True)
class Queue:
    """The open tickets, those promised soonest first, then some that were resolved lately."""

    open: Sequence[TicketLine]
    resolved: Sequence[TicketLine]


class Faces:
    """The people of one look at the shop, each read once."""

    def __init__(self, db: Db) -> None:
        self._db = db
        self._known: dict[int, Person] = {}

    def of(self, person_id: int) -> Person:
        """The person with this id."""
        if person_id not in self._known:
            self._known[person_id] = people.the_person(self._db, person_id)
        return self._known[person_id]

    def name(self, person_id: int | None) -> str:
        """What they are called; empty for nobody."""
        return "" if person_id is None else self.of(person_id).name


def queue(db: Db) -> Queue:
    """The tickets as the list shows them."""
    faces = Faces(db)
    unresolved = sorted(tickets.all_open(db), key=_urgency)[:MOST_TICKETS]
    return Queue(
        open=[_line(db, ticket, faces) for ticket in unresolved],
        resolved=[_line(db, ticket, faces) for ticket in tickets.latest_resolved(db, most=MOST_RESOLVED)],
    )


def ticket_view(db: Db, ticket_id: int, agent: Person, *, language: str) -> TicketView:
    """A ticket as this agent sees it. Raises TicketNotFound."""
    ticket = tickets.the_ticket(db, ticket_id)
    faces = Faces(db)
    said = tickets.latest_messages(db, ticket.id, most=MOST_MESSAGES)
    by_id = {message.id: message for message in said}
    return TicketView(
        ticket=ticket,
        customer=faces.of(ticket.person_id),
        owner=faces.name(ticket.owner_id),
        offered_to=faces.name(ticket.offered_to_id),
        may_answer=ticket.status is TicketStatus.CLAIMED and ticket.owner_id == agent.id,
        remarks=[
            Remark(message, faces.name(message.author_id), by_id.get(message.reply_to_id or 0)) for message in said
        ],
        order=None if ticket.order_id is None else order_view(db, ticket.order_id, language=language),
        place=tickets.place_in_queue(db, ticket) if ticket.status is TicketStatus.WAITING else None,
    )


def order_view(db: Db, order_id: int, *, language: str) -> OrderView:
    """An order as staff see it. Raises OrderNotFound."""
    return _order_view(db, orders.the_order(db, order_id), language=language)


def broadcasts(db: Db, *, language: str) -> list[BroadcastView]:
    """The newest broadcasts."""
    newest = backend_broadcasts.all_broadcasts(db, page=1, per_page=MOST_BROADCASTS).items
    return [BroadcastView(each, nearest(each.texts, language), backend_broadcasts.tally(db, each)) for each in newest]


def may_settle(view: TicketView, agent: Person) -> bool:
    """Whether this agent may resolve the ticket."""
    return view.ticket.status is TicketStatus.CLAIMED and (
        view.ticket.owner_id == agent.id or agent.role.reaches(Role.SUPERVISOR)
    )


def _line(db: Db, ticket: Ticket, faces: Faces) -> TicketLine:
    last = next(iter(tickets.latest_messages(db, ticket.id, most=1)), None)
    return TicketLine(
        ticket=ticket,
        customer=faces.of(ticket.person_id),
        owner=faces.name(ticket.owner_id),
        last=last,
        is_unanswered=ticket.is_open and (last is None or last.side is Side.CUSTOMER),
    )


def _urgency(ticket: Ticket) -> tuple[bool, datetime, int]:
    """Who waits for a first word comes before who has had one; then it is the promised time."""
    return ticket.first_replied_at is not None, ticket.promised_at, ticket.id


def _order_view(db: Db, order: Order, *, language: str) -> OrderView:
    product = catalogue.the_product(db, order.product_id)
    return OrderView(
        order=order,
        product=product.name_in(language),
        customer=people.the_person(db, order.person_id),
        timeline=orders.timeline(db, order),
    )
