"""Conversations: the question each person is at, and the screens (messages with buttons) they see.

Not here: what a step asks or a button does (flows). A screen is one message in a chat and what it shows
now; its token changes with every showing, so a button of an earlier showing is recognised as outdated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Db, Table, columns, expect_rows, many, one


class ConversationRow(Table):
    """One row a person: the open question and the answers so far. `flow` is None between conversations.

    `is_talking`: what the person writes is for whoever serves them, and no answer to the open question.
    """

    __tablename__ = "conversations"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, autoincrement=False)
    flow: Mapped[str | None]
    version: Mapped[int | None]
    step: Mapped[str | None]
    answers: Mapped[dict[str, Any]]
    trail: Mapped[list[Any]]
    suspended: Mapped[list[Any]]
    is_talking: Mapped[bool]
    screen_id: Mapped[int | None]
    revision: Mapped[int]
    answered_at: Mapped[datetime]


class ScreenRow(Table):
    """A message of ours in a chat. `message_id` is None until the courier has sent it.

    `person_id` is whose buttons these are, None for a message that anybody of the staff group may tap; `topic`
    is the subject of the topic it stands in, if it stands in one.
    """

    __tablename__ = "screens"
    __table_args__ = (
        sa.Index("ix_screens_message", "chat_id", "message_id"),
        sa.Index("ix_screens_subject", "subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    topic: Mapped[str | None]
    message_id: Mapped[int | None]
    token: Mapped[str] = mapped_column(unique=True)
    shown_token: Mapped[str | None]
    subject: Mapped[str | None]
    language: Mapped[str]
    content: Mapped[dict[str, Any]]
    actions: Mapped[list[Any]]
    shown_at: Mapped[datetime]


@dataclass(frozen=True)
class SavedConversation:
    """A conversation as it is kept; flows.engine gives it life."""

    person_id: int
    flow: str | None
    version: int | None
    step: str | None
    answers: dict[str, Any]
    trail: list[str]
    suspended: list[dict[str, Any]]
    is_talking: bool
    screen_id: int | None
    revision: int
    answered_at: datetime


@dataclass(frozen=True)
class SavedScreen:
    """A screen as it is kept: `content` holds words, never rendered text; `actions` what each button does."""

    id: int
    chat_id: int
    person_id: int | None
    topic: str | None
    message_id: int | None
    token: str
    shown_token: str | None
    subject: str | None
    language: str
    content: dict[str, Any]
    actions: list[Any]
    shown_at: datetime


def conversation_of(db: Db, person_id: int) -> SavedConversation | None:
    """The person's conversation, open or closed; None before their first."""
    return one(
        db,
        sa.select(*columns(ConversationRow, SavedConversation)).where(ConversationRow.person_id == person_id),
        SavedConversation,
    )


def keep_conversation(db: Db, saved: SavedConversation) -> None:
    """Write the conversation over its former revision; raises WrongRowCount if another turn was quicker."""
    values = {name: getattr(saved, name) for name in SavedConversation.__dataclass_fields__}
    if saved.revision == 1:
        db.execute(sa.insert(ConversationRow).values(values))
        return
    result = db.execute(
        sa.update(ConversationRow)
        .where(ConversationRow.person_id == saved.person_id, ConversationRow.revision == saved.revision - 1)
        .values(values)
    )
    expect_rows(result, 1)


def new_screen(db: Db, screen: Mapping[str, Any]) -> int:
    """Add a screen that waits to be sent; returns its id."""
    return db.execute(sa.insert(ScreenRow).values(**screen).returning(ScreenRow.id)).scalar_one()


def show_on(db: Db, screen_id: int, showing: Mapping[str, Any]) -> None:
    """Change what an existing screen shows: token, subject, language, content, actions, shown_at."""
    expect_rows(db.execute(sa.update(ScreenRow).where(ScreenRow.id == screen_id).values(**showing)), 1)


def the_screen(db: Db, screen_id: int) -> SavedScreen:
    """The screen with this id, which must exist."""
    screen = one(db, sa.select(*columns(ScreenRow, SavedScreen)).where(ScreenRow.id == screen_id), SavedScreen)
    if screen is None:
        raise LookupError(f"no screen {screen_id}")
    return screen


def screen_with_token(db: Db, token: str) -> SavedScreen | None:
    """The screen whose present showing has this token."""
    return one(db, sa.select(*columns(ScreenRow, SavedScreen)).where(ScreenRow.token == token), SavedScreen)


def screen_of_message(db: Db, chat_id: int, message_id: int) -> SavedScreen | None:
    """The screen that this message of a chat is."""
    return one(
        db,
        sa.select(*columns(ScreenRow, SavedScreen))
        .where(ScreenRow.chat_id == chat_id, ScreenRow.message_id == message_id)
        .order_by(ScreenRow.id.desc())
        .limit(1),
        SavedScreen,
    )


def screens_about(db: Db, subject: str, *, most: int) -> list[SavedScreen]:
    """The latest screens that show this subject now, newest first."""
    return many(
        db,
        sa.select(*columns(ScreenRow, SavedScreen))
        .where(ScreenRow.subject == subject)
        .order_by(ScreenRow.id.desc())
        .limit(most),
        SavedScreen,
    )


def note_shown(db: Db, screen_id: int, *, message_id: int, token: str) -> None:
    """Remember which message the screen is, and which showing the person has before their eyes."""
    result = db.execute(
        sa.update(ScreenRow).where(ScreenRow.id == screen_id).values(message_id=message_id, shown_token=token)
    )
    expect_rows(result, 1)
