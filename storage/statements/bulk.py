"""Bulk statements: one for many rows on PostgreSQL, given as one JSON document, instead of a round trip for each.

Not here: running them (storage.statements.prepared), or SQLite, whose driver is quick with one row after the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import operators

from storage.statements import json_codec

Given = Mapping[str, Any]  # Any: a parameter's value, as its column has it

RECORDS = "records"
"""The one parameter of a bulk statement."""

_PLACE = "place"
_NUL = "\\u0000"
"""A character that PostgreSQL takes as part of a JSON document, but not out of it."""


@dataclass(frozen=True)
class Bulk:
    """A statement for all rows of a document."""

    statement: sa.Insert | sa.Update
    checks: Mapping[str, Any]  # Any: SQLAlchemy's decorated types, which refuse what a column must not be given

    def document(self, many: Sequence[Given]) -> str | None:
        """The rows in their order; None if PostgreSQL could not take them so."""
        for name, check in self.checks.items():
            for given in many:
                check(given[name], None)
        document = json_codec.dumps([{_PLACE: place, **given} for place, given in enumerate(many)])
        return None if _NUL in document else document


@lru_cache(maxsize=256)
def bulk_of(statement: sa.Insert | sa.Update, names: tuple[str, ...]) -> Bulk:
    """The statement for many rows with parameters of these names. Rows are inserted in their order.

    Raises TypeError for an UPDATE whose WHERE says more than which columns equal which parameters.
    """
    values = {column.key: column.type for column in statement.table.c if column.key in names}
    compared = {} if isinstance(statement, sa.Insert) else _compared(statement)
    types = [*values.items(), *((name, column.type) for name, column in compared.items()), (_PLACE, sa.Integer())]
    records = (
        sa.func.json_to_recordset(sa.cast(sa.bindparam(RECORDS, type_=sa.Text), sa.JSON))
        .table_valued(*(sa.column(name, of) for name, of in types))
        .render_derived(name="given", with_types=True)
    )
    checks = {name: of.process_bind_param for name, of in values.items() if isinstance(of, sa.types.TypeDecorator)}
    if isinstance(statement, sa.Insert):
        in_order = sa.select(*(records.c[name] for name in values)).order_by(records.c[_PLACE])
        return Bulk(statement.from_select(list(values), in_order), checks)
    where = [column == records.c[name] for name, column in compared.items()]
    changed = {name: records.c[name] for name in values}
    return Bulk(sa.update(statement.table).where(*where).values(changed), checks)


def _compared(statement: sa.Update) -> dict[str, sa.ColumnElement[Any]]:
    """The column that each parameter of the WHERE must equal."""
    where = statement.whereclause
    compared = {}
    for condition in where.clauses if isinstance(where, sa.BooleanClauseList) else [where]:
        if not isinstance(condition, sa.BinaryExpression) or condition.operator is not operators.eq:
            raise TypeError(f"not for many at once: {where}")
        if not isinstance(condition.right, sa.BindParameter):
            raise TypeError(f"compared with no parameter: {where}")
        compared[condition.right.key] = condition.left
    return compared
