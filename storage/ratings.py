"""Ratings: how many stars somebody gave for an order or a ticket, and what they had to say.

Not here: how long a rating may be changed, or what a low one causes (backend.ratings).
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Db, Table, columns, expect_rows, insert_or_ignore, one


class RatingRow(Table):
    """One rating; `subject` is what it is for, as in `order:17` or `ticket:4`. A person rates it once."""

    __tablename__ = "ratings"
    __table_args__ = (
        sa.UniqueConstraint("subject", "person_id"),
        sa.CheckConstraint("stars between 1 and 5", name="stars"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    stars: Mapped[int]
    remark: Mapped[str]
    rated_at: Mapped[datetime]


@dataclass(frozen=True)
class Rating:
    """One to five stars; `remark` is empty for who left none, `rated_at` the first time."""

    id: int
    subject: str
    person_id: int
    stars: int
    remark: str
    rated_at: datetime


def add(db: Db, *, subject: str, person_id: int, stars: int, now: datetime) -> Rating | None:
    """Add the rating; None if the person has rated this before."""
    added = insert_or_ignore(db, RatingRow).values(
        subject=subject, person_id=person_id, stars=stars, remark="", rated_at=now
    )
    return one(db, added.on_conflict_do_nothing().returning(*columns(RatingRow, Rating)), Rating)


def of(db: Db, *, subject: str, person_id: int) -> Rating | None:
    """The person's rating of this."""
    found = sa.select(*columns(RatingRow, Rating))
    return one(db, found.where(RatingRow.subject == subject, RatingRow.person_id == person_id), Rating)


def change(db: Db, rating_id: int, *, stars: int, was: int) -> None:
    """Give another number of stars. Raises WrongRowCount if it is no longer what it was."""
    changed = sa.update(RatingRow).where(RatingRow.id == rating_id, RatingRow.stars == was)
    expect_rows(db.execute(changed.values(stars=stars)), 1)


def add_remark(db: Db, rating_id: int, remark: str) -> None:
    """Keep what the person had to say."""
    expect_rows(db.execute(sa.update(RatingRow).where(RatingRow.id == rating_id).values(remark=remark)), 1)
