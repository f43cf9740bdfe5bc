"""Unclear sentences: what people said that was not understood, how often, and what staff say it means.

Not here: what is taken out of a sentence before it is kept (flows.understanding.redaction), or learning from it
(bot.understanding). Nothing here says who said it.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Db, Table, columns, insert_or_ignore, many, one


class UnclearSentenceRow(Table):
    """One row a sentence. A settled one has what it means, or no meaning where it was left out."""

    __tablename__ = "unclear_sentences"
    __table_args__ = (
        sa.CheckConstraint("times > 0", name="times"),
        sa.CheckConstraint("(settled_at is null) = (settled_by is null)", name="settled"),
        sa.CheckConstraint("intent is null or settled_at is not null", name="intent"),
        sa.UniqueConstraint("text"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    times: Mapped[int]
    last_at: Mapped[datetime]
    intent: Mapped[str | None]
    settled_by: Mapped[str | None]
    settled_at: Mapped[datetime | None]


@dataclass(frozen=True)
class UnclearSentence:
    """A sentence as it stood when it was read; `intent` is what it means, by the name that files have for it."""

    id: int
    text: str
    times: int
    last_at: datetime
    intent: str | None
    settled_at: datetime | None


_COLUMNS = columns(UnclearSentenceRow, UnclearSentence)
_IS_OPEN = UnclearSentenceRow.settled_at.is_(None)
_IS_TAUGHT = UnclearSentenceRow.intent.is_not(None)


def note(db: Db, text: str, *, most: int, now: datetime) -> None:
    """Count the sentence once more; of those that nobody has settled the last `most` are kept."""
    row = {"text": text, "times": 1, "last_at": now}
    once_more = {"times": UnclearSentenceRow.times + 1, "last_at": now}
    db.execute(
        insert_or_ignore(db, UnclearSentenceRow)
        .values(**row)
        .on_conflict_do_update(index_elements=["text"], set_=once_more)
    )
    newest = sa.select(UnclearSentenceRow.id).where(_IS_OPEN)
    newest = newest.order_by(UnclearSentenceRow.last_at.desc(), UnclearSentenceRow.id.desc()).limit(most)
    db.execute(sa.delete(UnclearSentenceRow).where(_IS_OPEN, UnclearSentenceRow.id.not_in(newest)))


def count(db: Db, *, is_taught: bool) -> int:
    """How many there are that have a meaning, or that wait for one."""
    counted = sa.select(sa.func.count()).select_from(UnclearSentenceRow).where(_which(is_taught=is_taught))
    return db.execute(counted).scalar_one()


def most_frequent(db: Db, *, is_taught: bool, offset: int, most: int) -> list[UnclearSentence]:
    """Those that have a meaning, or that wait for one; what was said most often first."""
    found = sa.select(*_COLUMNS).where(_which(is_taught=is_taught))
    ordered = found.order_by(UnclearSentenceRow.times.desc(), UnclearSentenceRow.id)
    return many(db, ordered.offset(offset).limit(most), UnclearSentence)


def taught(db: Db) -> list[tuple[str, str]]:
    """Every sentence that has a meaning, with it, in an order that is always the same."""
    found = sa.select(UnclearSentenceRow.text, UnclearSentenceRow.intent).where(_IS_TAUGHT)
    return [(text, str(intent)) for text, intent in db.execute(found.order_by(UnclearSentenceRow.id))]


def with_id(db: Db, sentence_id: int) -> UnclearSentence | None:
    """The sentence of this number; None if it has been dropped since."""
    return one(db, sa.select(*_COLUMNS).where(UnclearSentenceRow.id == sentence_id), UnclearSentence)


def settle(db: Db, sentence_id: int, *, intent: str | None, by: str, now: datetime) -> bool:
    """Say what the sentence means, or with no intent that it teaches nothing; False if it waits for that no more."""
    settled = sa.update(UnclearSentenceRow).where(UnclearSentenceRow.id == sentence_id, _IS_OPEN)
    return db.execute(settled.values(intent=intent, settled_by=by, settled_at=now)).rowcount == 1


def reopen(db: Db, sentence_id: int) -> bool:
    """Take the meaning away again; False if it has none."""
    opened = sa.update(UnclearSentenceRow).where(UnclearSentenceRow.id == sentence_id, ~_IS_OPEN)
    return db.execute(opened.values(intent=None, settled_by=None, settled_at=None)).rowcount == 1


def _which(*, is_taught: bool) -> sa.ColumnElement[bool]:
    return _IS_TAUGHT if is_taught else _IS_OPEN
