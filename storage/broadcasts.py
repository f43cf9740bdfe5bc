"""Broadcasts: a message of the shop's to many people, and what became of it for each of them.

Not here: which change of status is allowed (backend.broadcasts), or the sending (bot.courier).

    recipient   pending ──> queued (a screen waits in the outbox, or was sent)
                   └──> skipped (blocked the shop, wants no news, or the rest was cancelled)
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.database import Db, Table, WrongRowCount, columns, expect_rows, many, one
from storage.orders import OrderRow
from storage.outbox import OutboxRow, OutboxStatus
from storage.people import PersonRow, Tier


class BroadcastStatus(StrEnum):
    """Where a broadcast stands; backend.broadcasts draws which may follow which."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


class Segment(StrEnum):
    """Whom a broadcast is for: everybody, the people of one tier, or those who bought one product."""

    ALL = "all"
    RETAIL = "retail"
    SILVER = "silver"
    GOLD = "gold"
    BUYERS = "buyers"


class Link(StrEnum):
    """Where the button under a broadcast leads."""

    NONE = "none"
    SHELVES = "shelves"
    PRODUCT = "product"


class RecipientStatus(StrEnum):
    """How far a broadcast is with one person."""

    PENDING = "pending"
    QUEUED = "queued"
    SKIPPED = "skipped"


class Skipped(StrEnum):
    """Why a broadcast is not sent to one person."""

    BLOCKED = "blocked"
    OPTED_OUT = "opted-out"
    CANCELLED = "cancelled"


class BroadcastRow(Table):
    """One row a broadcast. People up to `last_person_id` are meant; up to `enlisted_to` they are recipients already."""

    __tablename__ = "broadcasts"
    __table_args__ = (
        sa.CheckConstraint("(segment = 'buyers') = (buyers_of is not null)", name="buyers"),
        sa.CheckConstraint("(link = 'product') = (link_product_id is not null)", name="link_product"),
        sa.CheckConstraint("enlisted_to <= coalesce(last_person_id, 0)", name="enlisted"),
        sa.CheckConstraint("status in ('draft', 'scheduled', 'cancelled') or last_person_id is not null", name="begun"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    texts: Mapped[dict[str, Any]]
    photo: Mapped[str | None]
    link: Mapped[Link] = mapped_column(choice(Link, name="link"))
    link_product_id: Mapped[str | None] = mapped_column(sa.ForeignKey("products.id"))
    segment: Mapped[Segment] = mapped_column(choice(Segment, name="segment"))
    buyers_of: Mapped[str | None] = mapped_column(sa.ForeignKey("products.id"))
    maintenance_id: Mapped[int | None] = mapped_column(sa.ForeignKey("maintenance.id"))
    status: Mapped[BroadcastStatus] = mapped_column(choice(BroadcastStatus, name="status"))
    run: Mapped[int]
    last_person_id: Mapped[int | None]
    enlisted_to: Mapped[int]
    recipients: Mapped[int]
    created_at: Mapped[datetime]
    starts_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class RecipientRow(Table):
    """One row a person and broadcast. The screen is the one message they get of it."""

    __tablename__ = "broadcast_recipients"
    __table_args__ = (
        sa.UniqueConstraint("broadcast_id", "person_id"),
        sa.CheckConstraint("(status = 'queued') = (screen_id is not null)", name="queued"),
        sa.CheckConstraint("(status = 'skipped') = (why is not null)", name="skipped"),
        sa.Index(
            "ix_broadcast_recipients_pending",
            "broadcast_id",
            "id",
            sqlite_where=sa.text("status = 'pending'"),
            postgresql_where=sa.text("status = 'pending'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    broadcast_id: Mapped[int] = mapped_column(sa.ForeignKey("broadcasts.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    status: Mapped[RecipientStatus] = mapped_column(choice(RecipientStatus, name="status"))
    why: Mapped[Skipped | None] = mapped_column(choice(Skipped, name="why"))
    screen_id: Mapped[int | None] = mapped_column(sa.ForeignKey("screens.id"), unique=True)


_IS_BROADCAST = sa.text("outbox.kind = 'broadcast'")
_IS_OPEN = sa.text("outbox.status in ('waiting', 'claimed')")
"""Written out and not bound, so that SQLite sees that an index over just these rows will do."""

sa.Index(
    "ix_outbox_broadcasts",
    OutboxRow.screen_id,
    sqlite_where=sa.text("kind = 'broadcast'"),
    postgresql_where=sa.text("kind = 'broadcast'"),
)


@dataclass(frozen=True)
class Broadcast:
    """A broadcast as it stood when it was read. `texts` holds one text for each language it was written in.

    `run` grows with each start and resumption. `recipients` counts those enlisted so far, `last_person_id` is
    None until the broadcast begins. A broadcast with a `maintenance_id` is that maintenance's notice.
    """

    id: int
    created_by_id: int
    texts: dict[str, str]
    photo: str | None
    link: Link
    link_product_id: str | None
    segment: Segment
    buyers_of: str | None
    maintenance_id: int | None
    status: BroadcastStatus
    run: int
    last_person_id: int | None
    enlisted_to: int
    recipients: int
    created_at: datetime
    starts_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None

    @property
    def is_enlisted(self) -> bool:
        """Whether everybody it is for is a recipient."""
        return self.last_person_id is not None and self.enlisted_to >= self.last_person_id


@dataclass(frozen=True)
class Recipient:
    """Somebody who is still to get a broadcast, and whether they can and want to."""

    id: int
    person_id: int
    is_blocked: bool
    wants_news: bool


@dataclass(frozen=True)
class Reach:
    """How many people a broadcast would be sent to now, and how many it is for but would leave out."""

    people: int
    blocked: int
    opted_out: int


@dataclass(frozen=True)
class Tally:
    """What became of a broadcast, in people. `unreached` are those the platform refused it for."""

    pending: int = 0
    under_way: int = 0
    sent: int = 0
    unknown: int = 0
    unreached: int = 0
    blocked: int = 0
    opted_out: int = 0
    cancelled: int = 0

    @property
    def settled(self) -> int:
        """How many nothing more will happen for."""
        return self.recipients - self.pending - self.under_way

    @property
    def recipients(self) -> int:
        """All of them."""
        return (
            self.pending
            + self.under_way
            + self.sent
            + self.unknown
            + self.unreached
            + self.blocked
            + self.opted_out
            + self.cancelled
        )


def add(db: Db, broadcast: dict[str, Any]) -> Broadcast:  # Any: a value for each column that is not left to us
    """Add a draft."""
    row = {**broadcast, "status": BroadcastStatus.DRAFT, "run": 0, "enlisted_to": 0, "recipients": 0}
    added = sa.insert(BroadcastRow).values(**row).returning(*columns(BroadcastRow, Broadcast))
    return Broadcast(**db.execute(added).mappings().one())


def with_id(db: Db, broadcast_id: int) -> Broadcast | None:
    """The broadcast with this id."""
    return one(db, sa.select(*columns(BroadcastRow, Broadcast)).where(BroadcastRow.id == broadcast_id), Broadcast)


def newest(db: Db, *, offset: int, most: int) -> list[Broadcast]:
    """Broadcasts, newest first."""
    found = sa.select(*columns(BroadcastRow, Broadcast)).order_by(BroadcastRow.id.desc())
    return many(db, found.offset(offset).limit(most), Broadcast)


def count(db: Db) -> int:
    """How many broadcasts there are."""
    return db.execute(sa.select(sa.func.count()).select_from(BroadcastRow)).scalar_one()


def move(
    db: Db,
    broadcast_id: int,
    *,
    was: BroadcastStatus,
    to: BroadcastStatus,
    **values: Any,  # Any: a value of its own type for each column that goes with the change
) -> Broadcast:
    """Change the status, and what goes with it. Raises WrongRowCount if it is no longer `was`."""
    moved = (
        sa.update(BroadcastRow)
        .where(BroadcastRow.id == broadcast_id, BroadcastRow.status == was)
        .values(status=to, **values)
    )
    broadcast = one(db, moved.returning(*columns(BroadcastRow, Broadcast)), Broadcast)
    if broadcast is None:
        raise WrongRowCount(1, 0)
    return broadcast


def last_person_id(db: Db) -> int:
    """The newest person there is; 0 when there is none."""
    return db.scalar(sa.select(sa.func.max(PersonRow.id))) or 0


def reach(db: Db, segment: Segment, *, buyers_of: str | None) -> Reach:
    """How many people a broadcast to them would reach now, in one read."""
    is_blocked = PersonRow.blocked_at.is_not(None)
    counted = sa.select(
        sa.func.count().filter(~is_blocked, PersonRow.wants_news).label("people"),
        sa.func.count().filter(is_blocked).label("blocked"),
        sa.func.count().filter(~is_blocked, ~PersonRow.wants_news).label("opted_out"),
    ).where(*_is_meant(segment, buyers_of))
    return Reach(**db.execute(counted).mappings().one())


def enlist(db: Db, broadcast: Broadcast, *, most: int) -> None:
    """Make the next people recipients, looking at up to `most`; raises WrongRowCount if somebody else just did."""
    upto = _batch_end(db, broadcast, most=most)
    here = sa.update(BroadcastRow).where(BroadcastRow.id == broadcast.id)
    # Before the people are copied: it makes another turn that enlists the same ones wait, and then give up.
    advanced = here.where(BroadcastRow.enlisted_to == broadcast.enlisted_to).values(enlisted_to=upto)
    expect_rows(db.execute(advanced), 1)
    enlisted = db.execute(_enlisting(broadcast, upto=upto), execution_options={"preserve_rowcount": True})
    db.execute(here.values(recipients=BroadcastRow.recipients + enlisted.rowcount))


def pending(db: Db, broadcast_id: int, *, most: int) -> list[Recipient]:
    """The next people to send it to, in the order they were enlisted."""
    next_ones = (
        sa.select(
            RecipientRow.id,
            RecipientRow.person_id,
            PersonRow.blocked_at.is_not(None).label("is_blocked"),
            PersonRow.wants_news,
        )
        .join(PersonRow, PersonRow.id == RecipientRow.person_id)
        .where(RecipientRow.broadcast_id == broadcast_id, _is_pending())
        .order_by(RecipientRow.id)
        .limit(most)
    )
    return many(db, next_ones, Recipient)


def note_queued(db: Db, recipient_id: int, *, screen_id: int) -> None:
    """Remember the one message they get. Raises WrongRowCount if they are no longer pending."""
    expect_rows(db.execute(_pending_one(recipient_id).values(status=RecipientStatus.QUEUED, screen_id=screen_id)), 1)


def skip(db: Db, recipient_id: int, *, why: Skipped) -> None:
    """Leave somebody out. Raises WrongRowCount if they are no longer pending."""
    expect_rows(db.execute(_pending_one(recipient_id).values(status=RecipientStatus.SKIPPED, why=why)), 1)


def skip_pending(db: Db, broadcast_id: int, *, why: Skipped) -> int:
    """Leave out everybody who is still to get it; returns how many that are."""
    rest = sa.update(RecipientRow).where(RecipientRow.broadcast_id == broadcast_id, _is_pending())
    return db.execute(rest.values(status=RecipientStatus.SKIPPED, why=why)).rowcount


def count_unsent(db: Db) -> int:
    """How many calls of broadcasts, of this one or another, wait in the outbox or are under way."""
    return db.execute(sa.select(sa.func.count()).select_from(OutboxRow).where(_IS_BROADCAST, _IS_OPEN)).scalar_one()


def tally(db: Db, broadcast_id: int) -> Tally:
    """What became of it, in one read of its recipients and their calls."""
    is_sent_to = RecipientRow.status == RecipientStatus.QUEUED
    call = OutboxRow.status
    is_settled = call.in_([OutboxStatus.SENT, OutboxStatus.UNKNOWN, OutboxStatus.DEAD])
    counted = (
        sa.select(
            sa.func.count().filter(_is_pending()).label("pending"),
            sa.func.count().filter(is_sent_to, sa.func.coalesce(~is_settled, sa.true())).label("under_way"),
            sa.func.count().filter(is_sent_to, call == OutboxStatus.SENT).label("sent"),
            sa.func.count().filter(is_sent_to, call == OutboxStatus.UNKNOWN).label("unknown"),
            sa.func.count().filter(is_sent_to, call == OutboxStatus.DEAD).label("unreached"),
            sa.func.count().filter(RecipientRow.why == Skipped.BLOCKED).label("blocked"),
            sa.func.count().filter(RecipientRow.why == Skipped.OPTED_OUT).label("opted_out"),
            sa.func.count().filter(RecipientRow.why == Skipped.CANCELLED).label("cancelled"),
        )
        .select_from(RecipientRow)
        .join(OutboxRow, sa.and_(OutboxRow.screen_id == RecipientRow.screen_id, _IS_BROADCAST), isouter=True)
        .where(RecipientRow.broadcast_id == broadcast_id)
    )
    return Tally(**db.execute(counted).mappings().one())


def _enlisting(broadcast: Broadcast, *, upto: int) -> sa.Insert:
    """Copies the people it is for; those who can't or don't want to get it are recipients that are left out."""
    is_blocked = PersonRow.blocked_at.is_not(None)
    is_left_out = is_blocked | ~PersonRow.wants_news
    meant = sa.select(
        sa.literal(broadcast.id),
        PersonRow.id,
        sa.case((is_left_out, RecipientStatus.SKIPPED.value), else_=RecipientStatus.PENDING.value),
        sa.case((is_blocked, Skipped.BLOCKED.value), (~PersonRow.wants_news, Skipped.OPTED_OUT.value)),
    ).where(
        PersonRow.id > broadcast.enlisted_to,
        PersonRow.id <= upto,
        *_is_meant(broadcast.segment, broadcast.buyers_of),
    )
    names = ["broadcast_id", "person_id", "status", "why"]
    return sa.insert(RecipientRow).from_select(names, meant.order_by(PersonRow.id))


def _batch_end(db: Db, broadcast: Broadcast, *, most: int) -> int:
    """The last of the next `most` people; ids have gaps, so they are counted."""
    next_ones = sa.select(PersonRow.id).where(
        PersonRow.id > broadcast.enlisted_to, PersonRow.id <= (broadcast.last_person_id or 0)
    )
    batch = next_ones.order_by(PersonRow.id).limit(most).subquery()
    return db.scalar(sa.select(sa.func.max(batch.c.id))) or broadcast.enlisted_to


def _is_meant(segment: Segment, buyers_of: str | None) -> tuple[sa.ColumnElement[bool], ...]:
    match segment:
        case Segment.ALL:
            return ()
        case Segment.BUYERS:
            bought = sa.select(OrderRow.person_id)
            return (PersonRow.id.in_(bought.where(OrderRow.product_id == buyers_of, OrderRow.paid_at.is_not(None))),)
        case _:
            return (PersonRow.tier == Tier(segment.value),)


def _is_pending() -> sa.ColumnElement[bool]:
    return RecipientRow.status == RecipientStatus.PENDING


def _pending_one(recipient_id: int) -> sa.Update:
    return sa.update(RecipientRow).where(RecipientRow.id == recipient_id, _is_pending())
