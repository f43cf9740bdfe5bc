"""The schema: all tables together, and bringing a database up to them.

Not here: any table; each noun's module has its own, and storage/migrations/ the steps between versions.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from storage import (
    audit_trail,
    broadcasts,
    bulk_orders,
    campaigns,
    catalogue,
    commits,
    console_acts,
    console_logins,
    console_sessions,
    conversations,
    coupons,
    deliveries,
    failpoints,
    follow_ups,
    freezes,
    grants,
    inbox,
    incidents,
    invites,
    jobs,
    learned_weights,
    ledger,
    licences,
    maintenance,
    memberships,
    orders,
    outbox,
    payments,
    people,
    phones,
    points,
    presence,
    price_rules,
    quotes,
    ratings,
    reconciliations,
    redeem_codes,
    refunds,
    reissues,
    revisions,
    secrets,
    sending_limits,
    shop_profile,
    staff_groups,
    stock,
    stock_files,
    supplier_purchases,
    suppliers,
    ticket_messages,
    tickets,
    timers,
    topics,
    unclear_sentences,
    waiting_list,
)
from storage.database import Database, Db, Table

NOUNS = (
    audit_trail,
    broadcasts,
    bulk_orders,
    campaigns,
    catalogue,
    commits,
    console_acts,
    console_logins,
    console_sessions,
    conversations,
    coupons,
    deliveries,
    follow_ups,
    freezes,
    grants,
    inbox,
    incidents,
    invites,
    jobs,
    learned_weights,
    ledger,
    licences,
    maintenance,
    memberships,
    orders,
    outbox,
    payments,
    people,
    phones,
    points,
    presence,
    price_rules,
    quotes,
    ratings,
    reconciliations,
    redeem_codes,
    refunds,
    reissues,
    revisions,
    secrets,
    sending_limits,
    shop_profile,
    staff_groups,
    stock,
    stock_files,
    supplier_purchases,
    suppliers,
    ticket_messages,
    tickets,
    timers,
    topics,
    unclear_sentences,
    waiting_list,
)
"""Every module that declares tables: importing them is what makes METADATA complete."""

METADATA = Table.metadata

VERSIONS = Path(__file__).parent / "migrations" / "versions"

_MIGRATION_LOCK = 0x71A0E2
"""Any number, as long as nothing else of ours takes the same advisory lock."""


def migrate(database: Database) -> None:
    """Bring the database to the newest version in one transaction; a second process starting meanwhile waits.

    SQLite's transactions start by taking the only write lock, so there nothing more is needed.
    """
    with database.rebuilding() as db:
        if not database.is_sqlite:
            db.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
        failpoints.reached("migration.asked")
        command.upgrade(alembic_config(db), "head")
        failpoints.reached("migration.made")


def alembic_config(db: Db) -> Config:
    """What alembic's commands want to know: where the migrations are, and the connection to use."""
    config = Config(attributes={"connection": db})
    config.set_main_option("script_location", str(VERSIONS.parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
