"""Evidence: what the tables say became of events, orders and messages, for whoever compares it with the outside world.

Not here: the comparison (bot.chaos.verdict), or what must hold within the tables (storage.invariants).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from storage.conversations import ScreenRow
from storage.database import Db
from storage.inbox import InboxRow, InboxStatus
from storage.orders import OrderRow
from storage.outbox import OutboxRow, OutboxStatus
from storage.people import PersonRow


@dataclass(frozen=True)
class Bought:
    """An order, by its buyer's number on the platform."""

    telegram_id: int
    order_id: int
    person_id: int
    quantity: int
    status: str


def updates_stored(db: Db, numbers: Sequence[str]) -> dict[str, str]:
    """Those of the platform's updates that were stored, and how each stands."""
    is_wanted = InboxRow.source.startswith("telegram:"), InboxRow.key.in_(numbers)
    stored = sa.select(InboxRow.key, InboxRow.status).where(*is_wanted)
    return {row.key: row.status for row in db.execute(stored)}


def is_idle(db: Db) -> bool:
    """Whether nothing waits to be answered or sent, and nothing is under way."""
    waiting = sa.select(InboxRow.id).where(InboxRow.status == InboxStatus.NEW).limit(1)
    open_calls = sa.select(OutboxRow.id).where(OutboxRow.status.in_([OutboxStatus.WAITING, OutboxStatus.CLAIMED]))
    return db.scalar(waiting) is None and db.scalar(open_calls.limit(1)) is None


def last_screen_id(db: Db) -> int:
    """The newest screen; 0 if there is none."""
    return db.scalar(sa.select(sa.func.max(ScreenRow.id))) or 0


def screens_sent(db: Db, *, after: int = 0) -> Counter[int]:
    """How many of the screens after that one stand in a message, by chat."""
    sent = sa.select(ScreenRow.chat_id, sa.func.count().label("times")).where(
        ScreenRow.id > after, ScreenRow.message_id.is_not(None)
    )
    return Counter({row.chat_id: row.times for row in db.execute(sent.group_by(ScreenRow.chat_id))})


def orders(db: Db) -> list[Bought]:
    """Every order."""
    placed = sa.select(PersonRow.telegram_id, OrderRow.id, OrderRow.person_id, OrderRow.quantity, OrderRow.status).join(
        PersonRow, PersonRow.id == OrderRow.person_id
    )
    return [Bought(*row) for row in db.execute(placed.order_by(OrderRow.id))]
