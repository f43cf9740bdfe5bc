"""Telegram through aiogram: its client, its methods, its errors.

Not here: aiogram's dispatcher. Updates are fetched through aiogram's client but kept as they came, because a
batch in which one update does not fit the library's model would otherwise come back for ever (docs/decisions/0002).
Importing this takes seconds, so only `bot.wiring` does, when the driver is chosen.
"""

from typing import Any

from aiogram import Bot, methods
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    RestartingTelegram,
    TelegramAPIError,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import Message
from aiohttp import ClientConnectorError
from pydantic import ValidationError

from bot.drivers.driver import BotIdentity, Done, DriverFailed, Flooded, Outcome, Rejected, Unknown, Unreached

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "pre_checkout_query", "my_chat_member"]

CALL_SECONDS = 20
"""How long a call may take before its outcome counts as unknown."""


class GetRawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """`getUpdates` whose answer stays plain JSON."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None
    timeout: int
    allowed_updates: list[str]


class AiogramDriver:
    """The Bot API by way of aiogram's Bot."""

    def __init__(self, token: str, *, api_base: str | None) -> None:
        server = PRODUCTION if api_base is None else TelegramAPIServer.from_base(api_base)
        self._bot = Bot(token, session=AiohttpSession(api=server, timeout=CALL_SECONDS))

    async def identify(self) -> BotIdentity:
        """Ask the platform who we are; raises DriverFailed."""
        try:
            me = await self._bot.get_me()
        except TelegramAPIError as error:
            raise _failure(error) from error
        return BotIdentity(me.id, me.username or "")

    async def fetch(self, offset: int | None, *, wait_seconds: int) -> list[dict[str, Any]]:
        """The updates from `offset` on, as they came; asking confirms all before it. Raises DriverFailed."""
        ask = GetRawUpdates(offset=offset, timeout=wait_seconds, allowed_updates=ALLOWED_UPDATES)
        try:
            return await self._bot(ask, request_timeout=wait_seconds + CALL_SECONDS)
        except (TelegramAPIError, ClientDecodeError) as error:
            raise _failure(error) from error

    async def call(self, method: str, **parameters: Any) -> Outcome:
        """Call a method that acts. Never raises for anything the network or the platform does."""
        try:
            answer = await self._bot(_method(method, parameters))
        except TelegramRetryAfter as error:
            return Flooded(error.retry_after)
        except (TelegramServerError, RestartingTelegram, ClientDecodeError) as error:
            return Unknown(str(error))
        except TelegramNetworkError as error:
            return _unreached_or_unknown(error)
        except TelegramAPIError as error:
            return Rejected(_CODES.get(type(error), 400), error.message)
        except ValidationError as error:
            return Rejected(400, f"refused before sending: {error}")
        return Done(answer.message_id if isinstance(answer, Message) else None)

    async def close(self) -> None:
        """Give up the connections."""
        await self._bot.session.close()


_CODES = {
    TelegramUnauthorizedError: 401,
    TelegramForbiddenError: 403,
    TelegramNotFound: 404,
    TelegramConflictError: 409,
}


def _method(name: str, parameters: dict[str, Any]) -> TelegramMethod[Any]:
    kind: type[TelegramMethod[Any]] = getattr(methods, name[0].upper() + name[1:])
    return kind.model_validate(parameters)


def _unreached_or_unknown(error: TelegramNetworkError) -> Outcome:
    """Only a connection that was never made proves that nothing was sent."""
    return Unreached(str(error)) if isinstance(error.__cause__, ClientConnectorError) else Unknown(str(error))


def _failure(error: TelegramAPIError | ClientDecodeError) -> DriverFailed:
    fatal = isinstance(error, TelegramUnauthorizedError | TelegramNotFound | TelegramConflictError)
    return DriverFailed(str(error), fatal=fatal)
