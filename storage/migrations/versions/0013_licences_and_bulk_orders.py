"""Add bulk orders and their rows, licences, and the terms of what is sold on licence alone.

Revision 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_BINDS = sa.text("status in ('submitted', 'approved')")
_WAITS = sa.text("status = 'waiting'")


def upgrade() -> None:
    _add_bulk_orders()
    _add_bulk_order_lines()
    _add_licences()


def downgrade() -> None:
    for table in ("licence_terms", "licences", "bulk_order_lines", "bulk_orders"):
        op.drop_table(table)


def _add_bulk_orders() -> None:
    op.create_table(
        "bulk_orders",
        sa.Column("id", _number(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("person_id", _number(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "status",
            _choice("reading", "unreadable", "checked", "buying", "paused", "done", "dropped", name="status"),
            nullable=False,
        ),
        sa.Column("sealed_file", sa.String(), nullable=True),
        sa.Column("trouble", sa.String(), nullable=True),
        sa.Column("trouble_row", _number(), nullable=True),
        sa.Column("lines", _number(), nullable=False),
        sa.Column("bad", _number(), nullable=False),
        sa.Column("bought", _number(), nullable=False),
        sa.Column("failed", _number(), nullable=False),
        sa.Column("total_minor", _number(), nullable=False),
        sa.Column("spent_minor", _number(), nullable=False),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(status = 'reading') = (sealed_file is not null)", name=op.f("ck_bulk_orders_file")),
        sa.CheckConstraint("sealed_file is null or sealed_file like 'v1:%'", name=op.f("ck_bulk_orders_sealed")),
        sa.CheckConstraint("status <> 'done' or bought + failed + bad = lines", name=op.f("ck_bulk_orders_done")),
        sa.CheckConstraint("bought + failed + bad <= lines", name=op.f("ck_bulk_orders_progress")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_bulk_orders_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_orders")),
        sa.UniqueConstraint("key", name=op.f("uq_bulk_orders_key")),
    )
    op.create_index("ix_bulk_orders_of_person", "bulk_orders", ["person_id", "id"])


def _add_bulk_order_lines() -> None:
    op.create_table(
        "bulk_order_lines",
        sa.Column("bulk_order_id", _number(), nullable=False),
        sa.Column("number", _number(), autoincrement=False, nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("product_id", sa.String(), nullable=True),
        sa.Column("quantity", _number(), nullable=True),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("total_minor", _number(), nullable=False),
        sa.Column("status", _choice("bad", "waiting", "bought", "failed", name="status"), nullable=False),
        sa.Column("trouble", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("order_id", _number(), nullable=True),
        sa.CheckConstraint("(status = 'bought') = (order_id is not null)", name=op.f("ck_bulk_order_lines_bought")),
        sa.CheckConstraint(
            "status = 'bad' or (product_id is not null and quantity > 0)", name=op.f("ck_bulk_order_lines_wanted")
        ),
        sa.ForeignKeyConstraint(["bulk_order_id"], ["bulk_orders.id"], name=op.f("fk_bulk_order_lines_bulk_order_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_bulk_order_lines_order_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_bulk_order_lines_product_id")),
        sa.PrimaryKeyConstraint("bulk_order_id", "number", name=op.f("pk_bulk_order_lines")),
        sa.UniqueConstraint("order_id", name=op.f("uq_bulk_order_lines_order_id")),
    )
    op.create_index(
        "ix_bulk_order_lines_waiting",
        "bulk_order_lines",
        ["bulk_order_id", "number"],
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )


def _add_licences() -> None:
    op.create_table(
        "licences",
        sa.Column("id", _number(), nullable=False),
        sa.Column("person_id", _number(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("sealed_number", sa.String(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("tier", sa.String(), nullable=True),
        sa.Column("status", _choice("submitted", "approved", "refused", "withdrawn", name="status"), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by", sa.String(), nullable=True),
        sa.CheckConstraint("(status = 'submitted') = (reviewed_at is null)", name=op.f("ck_licences_reviewed")),
        sa.CheckConstraint("sealed_number like 'v1:%'", name=op.f("ck_licences_sealed")),
        sa.CheckConstraint("status <> 'approved' or tier is not null", name=op.f("ck_licences_tier")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_licences_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licences")),
    )
    op.create_index(
        "uq_licences_number", "licences", ["fingerprint"], unique=True, sqlite_where=_BINDS, postgresql_where=_BINDS
    )
    op.create_index(
        "uq_licences_person", "licences", ["person_id"], unique=True, sqlite_where=_BINDS, postgresql_where=_BINDS
    )
    op.create_table(
        "licence_terms",
        sa.Column("product_id", sa.String(), nullable=False),
        sa.Column("period", _choice("day", "week", "month", name="period"), nullable=False),
        sa.Column("retail", _number(), nullable=False),
        sa.Column("silver", _number(), nullable=False),
        sa.Column("gold", _number(), nullable=False),
        sa.Column("windows", sa.JSON(), nullable=False),
        sa.CheckConstraint("retail >= 0 and silver >= 0 and gold >= 0", name=op.f("ck_licence_terms_allocation")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_licence_terms_product_id")),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_licence_terms")),
    )


def _number() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _choice(*words: str, name: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)
