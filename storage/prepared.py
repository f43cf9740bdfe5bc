"""Prepared statements: made ready once, then run by the database's own driver, in a third of SQLAlchemy's time.

Not here: what the statements are (each noun has its own). SQLAlchemy writes them, says how values go in and out, and
names the errors. Whoever listens to what a connection executes has every statement run by SQLAlchemy itself.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import psycopg as psycopg_dialect
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

Given = Mapping[str, Any]  # Any: a parameter's value, as its column has it
Row = Sequence[Any]

_DIALECTS: Mapping[str, sa.Dialect] = {
    "sqlite": sqlite.dialect(paramstyle="named"),
    "postgresql": psycopg_dialect.PGDialect_psycopg(),  # type: ignore[no-untyped-call]  # it has no types
}


class Ready:
    """One statement for one database, with parameters of these names."""

    def __init__(self, statement: sa.ClauseElement, dialect: sa.Dialect, names: Sequence[str]) -> None:
        returning = getattr(statement, "exported_columns", ())
        asked: dict[str, Any] = {} if len(returning) else {"for_executemany": True}  # else it would return a key
        compiled = statement.compile(dialect=dialect, column_keys=list(names), **asked)
        self.text = str(compiled)
        self._fixed = dict(compiled.params)
        bind_names = compiled.bind_names  # type: ignore[attr-defined]  # what `compile` returns is a SQLCompiler
        binds = {name: bind for bind, name in bind_names.items()}
        self._inward = {
            name: inward
            for name, bind in binds.items()
            if (inward := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None
        }
        for name, inward in self._inward.items():
            if name not in names:
                self._fixed[name] = inward(self._fixed[name])
        self._outward = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in returning]
        missing = sorted(name for name, bind in binds.items() if bind.required and name not in names)
        if missing:
            raise LookupError(f"not given: {', '.join(missing)}")
        self.runs_alone = not any(bind.expanding for bind in binds.values())

    def parameters(self, given: Given) -> dict[str, Any]:
        """The parameters as the driver wants them."""
        parameters = {**self._fixed, **given}
        for name, inward in self._inward.items():
            if name in given:
                parameters[name] = inward(given[name])
        return parameters

    def read(self, rows: Sequence[Row]) -> list[Row]:
        """The rows as their columns have them."""
        outward = self._outward
        return [[out(value) if out else value for out, value in zip(outward, row, strict=True)] for row in rows]


def rows(db: Connection, statement: sa.Executable, given: Given) -> list[Row]:
    """Run a statement that returns rows."""
    ready = _made_ready(db, statement, given)
    if ready is None:
        return [tuple(row) for row in db.execute(statement, given)]
    return ready.read(_run(db, ready.text, ready.parameters(given), lambda cursor: cursor.fetchall()))


def change(db: Connection, statement: sa.Executable, given: Given) -> int:
    """Run a statement that changes rows; returns how many."""
    ready = _made_ready(db, statement, given)
    if ready is None:
        return db.execute(statement, given).rowcount
    touched: int = _run(db, ready.text, ready.parameters(given), lambda cursor: cursor.rowcount)
    return touched


def change_all(db: Connection, statement: sa.Executable, many: Sequence[Given]) -> int:
    """Run a statement once for each of many; returns how many rows they changed together."""
    ready = _made_ready(db, statement, many[0])
    if ready is None:
        return db.execute(statement, list(many)).rowcount
    everything = [ready.parameters(given) for given in many]
    touched: int = _run(db, ready.text, everything, lambda cursor: cursor.rowcount)
    return touched


def _made_ready(db: Connection, statement: sa.Executable, given: Given) -> Ready | None:
    """The statement made ready; None where SQLAlchemy has to run it."""
    if db.dispatch.before_cursor_execute or db.engine.dispatch.before_cursor_execute:
        return None
    ready = _ready(statement, db.dialect.name, tuple(given))
    return ready if ready.runs_alone else None


@lru_cache(maxsize=1024)
def _ready(statement: sa.ClauseElement, dialect: str, names: tuple[str, ...]) -> Ready:
    return Ready(statement, _DIALECTS[dialect], names)


def _run(db: Connection, text: str, parameters: Any, outcome: Callable[[Any], Any]) -> Any:
    """Have the driver run it; what it raises is named as SQLAlchemy names it, and a lost connection is given up."""
    raw: Any = db.connection.dbapi_connection
    cursor = raw.cursor()
    try:
        if isinstance(parameters, list):
            cursor.executemany(text, parameters)
        else:
            cursor.execute(text, parameters)
        return outcome(cursor)
    except db.dialect.loaded_dbapi.Error as error:
        is_lost = db.dialect.is_disconnect(error, raw, cursor)
        if is_lost:
            db.invalidate(error)
        raise DBAPIError.instance(
            text,
            None,
            error,
            db.dialect.loaded_dbapi.Error,
            hide_parameters=True,
            connection_invalidated=is_lost,
            dialect=db.dialect,
        ) from error
    finally:
        cursor.close()
