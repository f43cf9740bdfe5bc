"""The journal of calls: every Bot API call with its answer, the truth outside the shop's own database.

Not here: the journal of updates (`updates.journal`). A token never enters it.
"""

import json
from typing import Any

from pydantic import BaseModel

from sandbox.bots import Bot
from sandbox.clock import Clock
from sandbox.records import Records


class CallRecord(BaseModel):
    """One call. `fault` names the scripted fault that hit it; an act-then-drop-reply still took effect."""

    number: int
    bot_id: int
    method: str
    chat_id: str | None
    parameters: dict[str, Any]  # Any: whatever the bot sent
    status: int
    answer: dict[str, Any]  # Any: whatever the method returns
    fault: str | None
    called_at: float


class Journal:
    """Every call ever made, in the order they were decided."""

    def __init__(self, records: Records, clock: Clock) -> None:
        self._records = records
        self._clock = clock

    def note(
        self,
        bot: Bot,
        method: str,
        parameters: dict[str, Any],  # Any: whatever the bot sent
        *,
        status: int,
        answer: str,
        fault: str | None,
    ) -> None:
        """Write a call down; `answer` is the reply's JSON, or empty when there was none."""
        chat_id = parameters.get("chat_id")
        self._records.run(
            "INSERT INTO call (bot_id, method, chat_id, parameters, status, answer, fault, called_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            bot.id,
            method,
            None if chat_id is None else str(chat_id),
            json.dumps(parameters, ensure_ascii=False, default=str),
            status,
            answer or "{}",
            fault,
            self._clock.seconds,
        )

    def calls(
        self, *, after: int = 0, method: str | None = None, chat_id: int | None = None, limit: int = 1000
    ) -> list[CallRecord]:
        """Return the calls numbered above `after`, oldest first, of one method or to one chat if asked."""
        rows = self._records.rows(
            "SELECT * FROM call WHERE number > ?1 AND (?2 IS NULL OR method = ?2 COLLATE NOCASE)"
            " AND (?3 IS NULL OR chat_id = ?3) ORDER BY number LIMIT ?4",
            after,
            method,
            None if chat_id is None else str(chat_id),
            limit,
        )
        return [
            CallRecord(
                **{
                    **dict(row),
                    "parameters": json.loads(row["parameters"]),
                    "answer": json.loads(row["answer"]),
                }
            )
            for row in rows
        ]
