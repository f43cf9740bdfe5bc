"""How a bot gets its updates: long polling and the webhook's settings.

Not here: the queue (`updates`) and posting to a webhook (`webhooks`). Only one of the two ways works at a
time, and of two pollers the later one wins: the earlier is told there is a conflict.
"""

import asyncio
import re
from datetime import UTC, datetime

from aiogram.methods import DeleteWebhook, GetUpdates, GetWebhookInfo, SetWebhook
from aiogram.types import WebhookInfo

from sandbox.api.calls import Call
from sandbox.api.refusals import bad_request, conflict
from sandbox.bots import Bot, Webhook
from sandbox.updates import Update
from sandbox.world import World

MOST_SECONDS = 50
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class Pollers:
    """Who polls which bot right now: at most one each."""

    def __init__(self) -> None:
        self._last_turn = 0
        self._turns: dict[int, int] = {}

    def begin(self, bot: Bot) -> int:
        """Take the bot's poll over and return the number of one's turn."""
        self._last_turn += 1
        self._turns[bot.id] = self._last_turn
        return self._last_turn

    def is_polled(self, bot: Bot) -> bool:
        return bot.id in self._turns

    def check(self, bot: Bot, turn: int) -> None:
        """Raise a Refusal when another poller has taken over."""
        if self._turns.get(bot.id) != turn:
            raise conflict("terminated by other getUpdates request; make sure that only one bot instance is running")

    def end(self, bot: Bot, turn: int) -> None:
        """Leave, unless another one polls already."""
        if self._turns.get(bot.id) == turn:
            del self._turns[bot.id]


async def get_updates(world: World, pollers: Pollers, bot: Bot, request: GetUpdates) -> list[Update]:
    """Return what is pending, waiting for it up to the time asked for, 50 seconds at most."""
    if bot.webhook:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    if request.allowed_updates is not None:
        with world.writing():
            world.bots.allow_updates(bot, request.allowed_updates)
    if pollers.is_polled(bot):
        with world.writing():
            world.changes.record()  # so that the earlier poller wakes and learns of the conflict
    turn = pollers.begin(bot)
    try:
        return await _poll(world, pollers, bot, request, turn)
    finally:
        pollers.end(bot, turn)


def set_webhook(call: Call, request: SetWebhook) -> bool:
    if not request.url:
        return _remove_webhook(call, bool(request.drop_pending_updates))
    if not request.url.startswith(("https://", "http://127.0.0.1", "http://localhost", "http://[::1]")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if request.secret_token is not None and not _SECRET.fullmatch(request.secret_token):
        raise bad_request("secret token contains unallowed characters")
    if request.allowed_updates is not None:
        call.world.bots.allow_updates(call.bot, request.allowed_updates)
    if request.drop_pending_updates:
        call.world.updates.drop_pending(call.bot)
    connections = min(max(request.max_connections or 40, 1), 100)
    call.world.bots.set_webhook(call.bot, Webhook(request.url, request.secret_token, connections))
    call.world.changes.record()
    return True


def delete_webhook(call: Call, request: DeleteWebhook) -> bool:
    return _remove_webhook(call, bool(request.drop_pending_updates))


def get_webhook_info(call: Call, request: GetWebhookInfo) -> WebhookInfo:
    webhook = call.bot.webhook or Webhook("")
    failed_at = webhook.last_error_at
    return WebhookInfo(
        url=webhook.url,
        has_custom_certificate=False,
        pending_update_count=call.world.updates.count_pending(call.bot),
        max_connections=webhook.max_connections if webhook.url else None,
        allowed_updates=list(call.bot.allowed_updates) if call.bot.allowed_updates else None,
        last_error_date=datetime.fromtimestamp(failed_at, UTC) if failed_at else None,
        last_error_message=webhook.last_error_message,
    )


async def _poll(world: World, pollers: Pollers, bot: Bot, request: GetUpdates, turn: int) -> list[Update]:
    deadline = asyncio.get_running_loop().time() + min(max(request.timeout or 0, 0), MOST_SECONDS)
    limit = min(max(request.limit or 100, 1), 100)
    while True:
        pollers.check(bot, turn)
        seen, now = world.changes.number, world.clock.seconds
        with world.records.writing():
            updates = world.updates.take(bot, offset=request.offset or 0, limit=limit)
        remaining = deadline - asyncio.get_running_loop().time()
        if updates or remaining <= 0 or world.changes.is_closed:
            return updates
        await world.changes.wait(after=seen, timeout_seconds=min(remaining, _until_next(world, bot, now)))


def _remove_webhook(call: Call, should_drop: bool) -> bool:
    call.world.bots.set_webhook(call.bot, None)
    if should_drop:
        call.world.updates.drop_pending(call.bot)
    call.world.changes.record()
    return True


def _until_next(world: World, bot: Bot, looked_at: float) -> float:
    """Return the seconds until an update that was held back then comes free."""
    at = world.updates.next_available_at(bot, after=looked_at)
    return MOST_SECONDS if at is None else max(at - world.clock.seconds, 0.0)
