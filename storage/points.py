"""Points: what a person has collected with the shop and spent again, as entries that are only ever added.

Not here: what they are given for or spent on (backend.points). They are no money: the ledger knows nothing of them.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.append_only import append_only
from storage.database import Db, Table, expect_rows, insert_or_ignore
from storage.revisions import kept, raise_number


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


@append_only
class SpentPointsRow(Table):
    """So many points less; `ref` is what they were spent on or taken back for, once.

    `short` is how many of those that were taken back were not there any more: the purse is so much below zero.
    """

    __tablename__ = "points_spent"
    __table_args__ = (
        sa.CheckConstraint("count > 0", name="count"),
        sa.CheckConstraint("0 <= short and short <= count", name="short"),
        sa.Index("ix_points_spent_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    count: Mapped[int]
    short: Mapped[int]
    spent_at: Mapped[datetime]


class PurseRow(Table):
    """What a person has got and spent; always the sums of their entries.

    Never more is spent than was got, but for what was taken back when it was spent already: `overdrawn` is all of that.
    """

    __tablename__ = "point_purses"
    __table_args__ = (sa.CheckConstraint("0 <= spent and 0 <= overdrawn and spent <= got + overdrawn", name="spent"),)

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, autoincrement=False)
    got: Mapped[int]
    spent: Mapped[int]
    overdrawn: Mapped[int]


class EarnedByRow(Table):
    """How many points a delivered order earns for each whole unit of a currency; without a row it earns none."""

    __tablename__ = "points_earned_by"
    __table_args__ = (sa.CheckConstraint("per_unit > 0", name="per_unit"),)

    currency: Mapped[str] = mapped_column(primary_key=True)
    per_unit: Mapped[int]


def earned_by(db: Db, currency: str) -> int:
    """How many points a whole unit of the currency earns; kept in memory as long as the catalogue is."""
    return kept(db, "points-earned-by", lambda: _earned_by(db)).get(currency, 0)


def set_earned_by(db: Db, currency: str, per_unit: int) -> None:
    """Let a whole unit of the currency earn so many points from now on; none with 0."""
    db.execute(sa.delete(EarnedByRow).where(EarnedByRow.currency == currency))
    if per_unit:
        db.execute(sa.insert(EarnedByRow).values(currency=currency, per_unit=per_unit))
    raise_number(db)


def add(db: Db, *, ref: str, person_id: int, count: int, now: datetime) -> bool:
    """Give the points; False, and nothing done, if they were given for `ref` before."""
    given = insert_or_ignore(db, PointsRow).values(ref=ref, person_id=person_id, count=count, given_at=now)
    if db.execute(given.on_conflict_do_nothing().returning(PointsRow.id)).scalar_one_or_none() is None:
        return False
    opened = insert_or_ignore(db, PurseRow).values(person_id=person_id, got=count, spent=0, overdrawn=0)
    db.execute(opened.on_conflict_do_update(index_elements=[PurseRow.person_id], set_={"got": PurseRow.got + count}))
    return True


def take(db: Db, *, ref: str, person_id: int, count: int, now: datetime) -> bool:
    """Spend the points; False, and nothing done, if there are not so many. The same `ref` can't be spent on twice."""
    has_enough = PurseRow.got - PurseRow.spent >= count
    taken = sa.update(PurseRow).where(PurseRow.person_id == person_id, has_enough)
    if db.execute(taken.values(spent=PurseRow.spent + count)).rowcount != 1:
        return False
    db.execute(sa.insert(SpentPointsRow).values(ref=ref, person_id=person_id, count=count, short=0, spent_at=now))
    return True


def take_back(db: Db, *, ref: str, person_id: int, count: int, now: datetime) -> None:
    """Take points that were given, also those that are spent already; the same `ref` can't be taken back for twice.

    The caller has locked the person's purse.
    """
    left = of_person(db, person_id)
    short = min(count, max(count - left, 0))
    db.execute(sa.insert(SpentPointsRow).values(ref=ref, person_id=person_id, count=count, short=short, spent_at=now))
    taken = sa.update(PurseRow).where(PurseRow.person_id == person_id)
    changed = db.execute(taken.values(spent=PurseRow.spent + count, overdrawn=PurseRow.overdrawn + short))
    expect_rows(changed, 1)


def lock_purse(db: Db, person_id: int) -> None:
    """Keep others from changing what the person has until this transaction is over."""
    db.execute(sa.select(PurseRow.person_id).where(PurseRow.person_id == person_id).with_for_update())


def given_for(db: Db, ref: str) -> int:
    """How many points were given for `ref`; 0 if none were."""
    return int(db.execute(sa.select(PointsRow.count).where(PointsRow.ref == ref)).scalar_one_or_none() or 0)


def taken_back_for(db: Db, person_id: int, prefix: str) -> int:
    """How many of the person's points were taken for what begins with `prefix`."""
    counted = sa.select(sa.func.coalesce(sa.func.sum(SpentPointsRow.count), 0))
    for_it = SpentPointsRow.person_id == person_id, SpentPointsRow.ref.startswith(prefix, autoescape=True)
    return int(db.execute(counted.where(*for_it)).scalar_one())


def of_person(db: Db, person_id: int) -> int:
    """How many points the person has left; less than none if some were taken back that they had spent."""
    left = sa.select(PurseRow.got - PurseRow.spent).where(PurseRow.person_id == person_id)
    return int(db.execute(left).scalar_one_or_none() or 0)


def _earned_by(db: Db) -> dict[str, int]:
    earned = db.execute(sa.select(EarnedByRow.currency, EarnedByRow.per_unit))
    return {row.currency: row.per_unit for row in earned}
