"""A forum's topics: their names, colours, and whether they are closed.

Not here: what is said in them. A topic is known by the id of the service message that created it, as in
Telegram. The topic "General" is no row: it is what lies in no topic.
"""

import sqlite3
from dataclasses import dataclass

from sandbox.changes import Changes
from sandbox.chats import Chat
from sandbox.records import Records

DEFAULT_COLOR = 0x6FB9F0
MOST_NAME = 128

GENERAL = 1
"""What people call the part of a forum outside all topics; a bot leaves the number out and may not name this one."""


@dataclass(frozen=True)
class Topic:
    chat_key: int
    thread_id: int
    name: str
    icon_color: int
    is_closed: bool


class Topics:
    """The topics of every forum."""

    def __init__(self, records: Records, changes: Changes) -> None:
        self._records = records
        self._changes = changes

    def add(self, chat: Chat, thread_id: int, *, name: str, icon_color: int | None) -> Topic:
        color = icon_color if icon_color is not None else DEFAULT_COLOR
        self._records.run("INSERT INTO topic VALUES (?, ?, ?, ?, 0)", chat.key, thread_id, name, color)
        return Topic(chat.key, thread_id, name, color, is_closed=False)

    def get(self, chat: Chat, thread_id: int) -> Topic | None:
        row = self._records.row("SELECT * FROM topic WHERE chat_key = ? AND thread_id = ?", chat.key, thread_id)
        return _topic(row) if row else None

    def of_chat(self, chat: Chat) -> list[Topic]:
        rows = self._records.rows("SELECT * FROM topic WHERE chat_key = ? ORDER BY thread_id", chat.key)
        return [_topic(row) for row in rows]

    def rename(self, topic: Topic, name: str) -> None:
        self._records.run(
            "UPDATE topic SET name = ? WHERE chat_key = ? AND thread_id = ?",
            name,
            topic.chat_key,
            topic.thread_id,
        )
        self._changes.record()

    def set_closed(self, topic: Topic, is_closed: bool) -> None:
        self._records.run(
            "UPDATE topic SET is_closed = ? WHERE chat_key = ? AND thread_id = ?",
            is_closed,
            topic.chat_key,
            topic.thread_id,
        )
        self._changes.record()

    def delete(self, topic: Topic) -> None:
        """Remove the topic and everything said in it."""
        self._records.run("DELETE FROM topic WHERE chat_key = ? AND thread_id = ?", topic.chat_key, topic.thread_id)
        self._records.run(
            "UPDATE message SET is_deleted = 1, changed = ? WHERE chat_key = ? AND (thread_id = ? OR message_id = ?)",
            self._changes.record(),
            topic.chat_key,
            topic.thread_id,
            topic.thread_id,
        )


def _topic(row: sqlite3.Row) -> Topic:
    return Topic(**{**dict(row), "is_closed": bool(row["is_closed"])})
