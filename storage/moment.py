"""The database's own time, for what several processes must agree on however their clocks go.

Not here: the shop's time, which every operation is given as `now` (bot.clock).
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler


class moment(sa.sql.functions.FunctionElement[int]):
    """Now, in milliseconds since 1970, as the statement is run."""

    inherit_cache = True
    type = sa.BigInteger()


@compiles(moment, "postgresql")
def _on_postgresql(element: moment, compiler: SQLCompiler, **how: Any) -> str:
    del element, compiler, how
    return "(extract(epoch from clock_timestamp()) * 1000)::bigint"  # now() is when the transaction began


@compiles(moment, "sqlite")
def _on_sqlite(element: moment, compiler: SQLCompiler, **how: Any) -> str:
    del element, compiler, how
    return "cast((julianday('now') - 2440587.5) * 86400000 as integer)"
