"""The update queues: one per bot, kept until confirmed, accepted by a webhook, or expired.

Not here: posting to webhooks (`webhooks`). Messages live 24 hours, taps and checkouts 150 seconds.
Source: tdlib/telegram-bot-api, Client.cpp `add_update`; Bot API, getUpdates.
"""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from aiogram.types import TelegramObject
from pydantic import BaseModel

from sandbox.bots import Bot, Bots
from sandbox.changes import Changes
from sandbox.clock import Clock
from sandbox.faults import FaultKind, Faults
from sandbox.records import Records

LIFE_SECONDS = 86_400
QUERY_LIFE_SECONDS = 150
QUERIES = ("callback_query", "shipping_query", "pre_checkout_query")
ONLY_IF_NAMED = ("chat_member", "message_reaction", "message_reaction_count")
FIRST_UPDATE_ID = 100_000_001


@dataclass(frozen=True)
class Update:
    """One update as it waits in the queue."""

    bot_id: int
    update_id: int
    kind: str
    lane: str
    content: str
    attempts: int
    retry_at: float

    @property
    def json(self) -> str:
        """The update as the Bot API writes it."""
        return f'{{"update_id":{self.update_id},"{self.kind}":{self.content}}}'


class UpdateRecord(BaseModel):
    """One line of the update journal. `state` is pending, settled, expired or dropped."""

    bot_id: int
    update_id: int
    kind: str
    lane: str
    state: str
    attempts: int
    issued_at: float
    settled_at: float | None
    content: dict[str, Any]  # Any: the Bot API's own objects


class Updates:
    """Every update ever issued."""

    def __init__(self, records: Records, changes: Changes, clock: Clock, bots: Bots, faults: Faults) -> None:
        self._records = records
        self._changes = changes
        self._clock = clock
        self._bots = bots
        self._faults = faults

    def issue(self, bot: Bot, kind: str, content: TelegramObject, *, lane: str) -> None:
        """Queue an update for the bot if it wants that kind. A webhook gets those of one lane one by one."""
        if not _is_wanted(bot, kind):
            return
        now = self._clock.seconds
        self._records.run("UPDATE update_ SET available_at = ? WHERE bot_id = ? AND available_at IS NULL", now, bot.id)
        available_at = self._available_at(kind, now)
        self._records.run(
            "INSERT INTO update_"
            " (bot_id, update_id, kind, lane, content, issued_at, expires_at, available_at, was_held)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            bot.id,
            max(FIRST_UPDATE_ID, self._last_id(bot) + 1),
            kind,
            lane,
            content.model_dump_json(exclude_none=True, by_alias=True),
            now,
            now + (QUERY_LIFE_SECONDS if kind in QUERIES else LIFE_SECONDS),
            available_at,
            available_at != now,
        )
        self._changes.record()

    def take(self, bot: Bot, *, offset: int, limit: int) -> list[Update]:
        """Confirm what lies before `offset`, as getUpdates does, and hand out what is pending, oldest first.

        A negative offset keeps only that many of the latest. What is handed out stays until it is confirmed.
        """
        self._expire(bot)
        if offset < 0:
            first_kept = self._nth_latest(bot, -offset)
            self._settle_before(bot, first_kept)
        else:
            self._settle_before(bot, offset)
        rows = self._records.rows(
            "SELECT * FROM update_ WHERE bot_id = ? AND state = 'pending' AND available_at <= ?"
            " ORDER BY update_id LIMIT ?",
            bot.id,
            self._clock.seconds,
            limit,
        )
        updates = [_update(row) for row in rows]
        for update in updates:
            self._count_attempt(update)
        return updates

    def heads(self, bot: Bot) -> list[Update]:
        """Return the first pending update of each lane: what a webhook is to be sent next."""
        self._expire(bot)
        rows = self._records.rows(
            "SELECT *, MIN(update_id) FROM update_"
            " WHERE bot_id = ? AND state = 'pending' AND available_at <= ?"
            " GROUP BY lane ORDER BY update_id",
            bot.id,
            self._clock.seconds,
        )
        return [_update(row) for row in rows]

    def accept(self, update: Update) -> None:
        """Settle an update the webhook has taken."""
        self._count_attempt(update)
        self._settle([update])

    def postpone(self, update: Update, *, until: float) -> None:
        """Count a failed delivery and hold its lane until then (Unix seconds)."""
        self._count_attempt(update)
        self._records.run(
            "UPDATE update_ SET retry_at = ? WHERE bot_id = ? AND update_id = ?",
            until,
            update.bot_id,
            update.update_id,
        )

    def drop_pending(self, bot: Bot) -> None:
        """Forget everything that waits, as `drop_pending_updates` asks."""
        self._records.run(
            "UPDATE update_ SET state = 'dropped', settled_at = ? WHERE bot_id = ? AND state = 'pending'",
            self._clock.seconds,
            bot.id,
        )

    def count_pending(self, bot: Bot) -> int:
        self._expire(bot)
        return self._records.number("SELECT COUNT(*) FROM update_ WHERE bot_id = ? AND state = 'pending'", bot.id)

    def next_available_at(self, bot: Bot, *, after: float) -> float | None:
        """Return when the next update that was held back at `after` comes free, as Unix seconds; None when none was.

        Who looked for what is free gives the moment before that look: what came free since is then not slept over.
        """
        row = self._records.row(
            "SELECT MIN(MAX(available_at, retry_at)) AS at FROM update_"
            " WHERE bot_id = ? AND state = 'pending' AND MAX(available_at, retry_at) > ?",
            bot.id,
            after,
        )
        return row["at"] if row else None

    def journal(self, *, after: int = 0, limit: int = 1000) -> list[UpdateRecord]:
        """Return the updates with the next `limit` ids above `after`, with what became of each, oldest first."""
        for bot in self._bots.all():
            self._expire(bot)
        rows = self._records.rows(
            "SELECT * FROM update_ WHERE update_id IN"
            " (SELECT DISTINCT update_id FROM update_ WHERE update_id > ? ORDER BY update_id LIMIT ?)"
            " ORDER BY update_id, bot_id",
            after,
            limit,
        )
        return [UpdateRecord(**{**dict(row), "content": json.loads(row["content"])}) for row in rows]

    def _available_at(self, kind: str, now: float) -> float | None:
        """Return when the update may be handed out; None holds it back until another one has overtaken it."""
        if self._faults.strike_update(FaultKind.UPDATE_REORDER, kind):
            return None
        delay = self._faults.strike_update(FaultKind.UPDATE_DELAY, kind)
        return now + delay.seconds if delay else now

    def _expire(self, bot: Bot) -> None:
        self._records.run(
            "UPDATE update_ SET state = 'expired', settled_at = expires_at"
            " WHERE bot_id = ? AND state = 'pending' AND expires_at <= ?",
            bot.id,
            self._clock.seconds,
        )

    def _settle_before(self, bot: Bot, update_id: int) -> None:
        """Confirm the pending updates below that id, except those held back that the bot has never seen."""
        rows = self._records.rows(
            "SELECT * FROM update_ WHERE bot_id = ? AND state = 'pending' AND update_id < ?"
            " AND (attempts > 0 OR NOT was_held)",
            bot.id,
            update_id,
        )
        self._settle([_update(row) for row in rows])

    def _settle(self, updates: list[Update]) -> None:
        for update in updates:
            if self._faults.strike_update(FaultKind.UPDATE_DUPLICATE, update.kind):
                continue  # the confirmation got lost: it will be handed out once more
            self._records.run(
                "UPDATE update_ SET state = 'settled', settled_at = ? WHERE bot_id = ? AND update_id = ?",
                self._clock.seconds,
                update.bot_id,
                update.update_id,
            )

    def _count_attempt(self, update: Update) -> None:
        self._records.run(
            "UPDATE update_ SET attempts = attempts + 1 WHERE bot_id = ? AND update_id = ?",
            update.bot_id,
            update.update_id,
        )

    def _last_id(self, bot: Bot) -> int:
        return self._records.number("SELECT MAX(update_id) FROM update_ WHERE bot_id = ?", bot.id)

    def _nth_latest(self, bot: Bot, count: int) -> int:
        """Return the id of the count-th pending update from the end, or of the first when there are fewer."""
        return self._records.number(
            "SELECT MIN(update_id) FROM (SELECT update_id FROM update_ WHERE bot_id = ? AND state = 'pending'"
            " ORDER BY update_id DESC LIMIT ?)",
            bot.id,
            count,
        )


def _is_wanted(bot: Bot, kind: str) -> bool:
    if bot.allowed_updates is None:
        return kind not in ONLY_IF_NAMED
    return kind in bot.allowed_updates


def _update(row: sqlite3.Row) -> Update:
    return Update(
        bot_id=row["bot_id"],
        update_id=row["update_id"],
        kind=row["kind"],
        lane=row["lane"],
        content=row["content"],
        attempts=row["attempts"],
        retry_at=row["retry_at"],
    )
