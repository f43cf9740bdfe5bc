"""Quotes: a price promised to one person until a stated time.

Not here: how the price comes about (backend.pricing).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Db, Table, columns, one
from storage.money import Money
from storage.statements import prepared


class QuoteRow(Table):
    """One promise; an order is placed on it at most once."""

    __tablename__ = "quotes"
    __table_args__ = (
        sa.CheckConstraint("quantity > 0", name="quantity"),
        sa.CheckConstraint("unit_price_minor > 0", name="unit_price"),
        sa.CheckConstraint(
            "total_minor = unit_price_minor * quantity - discount_minor and total_minor > 0", name="total"
        ),
        sa.CheckConstraint("discount_minor >= 0 and (discount_minor > 0) = (coupon_id is not null)", name="discount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    product_id: Mapped[str] = mapped_column(sa.ForeignKey("products.id"))
    quantity: Mapped[int]
    unit_price_minor: Mapped[int]
    discount_minor: Mapped[int]
    total_minor: Mapped[int]
    currency: Mapped[str]
    coupon_id: Mapped[int | None] = mapped_column(sa.ForeignKey("coupons.id"))
    created_at: Mapped[datetime]
    locked_until: Mapped[datetime]
    expected_on: Mapped[str | None]


@dataclass(frozen=True)
class Quote:
    """A price that holds until `locked_until`; `coupon_id` is what takes the discount off, if there is one.

    `expected_on` is the day that it is expected on, for what is ordered ahead of its stock.
    """

    id: int
    person_id: int
    product_id: str
    quantity: int
    unit_price_minor: int
    discount_minor: int
    total_minor: int
    currency: str
    coupon_id: int | None
    locked_until: datetime
    expected_on: str | None

    @property
    def unit_price(self) -> Money:
        """The price of one."""
        return Money(self.unit_price_minor, self.currency)

    @property
    def discount(self) -> Money:
        """What the coupon takes off."""
        return Money(self.discount_minor, self.currency)

    @property
    def total(self) -> Money:
        """The price of all of them, the discount taken off."""
        return Money(self.total_minor, self.currency)


_ADD = sa.insert(QuoteRow).returning(QuoteRow.id)
_WITH_ID = sa.select(*columns(QuoteRow, Quote)).where(QuoteRow.id == sa.bindparam("the_id"))


def add(
    db: Db,
    *,
    person_id: int,
    product_id: str,
    quantity: int,
    unit_price: Money,
    discount: Money,
    coupon_id: int | None,
    now: datetime,
    locked_until: datetime,
    expected_on: str | None = None,
) -> Quote:
    """Keep the promise."""
    promise: dict[str, Any] = {  # a value for each column but two
        "person_id": person_id,
        "product_id": product_id,
        "quantity": quantity,
        "unit_price_minor": unit_price.minor,
        "discount_minor": discount.minor,
        "total_minor": (unit_price * quantity - discount).minor,
        "currency": unit_price.currency,
        "coupon_id": coupon_id,
        "locked_until": locked_until,
        "expected_on": expected_on,
    }
    return Quote(id=prepared.rows(db, _ADD, promise | {"created_at": now})[0][0], **promise)


def with_id(db: Db, quote_id: int) -> Quote | None:
    """The quote, lapsed or not."""
    return one(db, _WITH_ID, Quote, {"the_id": quote_id})
