"""Coupons: money off one order, given to one person for a time.

Not here: which coupon an order takes (backend.coupons) or what it was given for (storage.grants). The order
names its coupon; the coupon says only whether one has it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.database import Db, Table, columns, insert_or_ignore, many, one
from storage.money import Money
from storage.statements import prepared


class CouponStatus(StrEnum):
    """Where a coupon stands. That its time is over is no status: `expires_at` says so."""

    GRANTED = "granted"
    RESERVED = "reserved"
    USED = "used"


class CouponRow(Table):
    """One row a coupon; `ref` is what it was given for, which gives it only once.

    It takes off `amount_minor`, or `percent` of the price and of that no more than `amount_minor`.
    """

    __tablename__ = "coupons"
    __table_args__ = (
        sa.CheckConstraint("amount_minor > 0", name="amount"),
        sa.CheckConstraint("percent is null or (percent > 0 and percent < 100)", name="percent"),
        sa.CheckConstraint("threshold_minor >= 0", name="threshold"),
        sa.CheckConstraint("expires_at > granted_at", name="expires_at"),
        sa.Index("ix_coupons_of_person", "person_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    amount_minor: Mapped[int]
    percent: Mapped[int | None]
    threshold_minor: Mapped[int]
    currency: Mapped[str]
    status: Mapped[CouponStatus] = mapped_column(choice(CouponStatus, name="status"))
    granted_at: Mapped[datetime]
    expires_at: Mapped[datetime]


@dataclass(frozen=True)
class Coupon:
    """A coupon as it stood when it was read."""

    id: int
    ref: str
    person_id: int
    amount_minor: int
    percent: int | None
    threshold_minor: int
    currency: str
    status: CouponStatus
    granted_at: datetime
    expires_at: datetime

    @property
    def amount(self) -> Money:
        """What it takes off, or with a percentage the most it takes off."""
        return Money(self.amount_minor, self.currency)

    @property
    def threshold(self) -> Money:
        """What the goods must come to at least."""
        return Money(self.threshold_minor, self.currency)

    def is_usable(self, now: datetime) -> bool:
        """Whether the next order may take it."""
        return self.status is CouponStatus.GRANTED and now < self.expires_at


_WITH_ID = sa.select(*columns(CouponRow, Coupon)).where(CouponRow.id == sa.bindparam("the_id"))
_CHANGE = sa.update(CouponRow).where(CouponRow.id == sa.bindparam("the_id"), CouponRow.status == sa.bindparam("was"))
_CHANGE_UNEXPIRED = _CHANGE.where(CouponRow.expires_at > sa.bindparam("unexpired_at"))
_UNSPENT_OF = (
    sa.select(*columns(CouponRow, Coupon))
    .where(
        CouponRow.person_id == sa.bindparam("the_person_id"),
        sa.or_(
            CouponRow.status == CouponStatus.RESERVED,
            sa.and_(CouponRow.status == CouponStatus.GRANTED, CouponRow.expires_at > sa.bindparam("now")),
        ),
    )
    .order_by(CouponRow.expires_at, CouponRow.id)
)


def add(
    db: Db,
    *,
    ref: str,
    person_id: int,
    amount: Money,
    percent: int | None,
    threshold: Money,
    now: datetime,
    expires_at: datetime,
) -> Coupon | None:
    """Give the coupon; None if one was given for `ref` before."""
    added = insert_or_ignore(db, CouponRow).values(
        ref=ref,
        person_id=person_id,
        amount_minor=amount.minor,
        percent=percent,
        threshold_minor=threshold.minor,
        currency=amount.currency,
        status=CouponStatus.GRANTED,
        granted_at=now,
        expires_at=expires_at,
    )
    return one(db, added.on_conflict_do_nothing().returning(*columns(CouponRow, Coupon)), Coupon)


def change(
    db: Db, coupon_id: int, *, was: CouponStatus, to: CouponStatus, unexpired_at: datetime | None = None
) -> bool:
    """Change the status; False, and nothing done, if it is no longer `was` or has lapsed by `unexpired_at`."""
    wanted = {"the_id": coupon_id, "was": was, "status": to}
    if unexpired_at is None:
        return prepared.change(db, _CHANGE, wanted) == 1
    return prepared.change(db, _CHANGE_UNEXPIRED, wanted | {"unexpired_at": unexpired_at}) == 1


def with_id(db: Db, coupon_id: int) -> Coupon | None:
    """The coupon, whoever asks."""
    return one(db, _WITH_ID, Coupon, {"the_id": coupon_id})


def unspent_of(db: Db, person_id: int, *, now: datetime) -> list[Coupon]:
    """The person's coupons that are not used and not lapsed, those that lapse first in front."""
    return many(db, _UNSPENT_OF, Coupon, {"the_person_id": person_id, "now": now})
