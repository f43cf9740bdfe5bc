"""Card stock: the sealed codes of each product, and whose each of them is.

Not here: when a card may be held or sold (backend.stock, backend.orders). No code leaves this module open.

    free ──> held (by an order) ──> sold
      ^───────┘
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.database import Db, Table, columns, insert_or_ignore, many
from storage.statements import prepared

ROWS_PER_INSERT = 500
"""Seven values a row: well below the 32,766 that one SQLite statement takes."""


class CardStatus(StrEnum):
    """Whose a card is."""

    FREE = "free"
    HELD = "held"
    SOLD = "sold"


class CardRow(Table):
    """One code. Its fingerprint is unique, so no code is ever loaded, and thus sold, twice."""

    __tablename__ = "cards"
    __table_args__ = (
        sa.CheckConstraint("(status = 'free') = (order_id is null)", name="owned_unless_free"),
        sa.CheckConstraint("sealed_code like 'v1:%'", name="sealed"),
        sa.Index(
            "ix_cards_free",
            "product_id",
            "id",
            sqlite_where=sa.text("status = 'free'"),
            postgresql_where=sa.text("status = 'free'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[str] = mapped_column(sa.ForeignKey("products.id"))
    fingerprint: Mapped[str] = mapped_column(unique=True)
    sealed_code: Mapped[str]
    status: Mapped[CardStatus] = mapped_column(choice(CardStatus, name="status"))
    order_id: Mapped[int | None] = mapped_column(sa.ForeignKey("orders.id"), index=True)
    batch: Mapped[str]
    loaded_at: Mapped[datetime]


class StockCountRow(Table):
    """How many cards of a product were ever loaded: what the stock is counted against."""

    __tablename__ = "stock_counts"

    product_id: Mapped[str] = mapped_column(sa.ForeignKey("products.id"), primary_key=True)
    loaded: Mapped[int]


@dataclass(frozen=True)
class NewCard:
    """A code about to be loaded, sealed already."""

    fingerprint: str
    sealed_code: str


@dataclass(frozen=True)
class Card:
    """A card of an order, still sealed."""

    id: int
    fingerprint: str
    sealed_code: str


_IS_FREE = sa.text("cards.status = 'free'")  # no parameter: a plan made once can use the index of free cards


def _hold(*, waiting: bool) -> sa.Executable:
    free = (
        sa.select(CardRow.id)
        .where(CardRow.product_id == sa.bindparam("of_product"), _IS_FREE)
        .order_by(CardRow.id)
        .limit(sa.bindparam("most"))
        .with_for_update(skip_locked=not waiting)
        .cte("picked")
    )
    held = sa.update(CardRow).where(CardRow.id.in_(sa.select(free.c.id)), _IS_FREE)
    return held.values(status=CardStatus.HELD, order_id=sa.bindparam("for_order")).returning(CardRow.id)


_COUNT_FREE = (
    sa.select(CardRow.product_id, sa.func.count().label("free"))
    .where(CardRow.product_id.in_(sa.bindparam("product_ids", expanding=True)), _IS_FREE)
    .group_by(CardRow.product_id)
)
_COUNT_FREE_OF = sa.select(sa.func.count()).where(CardRow.product_id == sa.bindparam("of_product"), _IS_FREE)
_HOLD = _hold(waiting=False)
_HOLD_PATIENTLY = _hold(waiting=True)
_IS_HELD = CardRow.order_id == sa.bindparam("of_order"), CardRow.status == CardStatus.HELD
_RELEASE = sa.update(CardRow).where(*_IS_HELD).values(status=CardStatus.FREE, order_id=None)
_COUNT_HELD = sa.select(sa.func.count()).where(*_IS_HELD)
_SELL = (
    sa.update(CardRow)
    .where(*_IS_HELD, _COUNT_HELD.scalar_subquery() == sa.bindparam("quantity"))
    .values(status=CardStatus.SOLD)
    .returning(*columns(CardRow, Card))
)
_SOLD_TO = (
    sa.select(*columns(CardRow, Card))
    .where(CardRow.order_id == sa.bindparam("of_order"), CardRow.status == CardStatus.SOLD)
    .order_by(CardRow.id)
)


def load(db: Db, product_id: str, cards: Sequence[NewCard], *, batch: str, now: datetime) -> int:
    """Add the cards that are not in stock yet; returns how many were."""
    # Counting first makes two imports for one product wait for each other instead of meeting card by card.
    _count_loaded(db, product_id, 0)
    added = 0
    for start in range(0, len(cards), ROWS_PER_INSERT):
        rows = [
            {
                "product_id": product_id,
                "fingerprint": card.fingerprint,
                "sealed_code": card.sealed_code,
                "status": CardStatus.FREE,
                "batch": batch,
                "loaded_at": now,
            }
            for card in cards[start : start + ROWS_PER_INSERT]
        ]
        inserted = insert_or_ignore(db, CardRow).values(rows).on_conflict_do_nothing().returning(CardRow.id)
        added += len(db.execute(inserted).all())
    _count_loaded(db, product_id, added)
    return added


def count_known(db: Db, fingerprints: Sequence[str]) -> int:
    """How many of these codes were ever loaded, for whichever product."""
    known = 0
    for start in range(0, len(fingerprints), ROWS_PER_INSERT):
        some = fingerprints[start : start + ROWS_PER_INSERT]
        known += db.execute(sa.select(sa.func.count()).where(CardRow.fingerprint.in_(some))).scalar_one()
    return known


def count_free(db: Db, product_ids: Sequence[str]) -> dict[str, int]:
    """How many cards of each product can be had now; a product without any is missing."""
    return {row.product_id: row.free for row in db.execute(_COUNT_FREE, {"product_ids": product_ids})}


def count_free_of(db: Db, product_id: str) -> int:
    """How many cards of this product can be had now."""
    count: int = prepared.rows(db, _COUNT_FREE_OF, {"of_product": product_id})[0][0]
    return count


def count_free_up_to(db: Db, product_ids: Sequence[str], *, most: int) -> dict[str, int]:
    """How many cards of each product can be had now, counted no further than `most`: however many there are."""
    if not product_ids:
        return {}
    asked: dict[str, Any] = {f"product_{place}": product_id for place, product_id in enumerate(product_ids)}
    counted = prepared.rows(db, _counts_up_to(most, len(product_ids)), asked)
    return {product_ids[place]: free for place, free in counted}


def hold(db: Db, *, product_id: str, quantity: int, order_id: int, waiting: bool) -> int:
    """Hold up to `quantity` free cards for the order; returns how many it got.

    Cards that another transaction is about to take are passed over, or with `waiting` waited for: that
    transaction may yet give them back. SQLite has one writer, so there is nothing to pass over.
    """
    wanted = {"of_product": product_id, "most": quantity, "for_order": order_id}
    # Counted by what it returns: Python's sqlite3 knows no row count of a statement that begins with WITH.
    return len(prepared.rows(db, _HOLD_PATIENTLY if waiting else _HOLD, wanted))


def release(db: Db, order_id: int) -> int:
    """Give back every card held for the order; returns how many."""
    return prepared.change(db, _RELEASE, {"of_order": order_id})


def count_held(db: Db, order_id: int) -> int:
    """How many cards are held for the order."""
    count: int = prepared.rows(db, _COUNT_HELD, {"of_order": order_id})[0][0]
    return count


def sell(db: Db, order_id: int, *, quantity: int) -> list[Card]:
    """Turn the cards held for the order into ones sold to it, if they are so many; else none of them."""
    sold = many(db, _SELL, Card, {"of_order": order_id, "quantity": quantity})
    return sorted(sold, key=lambda card: card.id)


def sold_to(db: Db, order_id: int) -> list[Card]:
    """The cards sold to the order, always in the same sequence."""
    return many(db, _SOLD_TO, Card, {"of_order": order_id})


@lru_cache
def _counts_up_to(most: int, products: int) -> sa.CompoundSelect[Any]:  # Any: a product's place, and the count
    """A count for each of so many products."""
    counts = []
    for place in range(products):
        free = sa.select(CardRow.id).where(CardRow.product_id == sa.bindparam(f"product_{place}"), _IS_FREE)
        some = free.limit(sa.literal_column(f"{most}", sa.Integer())).subquery(f"free_{place}")
        counts.append(sa.select(sa.literal_column(f"{place}", sa.Integer()), sa.func.count()).select_from(some))
    return sa.union_all(*counts)


def _count_loaded(db: Db, product_id: str, added: int) -> None:
    counted = insert_or_ignore(db, StockCountRow).values(product_id=product_id, loaded=added)
    db.execute(
        counted.on_conflict_do_update(index_elements=["product_id"], set_={"loaded": StockCountRow.loaded + added})
    )
