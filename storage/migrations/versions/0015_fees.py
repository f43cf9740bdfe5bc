"""Let a payment cost a fee, and the ledger have an account for what was charged.

Revision 0015, after 0014. Payments that stood before cost none.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_ACCOUNTS_BEFORE = ("gateway", "sales", "balance", "credit")
_ACCOUNTS = (*_ACCOUNTS_BEFORE, "fees")


def upgrade() -> None:
    # Written out: so SQLite takes the check with the column, and need not make the table anew.
    is_sqlite = op.get_context().dialect.name == "sqlite"
    number = "INTEGER" if is_sqlite else "BIGINT"
    op.execute(
        f"ALTER TABLE payments ADD COLUMN fee_minor {number} DEFAULT 0 NOT NULL "
        "CONSTRAINT ck_payments_fee CHECK (fee_minor >= 0 and fee_minor < amount_minor)"
    )
    with op.batch_alter_table("ledger_entries", copy_from=_entries()) as batch_op:
        batch_op.drop_constraint(op.f("ck_ledger_entries_account"), type_="check")
        batch_op.create_check_constraint(op.f("ck_ledger_entries_account"), f"account IN {_ACCOUNTS}")
    if is_sqlite:
        _let_nobody_change_the_ledger()


def _let_nobody_change_the_ledger() -> None:
    """The triggers that went with the table when SQLite made it anew."""
    for verb in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER ledger_entries_no_{verb} BEFORE {verb.upper()} ON ledger_entries "
            "BEGIN SELECT RAISE(ABORT, 'ledger_entries is append-only'); END"
        )


def downgrade() -> None:
    raise NotImplementedError("fees that were charged have no place in 0014: restore the backup")


def _entries() -> sa.Table:
    """As they were made before; SQLite makes a table anew from this."""
    return sa.Table(
        "ledger_entries",
        sa.MetaData(),
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("transaction_id", _NUMBER, nullable=False),
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("person_id", _NUMBER, nullable=True),
        sa.Column("amount_minor", _NUMBER, nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.CheckConstraint(f"account IN {_ACCOUNTS_BEFORE}", name="ck_ledger_entries_account"),
        sa.CheckConstraint(
            "(account = 'balance') = (person_id is not null)", name="ck_ledger_entries_balance_is_somebodys"
        ),
        sa.CheckConstraint("amount_minor <> 0", name="ck_ledger_entries_amount"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_ledger_entries_person_id"),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["ledger_transactions.id"], name="fk_ledger_entries_transaction_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_entries"),
        sa.Index("ix_ledger_entries_person", "person_id", "currency"),
        sa.Index("ix_ledger_entries_transaction_id", "transaction_id"),
    )
