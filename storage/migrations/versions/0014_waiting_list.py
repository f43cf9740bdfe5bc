"""Let unpaid orders have their cards set aside for a shorter time than they can be paid, people wait in line, orders
be promised by a time, and dead codes be replaced.

Revision 0014, after 0013. What is unpaid now keeps its cards as long as it was told.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_UNPAID = sa.text("status = 'awaiting-payment'")
_HELD = sa.text("status = 'held'")
_PROMISED = sa.text("promised_at is not null and chased_at is null")
_LIVE = sa.text("status in ('waiting', 'offered')")
_STATUSES = ("waiting", "offered", "served", "lapsed", "left")


def upgrade() -> None:
    op.add_column("orders", sa.Column("hold_until", _MOMENT, nullable=True))
    op.execute("UPDATE orders SET hold_until = pay_until WHERE status = 'awaiting-payment'")
    op.add_column("orders", sa.Column("promised_at", _MOMENT, nullable=True))
    op.add_column("orders", sa.Column("promise", sa.String(), nullable=True))
    op.add_column("orders", sa.Column("chased_at", _MOMENT, nullable=True))
    op.create_index("ix_orders_promised", "orders", ["promised_at"], sqlite_where=_PROMISED, postgresql_where=_PROMISED)
    op.create_index("ix_orders_unpaid", "orders", ["person_id"], sqlite_where=_UNPAID, postgresql_where=_UNPAID)
    op.create_index("ix_cards_held", "cards", ["product_id"], sqlite_where=_HELD, postgresql_where=_HELD)
    op.create_table(
        "waiting_list",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("product_id", sa.String(), nullable=False),
        sa.Column("person_id", _NUMBER, nullable=False),
        sa.Column("lane", _NUMBER, nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("joined_at", _MOMENT, nullable=False),
        sa.Column("offered_at", _MOMENT, nullable=True),
        sa.Column("offered_until", _MOMENT, nullable=True),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.CheckConstraint(f"status IN {_STATUSES}", name=op.f("ck_waiting_list_status")),
        sa.CheckConstraint("status <> 'offered' or offered_until is not null", name=op.f("ck_waiting_list_offered")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_waiting_list_person_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_waiting_list_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_list")),
    )
    op.create_index(op.f("ix_waiting_list_person_id"), "waiting_list", ["person_id"])
    op.create_index("ix_waiting_list_served", "waiting_list", ["product_id", "offered_at"])
    op.create_index(
        "uq_waiting_list_live",
        "waiting_list",
        ["product_id", "person_id"],
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )
    _make_reissues()


def downgrade() -> None:
    op.drop_table("reissues")
    op.drop_table("waiting_list")
    op.drop_index("ix_cards_held", "cards")
    op.drop_index("ix_orders_unpaid", "orders")
    op.drop_index("ix_orders_promised", "orders")
    op.drop_column("orders", "chased_at")
    op.drop_column("orders", "promise")
    op.drop_column("orders", "promised_at")
    op.drop_column("orders", "hold_until")


def _make_reissues() -> None:
    op.create_table(
        "reissues",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("card_id", _NUMBER, nullable=False),
        sa.Column("order_id", _NUMBER, nullable=False),
        sa.Column("person_id", _NUMBER, nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("proof", sa.String(), nullable=True),
        sa.Column("new_card_id", _NUMBER, nullable=True),
        sa.Column("given_at", _MOMENT, nullable=True),
        sa.CheckConstraint("(new_card_id is null) = (given_at is null)", name=op.f("ck_reissues_given")),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name=op.f("fk_reissues_card_id")),
        sa.ForeignKeyConstraint(["new_card_id"], ["cards.id"], name=op.f("fk_reissues_new_card_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_reissues_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reissues_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reissues")),
        sa.UniqueConstraint("card_id", name=op.f("uq_reissues_card_id")),
        sa.UniqueConstraint("new_card_id", name=op.f("uq_reissues_new_card_id")),
    )
    op.create_index(op.f("ix_reissues_order_id"), "reissues", ["order_id"])
    op.create_index("ix_reissues_person", "reissues", ["person_id", "asked_at"])
