"""The outbox: the calls that have to be made to the chat platform, kept by the turns that cause them.

Not here: how a call is made (bot.courier), or the events that caused it (storage.inbox).

    waiting ──> claimed ──> sent
       ^           ├──────> unknown   (acted on or not, can't be told)
       └── retry ──┴──────> dead      (refused for good)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Db, Table, columns, expect_rows, many, one, savepoint
from storage.statements import prepared


class OutboxStatus(StrEnum):
    """Where an outgoing call stands. CLAIMED left behind by a dead process counts as unknown."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    UNKNOWN = "unknown"
    DEAD = "dead"


class Kind(StrEnum):
    """What an outgoing call is, in the order in which a chat's calls are worth sending."""

    CHECKOUT = "checkout"  # the answer to a pre-checkout query; worthless after 10 s
    ACK = "ack"  # the answer to a tap; worthless after 15 s, never repeated
    SCREEN = "screen"  # a screen shown or edited; repeated until it stands
    NOTICE = "notice"  # a message that must arrive; repeated when in doubt, and the repeat says so
    TOPIC = "topic"  # a topic renamed, closed or opened; repeated until it is so
    FETCH = "fetch"  # a file got, for a turn that asked for it
    BROADCAST = "broadcast"  # sent at most once


PRIORITY = {kind: rank for rank, kind in enumerate(Kind)}


class OutboxRow(Table):
    """A call to the chat platform, caused by one inbox event; `(cause, n)` makes it the only one of its kind."""

    __tablename__ = "outbox"
    __table_args__ = (
        sa.UniqueConstraint("cause", "n"),
        sa.CheckConstraint("status in ('waiting', 'claimed', 'sent', 'unknown', 'dead')", name="status"),
        sa.Index(
            "ix_outbox_open", "chat_id", "priority", "id",
            sqlite_where=sa.text("status in ('waiting', 'claimed')"),
            postgresql_where=sa.text("status in ('waiting', 'claimed')"),
        ),
        sa.Index(
            "ix_outbox_dead", "id",
            sqlite_where=sa.text("status = 'dead'"),
            postgresql_where=sa.text("status = 'dead'"),
        ),
        # One call under way in a chat, however many processes send: this is what keeps a chat's order.
        sa.Index(
            "uq_outbox_under_way", "chat_id", unique=True,
            sqlite_where=sa.text("status = 'claimed'"),
            postgresql_where=sa.text("status = 'claimed'"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    cause: Mapped[int]
    n: Mapped[int]
    chat_id: Mapped[int]
    kind: Mapped[str]
    priority: Mapped[int]
    screen_id: Mapped[int | None]
    content: Mapped[dict[str, Any] | None]
    status: Mapped[str]
    holder: Mapped[int | None]
    attempts: Mapped[int]
    may_repeat: Mapped[bool]
    not_before: Mapped[datetime | None]
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    failure: Mapped[str | None]


@dataclass(frozen=True)
class Outbound:
    """An outgoing call. `attempts` includes the one under way; `may_repeat` says an earlier one may have acted."""

    id: int
    cause: int
    n: int
    chat_id: int
    kind: str
    screen_id: int | None
    content: dict[str, Any] | None
    attempts: int
    may_repeat: bool
    created_at: datetime


@dataclass(frozen=True)
class Lag:
    """How many calls of one kind wait that may be made, and since when the oldest."""

    kind: str
    waiting: int
    oldest: datetime


@dataclass(frozen=True)
class Held:
    """What a chat is to be sent and was not yet: how many calls, since when the oldest, until when they must wait.

    `until` is None where they may be made at once.
    """

    count: int
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Missed:
    """Messages that a chat was never sent, and when the last of them was given up."""

    count: int
    at: datetime


@dataclass(frozen=True)
class Journey:
    """A call's way: when it was written down, and when the platform had taken it; None as long as it has not."""

    created_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True)
class Draft:
    """An outgoing call as a turn writes it: a screen to show, or content of its own."""

    chat_id: int
    kind: Kind
    screen_id: int | None = None
    content: dict[str, Any] | None = None


_ADD = sa.insert(OutboxRow)


def post(db: Db, drafts: Sequence[Draft], *, cause: int, first: int = 0, now: datetime) -> None:
    """Queue a turn's outgoing calls in their order, numbered from `first`."""
    post_all(db, [(cause, drafts)], first=first, now=now)


def post_all(db: Db, causes: Sequence[tuple[int, Sequence[Draft]]], *, first: int = 0, now: datetime) -> None:
    """Queue the outgoing calls of several events, each event's in their order."""
    rows = [
        {
            "cause": cause,
            "n": first + offset,
            "chat_id": draft.chat_id,
            "kind": draft.kind,
            "priority": PRIORITY[draft.kind],
            "screen_id": draft.screen_id,
            "content": draft.content,
            "status": OutboxStatus.WAITING,
            "attempts": 0,
            "may_repeat": False,
            "created_at": now,
        }
        for cause, drafts in causes
        for offset, draft in enumerate(drafts)
    ]
    if rows:
        prepared.change_all(db, _ADD, rows)


def chats_waiting(db: Db) -> list[int]:
    """Chats with something to send, the longest waiting first: whoever lives briefly must not begin at the same end."""
    waiting = sa.select(OutboxRow.chat_id).where(OutboxRow.status == OutboxStatus.WAITING).group_by(OutboxRow.chat_id)
    return list(db.scalars(waiting.order_by(sa.func.min(OutboxRow.id))))


def lags(db: Db, *, now: datetime) -> list[Lag]:
    """How far the calls are behind, for each kind of which some wait."""
    is_due = OutboxRow.not_before.is_(None) | (OutboxRow.not_before <= now)
    due = sa.select(OutboxRow.kind, sa.func.count(), sa.func.min(OutboxRow.created_at))
    return [
        Lag(*row)
        for row in db.execute(due.where(OutboxRow.status == OutboxStatus.WAITING, is_due).group_by(OutboxRow.kind))
    ]


def held(db: Db, chat_id: int) -> Held | None:
    """What the chat waits for; None where nothing does."""
    waiting = sa.select(sa.func.count(), sa.func.min(OutboxRow.created_at), sa.func.max(OutboxRow.not_before))
    found = waiting.where(OutboxRow.chat_id == chat_id, OutboxRow.status == OutboxStatus.WAITING)
    count, since, until = db.execute(found).one()
    return Held(count, since, until) if count else None


def missed(db: Db, chat_id: int, *, since: datetime) -> Missed | None:
    """Messages to the chat that were given up since then; None if none were."""
    gone = sa.select(sa.func.count(), sa.func.max(OutboxRow.settled_at))
    is_theirs = OutboxRow.chat_id == chat_id, OutboxRow.kind == Kind.NOTICE, OutboxRow.settled_at >= since
    count, at = db.execute(gone.where(sa.text("outbox.status = 'dead'"), *is_theirs)).one()
    return None if at is None else Missed(count, at)


def journey(db: Db, cause: int) -> Journey | None:
    """The way of the screen that an event showed; None if it showed none."""
    shown = sa.select(*columns(OutboxRow, Journey)).where(OutboxRow.cause == cause, OutboxRow.kind == Kind.SCREEN)
    return one(db, shown.order_by(OutboxRow.n.desc()).limit(1), Journey)


def chats_due(db: Db, *, now: datetime, most: int) -> list[int]:
    """Chats with something that may be sent now, the most urgent and the longest waiting first."""
    due = sa.select(OutboxRow.chat_id).where(
        OutboxRow.status == OutboxStatus.WAITING, OutboxRow.not_before.is_(None) | (OutboxRow.not_before <= now)
    )
    most_urgent = (sa.func.min(OutboxRow.priority), sa.func.min(OutboxRow.id))
    return list(db.scalars(due.group_by(OutboxRow.chat_id).order_by(*most_urgent).limit(most)))


def next_due(db: Db, chat_id: int) -> datetime | None:
    """When the chat's first waiting call may be tried; None when nothing waits. Long past when it may be at once.

    While a call is under way nothing is due: whoever makes it looks at the chat again afterwards.
    """
    first = db.execute(_FIRST, {"chat": chat_id}).one_or_none()
    return None if first is None else first.not_before or first.created_at


def first_due(db: Db, chat_id: int, *, now: datetime) -> Outbound | None:
    """The call that `claim` would take now."""
    first = db.execute(_FIRST, {"chat": chat_id}).one_or_none()
    if first is None or (first.not_before is not None and first.not_before > now):
        return None
    return one(db, sa.select(*columns(OutboxRow, Outbound)).where(OutboxRow.id == first.id), Outbound)


def claim(db: Db, chat_id: int, *, holder: int, now: datetime) -> Outbound | None:
    """Take the chat's next call for one attempt; None when none is due, or one is under way.

    The attempt is counted before it is made. Within a chat a call that has to wait (flood control) holds back those
    behind it, so order is kept; acknowledgements and checkout answers overtake.
    """
    first = db.execute(_FIRST, {"chat": chat_id}).one_or_none()
    if first is None or (first.not_before is not None and first.not_before > now):
        return None
    is_as_seen = (OutboxRow.status == OutboxStatus.WAITING) & (OutboxRow.attempts == first.attempts)
    taking = (
        sa.update(OutboxRow)
        .where(OutboxRow.id == first.id, is_as_seen)
        .values(status=OutboxStatus.CLAIMED, holder=holder, attempts=OutboxRow.attempts + 1)
        .returning(*columns(OutboxRow, Outbound))
    )
    try:
        with savepoint(db):
            return one(db, taking, Outbound)
    except sa.exc.IntegrityError:
        return None  # another process has just taken another call of the chat


def settle(db: Db, call: Outbound, status: OutboxStatus, *, failure: str | None = None, now: datetime) -> None:
    """Close a claimed call: sent, unknown or dead."""
    _release(db, call, status=status, failure=failure, settled_at=now)


def try_again(db: Db, call: Outbound, *, may_repeat: bool, not_before: datetime, failure: str) -> None:
    """Put a claimed call back in its place; `may_repeat` when this attempt may have acted."""
    _release(
        db,
        call,
        status=OutboxStatus.WAITING,
        may_repeat=call.may_repeat or may_repeat,
        not_before=not_before,
        failure=failure,
    )


def orphaned(db: Db, *, living: Sequence[int]) -> list[Outbound]:
    """Calls under way whose process is none of the living: they were left in the middle of an attempt."""
    is_left = OutboxRow.holder.is_(None) | OutboxRow.holder.not_in(living)
    return many(
        db,
        sa.select(*columns(OutboxRow, Outbound)).where(OutboxRow.status == OutboxStatus.CLAIMED, is_left),
        Outbound,
    )


def drop_waiting(db: Db, chat_id: int, *, failure: str, now: datetime) -> int:
    """Give up everything queued for a chat that can't be reached; returns how many calls that were."""
    result = db.execute(
        sa.update(OutboxRow)
        .where(OutboxRow.chat_id == chat_id, OutboxRow.status == OutboxStatus.WAITING)
        .values(status=OutboxStatus.DEAD, failure=failure, settled_at=now)
    )
    return result.rowcount


def _release(db: Db, call: Outbound, **values: Any) -> None:
    """The attempt number is the fencing token: a sender that lost its claim can't settle the next one's."""
    result = db.execute(
        sa.update(OutboxRow)
        .where(
            OutboxRow.id == call.id,
            OutboxRow.status == OutboxStatus.CLAIMED,
            OutboxRow.attempts == call.attempts,
        )
        .values(**values)
    )
    expect_rows(result, 1)


_UNDER_WAY = orm.aliased(OutboxRow)

# That no call is under way is seen in the same glance: one that comes back to wait would else be passed by.
_FIRST = (
    sa.select(OutboxRow.id, OutboxRow.attempts, OutboxRow.not_before, OutboxRow.created_at)
    .where(
        OutboxRow.chat_id == sa.bindparam("chat"),
        OutboxRow.status == OutboxStatus.WAITING,
        ~sa.exists().where(_UNDER_WAY.chat_id == OutboxRow.chat_id, _UNDER_WAY.status == OutboxStatus.CLAIMED),
    )
    # Acknowledgements and checkout answers go stale in seconds; all else keeps the order it was written in.
    .order_by(sa.case((OutboxRow.priority <= PRIORITY[Kind.ACK], 0), else_=1), OutboxRow.id)
    .limit(1)
)
