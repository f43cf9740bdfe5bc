"""Campaigns: the terms on which a shop hands out coupons, and how many of each it has handed out to whom.

Not here: the coupons themselves (storage.coupons), or what a person may have (backend.campaigns).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Db, Table, columns, insert_or_ignore, many, one
from storage.money import Money


class CampaignRow(Table):
    """One campaign; `given` counts its coupons, and never goes over `total`.

    Its coupons take off `amount_minor`, or `percent` of the price and of that no more than `amount_minor`. They last
    `days` from when they are given, but no longer than `ends_at`.
    """

    __tablename__ = "campaigns"
    __table_args__ = (
        sa.CheckConstraint("amount_minor > 0", name="amount"),
        sa.CheckConstraint("percent is null or (percent > 0 and percent < 100)", name="percent"),
        sa.CheckConstraint("threshold_minor >= 0", name="threshold"),
        sa.CheckConstraint("days > 0 and starts_at < ends_at", name="length"),
        sa.CheckConstraint("0 <= given and given <= total", name="given"),
        sa.CheckConstraint("per_person > 0", name="per_person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    amount_minor: Mapped[int]
    percent: Mapped[int | None]
    threshold_minor: Mapped[int]
    currency: Mapped[str]
    scope: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    is_stackable: Mapped[bool]
    is_public: Mapped[bool]
    days: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    total: Mapped[int]
    per_person: Mapped[int]
    given: Mapped[int]
    made_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class ClaimRow(Table):
    """How many coupons of a campaign a person has been given, and the most they might have been."""

    __tablename__ = "campaign_claims"
    __table_args__ = (sa.CheckConstraint("0 < count and count <= most", name="count"),)

    campaign_id: Mapped[int] = mapped_column(sa.ForeignKey("campaigns.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, autoincrement=False)
    count: Mapped[int]
    most: Mapped[int]


@dataclass(frozen=True)
class Campaign:
    """A campaign as it stood when it was read. Whoever likes may take a coupon of a public one."""

    id: int
    name: str
    amount_minor: int
    percent: int | None
    threshold_minor: int
    currency: str
    scope: Mapping[str, Any] | None
    is_stackable: bool
    is_public: bool
    days: int
    starts_at: datetime
    ends_at: datetime
    total: int
    per_person: int
    given: int
    closed_at: datetime | None

    @property
    def amount(self) -> Money:
        """What a coupon takes off, or with a percentage the most it takes off."""
        return Money(self.amount_minor, self.currency)

    @property
    def threshold(self) -> Money:
        """What the goods must come to at least."""
        return Money(self.threshold_minor, self.currency)

    def is_on(self, now: datetime) -> bool:
        """Whether coupons of it are given out."""
        return self.closed_at is None and self.starts_at <= now < self.ends_at


def add(
    db: Db,
    *,
    name: str,
    amount: Money,
    percent: int | None,
    threshold: Money,
    scope: Mapping[str, Any] | None,
    is_stackable: bool,
    is_public: bool,
    days: int,
    starts_at: datetime,
    ends_at: datetime,
    total: int,
    per_person: int,
    now: datetime,
) -> Campaign:
    """Add a campaign of which nothing has been given."""
    added = sa.insert(CampaignRow).values(
        name=name,
        amount_minor=amount.minor,
        percent=percent,
        threshold_minor=threshold.minor,
        currency=amount.currency,
        scope=scope,
        is_stackable=is_stackable,
        is_public=is_public,
        days=days,
        starts_at=starts_at,
        ends_at=ends_at,
        total=total,
        per_person=per_person,
        given=0,
        made_at=now,
    )
    return Campaign(**db.execute(added.returning(*columns(CampaignRow, Campaign))).mappings().one())


def with_id(db: Db, campaign_id: int) -> Campaign | None:
    """The campaign, on or over."""
    return one(db, sa.select(*columns(CampaignRow, Campaign)).where(CampaignRow.id == campaign_id), Campaign)


def latest(db: Db, *, most: int) -> list[Campaign]:
    """The newest campaigns, newest first."""
    return many(db, sa.select(*columns(CampaignRow, Campaign)).order_by(CampaignRow.id.desc()).limit(most), Campaign)


def to_be_had(db: Db, person_id: int, *, now: datetime, most: int) -> list[Campaign]:
    """The public campaigns of which the person may still take a coupon, those that end first in front."""
    mine = sa.and_(ClaimRow.campaign_id == CampaignRow.id, ClaimRow.person_id == person_id)
    found = (
        sa.select(*columns(CampaignRow, Campaign))
        .outerjoin(ClaimRow, mine)
        .where(
            CampaignRow.is_public,
            CampaignRow.closed_at.is_(None),
            CampaignRow.starts_at <= now,
            CampaignRow.ends_at > now,
            CampaignRow.given < CampaignRow.total,
            sa.func.coalesce(ClaimRow.count, 0) < CampaignRow.per_person,
        )
        .order_by(CampaignRow.ends_at, CampaignRow.id)
        .limit(most)
    )
    return many(db, found, Campaign)


def count_given(db: Db, campaign_id: int, *, more: int = 1, now: datetime) -> bool:
    """Count so many more coupons; False, and nothing done, if the campaign is not on or has not so many."""
    counted = (
        sa.update(CampaignRow)
        .where(
            CampaignRow.id == campaign_id,
            CampaignRow.closed_at.is_(None),
            CampaignRow.starts_at <= now,
            CampaignRow.ends_at > now,
            CampaignRow.given + more <= CampaignRow.total,
        )
        .values(given=CampaignRow.given + more)
    )
    return db.execute(counted).rowcount == 1


def count_claim(db: Db, campaign_id: int, person_id: int, *, most: int) -> int | None:
    """Count one more coupon of the person's; returns the how-manieth it is, or None if they have had the most."""
    first = insert_or_ignore(db, ClaimRow).values(campaign_id=campaign_id, person_id=person_id, count=1, most=most)
    counted = first.on_conflict_do_update(
        index_elements=[ClaimRow.campaign_id, ClaimRow.person_id],
        set_={"count": ClaimRow.count + 1, "most": most},
        where=ClaimRow.count < most,
    )
    nth: int | None = db.execute(counted.returning(ClaimRow.count)).scalar_one_or_none()
    return nth


def close(db: Db, campaign_id: int, *, now: datetime) -> bool:
    """Give no more coupons of it; False if it was closed before."""
    closed = sa.update(CampaignRow).where(CampaignRow.id == campaign_id, CampaignRow.closed_at.is_(None))
    return db.execute(closed.values(closed_at=now)).rowcount == 1
