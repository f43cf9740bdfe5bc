"""Webhooks: lanes side by side, in order within one, with the secret, and again until they are accepted."""

import asyncio
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated

import httpx
import pytest
from fastapi import Body, FastAPI, Header
from starlette.responses import Response

from sandbox.acts import speaking
from sandbox.bots import Bot, Webhook
from sandbox.chats import Chat
from sandbox.client import PersonInChat
from sandbox.people import Person
from sandbox.server import running
from sandbox.webhooks import Webhooks
from sandbox.world import World
from tests.sandbox.conftest import TOKEN, Served

PATIENCE_SECONDS = 10
NOTHING_COMES_SECONDS = 0.2
RETRY_AFTER_SECONDS = 600


@dataclass
class Shop:
    """A webhook that answers with the statuses it is told, then 200, and keeps what it got; 503 asks for patience."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    received: list[dict[str, object]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    arrivals: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    gate: threading.Event = field(default_factory=threading.Event)
    at_once: int = 0
    most_at_once: int = 0

    def take(self, update: dict[str, object], secret: str | None) -> int:
        self.received.append(update)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.secrets.append(secret)
        self.arrivals.release()
        if "message" in update:
            self.gate.wait(PATIENCE_SECONDS)
        self.at_once -= 1
        return self.statuses.pop(0) if self.statuses else 200

    def waits_for_deliveries(self, count: int) -> None:
        for _ in range(count):
            assert self.arrivals.acquire(timeout=PATIENCE_SECONDS)


@pytest.fixture
def shop() -> Iterator[Shop]:
    shop = Shop()
    shop.gate.set()

    app = FastAPI()

    @app.post("/hook")
    def hook(
        update: Annotated[dict[str, object], Body()],
        x_telegram_bot_api_secret_token: Annotated[str | None, Header()] = None,
    ) -> Response:
        status = shop.take(update, x_telegram_bot_api_secret_token)
        return Response(status_code=status, headers={"Retry-After": str(RETRY_AFTER_SECONDS)} if status == 503 else {})

    with running(app, World()) as url:
        shop.url = f"{url}/hook"
        yield shop


def call(served: Served, method: str, **parameters: object) -> object:
    answer = httpx.post(f"{served.url}/bot{TOKEN}/{method}", json=parameters).json()
    assert answer["ok"], answer
    return answer["result"]


def wait_until_noted(served: Served, *, attempts: int) -> None:
    """Wait until the sandbox has heard what became of its attempts at the first update."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        change = served.sandbox.get("/changes")["change"]
        if served.sandbox.updates()[0]["attempts"] >= attempts:
            return
        served.sandbox.get("/changes", after=change, wait_seconds=PATIENCE_SECONDS)
    raise TimeoutError(f"the sandbox has not made {attempts} attempts")


def test_an_update_is_posted_with_the_secret(served: Served, bea: PersonInChat, shop: Shop) -> None:
    call(served, "setWebhook", url=shop.url, secret_token="s3cret")

    shop.waits_for_deliveries(1)

    assert [update["update_id"] for update in shop.received] == [100_000_001]
    assert shop.secrets == ["s3cret"]


def test_a_refused_update_comes_again_and_holds_its_lane(served: Served, bea: PersonInChat, shop: Shop) -> None:
    shop.statuses = [500, 500]
    call(served, "setWebhook", url=shop.url)
    bea.says("second")
    shop.waits_for_deliveries(2)
    wait_until_noted(served, attempts=2)

    served.sandbox.forward_clock(seconds=2)
    shop.waits_for_deliveries(2)

    ids = [update["update_id"] for update in shop.received]
    assert ids == [100_000_001, 100_000_001, 100_000_001, 100_000_002]
    info = call(served, "getWebhookInfo")
    assert isinstance(info, dict)
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"


def test_the_pauses_between_attempts_double_and_nothing_is_lost_meanwhile(
    served: Served, bea: PersonInChat, shop: Shop
) -> None:
    shop.statuses = [500] * 4
    call(served, "setWebhook", url=shop.url)
    shop.waits_for_deliveries(2)

    for attempts, seconds in enumerate((2, 4, 8), start=3):
        wait_until_noted(served, attempts=attempts - 1)
        served.sandbox.forward_clock(seconds=seconds - 1)
        pending = call(served, "getWebhookInfo")
        served.sandbox.forward_clock(seconds=1)
        shop.waits_for_deliveries(1)
        assert isinstance(pending, dict)
        assert pending["pending_update_count"] == 1
        assert len(shop.received) == attempts


async def test_an_update_that_is_due_between_two_looks_is_posted_all_the_same(
    world: World, ana: Person, chat: Chat, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.statuses = [500, 500]
    world.bots.set_webhook(world.bots.first(), Webhook(shop.url))
    speaking.says(world, ana, chat, "again, please")
    ask = world.updates.next_available_at

    def asked_late(bot: Bot, *, after: float) -> float | None:
        """When the second post has failed two seconds pass, and nobody is woken by it."""
        if world.updates.journal()[0].attempts == 2:
            monkeypatch.setattr(world.clock, "_ahead", timedelta(seconds=2))
        return ask(bot, after=after)

    monkeypatch.setattr(world.updates, "next_available_at", asked_late)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(Webhooks(world).run())
        try:
            await asyncio.to_thread(shop.waits_for_deliveries, 3)
        finally:
            world.changes.close()

    assert len(shop.received) == 3


def test_whoever_asks_for_patience_is_left_alone_that_long(served: Served, bea: PersonInChat, shop: Shop) -> None:
    shop.statuses = [503]
    call(served, "setWebhook", url=shop.url)
    shop.waits_for_deliveries(1)
    wait_until_noted(served, attempts=1)

    served.sandbox.forward_clock(seconds=RETRY_AFTER_SECONDS - 10)
    bea.forges_tap("anything", message=1)  # another lane, so this one has had its chance by then
    shop.waits_for_deliveries(1)
    assert [sorted(update)[0] for update in shop.received] == ["message", "callback_query"]

    served.sandbox.forward_clock(seconds=10)
    shop.waits_for_deliveries(1)
    assert shop.received[-1] == shop.received[0]


def test_no_more_connections_are_used_than_allowed(served: Served, bea: PersonInChat, shop: Shop) -> None:
    shop.gate.clear()
    call(served, "setWebhook", url=shop.url, max_connections=1)
    shop.waits_for_deliveries(1)
    other = served.sandbox.person("Cem", language_code="en")

    other.says("/start")
    assert not shop.arrivals.acquire(timeout=NOTHING_COMES_SECONDS)

    shop.gate.set()
    shop.waits_for_deliveries(1)
    assert [update["update_id"] for update in shop.received] == [100_000_001, 100_000_002]
    assert shop.most_at_once == 1


def test_a_tap_overtakes_a_message_that_is_still_being_handled(served: Served, bea: PersonInChat, shop: Shop) -> None:
    shop.gate.clear()
    call(served, "setWebhook", url=shop.url)
    shop.waits_for_deliveries(1)

    bea.forges_tap("anything", message=1)
    bea.says("waits behind the first message")
    shop.waits_for_deliveries(1)

    assert [sorted(update)[0] for update in shop.received] == ["message", "callback_query"]
    shop.gate.set()
    shop.waits_for_deliveries(1)
    assert "message" in shop.received[-1]


def test_without_a_webhook_updates_wait_for_polling(served: Served, bea: PersonInChat, shop: Shop) -> None:
    call(served, "setWebhook", url=shop.url)
    shop.waits_for_deliveries(1)
    call(served, "deleteWebhook")
    bea.says("later")

    updates = call(served, "getUpdates", timeout=5)

    assert isinstance(updates, list)
    assert updates[-1]["message"]["text"] == "later"
    assert len(shop.received) == 1
