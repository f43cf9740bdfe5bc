"""Let a commit whose reply was lost be recognised, what rarely changes be kept in memory, and turns stay quick.

Revision 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "commits",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_commits"),
    )
    op.create_index("ix_commits_at", "commits", ["at"])
    op.create_table(
        "revisions",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_revisions"),
    )
    op.create_index("ix_payments_order", "payments", ["order_id"])
    op.create_index("ix_orders_lately", "orders", ["person_id", "placed_at"])


def downgrade() -> None:
    op.drop_index("ix_orders_lately", "orders")
    op.drop_index("ix_payments_order", "payments")
    op.drop_table("revisions")
    op.drop_index("ix_commits_at", "commits")
    op.drop_table("commits")
