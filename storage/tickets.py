"""Tickets: what a customer wants a human for, and who of the staff serves them.

Not here: what was said (storage.ticket_messages), or which change of status is allowed (backend.tickets).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, aliased, mapped_column

from storage.choices import choice
from storage.database import Db, Table, WrongRowCount, columns, insert_or_ignore, many, one


class TicketStatus(StrEnum):
    """Where a ticket stands."""

    WAITING = "waiting"  # nobody serves it yet
    CLAIMED = "claimed"  # its owner serves it
    RESOLVED = "resolved"  # settled; it may be opened again


class Category(StrEnum):
    """What is wrong."""

    NOT_ARRIVED = "not-arrived"
    CODE_DEAD = "code-dead"
    CHARGED_TWICE = "charged-twice"
    WRONG_GOODS = "wrong-goods"
    OTHER = "other"


_OPEN_ABOUT_ORDER = sa.text("status <> 'resolved' and order_id is not null")
_OPEN_ABOUT_NOTHING = sa.text("status <> 'resolved' and order_id is null")
_OPEN = sa.text("status <> 'resolved'")


class TicketRow(Table):
    """One row a ticket. A person has at most one unresolved about each order, and one about none."""

    __tablename__ = "tickets"
    __table_args__ = (
        sa.CheckConstraint("status <> 'waiting' or owner_id is null", name="waiting"),
        sa.CheckConstraint("status <> 'claimed' or owner_id is not null", name="claimed"),
        sa.CheckConstraint("(owner_id is null) = (claimed_at is null)", name="owned"),
        sa.CheckConstraint("offered_to_id is null or status = 'claimed'", name="offered"),
        sa.CheckConstraint("(status = 'resolved') = (resolved_at is not null)", name="resolved"),
        sa.Index(
            "uq_tickets_open_about_order",
            "person_id",
            "order_id",
            unique=True,
            sqlite_where=_OPEN_ABOUT_ORDER,
            postgresql_where=_OPEN_ABOUT_ORDER,
        ),
        sa.Index(
            "uq_tickets_open_about_nothing",
            "person_id",
            unique=True,
            sqlite_where=_OPEN_ABOUT_NOTHING,
            postgresql_where=_OPEN_ABOUT_NOTHING,
        ),
        sa.Index("ix_tickets_open", "status", "opened_at", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        sa.Index("ix_tickets_person", "person_id", "id"),
        sa.Index("ix_tickets_opened", "opened_at"),  # for reports
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    order_id: Mapped[int | None] = mapped_column(sa.ForeignKey("orders.id"))
    category: Mapped[Category | None] = mapped_column(choice(Category, name="category"))
    status: Mapped[TicketStatus] = mapped_column(choice(TicketStatus, name="status"))
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    offered_to_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    opened_at: Mapped[datetime]
    promised_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    first_replied_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    revision: Mapped[int]


@dataclass(frozen=True)
class Ticket:
    """A ticket as it stood when it was read.

    `category` is None where somebody just wants a human; `promised_at` is until when they were promised an
    answer; `offered_to_id` is whom the owner would like to hand it to, who has not accepted yet.
    """

    id: int
    person_id: int
    order_id: int | None
    category: Category | None
    status: TicketStatus
    owner_id: int | None
    offered_to_id: int | None
    opened_at: datetime
    promised_at: datetime
    claimed_at: datetime | None
    first_replied_at: datetime | None
    resolved_at: datetime | None
    revision: int

    @property
    def number(self) -> str:
        """What people call it."""
        return f"T-{self.id}"

    @property
    def is_open(self) -> bool:
        """Whether it still has to be settled."""
        return self.status is not TicketStatus.RESOLVED


def add(
    db: Db, *, person_id: int, order_id: int | None, category: Category | None, promised_at: datetime, now: datetime
) -> Ticket | None:
    """Add a ticket that waits; None if the person has an unresolved one about the same."""
    added = insert_or_ignore(db, TicketRow).values(
        person_id=person_id,
        order_id=order_id,
        category=category,
        status=TicketStatus.WAITING,
        opened_at=now,
        promised_at=promised_at,
        revision=1,
    )
    return one(db, added.on_conflict_do_nothing().returning(*columns(TicketRow, Ticket)), Ticket)


def claim(db: Db, ticket_id: int, *, owner_id: int, now: datetime) -> Ticket | None:
    """Give a waiting ticket its first owner; None if it does not wait (any more)."""
    return _change(
        db,
        sa.update(TicketRow)
        .where(TicketRow.id == ticket_id, TicketRow.status == TicketStatus.WAITING)
        .values(status=TicketStatus.CLAIMED, owner_id=owner_id, claimed_at=now),
    )


def offer(db: Db, ticket_id: int, *, owner_id: int, to_id: int) -> Ticket:
    """Offer the ticket to somebody else, in place of a former offer. Raises WrongRowCount if it changed hands."""
    offered = _change(db, _served(ticket_id).where(TicketRow.owner_id == owner_id).values(offered_to_id=to_id))
    return _expected(offered)


def accept(db: Db, ticket_id: int, *, new_owner_id: int, now: datetime) -> Ticket | None:
    """Make whom the ticket is offered to its owner; None if it is not offered to them."""
    offered = _served(ticket_id).where(TicketRow.offered_to_id == new_owner_id)
    return _change(db, offered.values(owner_id=new_owner_id, offered_to_id=None, claimed_at=now))


def decline(db: Db, ticket_id: int, *, offered_to_id: int) -> Ticket | None:
    """Take the offer back from whom it was made to; None if it is not offered to them."""
    return _change(db, _served(ticket_id).where(TicketRow.offered_to_id == offered_to_id).values(offered_to_id=None))


def give_back(db: Db, ticket_id: int, *, owner_id: int, promised_at: datetime) -> Ticket | None:
    """Let the ticket wait again for whoever claims it, answered by then; None if this owner does not serve it."""
    owned = _served(ticket_id).where(TicketRow.owner_id == owner_id)
    return _change(
        db,
        owned.values(
            status=TicketStatus.WAITING, owner_id=None, offered_to_id=None, claimed_at=None, promised_at=promised_at
        ),
    )


def resolve(db: Db, ticket_id: int, *, revision: int, now: datetime) -> Ticket:
    """Settle the ticket. Raises WrongRowCount if it changed since `revision`."""
    unchanged = TicketRow.id == ticket_id, TicketRow.revision == revision, TicketRow.status != TicketStatus.RESOLVED
    resolved = sa.update(TicketRow).where(*unchanged)
    return _expected(_change(db, resolved.values(status=TicketStatus.RESOLVED, offered_to_id=None, resolved_at=now)))


def reopen(db: Db, ticket_id: int) -> Ticket | None:
    """Open a resolved ticket again, its owner's if it had one.

    None if it is not resolved, or if the person has another open one about the same.
    """
    other = aliased(TicketRow)
    same = sa.or_(other.order_id == TicketRow.order_id, sa.and_(other.order_id.is_(None), TicketRow.order_id.is_(None)))
    is_open_elsewhere = (
        sa.exists()
        .where(other.person_id == TicketRow.person_id, same, other.status != TicketStatus.RESOLVED)
        .correlate(TicketRow)
    )
    status = sa.case((TicketRow.owner_id.is_(None), TicketStatus.WAITING.value), else_=TicketStatus.CLAIMED.value)
    resolved = TicketRow.id == ticket_id, TicketRow.status == TicketStatus.RESOLVED
    return _change(
        db, sa.update(TicketRow).where(*resolved, ~is_open_elsewhere).values(status=status, resolved_at=None)
    )


def note_first_reply(db: Db, ticket_id: int, *, now: datetime) -> None:
    """Remember when staff first answered; a later answer changes nothing."""
    unanswered = TicketRow.id == ticket_id, TicketRow.first_replied_at.is_(None)
    db.execute(sa.update(TicketRow).where(*unanswered).values(first_replied_at=now))


def with_id(db: Db, ticket_id: int) -> Ticket | None:
    """The ticket, whoever asks."""
    return one(db, sa.select(*columns(TicketRow, Ticket)).where(TicketRow.id == ticket_id), Ticket)


def open_about(db: Db, *, person_id: int, order_id: int | None) -> Ticket | None:
    """The person's unresolved ticket about this order, or about none."""
    about = TicketRow.order_id.is_(None) if order_id is None else TicketRow.order_id == order_id
    return one(
        db,
        sa.select(*columns(TicketRow, Ticket)).where(TicketRow.person_id == person_id, about, _is_open()),
        Ticket,
    )


def open_of_person(db: Db, person_id: int) -> list[Ticket]:
    """The person's unresolved tickets, newest first."""
    found = sa.select(*columns(TicketRow, Ticket)).where(TicketRow.person_id == person_id, _is_open())
    return many(db, found.order_by(TicketRow.id.desc()), Ticket)


def of_person(db: Db, person_id: int, *, most: int) -> list[Ticket]:
    """The person's latest tickets, newest first."""
    found = sa.select(*columns(TicketRow, Ticket)).where(TicketRow.person_id == person_id)
    return many(db, found.order_by(TicketRow.id.desc()).limit(most), Ticket)


def lately_resolved(db: Db, person_id: int, *, since: datetime) -> Ticket | None:
    """The ticket of the person's that was resolved last, if not before `since`."""
    found = sa.select(*columns(TicketRow, Ticket)).where(
        TicketRow.person_id == person_id, TicketRow.resolved_at >= since
    )
    return one(db, found.order_by(TicketRow.resolved_at.desc(), TicketRow.id.desc()).limit(1), Ticket)


def latest_resolved(db: Db, *, most: int) -> list[Ticket]:
    """The tickets that were resolved last, the latest first."""
    found = sa.select(*columns(TicketRow, Ticket)).where(TicketRow.status == TicketStatus.RESOLVED)
    return many(db, found.order_by(TicketRow.resolved_at.desc(), TicketRow.id.desc()).limit(most), Ticket)


def waiting(db: Db) -> list[Ticket]:
    """The tickets that nobody serves yet, in the order they were opened."""
    found = sa.select(*columns(TicketRow, Ticket)).where(TicketRow.status == TicketStatus.WAITING)
    return many(db, found.order_by(TicketRow.opened_at, TicketRow.id), Ticket)


def count_waiting_before(db: Db, ticket: Ticket) -> int:
    """How many wait that were opened before this one."""
    earlier = sa.or_(
        TicketRow.opened_at < ticket.opened_at,
        sa.and_(TicketRow.opened_at == ticket.opened_at, TicketRow.id < ticket.id),
    )
    counted = sa.select(sa.func.count()).where(TicketRow.status == TicketStatus.WAITING, earlier)
    return db.execute(counted).scalar_one()


def unresolved(db: Db) -> list[Ticket]:
    """Every ticket that still has to be settled, in the order they were opened."""
    found = sa.select(*columns(TicketRow, Ticket)).where(_is_open())
    return many(db, found.order_by(TicketRow.opened_at, TicketRow.id), Ticket)


def _served(ticket_id: int) -> sa.Update:
    return sa.update(TicketRow).where(TicketRow.id == ticket_id, TicketRow.status == TicketStatus.CLAIMED)


def _is_open() -> sa.ColumnElement[bool]:
    return TicketRow.status != TicketStatus.RESOLVED


def _change(db: Db, change: sa.Update) -> Ticket | None:
    """Change at most one ticket, and count its revision up."""
    counted = change.values(revision=TicketRow.revision + 1)
    return one(db, counted.returning(*columns(TicketRow, Ticket)), Ticket)


def _expected(changed: Ticket | None) -> Ticket:
    """The ticket that had to change; another turn was quicker if it did not, and ours begins anew."""
    if changed is None:
        raise WrongRowCount(1, 0)
    return changed
