"""The messages of every chat, kept as the Bot API describes them, numbered per chat.

Not here: who may say what (`api` for bots, `acts` for people) and who is told (`updates`). What the Bot
API's own Message leaves out stands beside it: the reply keyboard, the reactions, whether it was deleted or
pinned.
"""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from aiogram.enums import ChatType
from aiogram.types import ForceReply, Message, ReplyKeyboardMarkup, ReplyKeyboardRemove, User
from pydantic import TypeAdapter

from sandbox.changes import Changes
from sandbox.chats import Chat, Chats
from sandbox.clock import Clock
from sandbox.records import Records
from sandbox.topics import GENERAL

Keyboard = ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply
"""A markup that lives at the foot of the person's screen and not under the message."""

FOUNDING_ID = 1
"""The message a supergroup begins with, which nobody sees; so no topic of a forum has the number of `GENERAL`."""

LATEST_MESSAGES = 300
"""How far back a chat is looked through for what is new."""

_KEYBOARD: TypeAdapter[Keyboard] = TypeAdapter(Keyboard)


@dataclass(frozen=True)
class Posted:
    """One message, with what people see of it and the Bot API does not tell."""

    chat_key: int
    message: Message
    thread_id: int | None
    keyboard: Keyboard | None
    reactions: dict[int, list[str]]
    is_deleted: bool
    is_pinned: bool
    changed: int

    @property
    def id(self) -> int:
        return self.message.message_id


class Messages:
    """Every message ever posted; deleting one keeps the row, so that a page learns of it."""

    def __init__(self, records: Records, changes: Changes, clock: Clock, chats: Chats) -> None:
        self._records = records
        self._changes = changes
        self._clock = clock
        self._chats = chats

    def post(
        self,
        chat: Chat,
        sender: User | None,
        *,
        thread_id: int | None = None,
        keyboard: Keyboard | None = None,
        **content: Any,  # the fields of aiogram.types.Message
    ) -> Posted:
        """Add a message to the chat, dated now. `sender` is None for a channel's own posts."""
        api_chat = self._chats.as_api_chat(chat)
        message = Message(
            message_id=self.next_id(chat),
            date=self._clock.now,
            chat=api_chat,
            from_user=sender,
            sender_chat=None if sender else api_chat,
            message_thread_id=thread_id or _root_of(chat, content.get("reply_to_message")),
            is_topic_message=True if thread_id else None,
            **content,
        )
        self._records.run(
            "INSERT INTO message (chat_key, message_id, thread_id, json, keyboard, changed) VALUES (?, ?, ?, ?, ?, ?)",
            chat.key,
            message.message_id,
            thread_id,
            as_json(message),
            keyboard.model_dump_json(exclude_none=True) if keyboard else None,
            self._changes.record(),
        )
        return self.the(chat, message.message_id)

    def next_id(self, chat: Chat) -> int:
        """Return the number the chat's next message gets."""
        latest = self._records.number("SELECT MAX(message_id) FROM message WHERE chat_key = ?", chat.key)
        return max(latest, FOUNDING_ID if chat.kind is ChatType.SUPERGROUP else 0) + 1

    def get(self, chat: Chat, message_id: int) -> Posted | None:
        """Return the message unless it never was or is deleted."""
        row = self._records.row(
            "SELECT * FROM message WHERE chat_key = ? AND message_id = ? AND NOT is_deleted",
            chat.key,
            message_id,
        )
        return _posted(row) if row else None

    def the(self, chat: Chat, message_id: int) -> Posted:
        """Return a message known to be there, if only as a deleted one."""
        row = self._records.the_row("SELECT * FROM message WHERE chat_key = ? AND message_id = ?", chat.key, message_id)
        return _posted(row)

    def in_chat(self, chat: Chat, *, after: int = 0, topic: int | None = None, limit: int = 1000) -> list[Posted]:
        """Return the latest messages that changed after that number, oldest first, deleted ones too.

        `topic` narrows a forum to one of its topics, `GENERAL` to what lies in none.
        """
        rows = self._records.rows(
            "SELECT * FROM message WHERE chat_key = ?1 AND changed > ?2 AND (?3 IS NULL OR IFNULL(thread_id, ?4) = ?3)"
            " ORDER BY message_id DESC LIMIT ?5",
            chat.key,
            after,
            topic,
            GENERAL,
            limit,
        )
        return [_posted(row) for row in reversed(rows)]

    def latest_changes(self, chat: Chat, *, not_by: int) -> dict[int, int]:
        """Return for each topic the number of its latest change that is not about the user's own message.

        `GENERAL` stands for what lies in no topic. Only the latest messages of the chat count.
        """
        rows = self._records.rows(
            "SELECT topic, MAX(changed) AS changed FROM"
            " (SELECT IFNULL(thread_id, ?) AS topic, changed, json, is_deleted FROM message WHERE chat_key = ?"
            " ORDER BY message_id DESC LIMIT ?)"
            " WHERE NOT is_deleted AND IFNULL(json_extract(json, '$.from.id'), 0) != ? GROUP BY topic",
            GENERAL,
            chat.key,
            LATEST_MESSAGES,
            not_by,
        )
        return {row["topic"]: row["changed"] for row in rows}

    def rewrite(self, chat: Chat, posted: Posted, **content: Any) -> Posted:  # the fields of aiogram.types.Message
        """Replace parts of a message's content; the caller says whether that is an edit (`edit_date`)."""
        self._records.run(
            "UPDATE message SET json = ?, changed = ? WHERE chat_key = ? AND message_id = ?",
            as_json(posted.message.model_copy(update=content)),
            self._changes.record(),
            posted.chat_key,
            posted.id,
        )
        return self.the(chat, posted.id)

    def react(self, posted: Posted, user_id: int, emojis: list[str]) -> None:
        """Replace the user's reactions to the message."""
        kept = {**posted.reactions, user_id: emojis}
        self._touch(posted, "reactions", json.dumps({user: ones for user, ones in kept.items() if ones}))

    def delete(self, posted: Posted) -> None:
        self._touch(posted, "is_deleted", 1)

    def pin(self, posted: Posted, *, is_pinned: bool) -> None:
        self._touch(posted, "is_pinned", int(is_pinned))

    def pinned(self, chat: Chat) -> list[Posted]:
        """Return the chat's pinned messages, the latest first."""
        rows = self._records.rows(
            "SELECT * FROM message WHERE chat_key = ? AND is_pinned AND NOT is_deleted ORDER BY message_id DESC",
            chat.key,
        )
        return [_posted(row) for row in rows]

    def _touch(self, posted: Posted, column: str, value: str | int) -> None:
        self._records.run(_TOUCHES[column], value, self._changes.record(), posted.chat_key, posted.id)


_TOUCHES = {
    "reactions": "UPDATE message SET reactions = ?, changed = ? WHERE chat_key = ? AND message_id = ?",
    "is_deleted": "UPDATE message SET is_deleted = ?, changed = ? WHERE chat_key = ? AND message_id = ?",
    "is_pinned": "UPDATE message SET is_pinned = ?, changed = ? WHERE chat_key = ? AND message_id = ?",
}


def _root_of(chat: Chat, reply: Message | None) -> int | None:
    """Return the thread of a reply outside topics: in a supergroup the Bot API names the first message it goes back to.

    Source: tdlib/telegram-bot-api, issue 356. Only `is_topic_message` tells such a thread from a topic.
    """
    if reply is None or chat.kind is not ChatType.SUPERGROUP:
        return None
    return reply.message_thread_id or reply.message_id


def as_json(message: Message) -> str:
    """Write a message as the Bot API does: no empty fields, dates as Unix seconds."""
    return message.model_dump_json(exclude_none=True, by_alias=True)


def _posted(row: sqlite3.Row) -> Posted:
    return Posted(
        chat_key=row["chat_key"],
        message=Message.model_validate_json(row["json"]),
        thread_id=row["thread_id"],
        keyboard=_KEYBOARD.validate_json(row["keyboard"]) if row["keyboard"] else None,
        reactions={int(user): emojis for user, emojis in json.loads(row["reactions"]).items()},
        is_deleted=bool(row["is_deleted"]),
        is_pinned=bool(row["is_pinned"]),
        changed=row["changed"],
    )
