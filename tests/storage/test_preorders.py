"""Looking for pre-orders to deliver, to tell of another day, or to count does not read all orders of a shop."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
import sqlalchemy as sa

from storage import preorders
from storage.database import Database, Db


@pytest.mark.parametrize(
    ("look", "index"),
    [
        (preorders.awaited, "ix_orders_preordered"),
        (lambda db: preorders.moved(db, most=100), "ix_orders_preordered"),
        (lambda db: preorders.ahead(db, today="2027-01-15"), "ix_orders_open"),
    ],
    ids=["awaited", "moved", "ahead"],
)
def test_only_those_that_wait_are_read(
    sqlite_database: Database, look: Callable[[Db], Sequence[Any]], index: str
) -> None:
    asked: list[tuple[str, Any]] = []
    with sqlite_database.read() as db:
        sa.event.listen(db, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
        assert look(db) == []
        [(statement, parameters)] = asked[:1]
        asking = " ".join(("explain query plan", statement))
        plan = db.exec_driver_sql(asking, parameters).all()

    steps = [str(step[-1]) for step in plan if "orders" in str(step[-1])]
    assert len(steps) == 1
    assert index in steps[0]
