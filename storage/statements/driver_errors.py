"""What a database's driver raises, named as SQLAlchemy names it: for statements that SQLAlchemy has not run itself.

Not here: what the errors mean (storage.outages).
"""

from typing import Any

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError


def named(db: Connection, raw: Any, text: str, error: Exception) -> BaseException:
    """The error as SQLAlchemy would have raised it for this statement. A connection that is lost is given up."""
    is_lost = db.dialect.is_disconnect(error, raw, None)  # type: ignore[arg-type]  # the driver's errors are Exceptions
    if is_lost:
        db.invalidate(error)
    return DBAPIError.instance(
        text,
        None,
        error,
        db.dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=is_lost,
        dialect=db.dialect,
    )
