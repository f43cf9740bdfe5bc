"""Nothing is kept that nobody uses, the tests included: each function, class and import has a reader.

Not here: fields, columns and enum members; vulture can't see a framework read them.
"""

import pytest
from vulture import Vulture

from tests.house_rules.source import EVERYTHING, sources

REGISTERED_BY = [
    "@*.command*",
    "@*.callback*",
    "@*.listens_for*",
    "@*.page*",
    "@*.get",
    "@*.post",
    "@*.on_*",
    "@compiles*",
    "@initialize*",
    "@rule*",
    "@invariant*",
    "@*validator*",
]
CALLED_BY_A_FRAMEWORK = [
    "process_bind_param",
    "process_result_value",
    "pytest_*",
    "_*_with_tables",
    "downgrade",
    "upgrade",
    "teardown",
    "capture_signals",
    "close_async",
    "execute_query_*",
    "get_retry_decision",
    "parse_json_payload",
    "initialize",
    "handle_data",
    "handle_decl",
    "handle_endtag",
    "handle_startendtag",
    "handle_starttag",
    "do_POST",
    "log_message",
    "make_request",
    "stream_content",
    # fixtures that every test beside them has
    "_disarmed",
    "_words_are_read_once",
]
KINDS = {"function", "method", "class", "property", "import", "unreachable_code"}


def unused(files: dict[str, str]) -> list[str]:
    """What none of these files, given by path, uses."""
    finder = Vulture(ignore_names=CALLED_BY_A_FRAMEWORK, ignore_decorators=REGISTERED_BY)
    for path, text in files.items():
        finder.scan(text, filename=path)
    return [
        f"{item.filename}:{item.first_lineno} {item.message}" for item in finder.get_unused_code() if item.typ in KINDS
    ]


@pytest.mark.parametrize(
    "code", ["def place(): ...", "class Order: ...", "import os", "def f():\n  return 1\n  g()\n\nf()"]
)
def test_what_nobody_uses_is_reported(code: str) -> None:
    assert len(unused({"backend/orders.py": code})) == 1


def test_what_another_file_uses_is_fine() -> None:
    files = {
        "backend/orders.py": "class Order:\n  number: int\n\ndef place(): ...",
        "flows/checkout.py": "from backend.orders import Order, place\nplace(Order())",
        "bot/__main__.py": "@app.command()\ndef run(): ...",
    }

    assert unused(files) == []


def test_there_is_no_dead_code() -> None:
    found = unused({source.path: source.text for source in sources(*EVERYTHING)})

    assert not found, "\n".join(found)
