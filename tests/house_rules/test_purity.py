"""Below the edges a turn is a plain function of rows, event and now: no clock, chance, network or async."""

import ast

import pytest

from tests.house_rules.source import BELOW_THE_EDGES, Source, objections, sources, uses

CLOCKS = (
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time",
    "sqlalchemy.func.now",
    "sqlalchemy.func.current_timestamp",
)
CHANCE = ("random", "secrets", "uuid", "uuid_utils", "os.urandom", "os.getrandom", "sqlalchemy.func.random")
NETWORK = ("httpx", "requests", "urllib.request", "http.client", "aiohttp", "socket")
MAY_DRAW_NONCES = "storage/secrets.py"


def reaches_outside(source: Source) -> list[int]:
    """Lines that ask the clock, chance or the network."""
    allowed = ("os.urandom",) if source.path == MAY_DRAW_NONCES else ()
    return [use.line for use in uses(source) if use.is_of(*CLOCKS, *CHANCE, *NETWORK) and not use.is_of(*allowed)]


def is_asynchronous(source: Source) -> list[int]:
    """Lines that are async or need asyncio."""
    keywords = ast.AsyncFunctionDef | ast.AsyncFor | ast.AsyncWith | ast.Await
    written = [node.lineno for node in ast.walk(source.tree) if isinstance(node, keywords)]
    return written + [use.line for use in uses(source) if use.is_of("asyncio", "anyio")]


@pytest.mark.parametrize(
    "code",
    [
        "from datetime import datetime\ndatetime.now(UTC)",
        "import datetime as d\nd.date.today()",
        "import time",
        "from time import monotonic as tick",
        "import random",
        "from secrets import token_hex",
        "import os\nos.urandom(12)",
        "import uuid",
        "import urllib.request",
        "from httpx import Client",
        "import sqlalchemy as sa\nsa.func.now()",
    ],
)
def test_the_clock_chance_and_the_network_are_reported(code: str) -> None:
    assert reaches_outside(Source("flows/checkout.py", code))


@pytest.mark.parametrize(
    "code",
    [
        "from datetime import datetime, time\ndatetime.fromtimestamp(turn.now, UTC)",
        "from storage import secrets\nsecrets.Vault",
        "from urllib.parse import quote",
        "import os\nos.fspath(path)",
        "turn.time.sleep",
    ],
)
def test_names_that_only_look_like_them_are_fine(code: str) -> None:
    assert reaches_outside(Source("flows/checkout.py", code)) == []


def test_only_the_vault_may_draw_nonces() -> None:
    code = "import os\nos.urandom(12)"

    assert reaches_outside(Source(MAY_DRAW_NONCES, code)) == []
    assert reaches_outside(Source("storage/orders.py", code)) == [2]


def test_nothing_below_the_edges_reaches_outside() -> None:
    assert objections((s, reaches_outside(s)) for s in sources(*BELOW_THE_EDGES)) == []


@pytest.mark.parametrize("code", ["async def f(): ...", "import asyncio", "async def f():\n  await g()"])
def test_async_code_is_reported(code: str) -> None:
    assert is_asynchronous(Source("handlers/router.py", code))


def test_plain_code_is_fine() -> None:
    assert is_asynchronous(Source("handlers/router.py", "def f(): return g()")) == []


def test_nothing_below_the_edges_is_asynchronous() -> None:
    assert objections((s, is_asynchronous(s)) for s in sources(*BELOW_THE_EDGES)) == []
