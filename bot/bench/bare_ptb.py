"""python-telegram-bot by itself: its application, its conversation handler in memory, and a request that sends nothing.

    python -m bot.bench.bare_ptb SECONDS     prints how many updates a second it dispatched

Not here: aiogram (bot.bench.bare_aiogram), which is never imported in the same process.
"""

import asyncio
import json
import sys
import time
from typing import Any

from telegram import Update
from telegram.ext import Application, CommandHandler, ContextTypes, ConversationHandler, MessageHandler, filters
from telegram.request import BaseRequest

from bot.bench.frameworks import CHATS, REMARKS, Talk

PRODUCT, QUANTITY, CONFIRMATION = range(3)

_ME = {"id": 1, "is_bot": True, "first_name": "bench", "username": "bench_bot"}
_SENT = {"message_id": 1, "date": 1_790_000_000, "chat": {"id": 1, "type": "private"}, "text": "…"}


class NoRequest(BaseRequest):
    """Sends nothing, and says that it was sent."""

    read_timeout = None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to give up."""

    async def do_request(self, url: str, *args: Any, **options: Any) -> tuple[int, bytes]:
        """As if it had been sent."""
        del args, options
        return 200, json.dumps({"ok": True, "result": _ME if url.endswith("getMe") else _SENT}).encode()


async def begin(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """Ask what to buy."""
    del context
    await _say(update, "What?")
    return PRODUCT


async def take_product(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """Remember it, and ask how many."""
    _remember(update, context, "product")
    await _say(update, "How many?")
    return QUANTITY


async def take_quantity(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """Remember it, and ask whether all is right."""
    _remember(update, context, "quantity")
    await _say(update, "Is that right?")
    return CONFIRMATION


async def confirm(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """Forget it all."""
    bought = dict(context.user_data or {})
    (context.user_data or {}).clear()
    await _say(update, f"{bought['product']} × {bought['quantity']}")
    return ConversationHandler.END


async def updates_per_s(seconds: float) -> float:
    """Dispatch one after the other."""
    application = Application.builder().token("1:bench").updater(None).request(NoRequest()).build()
    states: dict[object, list[Any]] = {  # Any: handlers of whatever their callbacks return
        PRODUCT: [MessageHandler(filters.TEXT, take_product)],
        QUANTITY: [MessageHandler(filters.TEXT, take_quantity)],
        CONFIRMATION: [MessageHandler(filters.TEXT, confirm)],
    }
    application.add_handler(ConversationHandler([CommandHandler("buy", begin)], states, []))
    talk = Talk()
    async with application:
        updates, begun = 0, time.perf_counter()
        while (spent := time.perf_counter() - begun) < seconds:
            for _ in range(CHATS * len(REMARKS)):
                await application.process_update(Update.de_json(talk.next_update(), application.bot))
            updates += CHATS * len(REMARKS)
    return updates / spent


async def _say(update: Update, text: str) -> None:
    if update.message is not None:
        await update.message.reply_text(text)


def _remember(update: Update, context: ContextTypes.DEFAULT_TYPE, what: str) -> None:
    if context.user_data is not None and update.message is not None:
        context.user_data[what] = update.message.text


if __name__ == "__main__":
    sys.stdout.write(f"{asyncio.run(updates_per_s(float(sys.argv[1])))}\n")
