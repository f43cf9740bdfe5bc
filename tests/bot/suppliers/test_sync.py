"""The sync: what suppliers say is what the shop sells, and nothing intended is forgotten."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from backend import suppliers
from backend.stock import on_shelf
from bot.suppliers.sync import FORGOTTEN_AFTER, Sync
from storage.database import Database
from storage.inbox import Arrival
from storage.secrets import Vault
from storage.stock import CardRow
from tests.backend import given
from tests.clock import StoppedClock
from tests.dealing import Desk
from tests.supply import STEAM, Market


@pytest.fixture
def desk(sqlite_database: Database, vault: Vault) -> Desk:
    clock = StoppedClock(given.NOW)
    return Desk(sqlite_database, vault, clock, Market(clock))


def left(desk: Desk) -> int:
    with desk.database.read() as db:
        return on_shelf(db, given.CARD).available


async def test_what_a_supplier_has_is_on_the_shelf_as_long_as_it_has_it(desk: Desk) -> None:
    assert left(desk) == 0

    await desk.sync()
    assert left(desk) == 10

    for depot in desk.market.depots.values():
        depot.stock(replace(STEAM, available=3))
    await desk.sync()
    assert left(desk) == 3


async def test_a_supplier_that_says_nothing_is_left_alone_in_the_end_and_comes_back_by_an_answer(desk: Desk) -> None:
    await desk.sync()
    desk.market.is_down.update(("east", "west"))

    for _ in range(suppliers.FAILURES_BEFORE_REST):
        await desk.sync()
    assert left(desk) == 0

    desk.market.is_down.clear()
    await desk.sync()
    assert left(desk) == 10


async def test_a_supplier_the_file_names_no_more_sells_nothing(desk: Desk) -> None:
    await desk.sync()

    await Sync(desk.database, desk.clock, [], store=_unexpected).once()

    assert left(desk) == 0


async def test_a_purchase_that_nobody_had_asked_is_found(desk: Desk) -> None:
    await desk.sync()
    desk.buy(7)
    found: list[Arrival] = []

    async def store(arrivals: Sequence[Arrival]) -> None:
        found.extend(arrivals)

    sync = Sync(desk.database, desk.clock, desk.market.named(), store=store)
    await sync.once()
    assert found == []
    desk.clock.forward(seconds=FORGOTTEN_AFTER.total_seconds() + 1)
    await sync.once()

    assert [(each.source, each.lane) for each in found] == [("supplier", "chat:7")]


async def test_what_has_expired_is_taken_off_the_shelf(desk: Desk, vault: Vault) -> None:
    with desk.database.transaction() as db:
        given.cards(db, vault, 2)
        expiring = sa.update(CardRow).where(CardRow.id == 1)
        db.execute(expiring.values(expires_at=given.NOW + timedelta(hours=1)))
    empty = Sync(desk.database, desk.clock, [], store=_unexpected)

    await empty.once()
    assert left(desk) == 2
    desk.clock.forward(hours=1)
    await empty.once()

    assert left(desk) == 1


async def _unexpected(arrivals: Sequence[Arrival]) -> None:
    raise AssertionError(arrivals)
