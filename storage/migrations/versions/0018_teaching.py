"""Keep what was not understood, and what is learned from it.

Revision 0018, after 0017. Nothing that was said before is known.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "unclear_sentences",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("times", _NUMBER, nullable=False),
        sa.Column("last_at", _MOMENT, nullable=False),
        sa.Column("intent", sa.String(), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("settled_at", _MOMENT, nullable=True),
        sa.CheckConstraint("times > 0", name=op.f("ck_unclear_sentences_times")),
        sa.CheckConstraint("(settled_at is null) = (settled_by is null)", name=op.f("ck_unclear_sentences_settled")),
        sa.CheckConstraint("intent is null or settled_at is not null", name=op.f("ck_unclear_sentences_intent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unclear_sentences")),
        sa.UniqueConstraint("text", name=op.f("uq_unclear_sentences_text")),
    )
    op.create_table(
        "learned_weights",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("base", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("weights", sa.LargeBinary(), nullable=False),
        sa.Column("taught", _NUMBER, nullable=False),
        sa.Column("understood_before", _NUMBER, nullable=False),
        sa.Column("understood", _NUMBER, nullable=False),
        sa.Column("learned_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learned_weights")),
        sa.UniqueConstraint("digest", name=op.f("uq_learned_weights_digest")),
    )


def downgrade() -> None:
    for table in ("learned_weights", "unclear_sentences"):
        op.drop_table(table)
