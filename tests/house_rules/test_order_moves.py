"""The status of an order is changed in one place, by the table of what it may become; so is what it is promised."""

import ast

import pytest

from tests.house_rules.source import SHOP, Source, calls, objections, sources

ALLOWED = {"move": "backend/orders.py", "promise": "backend/promises.py", "chase": "backend/promises.py"}
"""What changes how an order stands, and who alone may call it."""

WRITES_HERE = "storage/orders.py"


def moves_past_the_table(source: Source) -> list[int]:
    """Lines that change how an order stands by calling its storage from elsewhere."""
    names = _names_of_the_noun(source.tree)
    return [
        call.lineno
        for call in calls(source)
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in names
        and ALLOWED.get(call.func.attr, source.path) != source.path
    ]


def writes_orders(source: Source) -> list[int]:
    """Lines that update the table itself."""
    named = [call for call in calls(source) if isinstance(call.func, ast.Attribute) and call.func.attr == "update"]
    return [call.lineno for call in named if any(getattr(each, "id", "") == "OrderRow" for each in call.args)]


def _names_of_the_noun(tree: ast.Module) -> set[str]:
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "storage"]
    return {each.asname or each.name for node in imports for each in node.names if each.name == "orders"}


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_a_planted_move_past_the_table_is_reported(name: str) -> None:
    code = f"from storage import orders as rows\nrows.{name}(db, 1)"

    assert moves_past_the_table(Source("handlers/customer/orders.py", code)) == [2]
    assert moves_past_the_table(Source(ALLOWED[name], code)) == []
    assert moves_past_the_table(Source("backend/incidents.py", code.replace("orders", "incidents"))) == []


def test_a_planted_write_of_the_table_is_reported() -> None:
    assert writes_orders(Source("storage/payments.py", 'sa.update(OrderRow).values(status="paid")')) == [1]
    assert writes_orders(Source("storage/payments.py", "sa.update(PaymentRow)")) == []


def test_orders_are_moved_by_the_table_alone() -> None:
    assert objections((source, moves_past_the_table(source)) for source in sources(*SHOP)) == []


def test_the_table_of_orders_is_changed_by_its_noun_alone() -> None:
    found = [(source, writes_orders(source)) for source in sources(*SHOP) if source.path != WRITES_HERE]

    assert objections(found) == []
