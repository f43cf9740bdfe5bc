"""Broadcasts: composing one, everything that may happen to it, and who gets it next.

Not here: what it looks like (flows.pages.broadcasts) or the sending (bot.courier, each message at most once).

    draft ──> scheduled ──> running <──> paused            recipients are enlisted while it runs, a batch at a time;
      │           │            │            │              only so many messages wait in the outbox at once, so that
      └───────────┴────────────┴──> done    │              a pause or a cancellation takes hold within a second
                  └─> cancelled <───────────┘
"""

from dataclasses import dataclass
from datetime import datetime

from backend import pages
from backend.errors import BroadcastMoved, BroadcastNotFound
from backend.pages import Page
from backend.people import Person
from storage import audit_trail, failpoints
from storage import broadcasts as rows
from storage.broadcasts import Broadcast as Broadcast
from storage.broadcasts import BroadcastStatus as BroadcastStatus
from storage.broadcasts import Link as Link
from storage.broadcasts import Reach as Reach
from storage.broadcasts import Recipient as Recipient
from storage.broadcasts import Segment as Segment
from storage.broadcasts import Skipped
from storage.broadcasts import Tally as Tally
from storage.database import Db

LONGEST_TEXT = 900
"""In UTF-16 units: with a photo the text is its caption, of which the platform takes 1,024."""

MOST_UNSENT = 20
"""How many messages of broadcasts wait in the outbox at most: what the pace lets go in a second."""

ENLISTED_AT_ONCE = 2000
"""How many people are looked at in one turn: milliseconds, in which nobody else can write."""

MAY_BECOME: dict[BroadcastStatus, frozenset[BroadcastStatus]] = {
    BroadcastStatus.DRAFT: frozenset({BroadcastStatus.SCHEDULED, BroadcastStatus.RUNNING, BroadcastStatus.CANCELLED}),
    BroadcastStatus.SCHEDULED: frozenset({BroadcastStatus.RUNNING, BroadcastStatus.CANCELLED}),
    BroadcastStatus.RUNNING: frozenset({BroadcastStatus.PAUSED, BroadcastStatus.DONE, BroadcastStatus.CANCELLED}),
    BroadcastStatus.PAUSED: frozenset({BroadcastStatus.RUNNING, BroadcastStatus.CANCELLED}),
    BroadcastStatus.DONE: frozenset(),
    BroadcastStatus.CANCELLED: frozenset(),
}


@dataclass(frozen=True)
class Message:
    """What is sent: a text for each language it was written in, perhaps a photo, perhaps a button."""

    texts: dict[str, str]
    photo: str | None = None
    link: Link = Link.NONE
    link_product_id: str | None = None


def compose(
    db: Db,
    message: Message,
    *,
    segment: Segment,
    buyers_of: str | None = None,
    maintenance_id: int | None = None,
    by: Person,
    now: datetime,
) -> Broadcast:
    """Keep a draft; nobody gets it yet. `buyers_of` is the product, for a segment of buyers."""
    draft = rows.add(
        db,
        {
            "created_by_id": by.id,
            "texts": message.texts,
            "photo": message.photo,
            "link": message.link,
            "link_product_id": message.link_product_id,
            "segment": segment,
            "buyers_of": buyers_of,
            "maintenance_id": maintenance_id,
            "created_at": now,
        },
    )
    failpoints.reached("broadcast.composed")
    audit_trail.record(db, subject=_subject(draft.id), what=draft.status, by=by.who, why="", now=now)
    return draft


def the_broadcast(db: Db, broadcast_id: int) -> Broadcast:
    """The broadcast. Raises BroadcastNotFound."""
    found = rows.with_id(db, broadcast_id)
    if found is None:
        raise BroadcastNotFound
    return found


def all_broadcasts(db: Db, *, page: int, per_page: int) -> Page[Broadcast]:
    """One page of the broadcasts, newest first."""
    return pages.turn_to(
        page,
        per_page=per_page,
        total=rows.count(db),
        items=lambda offset: rows.newest(db, offset=offset, most=per_page),
    )


def reach(db: Db, segment: Segment, *, buyers_of: str | None = None) -> Reach:
    """How many people a broadcast to them would reach if it were sent now."""
    return rows.reach(db, segment, buyers_of=buyers_of)


def tally(db: Db, broadcast: Broadcast) -> Tally:
    """What became of it so far, in people."""
    return rows.tally(db, broadcast.id)


def schedule(db: Db, broadcast_id: int, *, starts_at: datetime, by: str, now: datetime) -> Broadcast:
    """Have a draft start by itself. Raises BroadcastMoved."""
    draft = the_broadcast(db, broadcast_id)
    return _move(db, draft, BroadcastStatus.SCHEDULED, by=by, now=now, starts_at=starts_at)


def start(db: Db, broadcast_id: int, *, by: str, now: datetime) -> Broadcast:
    """Start it, or go on after a pause. Who is met from now on does not get it. Raises BroadcastMoved."""
    waiting = the_broadcast(db, broadcast_id)
    if waiting.last_person_id is not None:
        return _move(db, waiting, BroadcastStatus.RUNNING, by=by, now=now, run=waiting.run + 1)
    last = rows.last_person_id(db)
    return _move(db, waiting, BroadcastStatus.RUNNING, by=by, now=now, run=1, started_at=now, last_person_id=last)


def start_if_due(db: Db, broadcast_id: int, *, now: datetime) -> Broadcast | None:
    """Start what was scheduled for now; None if it was started or called off meanwhile."""
    scheduled = the_broadcast(db, broadcast_id)
    if scheduled.status is not BroadcastStatus.SCHEDULED or scheduled.starts_at is None or now < scheduled.starts_at:
        return None
    return start(db, broadcast_id, by="clock", now=now)


def pause(db: Db, broadcast_id: int, *, by: str, now: datetime) -> Broadcast:
    """Send no more of it until it is started again. Raises BroadcastMoved."""
    return _move(db, the_broadcast(db, broadcast_id), BroadcastStatus.PAUSED, by=by, now=now)


def cancel(db: Db, broadcast_id: int, *, by: str, now: datetime) -> Broadcast:
    """Send no more of it, ever; what waits in the outbox still goes out. Raises BroadcastMoved."""
    ended = _move(db, the_broadcast(db, broadcast_id), BroadcastStatus.CANCELLED, by=by, now=now, ended_at=now)
    rows.skip_pending(db, broadcast_id, why=Skipped.CANCELLED)
    return ended


def next_recipients(db: Db, broadcast: Broadcast) -> list[Recipient]:
    """Who is to be sent it now; the caller sends it and notes each with `note_queued`, in this transaction.

    Empty while the outbox is full. Whoever has blocked the shop or wants no news by now is left out.
    """
    if not broadcast.is_enlisted:
        rows.enlist(db, broadcast, most=ENLISTED_AT_ONCE)
        failpoints.reached("broadcast.enlisted")
    # What is unsent from before counts twice: a shop that falls behind has people to answer first.
    room = MOST_UNSENT - 2 * rows.count_unsent(db)
    due: list[Recipient] = []
    for recipient in rows.pending(db, broadcast.id, most=max(0, room)):
        if recipient.is_blocked:
            rows.skip(db, recipient.id, why=Skipped.BLOCKED)
        elif not recipient.wants_news:
            rows.skip(db, recipient.id, why=Skipped.OPTED_OUT)
        else:
            due.append(recipient)
    return due


def note_queued(db: Db, recipient: Recipient, *, screen_id: int) -> None:
    """Remember which message is theirs: from now on they are never sent another one of this broadcast."""
    rows.note_queued(db, recipient.id, screen_id=screen_id)
    failpoints.reached("broadcast.queued")


def finish_if_over(db: Db, broadcast_id: int, *, now: datetime) -> Broadcast | None:
    """End a running broadcast that nobody is still to get; None as long as somebody is."""
    running = the_broadcast(db, broadcast_id)
    if not running.is_enlisted or rows.pending(db, broadcast_id, most=1):
        return None
    if rows.tally(db, broadcast_id).under_way:
        return None
    return _move(db, running, BroadcastStatus.DONE, by="clock", now=now, ended_at=now)


def _move(
    db: Db,
    broadcast: Broadcast,
    to: BroadcastStatus,
    *,
    by: str,
    now: datetime,
    **values: int | datetime,
) -> Broadcast:
    if to not in MAY_BECOME[broadcast.status]:
        raise BroadcastMoved(status=broadcast.status.value)
    moved = rows.move(db, broadcast.id, was=broadcast.status, to=to, **values)
    failpoints.reached("broadcast.moved")
    audit_trail.record(db, subject=_subject(broadcast.id), what=to, by=by, why="", now=now)
    return moved


def _subject(broadcast_id: int) -> str:
    return f"broadcast:{broadcast_id}"
