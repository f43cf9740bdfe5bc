"""The webhook: who is believed, what is kept before 200 is said, and how the platform is told where to post."""

import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
import structlog.testing

from bot.drivers.driver import ALLOWED_UPDATES, Flooded, Rejected, Unreached
from bot.drivers.memory_driver import MemoryDriver
from bot.listener import Listener
from bot.reading import read
from bot.webhook import MOST_UPDATE_BYTES, PAUSES_SECONDS, RETRY_SECONDS, SECRET_HEADER, Webhook, withdraw
from flows.events import Unknown
from storage import inbox
from storage.database import Database
from storage.inbox import Arrival, InboxRow
from tests.clock import StoppedClock

SECRET = "secret-" * 5
OLD_SECRET = "former-" * 5
HELLO = {
    "update_id": 7,
    "message": {"message_id": 1, "date": 1, "chat": {"id": 501, "type": "private"}, "from": {"id": 501}, "text": "hi"},
}


class Door:
    """A webhook, the platform that knocks, and what was let in."""

    def __init__(self, database: Database, *secrets: str) -> None:
        self.database = database
        self.clock = StoppedClock()
        self.platform = MemoryDriver()
        self.disk_is_full = False
        self.webhook = Webhook(
            self.platform, self.clock, bot_id=1, public_url="https://shop.example", secrets=secrets, store=self._store
        )
        listener = Listener(database, self.clock, gateways={}, store=self._store, others=[self.webhook.route])
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(listener.app()), base_url="http://bot")

    async def is_posted(
        self, update: Any = HELLO, *, secret: str | None = SECRET, body: bytes | None = None
    ) -> httpx.Response:
        """Post an update, or whatever else."""
        headers = {} if secret is None else {SECRET_HEADER: secret}
        content = json.dumps(update).encode() if body is None else body
        return await self.http.post("/telegram/1", content=content, headers=headers)

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
async def door(database: Database) -> AsyncIterator[Door]:
    """A webhook on either database whose secret was changed lately."""
    door = Door(database, SECRET, OLD_SECRET)
    with structlog.testing.capture_logs():
        yield door
    await door.http.aclose()


async def test_an_update_is_kept_in_the_lane_of_its_chat_and_answered_with_nothing_to_do(door: Door) -> None:
    answer = await door.is_posted()

    assert (answer.status_code, answer.content) == (200, b"")
    assert door.kept == [("7", "chat:501")]


async def test_an_update_that_is_posted_again_is_kept_once(door: Door) -> None:
    answers = [await door.is_posted() for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200] * 3
    assert len(door.kept) == 1


@pytest.mark.parametrize(
    "secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", SECRET.upper(), "ü" * 35, "None"], ids=repr
)
async def test_who_does_not_know_the_secret_is_not_believed(door: Door, secret: str | None) -> None:
    headers = httpx.Headers({} if secret is None else {SECRET_HEADER: secret}, encoding="latin-1")

    answer = await door.http.post("/telegram/1", content=json.dumps(HELLO), headers=headers)

    assert answer.status_code == 403
    assert door.kept == []


async def test_the_former_secret_still_counts_as_long_as_it_is_set(door: Door, database: Database) -> None:
    assert (await door.is_posted(secret=OLD_SECRET)).status_code == 200

    later = Door(database, SECRET)
    assert (await later.is_posted(secret=OLD_SECRET)).status_code == 403
    await later.http.aclose()


async def test_an_update_that_could_not_be_kept_is_to_be_posted_again_soon(door: Door) -> None:
    door.disk_is_full = True

    answer = await door.is_posted()

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, str(RETRY_SECONDS))
    assert door.kept == []


async def test_a_body_longer_than_any_update_is_refused(door: Door) -> None:
    assert (await door.is_posted(body=b" " * (MOST_UPDATE_BYTES + 1))).status_code == 413
    assert door.kept == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'{"message": {}}',
        b'{"update_id": "7"}',
        b'{"update_id": true}',
        b'{"update_id": ' + b"9" * 5000 + b"}",
        b"\xff\xfe\0",
        b'"\\u0000\\ud83d"',
        b"[" * 100_000,
    ],
    ids=lambda body: str(body[:20]),
)
async def test_what_is_no_update_is_kept_once_and_changes_nothing(door: Door, body: bytes) -> None:
    answers = [await door.is_posted(body=body) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert [lane for _, lane in door.kept] == ["nowhere"]
    with door.database.read() as db:
        stored = inbox.next_in_lane(db, "nowhere")
    assert stored is not None
    assert read(stored, now=door.clock.now()).happening == Unknown("unreadable")


async def test_another_bots_door_is_not_here(door: Door) -> None:
    headers = {SECRET_HEADER: SECRET}

    assert (await door.http.post("/telegram/2", json=HELLO, headers=headers)).status_code == 404
    assert (await door.http.get("/telegram/1", headers=headers)).status_code == 405
    assert door.kept == []


async def test_the_platform_is_told_where_to_post_until_it_agrees(sqlite_database: Database) -> None:
    door = Door(sqlite_database, SECRET, OLD_SECRET)
    begun = door.clock.now()
    door.platform.script("setWebhook", Unreached("no route"), Flooded(7), Rejected(400, "bad webhook: no such host"))

    await door.webhook.register()

    assert len(door.platform.calls) == 4
    assert door.platform.calls[-1] == (
        "setWebhook",
        {
            "url": "https://shop.example/telegram/1",
            "secret_token": SECRET,
            "allowed_updates": ALLOWED_UPDATES,
            "max_connections": 100,
        },
    )
    assert (door.clock.now() - begun).total_seconds() == PAUSES_SECONDS[0] + 7 + PAUSES_SECONDS[2]


async def test_going_back_to_polling_drops_nothing() -> None:
    platform = MemoryDriver()
    platform.script("deleteWebhook", Unreached("no route"))

    await withdraw(platform, StoppedClock())

    assert platform.calls == [("deleteWebhook", {})] * 2
