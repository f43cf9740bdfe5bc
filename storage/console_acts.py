"""Console acts: what became of each thing somebody did in the console, for its page to show.

Not here: doing it (handlers); an act is an event of the inbox like any other.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Db, Table, columns, insert_or_ignore, one

SOURCE = "console"
"""Whence an act comes, as the inbox names it."""


class ConsoleActRow(Table):
    """An act that was answered. `refusal` holds the words of why it was not done."""

    __tablename__ = "console_acts"

    key: Mapped[str] = mapped_column(primary_key=True)
    refusal: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    done_at: Mapped[datetime]


@dataclass(frozen=True)
class Answered:
    """What became of an act: done, or refused in these words."""

    refusal: dict[str, Any] | None


def note(db: Db, key: str, *, refusal: dict[str, Any] | None, now: datetime) -> None:
    """Remember what became of the act."""
    added = insert_or_ignore(db, ConsoleActRow).values(key=key, refusal=refusal, done_at=now)
    db.execute(added.on_conflict_do_nothing())


def answer_to(db: Db, key: str) -> Answered | None:
    """What became of the act with this key; None while it waits."""
    return one(db, sa.select(*columns(ConsoleActRow, Answered)).where(ConsoleActRow.key == key), Answered)
