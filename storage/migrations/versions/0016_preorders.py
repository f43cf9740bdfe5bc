"""Let products be announced, and orders be placed ahead of their stock.

Revision 0016, after 0015. Nothing that stood before was ordered ahead.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WAITS_FOR_STOCK = sa.text("status = 'paid' and expected_on is not null")


def upgrade() -> None:
    op.add_column("products", sa.Column("expected_on", sa.String(), nullable=True))
    op.add_column("products", sa.Column("most_preorders", _NUMBER, nullable=True))
    op.add_column("quotes", sa.Column("expected_on", sa.String(), nullable=True))
    op.add_column("orders", sa.Column("expected_on", sa.String(), nullable=True))
    op.create_index(
        "ix_orders_preordered",
        "orders",
        ["product_id", "paid_at"],
        sqlite_where=_WAITS_FOR_STOCK,
        postgresql_where=_WAITS_FOR_STOCK,
    )


def downgrade() -> None:
    op.drop_index("ix_orders_preordered", "orders")
    op.drop_column("orders", "expected_on")
    op.drop_column("quotes", "expected_on")
    op.drop_column("products", "most_preorders")
    op.drop_column("products", "expected_on")
