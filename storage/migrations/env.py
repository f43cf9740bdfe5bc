"""What alembic runs for each command: on the connection it was handed, in the transaction that is open there.

Not here: when migrations run (storage.schema), or how one is drafted (storage.migrations.__main__).
"""

from typing import Any, Literal

from alembic import context

from storage.database import UtcDateTime
from storage.schema import METADATA


def _write_plainly(kind: str, item: Any, _: Any) -> str | Literal[False]:  # Any: alembic's own signature
    """Keep our own types out of migrations: they must go on meaning what they meant when they were written."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_item=_write_plainly,
    render_as_batch=True,  # SQLite can't alter most things in place
)
with context.begin_transaction():
    context.run_migrations()
