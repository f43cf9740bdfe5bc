"""aiogram by itself: its dispatcher, a conversation in its FSM, its state in memory, and a session that sends nothing.

    python -m bot.bench.bare_aiogram SECONDS     prints how many updates a second it dispatched

Not here: PTB (bot.bench.bare_ptb), which is never imported in the same process.
"""

import asyncio
import sys
import time
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Any

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.base import BaseSession
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.methods import TelegramMethod
from aiogram.types import Chat, Message

from bot.bench.frameworks import CHATS, REMARKS, Talk

_SENT = Message(message_id=1, date=datetime(2026, 1, 1, tzinfo=UTC), chat=Chat(id=1, type="private"), text="…")


class Buying(StatesGroup):
    """The steps."""

    product = State()
    quantity = State()
    confirmation = State()


class NoSession(BaseSession):
    """Sends nothing, and says that it was sent."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's own signature
    ) -> Any:
        """As if it had been sent."""
        del bot, method, timeout
        return _SENT

    async def stream_content(self, *args: Any, **options: Any) -> AsyncGenerator[bytes, None]:
        """Nothing is ever fetched."""
        del args, options
        yield b""

    async def close(self) -> None:
        """Nothing to give up."""


async def begin(message: Message, state: FSMContext) -> None:
    """Ask what to buy."""
    await state.set_state(Buying.product)
    await message.answer("What?")


async def take_product(message: Message, state: FSMContext) -> None:
    """Remember it, and ask how many."""
    await state.update_data(product=message.text)
    await state.set_state(Buying.quantity)
    await message.answer("How many?")


async def take_quantity(message: Message, state: FSMContext) -> None:
    """Remember it, and ask whether all is right."""
    await state.update_data(quantity=message.text)
    await state.set_state(Buying.confirmation)
    await message.answer("Is that right?")


async def confirm(message: Message, state: FSMContext) -> None:
    """Forget it all."""
    bought = await state.get_data()
    await state.clear()
    await message.answer(f"{bought['product']} × {bought['quantity']}")


async def updates_per_s(seconds: float) -> float:
    """Dispatch one after the other."""
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.message.register(begin, Command("buy"))
    dispatcher.message.register(take_product, Buying.product, F.text)
    dispatcher.message.register(take_quantity, Buying.quantity, F.text)
    dispatcher.message.register(confirm, Buying.confirmation, F.text)
    bot, talk = Bot("1:bench", session=NoSession()), Talk()
    updates, begun = 0, time.perf_counter()
    while (spent := time.perf_counter() - begun) < seconds:
        for _ in range(CHATS * len(REMARKS)):
            await dispatcher.feed_raw_update(bot, talk.next_update())
        updates += CHATS * len(REMARKS)
    return updates / spent


if __name__ == "__main__":
    sys.stdout.write(f"{asyncio.run(updates_per_s(float(sys.argv[1])))}\n")
