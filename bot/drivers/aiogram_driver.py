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
    TelegramAPIError,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import BufferedInputFile, ForumTopic, Message
from aiohttp import ClientConnectorError, ClientError, ClientTimeout, ConnectionTimeoutError
from pydantic import ValidationError

from bot.drivers.driver import (
    ALLOWED_UPDATES,
    CALL_SECONDS,
    CONNECTING_PART,
    TOO_LARGE,
    UNREADABLE,
    BotIdentity,
    Contested,
    Done,
    DriverFailed,
    Flooded,
    Outcome,
    Rejected,
    Unknown,
    Unreached,
    Upload,
)

_TROUBLE = (TelegramAPIError, ClientDecodeError, UnicodeDecodeError)
_Trouble = TelegramAPIError | ClientDecodeError | UnicodeDecodeError
"""What the library raises for an answer that is no result, and for none."""


class GetRawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """`getUpdates` whose answer stays plain JSON."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None
    timeout: int
    allowed_updates: list[str]


class AiogramDriver:
    """The Bot API by way of aiogram's Bot."""

    def __init__(self, token: str, *, api_base: str | None, call_seconds: int = CALL_SECONDS) -> None:
        server = PRODUCTION if api_base is None else TelegramAPIServer.from_base(api_base)
        patience = ClientTimeout(total=call_seconds, sock_connect=call_seconds / CONNECTING_PART)
        self._bot = Bot(token, session=AiohttpSession(api=server, timeout=patience))
        self._call_seconds = call_seconds

    async def identify(self) -> BotIdentity:
        """Ask the platform who we are; raises DriverFailed."""
        try:
            me = await self._bot.get_me()
        except _TROUBLE as error:
            raise _failure(error) from error
        return BotIdentity(me.id, me.username or "")

    async def fetch(self, offset: int | None, *, wait_seconds: int) -> list[dict[str, Any]]:
        """The updates from `offset` on, as they came; asking confirms all before it. Raises DriverFailed."""
        ask = GetRawUpdates(offset=offset, timeout=wait_seconds, allowed_updates=ALLOWED_UPDATES)
        try:
            return await self._bot(ask, request_timeout=wait_seconds + self._call_seconds)
        except _TROUBLE as error:
            raise _failure(error) from error

    async def call(self, method: str, **parameters: Any) -> Outcome:
        """Call a method that acts. Never raises for anything the network or the platform does."""
        try:
            answer = await self._bot(_method(method, parameters))
        except _TROUBLE as error:
            return _outcome(error)
        except ValidationError as error:
            return Rejected(400, f"refused before sending: {error}")
        if answer is None:
            return Unknown(UNREADABLE)
        if isinstance(answer, ForumTopic):
            return Done(thread_id=answer.message_thread_id)
        return Done(answer.message_id if isinstance(answer, Message) else None)

    async def ask(self, method: str, **parameters: Any) -> dict[str, Any] | Outcome:
        """Call a method that only looks, and return the object it found; else how the call ended. Never raises."""
        try:
            answer = await self._bot(_unlisted(method).model_validate(parameters))
        except _TROUBLE as error:
            return _outcome(error)
        return answer if isinstance(answer, dict) else Unknown(UNREADABLE)

    async def download(self, file_id: str, *, most_bytes: int) -> bytes | Outcome:
        """The content of a file that somebody sent; Rejected if it is longer than `most_bytes`. Never raises."""
        try:
            file = await self._bot.get_file(file_id)
            if file.file_path is None or (file.file_size or 0) > most_bytes:
                return Rejected(400, TOO_LARGE)
            content = await self._bot.download_file(file.file_path, timeout=self._call_seconds)
        except _TROUBLE as error:
            return _outcome(error)
        except (ClientError, TimeoutError) as error:
            return Unreached(type(error).__name__)  # its words quote the address, which has the token in it
        read = b"" if content is None else content.read()
        return read if len(read) <= most_bytes else Rejected(400, TOO_LARGE)

    async def close(self) -> None:
        """Give up the connections."""
        await self._bot.session.close()


_CODES = {
    TelegramUnauthorizedError: 401,
    TelegramForbiddenError: 403,
    TelegramNotFound: 404,
    TelegramConflictError: 409,
    TelegramEntityTooLarge: 413,
}


def _method(name: str, parameters: dict[str, Any]) -> TelegramMethod[Any]:
    kind: type[TelegramMethod[Any]] = getattr(methods, name[0].upper() + name[1:], None) or _unlisted(name)
    return kind.model_validate(_with_files(parameters))


def _unlisted(name: str) -> type[TelegramMethod[Any]]:
    """A method that the library does not have: whether there is one is for the platform to say."""

    class Unlisted(TelegramMethod[Any]):
        __returning__ = object
        __api_method__ = name

    return Unlisted


def _with_files(value: Any) -> Any:
    """The parameters with aiogram's own class in place of every `Upload`."""
    if isinstance(value, Upload):
        return BufferedInputFile(value.content, value.name)
    if isinstance(value, dict):
        return {name: _with_files(each) for name, each in value.items()}
    return value


def _outcome(error: _Trouble) -> Outcome:
    """What a failed call came to."""
    match error:
        case TelegramRetryAfter():
            return Flooded(error.retry_after)
        case ClientDecodeError() | UnicodeDecodeError():
            return Unknown(UNREADABLE)
        case TelegramServerError():
            return Unknown(error.message)
        case TelegramNetworkError() if not isinstance(error, TelegramEntityTooLarge):
            return _unreached_or_unknown(error)
        case _:
            return Rejected(_CODES.get(type(error), 400), error.message)


def _unreached_or_unknown(error: TelegramNetworkError) -> Outcome:
    """Only a connection that was never made proves that nothing was sent."""
    never_left = isinstance(error.__cause__, ClientConnectorError | ConnectionTimeoutError)
    return Unreached(str(error)) if never_left else Unknown(str(error))


def _failure(error: _Trouble) -> DriverFailed:
    if isinstance(error, TelegramConflictError):
        return Contested(str(error))
    fatal = isinstance(error, TelegramUnauthorizedError | TelegramNotFound)
    reason = str(error) if isinstance(error, TelegramAPIError) else UNREADABLE
    return DriverFailed(reason, fatal=fatal)
