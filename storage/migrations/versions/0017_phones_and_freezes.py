"""Let people have a phone, be frozen and be trusted.

Revision 0017, after 0016. Nobody who was known before is frozen, trusted or has a phone.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_IS_OPEN = sa.text("lifted_at is null")


def upgrade() -> None:
    op.add_column("people", sa.Column("frozen_at", _MOMENT, nullable=True))
    op.add_column("people", sa.Column("freeze_reason", sa.String(), nullable=True))
    op.add_column("people", sa.Column("is_trusted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("people", sa.Column("verified_at", _MOMENT, nullable=True))
    _add_phones()
    _add_freezes()


def downgrade() -> None:
    for table in ("freezes", "phones"):
        op.drop_table(table)
    for column in ("verified_at", "is_trusted", "freeze_reason", "frozen_at"):
        op.drop_column("people", column)


def _add_phones() -> None:
    op.create_table(
        "phones",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("person_id", _NUMBER, nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("sealed_number", sa.String(), nullable=False),
        sa.Column("status", _choice("bound", "coming", name="status"), nullable=False),
        sa.Column("shared_at", _MOMENT, nullable=False),
        sa.Column("due_at", _MOMENT, nullable=True),
        sa.CheckConstraint("sealed_number like 'v1:%'", name=op.f("ck_phones_sealed")),
        sa.CheckConstraint("(status = 'coming') = (due_at is not null)", name=op.f("ck_phones_due")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_phones_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phones")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_phones_fingerprint")),
        sa.UniqueConstraint("person_id", "status", name=op.f("uq_phones_person_id_status")),
    )


def _add_freezes() -> None:
    op.create_table(
        "freezes",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("person_id", _NUMBER, nullable=False),
        sa.Column("reason", _choice("activity", "payment", "codes", "conduct", "other", name="reason"), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("frozen_by", sa.String(), nullable=False),
        sa.Column("frozen_at", _MOMENT, nullable=False),
        sa.Column("holds_from", _MOMENT, nullable=False),
        sa.Column("lifted_by", sa.String(), nullable=True),
        sa.Column("lifted_why", sa.String(), nullable=True),
        sa.Column("lifted_at", _MOMENT, nullable=True),
        sa.CheckConstraint("(lifted_at is null) = (lifted_by is null)", name=op.f("ck_freezes_lifted")),
        sa.CheckConstraint("holds_from >= frozen_at", name=op.f("ck_freezes_holds")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_freezes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_freezes")),
    )
    op.create_index(
        "uq_freezes_open", "freezes", ["person_id"], unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN
    )
    op.create_index("ix_freezes_of_person", "freezes", ["person_id", "id"])


def _choice(*words: str, name: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)
