"""Let several processes share the work: know them, their calls under way, and what they send together.

Revision 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "processes",
        sa.Column("id", big, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("roles", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_processes")),
    )
    op.create_table(
        "call_slots",
        sa.Column("id", big, autoincrement=False, nullable=False),
        sa.Column("taken", big, nullable=False),
        sa.Column("process_id", big, nullable=True),
        sa.Column("free_at", big, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_slots")),
    )
    op.create_table(
        "chat_allowances",
        sa.Column("chat_id", big, autoincrement=False, nullable=False),
        sa.Column("used_until", big, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_chat_allowances")),
    )
    op.add_column("outbox", sa.Column("holder", big, nullable=True))
    # Older code sent to a chat one call at a time as well; what it left under way is nobody's now.
    is_under_way = sa.text("status = 'claimed'")
    op.create_index(
        "uq_outbox_under_way",
        "outbox",
        ["chat_id"],
        unique=True,
        sqlite_where=is_under_way,
        postgresql_where=is_under_way,
    )


def downgrade() -> None:
    op.drop_index("uq_outbox_under_way", table_name="outbox")
    op.drop_column("outbox", "holder")
    op.drop_table("chat_allowances")
    op.drop_table("call_slots")
    op.drop_table("processes")
