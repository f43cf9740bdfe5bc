"""The index beside the turns: made at the start, asked for after a change, the former one serving meanwhile."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import datetime

import pytest

from backend.catalogue import Product
from bot.understanding import warming
from bot.understanding.warming import keep_count, keep_warm
from flows.understanding import kept, popularity
from flows.understanding.kept import index_of, made_elsewhere, make_index
from flows.understanding.search import look_up
from storage.database import Database, Db
from tests.clock import StoppedClock
from tests.flows.understanding.queries import goods

GOODS = goods()


class Made:
    """Stands in for the making of an index, and counts."""

    def __init__(self, *, fails: bool = False) -> None:
        self.times = 0
        self._fails = fails
        self._loop = asyncio.get_running_loop()
        self._done = asyncio.Semaphore(0)

    def __call__(self, products: Sequence[Product]) -> None:
        self.times += 1
        self._loop.call_soon_threadsafe(self._done.release)
        if self._fails:
            raise MemoryError(len(products))

    async def once_more(self) -> None:
        """Return once another one was made."""
        await asyncio.wait_for(self._done.acquire(), timeout=5)


def heard_by(asks: list[Callable[[], None]]) -> Callable[[Callable[[], None]], AbstractContextManager[None]]:
    """In place of `made_elsewhere`: a test has what is asked."""

    def made_elsewhere(ask: Callable[[], None]) -> AbstractContextManager[None]:
        asks.append(ask)
        return nullcontext()

    return made_elsewhere


def let_small_be_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a catalogue of a few products be one whose index takes long."""
    monkeypatch.setattr(kept, "MOST_AT_ONCE", 10)
    make_index(GOODS)


def test_while_an_index_is_made_elsewhere_the_former_one_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    let_small_be_large(monkeypatch)
    asked: list[str] = []
    changed = [replace(GOODS[0], name={"zh-CN": "全新商品"}, retail_minor=7), *GOODS[2:]]

    with made_elsewhere(lambda: asked.append("please")):
        by_old_name = look_up(changed, GOODS[0].name["zh-CN"]).hits
        gone = look_up(changed, GOODS[1].name["zh-CN"]).hits
        unknown = look_up(changed, "全新商品")

    assert asked == ["please"] * 3
    assert by_old_name[0].product == changed[0]
    assert GOODS[1].id not in [hit.product.id for hit in gone]
    assert not unknown.is_sure


def test_once_it_is_made_what_is_new_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    let_small_be_large(monkeypatch)
    changed = [replace(GOODS[0], name={"zh-CN": "崭新商品"}), *GOODS[1:]]

    with made_elsewhere(lambda: None):
        make_index(changed)

        assert look_up(changed, "崭新商品").hits[0].product == changed[0]


def test_without_anybody_to_ask_it_is_made_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    let_small_be_large(monkeypatch)
    changed = [replace(GOODS[0], name={"zh-CN": "簇新商品"}), *GOODS[1:]]

    assert index_of(changed).gone == frozenset()
    assert look_up(changed, "簇新商品").is_sure


def test_a_copy_of_the_catalogue_is_known_by_its_own_objects_from_then_on() -> None:
    make_index(GOODS)
    copied = goods()

    found = index_of(copied)

    assert found.products[0] is copied[0]
    assert found.families is index_of(copied).families


async def test_the_index_is_made_after_the_start_and_when_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, sqlite_database: Database
) -> None:
    asks: list[Callable[[], None]] = []
    made = Made()
    monkeypatch.setattr(warming, "make_index", made)
    monkeypatch.setattr(warming, "made_elsewhere", heard_by(asks))

    async with asyncio.TaskGroup() as tasks:
        warm = tasks.create_task(keep_warm(sqlite_database, StoppedClock()))
        await made.once_more()
        asks[0]()
        await made.once_more()
        warm.cancel()

    assert made.times == 2


async def test_what_goes_wrong_is_logged_and_the_next_who_asks_is_served(
    monkeypatch: pytest.MonkeyPatch, sqlite_database: Database
) -> None:
    asks: list[Callable[[], None]] = []
    made = Made(fails=True)
    monkeypatch.setattr(warming, "make_index", made)
    monkeypatch.setattr(warming, "made_elsewhere", heard_by(asks))

    async with asyncio.TaskGroup() as tasks:
        warm = tasks.create_task(keep_warm(sqlite_database, StoppedClock()))
        await made.once_more()
        asks[0]()
        await made.once_more()
        warm.cancel()

    assert made.times == 2


async def test_what_sells_is_counted_again_and_again_and_forgotten_at_the_end(
    monkeypatch: pytest.MonkeyPatch, sqlite_database: Database
) -> None:
    counted = Made()

    def count(db: Db, *, now: datetime) -> dict[str, int]:
        del db, now
        counted([])
        return {"steam-50": counted.times}

    monkeypatch.setattr(warming, "pieces_sold_lately", count)

    async with asyncio.TaskGroup() as tasks:
        counting = tasks.create_task(keep_count(sqlite_database, StoppedClock()))
        await counted.once_more()
        await counted.once_more()
        noted = popularity.popular()["steam-50"]
        counting.cancel()

    assert noted >= 1
    assert popularity.popular() == {}


def test_of_products_found_alike_the_popular_one_comes_first() -> None:
    with popularity.forgotten_afterwards():
        popularity.note({"netflix-prm-1y": 3, "netflix-gc-us-25": 9})
        found = look_up(GOODS, "netflix")

    assert found.hits[0].product.id == "netflix-prm-1y"
    assert look_up(GOODS, "netflix").hits[0].product.id == "netflix-prm-1m"
