"""The chats of the world and who is in them: private chats with a bot, groups, forums and channels.

Not here: what is said in them (`messages`) and a forum's topics (`topics`). A private chat carries the
person's id, as in Telegram, so two bots have two chats with one id; `key` tells them apart.
"""

import sqlite3
from dataclasses import dataclass

from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.types import Chat as ApiChat

from sandbox.bots import Bot
from sandbox.people import People, Person
from sandbox.records import Records

FIRST_SUPERGROUP_ID = -1_002_000_000_001
FIRST_GROUP_ID = -4_000_000_001
GONE = (ChatMemberStatus.LEFT, ChatMemberStatus.KICKED)


@dataclass(frozen=True)
class Chat:
    key: int
    id: int
    bot_id: int
    kind: ChatType
    title: str | None
    is_forum: bool
    is_blocked: bool

    @property
    def is_private(self) -> bool:
        return self.kind is ChatType.PRIVATE


class Chats:
    """Every chat, and every membership."""

    def __init__(self, records: Records, people: People) -> None:
        self._records = records
        self._people = people

    def open_private(self, bot: Bot, person: Person) -> Chat:
        """Return the chat of the two, begun now if they never talked."""
        self._records.run(
            "INSERT INTO chat (id, bot_id, kind) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            person.id,
            bot.id,
            ChatType.PRIVATE,
        )
        return _chat(self._records.the_row("SELECT * FROM chat WHERE id = ? AND bot_id = ?", person.id, bot.id))

    def add_group(self, title: str, *, kind: ChatType = ChatType.SUPERGROUP, is_forum: bool = False) -> Chat:
        """Found a group, a supergroup (a forum if wanted) or a channel, with nobody in it."""
        if kind is ChatType.GROUP:
            id = min(FIRST_GROUP_ID, self._records.number("SELECT MIN(id) FROM chat WHERE kind = 'group'") - 1)
        else:
            lowest = self._records.number("SELECT MIN(id) FROM chat WHERE kind IN ('supergroup', 'channel')")
            id = min(FIRST_SUPERGROUP_ID, lowest - 1)
        key = self._records.insert(
            "INSERT INTO chat (id, bot_id, kind, title, is_forum) VALUES (?, 0, ?, ?, ?)",
            id,
            kind,
            title,
            is_forum,
        )
        return self.the(key)

    def the(self, key: int) -> Chat:
        """Return the chat with our own key."""
        return _chat(self._records.the_row("SELECT * FROM chat WHERE key = ?", key))

    def for_bot(self, bot: Bot, id: int) -> Chat | None:
        """Return the chat this bot means by an id, whether or not it is in it."""
        row = self._records.row("SELECT * FROM chat WHERE id = ? AND bot_id IN (0, ?)", id, bot.id)
        return _chat(row) if row else None

    def group(self, id: int) -> Chat | None:
        """Return the group or channel with that id."""
        row = self._records.row("SELECT * FROM chat WHERE id = ? AND bot_id = 0", id)
        return _chat(row) if row else None

    def groups(self) -> list[Chat]:
        return [_chat(row) for row in self._records.rows("SELECT * FROM chat WHERE bot_id = 0 ORDER BY key")]

    def of_person(self, person: Person) -> list[Chat]:
        """Return the chats the person sees in their list: those with bots, and the groups they are in."""
        rows = self._records.rows(
            "SELECT * FROM chat WHERE (bot_id > 0 AND id = ?1) OR key IN"
            " (SELECT chat_key FROM member WHERE user_id = ?1 AND status NOT IN ('left', 'kicked'))"
            " ORDER BY key",
            person.id,
        )
        return [_chat(row) for row in rows]

    def set_blocked(self, chat: Chat, is_blocked: bool) -> None:
        self._records.run("UPDATE chat SET is_blocked = ? WHERE key = ?", is_blocked, chat.key)

    def set_member(self, chat: Chat, user_id: int, status: ChatMemberStatus) -> None:
        self._records.run(
            "INSERT INTO member VALUES (?, ?, ?)"
            " ON CONFLICT (chat_key, user_id) DO UPDATE SET status = excluded.status",
            chat.key,
            user_id,
            status,
        )

    def member_status(self, chat: Chat, user_id: int) -> ChatMemberStatus:
        """Return what the user is in the group; who never came counts as gone."""
        row = self._records.row("SELECT status FROM member WHERE chat_key = ? AND user_id = ?", chat.key, user_id)
        return ChatMemberStatus(row["status"]) if row else ChatMemberStatus.LEFT

    def is_in(self, chat: Chat, user_id: int) -> bool:
        return self.member_status(chat, user_id) not in GONE

    def member_ids(self, chat: Chat) -> list[int]:
        """Return who is in the group, in the order they came."""
        rows = self._records.rows(
            "SELECT user_id FROM member WHERE chat_key = ? AND status NOT IN ('left', 'kicked') ORDER BY rowid",
            chat.key,
        )
        return [row["user_id"] for row in rows]

    def as_api_chat(self, chat: Chat) -> ApiChat:
        """Describe the chat the way the Bot API does in a message."""
        if not chat.is_private:
            return ApiChat(id=chat.id, type=chat.kind, title=chat.title, is_forum=chat.is_forum or None)
        person = self._people.the(chat.id)
        return ApiChat(
            id=chat.id,
            type=chat.kind,
            first_name=person.first_name,
            last_name=person.last_name,
            username=person.username,
        )


def _chat(row: sqlite3.Row) -> Chat:
    return Chat(
        key=row["key"],
        id=row["id"],
        bot_id=row["bot_id"],
        kind=ChatType(row["kind"]),
        title=row["title"],
        is_forum=bool(row["is_forum"]),
        is_blocked=bool(row["is_blocked"]),
    )
