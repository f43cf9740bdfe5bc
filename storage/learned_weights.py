"""Learned weights: what the running bots understand with since the shop taught them, where all of them find it.

Not here: what is in them (bot.understanding.learned), or the sentences they were learned from
(storage.unclear_sentences).
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Db, Table, columns, insert_or_ignore, one


class LearnedWeightsRow(Table):
    """One row, the newest: `base` are the weights it was learned on top of, `digest` these and all that was taught."""

    __tablename__ = "learned_weights"
    __table_args__ = (sa.UniqueConstraint("digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    base: Mapped[str]
    digest: Mapped[str]
    weights: Mapped[bytes]
    taught: Mapped[int]
    understood_before: Mapped[int]
    understood: Mapped[int]
    learned_at: Mapped[datetime]


@dataclass(frozen=True)
class Lesson:
    """What came of learning: of so many sentences that were taught, how many are understood without it and with it."""

    digest: str
    taught: int
    understood_before: int
    understood: int


_COLUMNS = columns(LearnedWeightsRow, Lesson)


def keep(db: Db, lesson: Lesson, weights: bytes, *, base: str, now: datetime) -> None:
    """Keep these weights in place of all former ones; learning the same once more changes nothing."""
    row = {
        "base": base,
        "digest": lesson.digest,
        "weights": weights,
        "taught": lesson.taught,
        "understood_before": lesson.understood_before,
        "understood": lesson.understood,
        "learned_at": now,
    }
    db.execute(insert_or_ignore(db, LearnedWeightsRow).values(**row).on_conflict_do_nothing())
    db.execute(sa.delete(LearnedWeightsRow).where(LearnedWeightsRow.digest != lesson.digest))


def newest(db: Db, *, base: str) -> Lesson | None:
    """What was learned last; None if it was on top of other weights than these."""
    found = sa.select(*_COLUMNS).where(LearnedWeightsRow.base == base)
    return one(db, found.order_by(LearnedWeightsRow.id.desc()).limit(1), Lesson)


def is_any(db: Db) -> bool:
    """Whether anything was learned, on top of whatever."""
    return bool(db.scalar(sa.select(sa.exists(sa.select(LearnedWeightsRow.id)))))


def weights_of(db: Db, digest: str) -> bytes | None:
    """The weights themselves; None if newer ones have taken their place."""
    return db.scalar(sa.select(LearnedWeightsRow.weights).where(LearnedWeightsRow.digest == digest))
