"""Append-only tables: triggers by which the database itself refuses to change or remove a row.

Not here: which tables those are; each says so beside its columns.
"""

import sqlalchemy as sa
from sqlalchemy import event

from storage.database import Table

_SQLITE = (
    "CREATE TRIGGER %(table)s_no_update BEFORE UPDATE ON %(table)s "
    "BEGIN SELECT RAISE(ABORT, '%(table)s is append-only'); END",
    "CREATE TRIGGER %(table)s_no_delete BEFORE DELETE ON %(table)s "
    "BEGIN SELECT RAISE(ABORT, '%(table)s is append-only'); END",
)
_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$",
    "CREATE TRIGGER %(table)s_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %(table)s "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
)


def append_only(table: type[Table]) -> type[Table]:
    """Refuse every UPDATE, DELETE and TRUNCATE of `table`, from its creation on."""
    for dialect, statements in (("sqlite", _SQLITE), ("postgresql", _POSTGRESQL)):
        for statement in statements:
            trigger = sa.DDL(statement)  # type: ignore[no-untyped-call]  # its __init__ lacks "-> None"
            event.listen(table.__table__, "after_create", trigger.execute_if(dialect=dialect))
    return table
