"""What alembic runs for each command: on the connection it was handed, in the transaction that is open there.

Not here: when migrations run (storage.schema), or how one is drafted (storage.migrations.__main__).
"""

from typing import Any, Literal

from alembic import context

from storage.database import UtcDateTime
from storage.jobs import TABLES as TABLES_OF_JOBS
from storage.schema import METADATA


def _write_plainly(kind: str, item: Any, _: Any) -> str | Literal[False]:  # Any: alembic's own signature
    """Keep our own types out of migrations: they must go on meaning what they meant when they were written."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def _is_ours(name: str | None, kind: str, _: Any) -> bool:  # Any: alembic's own signature
    """Leave alone what procrastinate declares."""
    return kind != "table" or name not in TABLES_OF_JOBS


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_item=_write_plainly,
    include_name=_is_ours,
    render_as_batch=True,  # SQLite can't alter most things in place
)
with context.begin_transaction():
    context.run_migrations()
