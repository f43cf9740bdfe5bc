"""Ticket messages: what was said about a ticket, by whom, and which message of ours is its copy on the other side.

Not here: the tickets (storage.tickets), or sending a copy (flows.turn, bot.courier).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.database import Db, Table, columns, expect_rows, insert_or_ignore, many, one


class Side(StrEnum):
    """Who speaks. What customer and staff say crosses to the other side."""

    CUSTOMER = "customer"
    STAFF = "staff"
    NOTE = "note"  # from staff to staff; never crosses
    SHOP = "shop"  # what the bot did or said


class MessageRow(Table):
    """One row a message. `chat_id` and `message_id` are the original's, None for what no chat message was."""

    __tablename__ = "ticket_messages"
    __table_args__ = (
        sa.UniqueConstraint("chat_id", "message_id"),
        sa.CheckConstraint("(chat_id is null) = (message_id is null)", name="original"),
        sa.CheckConstraint("side = 'shop' or author_id is not null", name="author"),
        sa.Index("ix_ticket_messages_ticket", "ticket_id", "id"),
        sa.Index("ix_ticket_messages_screen", "screen_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(sa.ForeignKey("tickets.id"))
    side: Mapped[Side] = mapped_column(choice(Side, name="side"))
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    text: Mapped[str]
    matter: Mapped[str | None]
    file_id: Mapped[str | None]
    chat_id: Mapped[int | None]
    message_id: Mapped[int | None]
    screen_id: Mapped[int | None] = mapped_column(sa.ForeignKey("screens.id"))
    reply_to_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ticket_messages.id"))
    said_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Message:
    """Something said about a ticket: a text, or something sent (`matter`, `file_id`) with the text as its caption.

    `screen_id` is the screen that carries it to the other side; `reply_to_id` the message it replies to.
    """

    id: int
    ticket_id: int
    side: Side
    author_id: int | None
    text: str
    matter: str | None
    file_id: str | None
    chat_id: int | None
    message_id: int | None
    screen_id: int | None
    reply_to_id: int | None
    said_at: datetime
    edited_at: datetime | None


def add(
    db: Db,
    *,
    ticket_id: int,
    side: Side,
    author_id: int | None,
    text: str,
    matter: str | None,
    file_id: str | None,
    chat_id: int | None,
    message_id: int | None,
    screen_id: int | None,
    reply_to_id: int | None,
    now: datetime,
) -> Message | None:
    """Add what was said; None if this message of somebody's is known already."""
    added = insert_or_ignore(db, MessageRow).values(
        ticket_id=ticket_id,
        side=side,
        author_id=author_id,
        text=text,
        matter=matter,
        file_id=file_id,
        chat_id=chat_id,
        message_id=message_id,
        screen_id=screen_id,
        reply_to_id=reply_to_id,
        said_at=now,
    )
    return one(db, added.on_conflict_do_nothing().returning(*columns(MessageRow, Message)), Message)


def set_copy(db: Db, message_id: int, *, screen_id: int) -> None:
    """Remember which screen carries the message to the other side, in place of one that is gone."""
    expect_rows(db.execute(sa.update(MessageRow).where(MessageRow.id == message_id).values(screen_id=screen_id)), 1)


def set_text(db: Db, message_id: int, text: str, *, now: datetime) -> None:
    """Remember what the message says since it was edited."""
    changed = sa.update(MessageRow).where(MessageRow.id == message_id)
    expect_rows(db.execute(changed.values(text=text, edited_at=now)), 1)


def move_unseen(db: Db, ticket_id: int, *, side: Side, to_ticket_id: int) -> None:
    """Let what this side said and the other has no copy of be about another ticket."""
    unseen = MessageRow.ticket_id == ticket_id, MessageRow.side == side, MessageRow.screen_id.is_(None)
    db.execute(sa.update(MessageRow).where(*unseen).values(ticket_id=to_ticket_id, reply_to_id=None))


def with_id(db: Db, message_id: int) -> Message | None:
    """The message with our own number."""
    return one(db, sa.select(*columns(MessageRow, Message)).where(MessageRow.id == message_id), Message)


def of_original(db: Db, chat_id: int, message_id: int) -> Message | None:
    """The message that this one of a chat is."""
    is_original = MessageRow.chat_id == chat_id, MessageRow.message_id == message_id
    return one(db, sa.select(*columns(MessageRow, Message)).where(*is_original), Message)


def of_copy(db: Db, screen_id: int) -> Message | None:
    """The message that this screen carries to the other side."""
    return one(db, sa.select(*columns(MessageRow, Message)).where(MessageRow.screen_id == screen_id), Message)


def about(db: Db, ticket_id: int) -> list[Message]:
    """All that was said about the ticket, oldest first."""
    found = sa.select(*columns(MessageRow, Message)).where(MessageRow.ticket_id == ticket_id)
    return many(db, found.order_by(MessageRow.id), Message)


def latest_about(db: Db, ticket_id: int, *, most: int) -> list[Message]:
    """The latest that was said about the ticket, oldest first."""
    found = sa.select(*columns(MessageRow, Message)).where(MessageRow.ticket_id == ticket_id)
    return many(db, found.order_by(MessageRow.id.desc()).limit(most), Message)[::-1]
