"""The listener: which callbacks are believed, and that none is answered with success before it is kept."""

import asyncio
import hmac
import json
import socket
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
import structlog.testing
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.gateways.sandbox_gateway import SandboxGateway
from bot.listener import MOST_BODY_BYTES, Listener
from storage import inbox
from storage.database import Database
from storage.inbox import Arrival, InboxRow
from storage.secrets import Vault
from tests.backend.given import NOW, a_shop, open_payment, order, person
from tests.clock import StoppedClock

KEY = "gateway-key"
BUYER = 501


class Door:
    """A listener, somebody who knocks, and what was let in."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self.database = database
        self.clock = StoppedClock(NOW)
        self.disk_is_full = False
        a_shop(database, vault)
        with database.transaction() as db:
            self.payment = open_payment(db, order(db, person(db, BUYER)))
        gateway = SandboxGateway(url="http://127.0.0.1:1", key=KEY, notify_url="http://127.0.0.1:2")
        listener = Listener(database, self.clock, gateways={"sandbox": gateway}, store=self._store)
        transport = httpx.ASGITransport(listener.app(), raise_app_exceptions=False)
        self.http = httpx.AsyncClient(transport=transport, base_url="http://bot")

    async def is_told(
        self,
        *,
        gateway: str = "sandbox",
        key: str = KEY,
        signed_ago: timedelta = timedelta(0),
        changed: bytes = b"",
        headers: dict[str, str] | None = None,
        **fields: Any,
    ) -> httpx.Response:
        """Report a payment; `changed` is added after signing."""
        told = {
            "number": self.payment.number,
            "provider_txn": "TXN-1",
            "event_id": "event-1",
            "amount_minor": self.payment.amount.minor,
            "currency": "CNY",
            "paid_at": self.clock.now().isoformat(),
        }
        body = json.dumps(told | fields).encode()
        stamp = str(int((self.clock.now() - signed_ago).timestamp()))
        signature = hmac.new(key.encode(), stamp.encode() + b"." + body, "sha256").hexdigest()
        signed = {"x-gateway-timestamp": stamp, "x-gateway-signature": signature}
        return await self.http.post(
            f"/gateways/{gateway}/notify", content=body + changed, headers=signed if headers is None else headers
        )

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The events let in, with their lanes."""
        with self.database.read() as db:
            return [(row.key, row.lane) for row in db.execute(sa.select(InboxRow.key, InboxRow.lane))]

    async def _store(self, arrivals: Sequence[Arrival]) -> None:
        if self.disk_is_full:
            raise OSError("disk full")
        with self.database.transaction() as db:
            inbox.store(db, arrivals, now=self.clock.now())


@pytest.fixture
async def door(database: Database, vault: Vault) -> AsyncIterator[Door]:
    """A listener on either database, with one payment to be reported."""
    door = Door(database, vault)
    with structlog.testing.capture_logs():
        yield door
    await door.http.aclose()


async def test_a_payment_is_kept_in_the_lane_of_its_buyer(door: Door) -> None:
    answer = await door.is_told()

    assert (answer.status_code, answer.text) == (200, "success")
    assert door.kept == [("event-1", f"chat:{BUYER}")]


async def test_a_payment_nobody_knows_is_kept_all_the_same(door: Door) -> None:
    answer = await door.is_told(number="P-UNKNOWN")

    assert answer.text == "success"
    assert door.kept == [("event-1", "gateway:sandbox")]


async def test_an_event_that_is_told_again_is_kept_once_and_answered_with_success(door: Door) -> None:
    answers = [await door.is_told() for _ in range(3)]

    assert [answer.text for answer in answers] == ["success"] * 3
    assert len(door.kept) == 1


async def test_nothing_that_could_not_be_kept_is_answered_with_success(door: Door) -> None:
    door.disk_is_full = True

    answer = await door.is_told()

    assert answer.status_code == 500
    assert door.kept == []


@pytest.mark.parametrize(
    "lie",
    [
        {"key": "another key"},
        {"key": ""},
        {"changed": b" "},
        {"headers": {}},
        {"headers": {"x-gateway-timestamp": "", "x-gateway-signature": ""}},
        {"headers": {"x-gateway-timestamp": "1", "x-gateway-signature": "0" * 64}},
        {"signed_ago": timedelta(minutes=5, seconds=1)},
        {"signed_ago": -timedelta(minutes=5, seconds=1)},
        {"amount_minor": "5000"},
        {"amount_minor": 50.0},
        {"amount_minor": True},
        {"amount_minor": None},
        {"currency": "cny"},
        {"number": ""},
        {"number": ["P"]},
        {"number": "P\0"},
        {"event_id": "x" * 101},
        {"paid_at": "yesterday"},
        {"paid_at": "0001-01-01T00:00:00+14:00"},
        {"paid_at": "2026-03-02T12:00:00"},  # in whose zone?
    ],
    ids=str,
)
async def test_what_is_not_signed_now_or_not_a_notice_is_not_believed(door: Door, lie: dict[str, Any]) -> None:
    answer = await door.is_told(**lie)

    assert answer.status_code == 403
    assert door.kept == []


async def test_a_signature_of_four_minutes_ago_still_counts(door: Door) -> None:
    assert (await door.is_told(signed_ago=timedelta(minutes=4))).text == "success"


async def test_a_gateway_we_do_not_have_is_not_found(door: Door) -> None:
    assert (await door.is_told(gateway="other")).status_code == 404
    assert door.kept == []


async def test_a_body_longer_than_any_callback_is_refused(door: Door) -> None:
    answer = await door.is_told(changed=b" " * MOST_BODY_BYTES)

    assert answer.status_code == 413
    assert door.kept == []


async def test_money_is_never_reported_by_opening_a_page(door: Door) -> None:
    assert (await door.http.get("/gateways/sandbox/notify")).status_code == 405


async def test_whoever_asks_hears_that_we_are_well(door: Door) -> None:
    assert (await door.http.get("/health")).json() == {"ok": True}


async def test_a_listener_that_stops_lets_nobody_in_and_answers_whom_it_has_let_in(sqlite_database: Database) -> None:
    begun, gate = asyncio.Event(), asyncio.Event()

    async def answer_late(request: Request) -> Response:
        begun.set()
        await gate.wait()
        return Response(await request.body())

    others = [Route("/late", answer_late, methods=["POST"])]
    listener = Listener(sqlite_database, StoppedClock(NOW), gateways={}, store=_store_nothing, others=others)
    port = _free_port()
    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks, _patient_client(port) as http:
        serving = tasks.create_task(listener.serve(host="127.0.0.1", port=port))
        waiting = tasks.create_task(http.post("/late", content=b"kept"))
        await begun.wait()

        serving.cancel()
        while await _is_let_in(port):
            pass
        assert not serving.done()
        gate.set()

        assert (await waiting).content == b"kept"


async def _store_nothing(arrivals: Sequence[Arrival]) -> None:
    raise AssertionError(arrivals)


async def _is_let_in(port: int) -> bool:
    try:
        _, stranger = await asyncio.open_connection("127.0.0.1", port)
    except ConnectionError:
        return False
    stranger.close()
    return True


def _patient_client(port: int) -> httpx.AsyncClient:
    transport = httpx.AsyncHTTPTransport(retries=10, trust_env=False)
    return httpx.AsyncClient(transport=transport, base_url=f"http://127.0.0.1:{port}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
