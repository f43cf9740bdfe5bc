"""Price rules: a lower price from so many on, and how many of a product one person may buy in so many days.

Not here: what a quote makes of them (backend.pricing), or the prices of one (storage.catalogue). They change as
rarely as the catalogue and are kept in memory as long as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Db, Table, columns, insert_or_ignore, many
from storage.revisions import kept, raise_number

ANY_TIER = "any"


class PriceBreakRow(Table):
    """What one costs a person of this tier who buys at least so many at once."""

    __tablename__ = "price_breaks"
    __table_args__ = (
        sa.CheckConstraint("least > 1", name="least"),
        sa.CheckConstraint("price_minor > 0", name="price"),
    )

    product_id: Mapped[str] = mapped_column(sa.ForeignKey("products.id"), primary_key=True)
    tier: Mapped[str] = mapped_column(primary_key=True)
    least: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    price_minor: Mapped[int]


class PurchaseLimitRow(Table):
    """How many of a product one person of this tier may buy in so many days."""

    __tablename__ = "purchase_limits"
    __table_args__ = (sa.CheckConstraint("most > 0 and days > 0", name="most"),)

    product_id: Mapped[str] = mapped_column(sa.ForeignKey("products.id"), primary_key=True)
    tier: Mapped[str] = mapped_column(primary_key=True)
    most: Mapped[int]
    days: Mapped[int]


class LimitedBuyerRow(Table):
    """One row for each who orders something that is limited: changing it makes their other orders of it wait."""

    __tablename__ = "limited_buyers"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, autoincrement=False)
    product_id: Mapped[str] = mapped_column(sa.ForeignKey("products.id"), primary_key=True)
    orders: Mapped[int]


@dataclass(frozen=True)
class PriceBreak:
    """A price from so many on."""

    product_id: str
    tier: str
    least: int
    price_minor: int


@dataclass(frozen=True)
class PurchaseLimit:
    """So many in so many days."""

    product_id: str
    tier: str
    most: int
    days: int


def breaks_of(db: Db, product_id: str) -> Sequence[PriceBreak]:
    """The product's lower prices for more, of all tiers."""
    return [each for each in kept(db, "price-breaks", lambda: _breaks(db)) if each.product_id == product_id]


def limits_of(db: Db, product_id: str) -> Sequence[PurchaseLimit]:
    """How many of the product may be bought, by any tier and by each."""
    return [each for each in kept(db, "purchase-limits", lambda: _limits(db)) if each.product_id == product_id]


def set_breaks(db: Db, product_id: str, breaks: Sequence[PriceBreak]) -> None:
    """Have these lower prices and no others."""
    db.execute(sa.delete(PriceBreakRow).where(PriceBreakRow.product_id == product_id))
    if breaks:
        db.execute(sa.insert(PriceBreakRow), [vars(each) for each in breaks])
    raise_number(db)


def set_limits(db: Db, product_id: str, limits: Sequence[PurchaseLimit]) -> None:
    """Have these limits and no others."""
    db.execute(sa.delete(PurchaseLimitRow).where(PurchaseLimitRow.product_id == product_id))
    if limits:
        db.execute(sa.insert(PurchaseLimitRow), [vars(each) for each in limits])
    raise_number(db)


def take_turn(db: Db, *, person_id: int, product_id: str) -> None:
    """Have whatever else orders this product for this person wait until this transaction is over."""
    first = insert_or_ignore(db, LimitedBuyerRow).values(person_id=person_id, product_id=product_id, orders=1)
    db.execute(
        first.on_conflict_do_update(
            index_elements=[LimitedBuyerRow.person_id, LimitedBuyerRow.product_id],
            set_={"orders": LimitedBuyerRow.orders + 1},
        )
    )


def _breaks(db: Db) -> list[PriceBreak]:
    return many(db, sa.select(*columns(PriceBreakRow, PriceBreak)).order_by(PriceBreakRow.least), PriceBreak)


def _limits(db: Db) -> list[PurchaseLimit]:
    return many(db, sa.select(*columns(PurchaseLimitRow, PurchaseLimit)), PurchaseLimit)
