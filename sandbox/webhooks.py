"""Couriers that post updates to webhooks: lanes side by side, one after another within a lane, again until
accepted.

Not here: the queue and its expiry (`updates`). Source: tdlib/telegram-bot-api, WebhookActor.cpp: the first
retry comes at once, the following after doubling pauses; any answer but 2xx, and none, counts as a failure.
"""

import asyncio
import ssl
from dataclasses import replace

import httpx

from sandbox.bots import Bot, Webhook
from sandbox.updates import Update
from sandbox.world import World

REPLY_SECONDS = 60.0
LONGEST_PAUSE_SECONDS = 60
IDLE_SECONDS = 3600.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header, not a secret


class Webhooks:
    """Posts what is pending for every bot that has a webhook, until the world's feed is closed."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._busy: set[tuple[int, str]] = set()

    async def run(self) -> None:
        """Deliver as updates come; woken by every change, a moved clock included."""
        loopback_only = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # trusts nobody, and loads no certificates
        async with (
            httpx.AsyncClient(timeout=REPLY_SECONDS, trust_env=False, verify=loopback_only) as client,
            asyncio.TaskGroup() as lanes,
        ):
            while not self._world.changes.is_closed:
                seen = self._world.changes.number
                for bot in self._world.bots.all():
                    for update in self._due(bot):
                        self._busy.add((bot.id, update.lane))
                        lanes.create_task(self._deliver(client, bot.id, update))
                await self._world.changes.wait(after=seen, timeout_seconds=self._seconds_until_due())

    def _due(self, bot: Bot) -> list[Update]:
        """Return the updates to post now: the first of each idle lane, within the connections allowed."""
        if bot.webhook is None:
            return []
        with self._world.records.writing():
            heads = self._world.updates.heads(bot)
        now = self._world.clock.seconds
        idle = [one for one in heads if (bot.id, one.lane) not in self._busy and one.retry_at <= now]
        in_use = sum(1 for id, _ in self._busy if id == bot.id)
        return idle[: max(bot.webhook.max_connections - in_use, 0)]

    async def _deliver(self, client: httpx.AsyncClient, bot_id: int, update: Update) -> None:
        webhook = self._world.bots.the(bot_id).webhook
        failure = await _post(client, webhook, update) if webhook else None
        self._busy.discard((bot_id, update.lane))
        with self._world.writing():
            self._world.changes.record()  # the lane is free again: look for its next update
            if failure is None and webhook is not None:
                self._world.updates.accept(update)
            elif failure is not None:
                self._note_failure(bot_id, update, failure)

    def _note_failure(self, bot_id: int, update: Update, failure: str) -> None:
        now = self._world.clock.seconds
        pause = min(2 ** (update.attempts - 1), LONGEST_PAUSE_SECONDS) if update.attempts else 0
        self._world.updates.postpone(update, until=now + pause)
        bot = self._world.bots.the(bot_id)
        if bot.webhook is not None:
            noted = replace(bot.webhook, last_error_at=now, last_error_message=failure)
            self._world.bots.set_webhook(bot, noted)

    def _seconds_until_due(self) -> float:
        hooked = [bot for bot in self._world.bots.all() if bot.webhook]
        due_at = [at for bot in hooked if (at := self._world.updates.next_available_at(bot)) is not None]
        return max(min(due_at) - self._world.clock.seconds, 0.0) if due_at else IDLE_SECONDS


async def _post(client: httpx.AsyncClient, webhook: Webhook, update: Update) -> str | None:
    """Post the update; returns what went wrong, or None when it was accepted."""
    headers = {"Content-Type": "application/json"}
    if webhook.secret_token:
        headers[SECRET_HEADER] = webhook.secret_token
    try:
        answer = await client.post(webhook.url, content=update.json.encode(), headers=headers)
    except httpx.HTTPError as error:
        return f"Connection failed: {type(error).__name__}"
    return (
        None if answer.is_success else f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"
    )
