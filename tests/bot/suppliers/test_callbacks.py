"""Calls of suppliers: which are believed, and that none is answered with success before it is kept."""

import json
from collections.abc import Sequence
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette

from backend import orders
from bot.suppliers.callbacks import Callbacks
from sandbox.supplier.calls import sign
from storage.database import Database
from storage.inbox import Arrival
from storage.secrets import Vault
from tests.backend import given
from tests.clock import StoppedClock
from tests.dealing import Desk
from tests.supply import KEY, Market

BUYER = 7
PATH = "/suppliers/east/notify"


class Door:
    """A shop that has bought of east, and whoever calls it."""

    def __init__(self, desk: Desk) -> None:
        self.clock = desk.clock
        self.stored: list[Arrival] = []
        callbacks = Callbacks(desk.database, desk.clock, suppliers=desk.market.ports, store=self._store)
        transport = httpx.ASGITransport(Starlette(routes=[callbacks.route]))
        self._http = httpx.AsyncClient(transport=transport, base_url="http://bot")

    async def is_told(
        self, number: str, *, path: str = PATH, key: str = KEY, ago: timedelta = timedelta(0), changed: bytes = b""
    ) -> int:
        """Report a purchase; `changed` is added after signing."""
        body = json.dumps({"number": number, "event_id": "call-1"}).encode()
        stamp = str(int((self.clock.now() - ago).timestamp()))
        signature = sign(key, stamp=stamp, method="POST", path=path, body=body)
        headers = {"x-supplier-timestamp": stamp, "x-supplier-signature": signature}
        return (await self._http.post(path, content=body + changed, headers=headers)).status_code

    async def _store(self, arrivals: Sequence[Arrival]) -> None:
        self.stored += arrivals


@pytest.fixture
async def door(sqlite_database: Database, vault: Vault) -> Door:
    clock = StoppedClock(given.NOW)
    desk = Desk(sqlite_database, vault, clock, Market(clock))
    await desk.sync()
    desk.buy(BUYER)
    return Door(desk)


def number_of(door: Door, database: Database) -> str:
    """What the supplier knows the purchase by."""
    with database.read() as db:
        return f"{orders.the_order(db, 1).number}-S1"


async def test_a_call_about_a_purchase_is_kept_in_its_buyers_lane(door: Door, sqlite_database: Database) -> None:
    assert await door.is_told(number_of(door, sqlite_database)) == 200

    assert [(each.source, each.key, each.lane, each.payload) for each in door.stored] == [
        ("supplier", "east:call-1", f"chat:{BUYER}", '{"purchase": 1}')
    ]


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"key": "another"}, 403),
        ({"changed": b" "}, 403),
        ({"ago": timedelta(minutes=6)}, 403),
        ({"path": "/suppliers/north/notify"}, 404),
        ({"path": "/suppliers/west/notify"}, 200),  # west's own key, but nothing was bought of west
    ],
)
async def test_a_call_that_can_not_be_right_changes_nothing(
    door: Door, sqlite_database: Database, wrong: dict[str, object], status: int
) -> None:
    assert await door.is_told(number_of(door, sqlite_database), **wrong) == status  # type: ignore[arg-type]  # a table

    assert door.stored == []


async def test_a_call_about_nothing_of_ours_is_answered_and_forgotten(door: Door) -> None:
    assert await door.is_told("NEVER-S1") == 200

    assert door.stored == []
