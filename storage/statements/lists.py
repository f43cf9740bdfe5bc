"""Lists: `column IN (…)` with the whole list as one parameter, so that the statement is the same for any number.

Not here: running it (storage.statements.prepared). PostgreSQL takes an array, SQLite a JSON document.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql import operators, visitors

_Statement = sa.ClauseElement


def with_whole_lists(statement: _Statement, dialect: sa.Dialect) -> _Statement:
    """The statement, made for this database, with each list that it compares with as one parameter."""

    def whole(element: Any, **_: Any) -> Any:  # Any: whatever the statement is made of; None leaves it as it is
        is_list = isinstance(element, sa.BinaryExpression) and element.operator is operators.in_op
        if not is_list or not isinstance(element.right, sa.BindParameter):
            return None
        if dialect.name == "postgresql":
            return element.left == sa.any_(_given_as(element.right, postgresql.ARRAY(element.left.type)))
        listed = sa.func.json_each(_given_as(element.right, sa.JSON())).table_valued("value")
        return element.left.in_(sa.select(listed.c.value))

    made: _Statement = visitors.replacement_traverse(statement, {}, whole)  # type: ignore[assignment]  # it keeps kinds
    return made


def _given_as(bind: sa.BindParameter[Any], kind: sa.types.TypeEngine[Any]) -> sa.BindParameter[Any]:
    if bind.required:
        return sa.bindparam(bind.key, type_=kind)
    return sa.bindparam(None, bind.value, type_=kind)
