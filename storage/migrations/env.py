"""What alembic runs for each command: on the connection it was handed, in the transaction that is open there.

Not here: when migrations run (storage.schema).
"""

from alembic import context

from storage.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    compare_type=True,
    render_as_batch=True,  # SQLite can't alter most things in place
)
with context.begin_transaction():
    context.run_migrations()
