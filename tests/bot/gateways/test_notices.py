"""Notices on their way: what the stand-in sends, in each of its moods, is what the listener lets in, or keeps out.

Not here: what becomes of one (tests/conversations/test_gateways).
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
import pytest
import structlog.testing

from backend.money import Money
from bot.gateways.epay_gateway import EpayGateway
from bot.gateways.sandbox_gateway import SandboxGateway
from bot.gateways.sign_type import SignType
from bot.listener import Listener
from sandbox.epay.client import EpayClient
from sandbox.epay.desk import Desk
from sandbox.epay.routes import create_router
from sandbox.epay.signing import sign
from sandbox.gateway.routes import create_router as create_till_router
from sandbox.gateway.till import Gateway as Till
from sandbox.gateway_client import GatewayClient
from sandbox.server import create_app, running
from sandbox.world import World
from storage.database import Database
from storage.inbox import Arrival
from tests.bot.gateways.stands import KEY, MERCHANT, payment
from tests.clock import StoppedClock

PATIENCE_SECONDS = 20


LIES = {"epay": ("tamper", "other-merchant", "stale"), "sandbox": ("wrong-signature",)}


@dataclass
class Street:
    """A gateway, and the listener it calls, both over HTTP."""

    url: str
    gateway: EpayGateway | SandboxGateway
    client: EpayClient | GatewayClient
    kept: list[str]

    def is_paid(self, number: str) -> str:
        asked = payment(number, Money(100_00, "CNY"), gateway=self.gateway.name)
        return self.client.pays_at(self.gateway.address(asked))

    def waits_for_attempts(self, count: int) -> list[str]:
        """Wait until that many sendings were answered, and return the answers."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            notices = self.client.journal()["notices"]
            if sum(each["attempts"] for each in notices) >= count:
                return [str(each["last_answer"]) for each in notices]
        raise AssertionError(f"fewer than {count} sendings")


def gateway_at(url: str) -> EpayGateway:
    return EpayGateway(
        url=f"{url}/epay",
        merchant=MERCHANT,
        key=KEY,
        sign_type=SignType.MD5,
        currency="CNY",
        notify_url=f"{url}/gateways/epay/notify",
        return_url="https://t.me/xiaoer_bot",
        clock=StoppedClock(datetime.now(UTC)),
    )


def sandbox_gateway_at(url: str) -> SandboxGateway:
    return SandboxGateway(url=f"{url}/gateway", key=KEY, notify_url=f"{url}/gateways/sandbox/notify")


@contextmanager
def street(database: Database, name: str) -> Iterator[Street]:
    kept: list[str] = []

    async def store(arrivals: Sequence[Arrival]) -> None:
        kept.extend(each.key for each in arrivals)

    now = datetime.now(UTC)
    world = World(frozen_at=now)
    desk = Desk(world, merchant=MERCHANT, key=KEY, sign_type=SignType.MD5)
    till = Till(world, key=KEY)
    app = create_app(world, beside=[desk.notices.run, till.notices.run])
    app.include_router(create_router(desk))
    app.include_router(create_till_router(till))
    at: Callable[[str], EpayGateway | SandboxGateway] = gateway_at if name == "epay" else sandbox_gateway_at
    nowhere = at("http://127.0.0.1:1")
    listener = Listener(database, StoppedClock(now), gateways={name: nowhere}, store=store)
    app.mount("/", listener.app())
    with running(app, world) as url:
        client = EpayClient(url) if name == "epay" else GatewayClient(url)
        yield Street(url, at(url), client, kept)
        client.close()
    world.close()


@pytest.fixture
def shop(sqlite_database: Database) -> Iterator[Street]:
    with structlog.testing.capture_logs(), street(sqlite_database, "epay") as shop:
        yield shop


@pytest.fixture(params=["epay", "sandbox"])
def either(request: pytest.FixtureRequest, sqlite_database: Database) -> Iterator[Street]:
    """Each gateway that calls back, one after the other."""
    with structlog.testing.capture_logs(), street(sqlite_database, request.param) as street_of_it:
        yield street_of_it


def test_each_is_believed_when_it_tells_the_truth_and_never_when_it_lies(either: Street) -> None:
    lies = LIES[either.gateway.name]
    for lie in lies:
        either.client.fails(lie, times=1)
    either.is_paid("P-1")

    answers = either.waits_for_attempts(1)
    assert answers == ["403 not believed"]
    assert either.kept == []


def test_each_that_tells_twice_or_falls_silent_is_one_event_or_none(either: Street) -> None:
    either.client.fails("duplicate")
    either.is_paid("P-1")
    assert either.waits_for_attempts(2) == ["success", "success"]
    assert len(set(either.kept)) == 1

    either.client.fails("silent")
    either.is_paid("P-2")
    assert len(either.client.journal()["notices"]) == 2
    assert len(either.client.journal()["payments"]) == 2


def test_each_that_tells_late_is_overtaken_by_what_was_paid_later(either: Street) -> None:
    either.client.fails("delay", seconds=3600)
    either.is_paid("P-1")
    second = either.is_paid("P-2")

    either.waits_for_attempts(1)

    told = [each for each in either.client.journal()["notices"] if each["attempts"]]
    paid = {each["id"]: each for each in either.client.journal()["payments"]}
    assert [second in paid[each["payment_id"]].values() for each in told] == [True]


def test_a_payment_is_told_of_and_answered_with_success(shop: Street) -> None:
    transaction = shop.is_paid("P-1")

    assert shop.waits_for_attempts(1) == ["success"]
    assert shop.kept == [f"{transaction}:100.00"]


@pytest.mark.parametrize("mode", ["tamper", "other-merchant", "stale"])
def test_a_notice_that_is_not_ours_or_not_fresh_is_kept_out(shop: Street, mode: str) -> None:
    shop.client.fails(mode, times=100)

    shop.is_paid("P-1")

    assert shop.waits_for_attempts(1) == ["403 not believed"]
    assert shop.kept == []


def test_one_payment_told_twice_is_one_event(shop: Street) -> None:
    shop.client.fails("duplicate")

    transaction = shop.is_paid("P-1")

    assert shop.waits_for_attempts(2) == ["success", "success"]
    assert set(shop.kept) == {f"{transaction}:100.00"}


def test_another_amount_rightly_signed_is_an_event_of_its_own(shop: Street) -> None:
    """The turn refuses it, and the right one that follows is not taken for told before."""
    shop.client.fails("wrong-amount")
    transaction = shop.is_paid("P-1")
    shop.waits_for_attempts(1)

    shop.client.redelivers("P-1")
    shop.waits_for_attempts(2)

    assert shop.kept == [f"{transaction}:1100.00", f"{transaction}:100.00"]


def test_a_silent_gateway_sends_nothing_and_knows_of_it_when_asked(shop: Street) -> None:
    shop.client.fails("silent")

    shop.is_paid("P-1")

    assert shop.client.journal()["notices"] == []
    assert len(shop.client.journal()["payments"]) == 1


def test_a_notice_may_also_come_by_get_and_a_visitor_by_get_changes_nothing(shop: Street) -> None:
    shop.client.fails("silent")
    shop.is_paid("P-1")

    for query in ("", "?out_trade_no=P-1&money=100.00&trade_status=TRADE_SUCCESS", f"?pid={MERCHANT}&sign="):
        answer = httpx.get(f"{shop.url}/gateways/epay/notify{query}", trust_env=False)
        assert (answer.status_code, answer.text) == (403, "not believed")
    assert shop.kept == []

    said = {
        "money": "100.00",
        "out_trade_no": "P-1",
        "pid": MERCHANT,
        "timestamp": str(int(datetime.now(UTC).timestamp())),
        "trade_no": "EP9",
        "trade_status": "TRADE_SUCCESS",
    }
    told = said | {"sign": sign(said, key=KEY, sign_type="MD5"), "sign_type": "MD5"}
    answer = httpx.get(f"{shop.url}/gateways/epay/notify", params=told, trust_env=False)
    assert (answer.status_code, answer.text) == (200, "success")
    assert shop.kept == ["EP9:100.00"]
