"""Reissues: codes that did not work, each replaced once, with what proves it and the card that took its place.

Not here: whether one is replaced (backend.reissues), or the cards (storage.stock).
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Db, Table, columns, many, one

# Another noun's table, as far as reissues are counted by it.
_PEOPLE = sa.table("people", sa.column("id", sa.BigInteger()))


class ReissueRow(Table):
    """One code to be replaced. `card_id` is unique: a code is replaced once; `new_card_id`: by one of its own."""

    __tablename__ = "reissues"
    __table_args__ = (
        sa.CheckConstraint("(new_card_id is null) = (given_at is null)", name="given"),
        sa.Index("ix_reissues_person", "person_id", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    card_id: Mapped[int] = mapped_column(sa.ForeignKey("cards.id"), unique=True)
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("orders.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    proof: Mapped[str | None]
    new_card_id: Mapped[int | None] = mapped_column(sa.ForeignKey("cards.id"), unique=True)
    given_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Reissue:
    """A code to be replaced; `new_card_id` is None until it was."""

    id: int
    card_id: int
    order_id: int
    person_id: int
    asked_by: str
    asked_at: datetime
    proof: str | None
    new_card_id: int | None
    given_at: datetime | None


_REISSUES = sa.select(*columns(ReissueRow, Reissue))


def take_turn(db: Db, person_id: int) -> None:
    """Let others who want a code of this person's replaced wait, and then count this transaction's."""
    db.execute(sa.select(_PEOPLE.c.id).where(_PEOPLE.c.id == person_id).with_for_update(key_share=True)).one()


def add(
    db: Db,
    *,
    card_id: int,
    order_id: int,
    person_id: int,
    asked_by: str,
    most: int,
    since: datetime,
    now: datetime,
) -> Reissue | None:
    """Note that the code is to be replaced, as long as fewer than `most` of the person's were since then; else None.

    The caller has taken its turn: on PostgreSQL two statements at once would both count what was there before.
    """
    row = {"card_id": card_id, "order_id": order_id, "person_id": person_id, "asked_by": asked_by, "asked_at": now}
    kinds = ReissueRow.__table__.c
    values = [sa.literal(value, kinds[name].type) for name, value in row.items()]
    claimed = sa.select(*values).where(_lately(person_id, since) < most)
    added = sa.insert(ReissueRow).from_select(list(row), claimed)
    return one(db, added.returning(*columns(ReissueRow, Reissue)), Reissue)


def give(db: Db, reissue_id: int, *, new_card_id: int, proof: str, now: datetime) -> Reissue | None:
    """Say which card took its place; None if one has."""
    given = sa.update(ReissueRow).where(ReissueRow.id == reissue_id, ReissueRow.new_card_id.is_(None))
    given = given.values(new_card_id=new_card_id, proof=proof, given_at=now)
    return one(db, given.returning(*columns(ReissueRow, Reissue)), Reissue)


def with_id(db: Db, reissue_id: int) -> Reissue | None:
    """The reissue."""
    return one(db, _REISSUES.where(ReissueRow.id == reissue_id), Reissue)


def of_order(db: Db, order_id: int) -> list[Reissue]:
    """All that were asked for codes of the order, oldest first."""
    return many(db, _REISSUES.where(ReissueRow.order_id == order_id).order_by(ReissueRow.id), Reissue)


def count_since(db: Db, person_id: int, since: datetime) -> int:
    """How many codes of this person's were to be replaced since then."""
    return db.execute(sa.select(_lately(person_id, since))).scalar_one()


def _lately(person_id: int, since: datetime) -> sa.ScalarSelect[int]:
    theirs = ReissueRow.person_id == person_id, ReissueRow.asked_at > since
    return sa.select(sa.func.count()).where(*theirs).scalar_subquery()
