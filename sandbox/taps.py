"""Taps: what a person pressed, and what the bot said to it.

Not here: the button itself (`keyboards`) and the update it causes (`acts.tapping`). A tap may be answered
once and within 15 seconds: that long the person's messenger shows its spinner, then the query counts as too
old.
"""

import sqlite3
from dataclasses import dataclass

from sandbox.bots import Bot
from sandbox.changes import Changes
from sandbox.chats import Chat
from sandbox.clock import Clock
from sandbox.people import Person
from sandbox.records import Records

ANSWER_SECONDS = 15
FIRST_TAP_ID = 4_000_000_000_000_001


@dataclass(frozen=True)
class Tap:
    id: int
    bot_id: int
    person_id: int
    chat_key: int
    message_id: int
    data: str
    asked_at: float
    answered_at: float | None
    text: str | None
    is_alert: bool
    url: str | None
    changed: int


class Taps:
    """Every button ever pressed."""

    def __init__(self, records: Records, changes: Changes, clock: Clock) -> None:
        self._records = records
        self._changes = changes
        self._clock = clock

    def add(self, bot: Bot, person: Person, chat: Chat, *, message_id: int, data: str) -> Tap:
        """Note that the person pressed a button of that message."""
        id = max(FIRST_TAP_ID, self._records.number("SELECT MAX(id) FROM tap") + 1)
        self._records.run(
            "INSERT INTO tap (id, bot_id, person_id, chat_key, message_id, data, asked_at, changed)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            id,
            bot.id,
            person.id,
            chat.key,
            message_id,
            data,
            self._clock.seconds,
            self._changes.record(),
        )
        return self.the(id)

    def the(self, id: int) -> Tap:
        """Return a tap known to be there."""
        return _tap(self._records.the_row("SELECT * FROM tap WHERE id = ?", id))

    def answer(self, bot: Bot, id: str, *, text: str | None, is_alert: bool, url: str | None) -> bool:
        """Show the person the bot's answer; False when the tap is unknown, too old or answered already."""
        if not id.isdigit():
            return False
        now = self._clock.seconds
        touched = self._records.run(
            "UPDATE tap SET answered_at = ?, text = ?, is_alert = ?, url = ?, changed = ?"
            " WHERE id = ? AND bot_id = ? AND answered_at IS NULL AND asked_at >= ?",
            now,
            text,
            is_alert,
            url,
            self._changes.record(),
            int(id),
            bot.id,
            now - ANSWER_SECONDS,
        )
        return touched == 1

    def of_person(self, person: Person, chat: Chat, *, after: int = 0) -> list[Tap]:
        """Return the person's taps in that chat that changed after that change number, oldest first."""
        rows = self._records.rows(
            "SELECT * FROM tap WHERE person_id = ? AND chat_key = ? AND changed > ? ORDER BY id",
            person.id,
            chat.key,
            after,
        )
        return [_tap(row) for row in rows]


def _tap(row: sqlite3.Row) -> Tap:
    return Tap(**{**dict(row), "is_alert": bool(row["is_alert"])})
