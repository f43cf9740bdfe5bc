"""Add the tables of jobs: procrastinate's own on PostgreSQL, ours with the same meaning on SQLite.

Revision 0008, after 0007. Their text is kept beside this file, as procrastinate 3.10 had it: what the installed
package would make is another thing with each version of it.
"""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

HERE = Path(__file__).parent


def upgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        for statement in (HERE / "0008_jobs_sqlite.sql").read_text().split(";\n"):
            op.execute(statement)
    else:
        # The driver's own way, which takes many statements at once and lets a % be one.
        driver: Any = op.get_bind().connection.driver_connection  # Any: psycopg's own connection
        driver.execute((HERE / "0008_jobs_postgresql.sql").read_text())
    op.create_table(
        "job_failures",
        sa.Column("job_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("failure", sa.String(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_job_failures")),
    )
    for table, status in (("inbox", "parked"), ("outbox", "dead")):
        is_so = sa.text(f"status = '{status}'")
        op.create_index(f"ix_{table}_{status}", table, ["id"], sqlite_where=is_so, postgresql_where=is_so)


def downgrade() -> None:
    op.drop_index("ix_outbox_dead", table_name="outbox")
    op.drop_index("ix_inbox_parked", table_name="inbox")
    op.drop_table("job_failures")
    if op.get_context().dialect.name == "sqlite":
        op.execute("DROP TABLE procrastinate_jobs")
        op.execute("DROP TABLE procrastinate_workers")
    else:
        op.execute(
            "DO $$ DECLARE each record; BEGIN "
            "FOR each IN SELECT oid::regprocedure AS name FROM pg_proc WHERE starts_with(proname, 'procrastinate_') "
            "LOOP EXECUTE 'DROP FUNCTION ' || each.name || ' CASCADE'; END LOOP; END $$"
        )
        op.execute(
            "DROP TABLE procrastinate_events, procrastinate_periodic_defers, procrastinate_jobs, procrastinate_workers"
        )
        op.execute("DROP TYPE procrastinate_job_to_defer_v1, procrastinate_job_event_type, procrastinate_job_status")
