"""Let the shop buy of suppliers; let cards expire, cost something, and be put aside.

Revision 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_FREE = sa.text("status = 'free'")
_MAY_EXPIRE = sa.text("status = 'free' and expires_at is not null")
_OPEN = sa.text("status in ('intended', 'asked', 'unknown')")
_CARD_STATUS = "status IN ('free', 'held', 'sold', 'quarantined', 'written-off')"
_PURCHASE = ("intended", "asked", "unknown", "done", "rejected", "abandoned")


def upgrade() -> None:
    _make_suppliers()
    _make_offers()
    _make_purchases()
    _make_top_ups()
    _let_cards_be_put_aside()
    op.add_column("stock_files", sa.Column("cost_minor", _NUMBER, nullable=True))
    op.add_column("stock_files", sa.Column("expires_at", _MOMENT, nullable=True))


def downgrade() -> None:
    raise NotImplementedError("purchases and cards put aside have no place in 0011: restore the backup")


def _make_suppliers() -> None:
    op.create_table(
        "suppliers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", _NUMBER, nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("failures", _NUMBER, nullable=False),
        sa.Column("rests_until", _MOMENT, nullable=True),
        sa.Column("synced_at", _MOMENT, nullable=True),
        sa.CheckConstraint("failures >= 0", name=op.f("ck_suppliers_failures")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppliers")),
    )


def _make_offers() -> None:
    op.create_table(
        "supplier_offers",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("supplier_id", sa.String(), nullable=False),
        sa.Column("product_id", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("is_top_up", sa.Boolean(), nullable=False),
        sa.Column("cost_minor", _NUMBER, nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("available", _NUMBER, nullable=False),
        sa.Column("is_withheld", sa.Boolean(), nullable=False),
        sa.CheckConstraint("cost_minor >= 0 and available >= 0", name=op.f("ck_supplier_offers_counts")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_supplier_offers_product_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["suppliers.id"], name=op.f("fk_supplier_offers_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_offers")),
        sa.UniqueConstraint("supplier_id", "product_id", name=op.f("uq_supplier_offers_supplier_id_product_id")),
    )


def _make_purchases() -> None:
    op.create_table(
        "supplier_purchases",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("order_id", _NUMBER, nullable=False),
        sa.Column("nth", _NUMBER, nullable=False),
        sa.Column("supplier_id", sa.String(), nullable=False),
        sa.Column("product_id", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("quantity", _NUMBER, nullable=False),
        sa.Column("cost_minor", _NUMBER, nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("received", _NUMBER, nullable=False),
        sa.Column("looks", _NUMBER, nullable=False),
        sa.Column("unseen", _NUMBER, nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("intended_at", _MOMENT, nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=True),
        sa.Column("settled_at", _MOMENT, nullable=True),
        sa.CheckConstraint(f"status IN {_PURCHASE}", name=op.f("ck_supplier_purchases_status")),
        sa.CheckConstraint("quantity > 0 and received >= 0", name=op.f("ck_supplier_purchases_counts")),
        sa.CheckConstraint(
            "asked_at is not null or status in ('intended', 'rejected', 'abandoned')",
            name=op.f("ck_supplier_purchases_asked"),
        ),
        sa.CheckConstraint(
            "(status in ('done', 'rejected', 'abandoned')) = (settled_at is not null)",
            name=op.f("ck_supplier_purchases_settled"),
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_supplier_purchases_order_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_supplier_purchases_product_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["suppliers.id"], name=op.f("fk_supplier_purchases_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_purchases")),
        sa.UniqueConstraint("number", name=op.f("uq_supplier_purchases_number")),
        sa.UniqueConstraint("order_id", "nth", name=op.f("uq_supplier_purchases_order_id_nth")),
    )
    op.create_index(
        "uq_supplier_purchases_open",
        "supplier_purchases",
        ["order_id"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )


def _make_top_ups() -> None:
    op.create_table(
        "top_ups",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("order_id", _NUMBER, nullable=False),
        sa.Column("purchase_id", _NUMBER, nullable=False),
        sa.Column("quantity", _NUMBER, nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("delivered_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_top_ups_order_id")),
        sa.ForeignKeyConstraint(["purchase_id"], ["supplier_purchases.id"], name=op.f("fk_top_ups_purchase_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_top_ups")),
        sa.UniqueConstraint("order_id", name=op.f("uq_top_ups_order_id")),
        sa.UniqueConstraint("purchase_id", name=op.f("uq_top_ups_purchase_id")),
    )
    if op.get_context().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER top_ups_no_{verb} BEFORE {verb.upper()} ON top_ups "
                "BEGIN SELECT RAISE(ABORT, 'top_ups is append-only'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER top_ups_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON top_ups "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _let_cards_be_put_aside() -> None:
    with op.batch_alter_table("cards", copy_from=_cards()) as batch_op:
        batch_op.add_column(sa.Column("expires_at", _MOMENT, nullable=True))
        batch_op.add_column(sa.Column("cost_minor", _NUMBER, nullable=True))
        batch_op.drop_constraint(op.f("ck_cards_status"), type_="check")
        batch_op.drop_constraint(op.f("ck_cards_owned_unless_free"), type_="check")
        batch_op.create_check_constraint(op.f("ck_cards_status"), _CARD_STATUS)
        batch_op.create_check_constraint(
            op.f("ck_cards_owned_if_held"), "(status in ('held', 'sold')) = (order_id is not null)"
        )
    op.create_index(
        "ix_cards_expiring", "cards", ["expires_at"], sqlite_where=_MAY_EXPIRE, postgresql_where=_MAY_EXPIRE
    )


def _cards() -> sa.Table:
    """As 0001 made them; SQLite makes a table anew from this."""
    return sa.Table(
        "cards",
        sa.MetaData(),
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("product_id", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("sealed_code", sa.String(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("order_id", _NUMBER, nullable=True),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("loaded_at", _MOMENT, nullable=False),
        sa.CheckConstraint("(status = 'free') = (order_id is null)", name="ck_cards_owned_unless_free"),
        sa.CheckConstraint("sealed_code like 'v1:%'", name="ck_cards_sealed"),
        sa.CheckConstraint("status IN ('free', 'held', 'sold')", name="ck_cards_status"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_cards_order_id"),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name="fk_cards_product_id"),
        sa.PrimaryKeyConstraint("id", name="pk_cards"),
        sa.UniqueConstraint("fingerprint", name="uq_cards_fingerprint"),
        sa.Index("ix_cards_order_id", "order_id"),
        sa.Index("ix_cards_free", "product_id", "id", sqlite_where=_FREE, postgresql_where=_FREE),
    )
