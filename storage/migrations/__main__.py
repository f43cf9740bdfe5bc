"""Drafting a migration: `python -m storage.migrations "Add coupons"` writes what the tables have over the newest one.

Not here: running migrations (storage.schema). A draft is read and completed by a person: it knows nothing of
triggers, of append-only tables, or of the rows that are there already.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command

from storage.database import Database
from storage.schema import VERSIONS, alembic_config, migrate


def draft(message: str) -> None:
    """Compare the tables with a database that has every migration, and write the difference as the next one."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'draft.db'}")
        migrate(database)
        number = f"{len(list(VERSIONS.glob('[0-9]*.py'))) + 1:04}"
        with database.transaction() as db:
            command.revision(alembic_config(db), message, autogenerate=True, rev_id=number)
        database.close()


if __name__ == "__main__":
    draft(sys.argv[1])
