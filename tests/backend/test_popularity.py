"""What sells: pieces of paid orders, of the last 30 days."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from backend.popularity import pieces_sold_lately
from storage.database import Db
from storage.orders import OrderRow
from storage.secrets import Vault
from tests.backend import given

NOW = datetime(2026, 3, 8, 12, 0, tzinfo=UTC)


def paid(db: Db, number: int, *, days_ago: float) -> str:
    """An order of one piece that was paid so many days ago; returns the product."""
    placed = given.order(db, given.person(db, number), key=str(number))
    paid_at = NOW - timedelta(days=days_ago)
    db.execute(sa.update(OrderRow).where(OrderRow.id == placed.id).values(paid_at=paid_at))
    return placed.product_id


def test_what_was_paid_in_the_last_thirty_days_counts_by_the_piece(db: Db, vault: Vault) -> None:
    given.shelves(db)
    given.cards(db, vault, 20)
    product = paid(db, 1, days_ago=0.5)
    paid(db, 2, days_ago=29.9)
    paid(db, 3, days_ago=30.1)
    given.order(db, given.person(db, 4), key="unpaid")

    assert pieces_sold_lately(db, now=NOW) == {product: 2}


def test_a_shop_that_sold_nothing_has_no_favourites(db: Db) -> None:
    assert pieces_sold_lately(db, now=NOW) == {}
