"""The yardstick: what a benchmark asks of the database itself, beside the shop it measures.

Not here: the benchmark (bot.bench), or the past that it gives a shop (storage.past_orders).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.audit_trail import AuditRow
from storage.conversations import ConversationRow, ScreenRow
from storage.database import Db, many
from storage.inbox import InboxRow
from storage.outbox import OutboxRow
from storage.people import PersonRow

_EVENT = sa.select(InboxRow.id, InboxRow.lane, InboxRow.payload, InboxRow.status).where(
    InboxRow.id == sa.bindparam("id")
)
_PERSON = sa.select(PersonRow.id, PersonRow.name, PersonRow.role).where(
    PersonRow.telegram_id == sa.bindparam("telegram_id")
)
_CONVERSATION = sa.update(ConversationRow).where(ConversationRow.person_id == sa.bindparam("of"))
_ACT = sa.insert(AuditRow)
_CALL = sa.insert(OutboxRow)
_DONE = sa.update(InboxRow).where(InboxRow.id == sa.bindparam("event"))

_MESSAGE_IDS_FROM = 1_000_000


@dataclass(frozen=True)
class Shown:
    """The buttons that a person has before their eyes."""

    chat_id: int
    message_id: int
    token: str
    actions: list[Any]


def bare_unit(db: Db, *, telegram_id: int, event_id: int, n: int, now: datetime) -> None:
    """Six statements as a turn has them, on one event and person, without a shop around them: the bare limit."""
    db.execute(_EVENT, {"id": event_id}).one()
    person = db.execute(_PERSON, {"telegram_id": telegram_id}).one()
    db.execute(_CONVERSATION, {"of": person.id, "answered_at": now})
    db.execute(_ACT, {"subject": f"bare:{n}", "what": "measured", "by": "bench", "why": "", "at": now})
    call = {
        "cause": -n,
        "n": 0,
        "chat_id": telegram_id,
        "kind": "screen",
        "priority": 2,
        "status": "sent",
        "attempts": 0,
        "may_repeat": False,
        "content": {"of": n},
        "created_at": now,
    }
    db.execute(_CALL, call)
    db.execute(_DONE, {"event": event_id, "done_at": now})


def show_everything(db: Db, *, now: datetime) -> None:
    """What a courier would have written by now: every screen is before its person's eyes, every call is sent."""
    is_waiting = OutboxRow.status == "waiting"
    unseen = ScreenRow.id.in_(sa.select(OutboxRow.screen_id).where(is_waiting, OutboxRow.screen_id.is_not(None)))
    message_id = sa.func.coalesce(ScreenRow.message_id, ScreenRow.id + _MESSAGE_IDS_FROM)
    db.execute(sa.update(ScreenRow).where(unseen).values(shown_token=ScreenRow.token, message_id=message_id))
    db.execute(sa.update(OutboxRow).where(is_waiting).values(status="sent", attempts=1, settled_at=now))


def shown(db: Db, chat_ids: Sequence[int] | None = None) -> list[Shown]:
    """What the people of these chats, or all, see as the newest screen of their conversation."""
    present = sa.select(ScreenRow.chat_id, ScreenRow.message_id, ScreenRow.token, ScreenRow.actions).join(
        ConversationRow, ConversationRow.screen_id == ScreenRow.id
    )
    return many(db, present if chat_ids is None else present.where(ScreenRow.chat_id.in_(chat_ids)), Shown)
