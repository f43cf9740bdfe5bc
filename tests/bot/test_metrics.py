"""Metrics: what a scrape finds."""

import httpx
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette

from backend import payments, refunds
from backend.money import Money
from bot.drivers.driver import Rejected
from bot.drivers.memory_driver import MemoryDriver
from bot.metrics import Figures
from bot.standing import Standing
from storage import inbox, outbox
from storage.database import Database
from storage.inbox import Arrival
from storage.outbox import Draft, Kind, OutboxStatus
from storage.secrets import Vault
from tests.backend import given
from tests.clock import StoppedClock


async def scraped(
    database: Database, clock: StoppedClock, standing: Standing | None = None
) -> dict[tuple[str, str], float]:
    """Every figure under its name and label."""
    figures = Figures(database, clock, standing or Standing(MemoryDriver(), clock))
    transport = httpx.ASGITransport(Starlette(routes=[figures.route]))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        answer = await client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return {
        (sample.name, next(iter(sample.labels.values()), "")): sample.value
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
        inbox.store(db, [Arrival("telegram:1", "1", "chat:7", "{}")], now=clock.now())
        event = inbox.next_in_lane(db, "chat:7")
        assert event is not None
        inbox.note_failure(db, event.id, failure="boom", not_before=clock.now().replace(hour=9))
        outbox.post(db, [Draft(8, Kind.NOTICE, content={})], cause=1, now=clock.now())
        call = outbox.claim(db, 8, holder=1, now=clock.now())
        assert call is not None
        later = clock.now().replace(hour=9)
        outbox.try_again(db, call, may_repeat=False, not_before=later, failure="flooded")

    assert set((await scraped(database, clock)).values()) == {0.0}


async def test_what_was_answered_and_sent_is_no_lag(database: Database) -> None:
    clock = StoppedClock()
    with database.transaction() as db:
        inbox.store(db, [Arrival("telegram:1", "1", "chat:7", "{}")], now=clock.now())
        event = inbox.next_in_lane(db, "chat:7")
        assert event is not None
        inbox.finish(db, event.id, now=clock.now())
        outbox.post(db, [Draft(8, Kind.NOTICE, content={})], cause=event.id, now=clock.now())
        call = outbox.claim(db, 8, holder=1, now=clock.now())
        assert call is not None
        outbox.settle(db, call, OutboxStatus.SENT, now=clock.now())
    clock.forward(seconds=5)

    assert set((await scraped(database, clock)).values()) == {0.0}


async def test_what_came_by_a_clock_that_is_ahead_is_not_behind(sqlite_database: Database) -> None:
    clock = StoppedClock()
    with sqlite_database.transaction() as db:
        inbox.store(db, [Arrival("telegram:1", "1", "chat:7", "{}")], now=clock.now())
    clock.forward(seconds=-5)

    figures = await scraped(sqlite_database, clock)

    assert (figures["xiaoer_inbox_waiting", ""], figures["xiaoer_inbox_lag_seconds", ""]) == (1, 0)


async def test_what_is_given_up_and_what_is_unknown_is_counted(database: Database, vault: Vault) -> None:
    clock = StoppedClock()
    given.a_shop(database, vault)
    with database.transaction() as db:
        order = given.order(db, given.person(db))
        payment = given.open_payment(db, order)
        payments.receive(db, given.notice(payment), now=clock.now())
        given.delivered(db, order, now=clock.now())
        captured = payments.the_payment(db, payment.id)
        refund = refunds.want(db, captured, Money(100, "CNY"), key="part", by="test", why="", now=clock.now())
        refunds.begin(db, refund.id, now=clock.now())
        inbox.store(db, [Arrival("telegram:1", "1", "chat:7", "{}")], now=clock.now())
        event = inbox.next_in_lane(db, "chat:7")
        assert event is not None
        inbox.park(db, event.id, failure="bug", now=clock.now())

    figures = await scraped(database, clock)

    assert figures["xiaoer_given_up", "event"] == 1
    assert figures["xiaoer_given_up", "call"] == figures["xiaoer_given_up", "job"] == 0
    assert figures["xiaoer_unknown", "refund"] == 1
    assert figures["xiaoer_unknown", "purchase"] == 0


async def test_a_token_that_is_refused_can_be_seen(sqlite_database: Database) -> None:
    clock, driver = StoppedClock(), MemoryDriver()
    driver.is_known = False
    standing = Standing(driver, clock)
    await standing.explain(Rejected(401, "Unauthorized"))

    assert (await scraped(sqlite_database, clock, standing))["xiaoer_token_refused", ""] == 1
