"""Prepared statements: made ready once, then run by the database's own driver, in a third of SQLAlchemy's time.

Not here: what the statements are (each noun has its own). SQLAlchemy writes them, says how values go in and out, and
names the errors. Whoever listens to what a connection executes has every statement run by SQLAlchemy itself.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import psycopg as psycopg_dialect
from sqlalchemy.engine import Connection

from storage.statements import driver_errors, json_codec, libpq, savepoints
from storage.statements.bulk import RECORDS, Given, bulk_of
from storage.statements.libpq import Outcome, Row
from storage.statements.lists import with_whole_lists

_DIALECTS: Mapping[str, sa.Dialect] = {
    "sqlite": sqlite.dialect(paramstyle="named", json_serializer=json_codec.dumps, json_deserializer=json_codec.loads),
    "postgresql": psycopg_dialect.PGDialect_psycopg(  # type: ignore[no-untyped-call]  # it has no types
        paramstyle="numeric_dollar"
    ),
}


class Ready:
    """One statement for one database, with parameters of these names."""

    def __init__(self, statement: sa.ClauseElement, dialect: sa.Dialect, names: Sequence[str]) -> None:
        statement = with_whole_lists(statement, dialect)
        returning = getattr(statement, "exported_columns", ())
        asked: dict[str, Any] = {} if len(returning) else {"for_executemany": True}  # else it would return a key
        compiled: Any = statement.compile(dialect=dialect, column_keys=list(names), **asked)  # Any: a SQLCompiler
        self.text = str(compiled)
        self._places: Sequence[str] = compiled.positiontup or ()
        self._fixed = dict(compiled.params)
        binds = {name: bind for bind, name in compiled.bind_names.items()}
        self._inward = {
            name: inward
            for name, bind in binds.items()
            if (inward := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None
        }
        for name, inward in self._inward.items():
            if name not in names:
                self._fixed[name] = inward(self._fixed[name])
        self._outward = [
            (place, outward)
            for place, column in enumerate(returning)
            if (outward := column.type.dialect_impl(dialect).result_processor(dialect, None)) is not None
        ]
        missing = sorted(name for name, bind in binds.items() if bind.required and name not in names)
        if missing:
            raise LookupError(f"not given: {', '.join(missing)}")

    def parameters(self, given: Given) -> dict[str, Any]:
        """The parameters as the driver wants them."""
        parameters = {**self._fixed, **given}
        for name, inward in self._inward.items():
            if name in given:
                parameters[name] = inward(given[name])
        return parameters

    def in_places(self, given: Given) -> list[Any]:
        """The parameters in the places that PostgreSQL has for them."""
        parameters = self.parameters(given)
        return [parameters[name] for name in self._places]

    def read(self, rows: list[Row]) -> list[Row]:
        """The rows as their columns have them."""
        if not self._outward:
            return rows
        return [self._read(row) for row in rows]

    def _read(self, row: Row) -> Row:
        values = list(row)
        for place, outward in self._outward:
            values[place] = outward(values[place])
        return values


def rows(db: Connection, statement: sa.Executable, given: Given) -> list[Row]:
    """Run a statement that returns rows."""
    ready = _made_ready(db, statement, given)
    if ready is None:
        return [tuple(row) for row in db.execute(statement, given)]
    if savepoints.is_written_by(statement):
        savepoints.lay(db)
    return ready.read(_run(db, ready, [given]).rows)


def change(db: Connection, statement: sa.Executable, given: Given) -> int:
    """Run a statement that changes rows; returns how many."""
    return change_all(db, statement, [given])


def change_all(db: Connection, statement: sa.Executable, many: Sequence[Given]) -> int:
    """Run a statement once for each of many; returns how many rows they changed together."""
    if len(many) > 1 and db.dialect.name == "postgresql" and isinstance(statement, sa.Insert | sa.Update):
        bulk = bulk_of(statement, tuple(many[0]))
        document = bulk.document(many)
        if document is not None:
            return change(db, bulk.statement, {RECORDS: document})
    ready = _made_ready(db, statement, many[0])
    if ready is None:
        return db.execute(statement, list(many)).rowcount
    savepoints.lay(db)
    return _run(db, ready, many).count


def _made_ready(db: Connection, statement: sa.Executable, given: Given) -> Ready | None:
    """The statement made ready; None where SQLAlchemy has to run it."""
    if db.dispatch.before_cursor_execute or db.engine.dispatch.before_cursor_execute:
        return None
    return _ready(statement, db.dialect.name, tuple(given))


@lru_cache(maxsize=1024)
def _ready(statement: sa.ClauseElement, dialect: str, names: tuple[str, ...]) -> Ready:
    return Ready(statement, _DIALECTS[dialect], names)


def _run(db: Connection, ready: Ready, many: Sequence[Given]) -> Outcome:
    """Have the driver run it; what it raises is named as SQLAlchemy names it, and a lost connection is given up."""
    raw: Any = db.connection.dbapi_connection
    try:
        if isinstance(raw, sqlite3.Connection):
            return _run_on_sqlite(raw, ready, many)
        return _run_on_postgresql(db, ready, many)
    except db.dialect.loaded_dbapi.Error as error:
        raise driver_errors.named(db, raw, ready.text, error) from error


def _run_on_sqlite(raw: sqlite3.Connection, ready: Ready, many: Sequence[Given]) -> Outcome:
    if len(many) == 1:
        cursor = raw.execute(ready.text, ready.parameters(many[0]))
        return Outcome(cursor.fetchall(), cursor.rowcount)
    return Outcome([], raw.executemany(ready.text, [ready.parameters(given) for given in many]).rowcount)


def _run_on_postgresql(db: Connection, ready: Ready, many: Sequence[Given]) -> Outcome:
    session = libpq.session_of(db)
    outcomes = [session.run(ready.text, ready.in_places(given)) for given in many]
    return Outcome(outcomes[0].rows, sum(each.count for each in outcomes))
