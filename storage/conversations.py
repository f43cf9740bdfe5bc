"""Conversations: the question each person is at, and the screens (messages with buttons) they see.

Not here: what a step asks or a button does (flows). A screen is one message in a chat and what it shows
now; its token changes with every showing, so a button of an earlier showing is recognised as outdated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Db, Table, columns, expect_rows, many, one
from storage.statements import prepared


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


_CONVERSATION_OF = sa.select(*columns(ConversationRow, SavedConversation)).where(
    ConversationRow.person_id == sa.bindparam("the_person_id")
)
_CONVERSATIONS_OF = sa.select(*columns(ConversationRow, SavedConversation)).where(
    ConversationRow.person_id.in_(sa.bindparam("the_person_ids", expanding=True))
)
_BEGIN = sa.insert(ConversationRow)
_GO_ON = sa.update(ConversationRow).where(
    ConversationRow.person_id == sa.bindparam("the_person_id"), ConversationRow.revision == sa.bindparam("was")
)
_SCREENS = sa.select(*columns(ScreenRow, SavedScreen))
_THE_SCREEN = _SCREENS.where(ScreenRow.id == sa.bindparam("the_id"))
_WITH_TOKEN = _SCREENS.where(ScreenRow.token == sa.bindparam("the_token"))
_WITH_TOKENS = _SCREENS.where(ScreenRow.token.in_(sa.bindparam("the_tokens", expanding=True)))
_LATEST = _SCREENS.order_by(ScreenRow.id.desc())
_OF_MESSAGE = _LATEST.where(
    ScreenRow.chat_id == sa.bindparam("the_chat_id"), ScreenRow.message_id == sa.bindparam("the_message_id")
).limit(1)
_ABOUT = _LATEST.where(ScreenRow.subject == sa.bindparam("the_subject")).limit(sa.bindparam("most"))
_SHOWN_SINCE = (
    sa.select(ScreenRow.id)
    .where(ScreenRow.chat_id == sa.bindparam("the_chat_id"), ScreenRow.shown_at > sa.bindparam("moment"))
    .limit(1)
)
_NEW_SCREEN = sa.insert(ScreenRow).returning(ScreenRow.id)
_CHANGE_SCREEN = sa.update(ScreenRow).where(ScreenRow.id == sa.bindparam("the_id"))


def conversation_of(db: Db, person_id: int) -> SavedConversation | None:
    """The person's conversation, open or closed; None before their first."""
    return one(db, _CONVERSATION_OF, SavedConversation, {"the_person_id": person_id})


def conversations_of(db: Db, person_ids: Sequence[int]) -> dict[int, SavedConversation]:
    """These people's conversations; who never had one is missing."""
    if not person_ids:
        return {}
    found = many(db, _CONVERSATIONS_OF, SavedConversation, {"the_person_ids": person_ids})
    return {each.person_id: each for each in found}


def keep_all(db: Db, saved: Sequence[SavedConversation]) -> None:
    """Write each conversation over its former revision; raises WrongRowCount if another turn was quicker with one."""
    begun = [_columns_of(each) for each in saved if each.revision == 1]
    if begun:
        prepared.change_all(db, _BEGIN, begun)
    gone_on = [_columns_of(each) | _former(each) for each in saved if each.revision > 1]
    if gone_on:
        expect_rows(prepared.change_all(db, _GO_ON, gone_on), len(gone_on))


def keep_conversation(db: Db, saved: SavedConversation) -> None:
    """Write the conversation over its former revision; raises WrongRowCount if another turn was quicker."""
    keep_all(db, [saved])


def new_screen(db: Db, screen: Mapping[str, Any]) -> int:
    """Add a screen that waits to be sent; returns its id."""
    screen_id: int = prepared.rows(db, _NEW_SCREEN, screen)[0][0]
    return screen_id


def show_on(db: Db, screen_id: int, showing: Mapping[str, Any]) -> None:
    """Change what an existing screen shows: token, subject, language, content, actions, shown_at."""
    expect_rows(prepared.change(db, _CHANGE_SCREEN, {"the_id": screen_id, **showing}), 1)


def show_all(db: Db, showings: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
    """Change what existing screens show; each showing names the same columns, or nearly."""
    by_columns: dict[frozenset[str], list[dict[str, Any]]] = {}
    for screen_id, showing in showings:
        by_columns.setdefault(frozenset(showing), []).append({"the_id": screen_id, **showing})
    for rows in by_columns.values():
        expect_rows(prepared.change_all(db, _CHANGE_SCREEN, rows), len(rows))


def the_screen(db: Db, screen_id: int) -> SavedScreen:
    """The screen with this id, which must exist."""
    screen = one(db, _THE_SCREEN, SavedScreen, {"the_id": screen_id})
    if screen is None:
        raise LookupError(f"no screen {screen_id}")
    return screen


def screen_with_token(db: Db, token: str) -> SavedScreen | None:
    """The screen whose present showing has this token."""
    return one(db, _WITH_TOKEN, SavedScreen, {"the_token": token})


def screens_with_tokens(db: Db, tokens: Sequence[str]) -> dict[str, SavedScreen]:
    """The screens whose present showing has one of these tokens, by token."""
    found = many(db, _WITH_TOKENS, SavedScreen, {"the_tokens": tokens}) if tokens else []
    return {screen.token: screen for screen in found}


def screen_of_message(db: Db, chat_id: int, message_id: int) -> SavedScreen | None:
    """The screen that this message of a chat is."""
    return one(db, _OF_MESSAGE, SavedScreen, {"the_chat_id": chat_id, "the_message_id": message_id})


def is_last_shown(db: Db, screen: SavedScreen) -> bool:
    """Whether nothing else has been shown in its chat, or shown anew, since this was."""
    later = {"the_chat_id": screen.chat_id, "moment": screen.shown_at}
    return not prepared.rows(db, _SHOWN_SINCE, later)


def screens_about(db: Db, subject: str, *, most: int) -> list[SavedScreen]:
    """The latest screens that show this subject now, newest first."""
    return many(db, _ABOUT, SavedScreen, {"the_subject": subject, "most": most})


def note_shown(db: Db, screen_id: int, *, message_id: int, token: str) -> None:
    """Remember which message the screen is, and which showing the person has before their eyes."""
    shown = {"the_id": screen_id, "message_id": message_id, "shown_token": token}
    expect_rows(prepared.change(db, _CHANGE_SCREEN, shown), 1)


def _columns_of(saved: SavedConversation) -> dict[str, Any]:
    return {name: getattr(saved, name) for name in SavedConversation.__dataclass_fields__}


def _former(saved: SavedConversation) -> dict[str, Any]:
    return {"the_person_id": saved.person_id, "was": saved.revision - 1}
