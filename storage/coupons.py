"""Coupons: money off one order, given to one person for a time.

Not here: which coupons an order takes (backend.coupons), what one was given for (storage.grants) or whose terms it
has (storage.campaigns). The order names its first coupon and its quote the others; a coupon says only whether one
has it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

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
    campaign_id: Mapped[int | None] = mapped_column(sa.ForeignKey("campaigns.id"), index=True)
    scope: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    is_stackable: Mapped[bool]


class FurtherCouponRow(Table):
    """A coupon that a quote counts on beside its first one, and what of the discount is its own."""

    __tablename__ = "quote_coupons"
    __table_args__ = (sa.CheckConstraint("discount_minor > 0", name="discount"),)

    quote_id: Mapped[int] = mapped_column(sa.ForeignKey("quotes.id"), primary_key=True, autoincrement=False)
    coupon_id: Mapped[int] = mapped_column(sa.ForeignKey("coupons.id"), primary_key=True, autoincrement=False)
    discount_minor: Mapped[int]


@dataclass(frozen=True)
class Coupon:
    """A coupon as it stood when it was read.

    `scope` names the products, categories and tiers it is for, or is None where it is for all; of those that are
    stackable an order may take several.
    """

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
    campaign_id: int | None = None
    scope: Mapping[str, Any] | None = None
    is_stackable: bool = False

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


@dataclass(frozen=True)
class Further:
    """A coupon of a quote beside its first one, and what it takes off."""

    coupon_id: int
    discount_minor: int


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
_ADD_FURTHER = sa.insert(FurtherCouponRow)
_FURTHER_OF = (
    sa.select(*columns(FurtherCouponRow, Further))
    .where(FurtherCouponRow.quote_id == sa.bindparam("the_quote_id"))
    .order_by(FurtherCouponRow.coupon_id)
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
    campaign_id: int | None = None,
    scope: Mapping[str, Any] | None = None,
    is_stackable: bool = False,
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
        campaign_id=campaign_id,
        scope=scope,
        is_stackable=is_stackable,
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


def add_further(db: Db, quote_id: int, coupon_id: int, *, discount_minor: int) -> None:
    """Let the quote count on one more coupon."""
    promise = {"quote_id": quote_id, "coupon_id": coupon_id, "discount_minor": discount_minor}
    prepared.change(db, _ADD_FURTHER, promise)


def further_of(db: Db, quote_id: int) -> list[Further]:
    """The coupons that the quote counts on beside its first one."""
    return many(db, _FURTHER_OF, Further, {"the_quote_id": quote_id})
