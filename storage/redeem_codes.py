"""Redeem codes: what each is worth, who has redeemed it, and how often people have tried. Codes are kept as
fingerprints; a batch keeps the seed they were made of only until they have been handed to whoever made it.

Not here: what a code looks like and what redeeming one gives (backend.redeem_codes).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.database import Db, Table, columns, insert_or_ignore, one


class Prize(StrEnum):
    """What a code gives."""

    COUPON = "coupon"
    BALANCE = "balance"
    POINTS = "points"
    MEMBERSHIP = "membership"


class BatchRow(Table):
    """Codes made together, all worth the same: a coupon of the campaign, money, points, or `days` in a tier."""

    __tablename__ = "redeem_batches"
    __table_args__ = (
        sa.CheckConstraint("count > 0", name="count"),
        sa.CheckConstraint("(prize = 'coupon') = (campaign_id is not null)", name="campaign"),
        sa.CheckConstraint("(prize = 'balance') = (amount_minor is not null and currency is not null)", name="amount"),
        sa.CheckConstraint("(prize = 'points') = (points is not null)", name="points"),
        sa.CheckConstraint("(prize = 'membership') = (tier is not null and days is not null)", name="membership"),
        sa.CheckConstraint("coalesce(amount_minor, points, days, 1) > 0", name="worth"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    prize: Mapped[Prize] = mapped_column(choice(Prize, name="prize"))
    campaign_id: Mapped[int | None] = mapped_column(sa.ForeignKey("campaigns.id"))
    amount_minor: Mapped[int | None]
    currency: Mapped[str | None]
    points: Mapped[int | None]
    tier: Mapped[str | None]
    days: Mapped[int | None]
    count: Mapped[int]
    seed: Mapped[str | None]
    made_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class CodeRow(Table):
    """One code, by the keyed fingerprint of its text."""

    __tablename__ = "redeem_codes"
    __table_args__ = (sa.CheckConstraint("(redeemed_by_id is null) = (redeemed_at is null)", name="redeemed"),)

    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("redeem_batches.id"), index=True)
    expires_at: Mapped[datetime]
    redeemed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    redeemed_at: Mapped[datetime | None]


class TriesRow(Table):
    """How often a person has tried a code since `began_at`."""

    __tablename__ = "redeem_tries"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, autoincrement=False)
    began_at: Mapped[datetime]
    count: Mapped[int]


@dataclass(frozen=True)
class Batch:
    """Codes made together. `seed` is None once they can't be handed out any more."""

    id: int
    prize: Prize
    campaign_id: int | None
    amount_minor: int | None
    currency: str | None
    points: int | None
    tier: str | None
    days: int | None
    count: int
    seed: str | None
    made_by_id: int
    expires_at: datetime


def add_batch(
    db: Db,
    *,
    prize: Prize,
    campaign_id: int | None,
    amount_minor: int | None,
    currency: str | None,
    points: int | None,
    tier: str | None,
    days: int | None,
    seed: str,
    fingerprints: Sequence[str],
    made_by_id: int,
    now: datetime,
    expires_at: datetime,
) -> Batch:
    """Add the batch with its codes."""
    added = sa.insert(BatchRow).values(
        prize=prize,
        campaign_id=campaign_id,
        amount_minor=amount_minor,
        currency=currency,
        points=points,
        tier=tier,
        days=days,
        count=len(fingerprints),
        seed=seed,
        made_by_id=made_by_id,
        made_at=now,
        expires_at=expires_at,
    )
    batch = Batch(**db.execute(added.returning(*columns(BatchRow, Batch))).mappings().one())
    rows = [{"fingerprint": each, "batch_id": batch.id, "expires_at": expires_at} for each in fingerprints]
    db.execute(sa.insert(CodeRow), rows)
    return batch


def forget_seed(db: Db, batch_id: int) -> bool:
    """Forget what the codes were made of; False if that was done before."""
    kept = sa.update(BatchRow).where(BatchRow.id == batch_id, BatchRow.seed.is_not(None))
    return db.execute(kept.values(seed=None)).rowcount == 1


def batch_with_id(db: Db, batch_id: int) -> Batch | None:
    """The batch."""
    return one(db, sa.select(*columns(BatchRow, Batch)).where(BatchRow.id == batch_id), Batch)


def count_redeemed(db: Db, batch_id: int) -> int:
    """How many codes of the batch have been redeemed."""
    redeemed = sa.select(sa.func.count()).where(CodeRow.batch_id == batch_id, CodeRow.redeemed_at.is_not(None))
    count: int = db.execute(redeemed).scalar_one()
    return count


def redeem(db: Db, fingerprint: str, *, person_id: int, now: datetime) -> int | None:
    """Redeem the code; returns its batch, or None, and nothing done, if it is unknown, redeemed or too old.

    One statement whichever it is, so that how long it takes tells nothing.
    """
    redeemed = (
        sa.update(CodeRow)
        .where(CodeRow.fingerprint == fingerprint, CodeRow.redeemed_at.is_(None), CodeRow.expires_at > now)
        .values(redeemed_by_id=person_id, redeemed_at=now)
        .returning(CodeRow.batch_id)
    )
    batch_id: int | None = db.execute(redeemed).scalar_one_or_none()
    return batch_id


def count_try(db: Db, person_id: int, *, most: int, within: timedelta, now: datetime) -> bool:
    """Count a try of the person's; False, and nothing counted, after `most` of them `within` so long."""
    is_over = TriesRow.began_at <= now - within
    first = insert_or_ignore(db, TriesRow).values(person_id=person_id, began_at=now, count=1)
    counted = first.on_conflict_do_update(
        index_elements=[TriesRow.person_id],
        set_={
            "began_at": sa.case((is_over, now), else_=TriesRow.began_at),
            "count": sa.case((is_over, 1), else_=TriesRow.count + 1),
        },
        where=sa.or_(is_over, TriesRow.count < most),
    )
    return db.execute(counted.returning(TriesRow.count)).scalar_one_or_none() is not None
