"""Points: what a person has collected with the shop, as entries that are only ever added.

Not here: what they are given for (backend.compensation). They are no money: the ledger knows nothing of them.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.append_only import append_only
from storage.database import Db, Table, insert_or_ignore


@append_only
class PointsRow(Table):
    """So many points more; `ref` is what they were given for, which gives them only once."""

    __tablename__ = "points"
    __table_args__ = (sa.CheckConstraint("count > 0", name="count"), sa.Index("ix_points_person", "person_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    count: Mapped[int]
    given_at: Mapped[datetime]


def add(db: Db, *, ref: str, person_id: int, count: int, now: datetime) -> bool:
    """Give the points; False, and nothing done, if they were given for `ref` before."""
    given = insert_or_ignore(db, PointsRow).values(ref=ref, person_id=person_id, count=count, given_at=now)
    return db.execute(given.on_conflict_do_nothing().returning(PointsRow.id)).scalar_one_or_none() is not None


def of_person(db: Db, person_id: int) -> int:
    """How many points the person has."""
    total = sa.select(sa.func.coalesce(sa.func.sum(PointsRow.count), 0)).where(PointsRow.person_id == person_id)
    return int(db.execute(total).scalar_one())
