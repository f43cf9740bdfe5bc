"""Metrics: what a scrape finds."""

import httpx
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette

from bot.metrics import Queues
from storage import inbox, outbox
from storage.database import Database
from storage.inbox import Arrival
from storage.outbox import Draft, Kind
from tests.clock import StoppedClock


async def scraped(database: Database, clock: StoppedClock) -> dict[tuple[str, str], float]:
    """Every figure under its name and kind."""
    transport = httpx.ASGITransport(Starlette(routes=[Queues(database, clock).route]))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        answer = await client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return {
        (sample.name, sample.labels.get("kind", "")): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


async def test_an_idle_shop_is_behind_with_nothing(database: Database) -> None:
    assert set((await scraped(database, StoppedClock())).values()) == {0.0}


async def test_what_waits_is_counted_and_the_oldest_tells_the_lag(database: Database) -> None:
    clock = StoppedClock()
    with database.transaction() as db:
        inbox.store(db, [Arrival("telegram:1", "1", "chat:7", "{}")], now=clock.now())
        outbox.post(
            db, [Draft(8, Kind.NOTICE, content={}), Draft(9, Kind.NOTICE, content={})], cause=1, now=clock.now()
        )
    clock.forward(seconds=12)
    with database.transaction() as db:
        inbox.store(db, [Arrival("telegram:1", "2", "chat:7", "{}")], now=clock.now())
    clock.forward(seconds=3)

    figures = await scraped(database, clock)

    assert figures["xiaoer_inbox_waiting", ""] == 2
    assert figures["xiaoer_inbox_lag_seconds", ""] == 15
    assert figures["xiaoer_outbox_waiting", "notice"] == 2
    assert figures["xiaoer_outbox_lag_seconds", "notice"] == 15
    assert figures["xiaoer_outbox_waiting", "broadcast"] == 0


async def test_what_was_put_off_is_no_lag(database: Database) -> None:
    clock = StoppedClock()
    with database.transaction() as db:
        outbox.post(db, [Draft(8, Kind.NOTICE, content={})], cause=1, now=clock.now())
        call = outbox.claim(db, 8, holder=1, now=clock.now())
        assert call is not None
        later = clock.now().replace(hour=9)
        outbox.try_again(db, call, may_repeat=False, not_before=later, failure="flooded")

    assert (await scraped(database, clock))["xiaoer_outbox_waiting", "notice"] == 0
