"""The payment stand-in: what it takes, what it signs, how it insists, and how it goes wrong when told to."""

import hmac
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from fastapi import FastAPI, Request
from starlette.responses import PlainTextResponse

from sandbox.client import Sandbox, SandboxError
from sandbox.gateway.bills import is_on_loopback
from sandbox.gateway.routes import create_router
from sandbox.gateway.till import Gateway
from sandbox.gateway_client import GatewayClient
from sandbox.server import create_app, running
from sandbox.world import World

KEY = "a key both sides know"
Notice = dict[str, Any]  # Any: JSON of the gateway's books
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Call:
    """A notice as it came in."""

    body: bytes
    signature: str
    timestamp: str

    @property
    def said(self) -> dict[str, object]:
        told: dict[str, object] = json.loads(self.body)
        return told

    @property
    def is_signed(self) -> bool:
        wanted = hmac.new(KEY.encode(), self.timestamp.encode() + b"." + self.body, "sha256")
        return self.signature == wanted.hexdigest()


@dataclass
class Shop:
    """The shop's end: answers with the texts it is told to, then `success`, and keeps what it got."""

    url: str = ""
    answers: list[str] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)

    def take(self, call: Call) -> str:
        self.calls.append(call)
        return self.answers.pop(0) if self.answers else "success"

    def address(self, number: str = "P-1", *, amount_minor: int = 70600, currency: str = "CNY", key: str = KEY) -> str:
        """Make the address to pay at, as the shop does."""
        fields = {
            "amount_minor": str(amount_minor),
            "currency": currency,
            "notify": f"{self.url}/callback",
            "number": number,
        }
        signed = "&".join(f"{name}={fields[name]}" for name in sorted(fields))
        signature = hmac.new(key.encode(), signed.encode(), "sha256").hexdigest()
        return "/gateway/pay?" + urlencode(fields | {"subject": "Steam <50>", "signature": signature})


@pytest.fixture
def shop() -> Iterator[Shop]:
    shop = Shop()
    app = FastAPI()

    @app.post("/callback")
    async def callback(request: Request) -> PlainTextResponse:
        headers = request.headers
        call = Call(await request.body(), headers["x-gateway-signature"], headers["x-gateway-timestamp"])
        return PlainTextResponse(shop.take(call))

    world = World()
    with running(app, world) as url:
        shop.url = url
        yield shop
    world.close()


@dataclass(frozen=True)
class Served:
    url: str
    gateway: GatewayClient
    sandbox: Sandbox

    def waits_for_settled(self, count: int) -> list[Notice]:
        """Wait until that many notices were accepted and return all there are."""
        return self._waits(lambda notices: sum(1 for one in notices if one["is_done"]) >= count)

    def waits_for_attempts(self, count: int) -> list[Notice]:
        """Wait until the answers to that many sendings are in the books."""
        return self._waits(lambda notices: sum(one["attempts"] for one in notices) >= count)

    def _waits(self, is_enough: Callable[[list[Notice]], bool]) -> list[Notice]:
        change = 0
        while not is_enough(notices := self.gateway.journal()["notices"]):
            later = self.sandbox.get("/changes", after=change, wait_seconds=PATIENCE_SECONDS)["change"]
            assert later > change, notices
            change = later
        return notices


@contextmanager
def gateway_at(path: str) -> Iterator[Served]:
    world = World(path, frozen_at=NOON)
    gateway = Gateway(world, key=KEY)
    app = create_app(world, beside=[gateway.notices.run])
    app.include_router(create_router(gateway))
    with running(app, world) as url:
        served = Served(url, GatewayClient(url), Sandbox(url))
        yield served
        served.gateway.close()
        served.sandbox.close()
    world.close()


@pytest.fixture
def served() -> Iterator[Served]:
    with gateway_at(":memory:") as served:
        yield served


def test_a_payment_is_told_with_a_signature_over_the_raw_body(served: Served, shop: Shop) -> None:
    txn = served.gateway.pays_at(shop.address())

    (notice,) = served.waits_for_settled(1)
    (call,) = shop.calls
    assert call.is_signed
    assert call.said == {
        "event_id": f"EV-{txn}",
        "provider_txn": txn,
        "number": "P-1",
        "amount_minor": 70600,
        "currency": "CNY",
        "paid_at": "2026-11-22T12:00:00+00:00",
    }
    assert notice["attempts"] == 1


def test_the_page_shows_what_is_paid_and_escapes_it(served: Served, shop: Shop) -> None:
    page = httpx.get(served.url + shop.address()).text

    assert "¥706.00" in page
    assert "P-1" in page
    assert "Steam &lt;50&gt;" in page
    assert "<50>" not in page


@pytest.mark.parametrize("part", ["amount_minor=70600", "currency=CNY", "number=P-1"])
def test_a_changed_address_is_refused_and_takes_no_money(served: Served, shop: Shop, part: str) -> None:
    forged = shop.address().replace(part, part + "0")

    shown = httpx.get(served.url + forged)
    with pytest.raises(SandboxError, match="403"):
        served.gateway.pays_at(forged)

    assert shown.status_code == 403
    assert served.gateway.journal() == {"payments": [], "notices": []}


def test_an_address_signed_with_another_key_is_refused(served: Served, shop: Shop) -> None:
    answer = httpx.get(served.url + shop.address(key="another"))

    assert answer.status_code == 403
    assert "signature" in answer.text


def test_nothing_but_this_machine_is_ever_notified(served: Served, shop: Shop) -> None:
    shop.url = "http://shop.example.test"

    with pytest.raises(SandboxError, match="403"):
        served.gateway.pays_at(shop.address())

    assert served.gateway.journal()["payments"] == []


@pytest.mark.parametrize(
    ("url", "is_local"),
    [
        ("http://127.0.0.1:8080/x", True),
        ("http://[::1]/x", True),
        ("http://localhost/x", True),
        ("http://localhost.example.test/x", False),
        ("http://10.0.0.1/x", False),
        ("https://127.0.0.1/x", False),
        ("http:///x", False),
    ],
)
def test_loopback_is_told_from_the_rest(url: str, is_local: bool) -> None:
    assert is_on_loopback(url) is is_local


def test_a_number_may_be_paid_twice_after_a_warning(served: Served, shop: Shop) -> None:
    first = served.gateway.pays_at(shop.address())
    page = httpx.get(served.url + shop.address()).text
    second = served.gateway.pays_at(shop.address())

    served.waits_for_settled(2)
    assert "paid-already" in page
    assert first != second
    assert [call.said["provider_txn"] for call in shop.calls] == [first, second]


def test_an_unaccepted_notice_comes_again_after_growing_pauses(served: Served, shop: Shop) -> None:
    shop.answers = ["fail", "please wait"]
    served.gateway.pays_at(shop.address())
    served.waits_for_attempts(1)

    served.sandbox.forward_clock(seconds=1)
    served.waits_for_attempts(2)
    served.sandbox.forward_clock(seconds=2)

    (notice,) = served.waits_for_settled(1)
    assert notice["attempts"] == 3
    assert len({call.body for call in shop.calls}) == 1
    assert all(call.is_signed for call in shop.calls)


def test_an_owed_notice_survives_a_restart(tmp_path: Path, shop: Shop) -> None:
    path = str(tmp_path / "world.sqlite3")
    shop.answers = ["fail"]
    with gateway_at(path) as served:
        txn = served.gateway.pays_at(shop.address())
        served.waits_for_attempts(1)

    with gateway_at(path) as served:
        served.sandbox.forward_clock(seconds=60)
        served.waits_for_settled(1)

    assert [call.said["provider_txn"] for call in shop.calls] == [txn, txn]


def test_a_silent_gateway_tells_only_when_asked_again(served: Served, shop: Shop) -> None:
    served.gateway.fails("silent")
    served.gateway.pays_at(shop.address())
    owed = served.gateway.journal()["notices"]

    served.gateway.redelivers("P-1")

    served.waits_for_settled(1)
    assert owed == []
    assert len(shop.calls) == 1


def test_a_duplicate_is_the_same_event_told_twice(served: Served, shop: Shop) -> None:
    served.gateway.fails("duplicate")
    served.gateway.pays_at(shop.address())

    served.waits_for_settled(2)

    assert len(shop.calls) == 2
    assert len({call.body for call in shop.calls}) == 1


def test_a_delayed_notice_comes_when_its_time_has_come(served: Served, shop: Shop) -> None:
    served.gateway.fails("delay", seconds=600)
    served.gateway.pays_at(shop.address())
    served.gateway.pays_at(shop.address("P-2"))
    served.waits_for_settled(1)
    told_first = [call.said["number"] for call in shop.calls]

    served.sandbox.forward_clock(seconds=600)
    served.waits_for_settled(2)

    assert told_first == ["P-2"]
    assert [call.said["number"] for call in shop.calls] == ["P-2", "P-1"]


def test_a_wrong_signature_and_a_wrong_amount_happen_once_each(served: Served, shop: Shop) -> None:
    served.gateway.fails("wrong-signature")
    served.gateway.pays_at(shop.address())
    served.waits_for_settled(1)
    served.gateway.fails("wrong-amount")
    served.gateway.pays_at(shop.address())
    served.waits_for_settled(2)
    served.gateway.pays_at(shop.address())
    served.waits_for_settled(3)

    assert [call.is_signed for call in shop.calls] == [False, True, True]
    assert [call.said["amount_minor"] for call in shop.calls] == [70600, 70601, 70600]


def test_redelivering_what_was_never_paid_is_told_so(served: Served) -> None:
    answer = httpx.post(f"{served.url}/gateway/redeliver", json={"number": "P-9"})

    assert answer.status_code == 422
    assert answer.json()["detail"] == "Nothing was paid for P-9."
