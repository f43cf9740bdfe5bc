"""Couriers that post updates to webhooks: lanes side by side, one after another within a lane, again until
accepted.

Not here: the queue and its expiry (`updates`). Source: tdlib/telegram-bot-api, WebhookActor.cpp: the first
retry comes at once, the following after doubling pauses, or when Retry-After says; any answer but 2xx, and none,
counts as a failure.
"""

import asyncio
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import aiohttp

from sandbox.bots import Bot, Webhook
from sandbox.updates import Update
from sandbox.world import World

REPLY_SECONDS = 60.0
LONGEST_PAUSE_SECONDS = 60
LONGEST_RETRY_AFTER_SECONDS = 3600
IDLE_SECONDS = 3600.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header, not a secret


OnAnswer = Callable[[float], None]
"""Told of every post that was accepted: how many seconds it took."""


class Webhooks:
    """Posts what is pending for every bot that has a webhook, until the world's feed is closed."""

    def __init__(self, world: World, *, on_answer: OnAnswer | None = None) -> None:
        self._world = world
        self._on_answer = on_answer
        self._busy: set[tuple[int, str]] = set()

    async def run(self) -> None:
        """Deliver as updates come; woken by every change, a moved clock included."""
        loopback_only = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # trusts nobody, and loads no certificates
        async with (
            aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, ssl=loopback_only),
                timeout=aiohttp.ClientTimeout(total=REPLY_SECONDS),
            ) as client,
            asyncio.TaskGroup() as lanes,
        ):
            while not self._world.changes.is_closed:
                seen, now = self._world.changes.number, self._world.clock.seconds
                for bot in self._world.bots.all():
                    for update in self._due(bot, now):
                        self._busy.add((bot.id, update.lane))
                        lanes.create_task(self._deliver(client, bot.id, update))
                await self._world.changes.wait(after=seen, timeout_seconds=self._seconds_until_due(now))

    def _due(self, bot: Bot, now: float) -> list[Update]:
        """Return the updates to post: the first of each idle lane, within the connections allowed."""
        if bot.webhook is None:
            return []
        with self._world.records.writing():
            heads = self._world.updates.heads(bot)
        idle = [one for one in heads if (bot.id, one.lane) not in self._busy and one.retry_at <= now]
        in_use = sum(1 for id, _ in self._busy if id == bot.id)
        return idle[: max(bot.webhook.max_connections - in_use, 0)]

    async def _deliver(self, client: aiohttp.ClientSession, bot_id: int, update: Update) -> None:
        webhook = self._world.bots.the(bot_id).webhook
        begun = time.perf_counter()
        failure = await _post(client, webhook, update) if webhook else None
        if failure is None and self._on_answer is not None:
            self._on_answer(time.perf_counter() - begun)
        self._busy.discard((bot_id, update.lane))
        with self._world.writing():
            self._world.changes.record()  # the lane is free again: look for its next update
            if failure is None and webhook is not None:
                self._world.updates.accept(update)
            elif failure is not None:
                self._note_failure(bot_id, update, failure)

    def _note_failure(self, bot_id: int, update: Update, failure: "_Failure") -> None:
        now = self._world.clock.seconds
        doubling = min(2**update.attempts, LONGEST_PAUSE_SECONDS) if update.attempts else 0
        self._world.updates.postpone(update, until=now + (failure.retry_after or doubling))
        bot = self._world.bots.the(bot_id)
        if bot.webhook is not None:
            noted = replace(bot.webhook, last_error_at=now, last_error_message=failure.reason)
            self._world.bots.set_webhook(bot, noted)

    def _seconds_until_due(self, looked_at: float) -> float:
        hooked = [bot for bot in self._world.bots.all() if bot.webhook]
        held_until = [self._world.updates.next_available_at(bot, after=looked_at) for bot in hooked]
        due_at = [at for at in held_until if at is not None]
        return max(min(due_at) - self._world.clock.seconds, 0.0) if due_at else IDLE_SECONDS


@dataclass(frozen=True)
class _Failure:
    """Why an update was not taken, and for how many seconds the webhook asked to be left alone, if it did."""

    reason: str
    retry_after: int = 0


async def _post(client: aiohttp.ClientSession, webhook: Webhook, update: Update) -> _Failure | None:
    """Post the update; returns what went wrong, or None when it was accepted."""
    headers = {"Content-Type": "application/json"}
    if webhook.secret_token:
        headers[SECRET_HEADER] = webhook.secret_token
    try:
        async with client.post(
            webhook.url, data=update.json.encode(), headers=headers, allow_redirects=False
        ) as answer:
            await answer.read()
            if 200 <= answer.status < 300:
                return None
            reason = f"Wrong response from the webhook: {answer.status} {answer.reason}"
            return _Failure(reason, _seconds(answer.headers.get("Retry-After", "")))
    except (aiohttp.ClientError, TimeoutError) as error:
        return _Failure(f"Connection failed: {type(error).__name__}")


def _seconds(retry_after: str) -> int:
    """What the header asks for; 0 when it says nothing, or a date."""
    return min(int(retry_after), LONGEST_RETRY_AFTER_SECONDS) if retry_after.isdecimal() else 0
