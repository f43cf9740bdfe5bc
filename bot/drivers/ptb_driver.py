"""Telegram through python-telegram-bot: its Bot, its requests, its files.

Not here: its Application, whose queue and handlers have nothing to do where updates are stored first, nor its
models: answers stay plain JSON, so one that does not fit them is still an answer (docs/decisions/0002).
Only `bot.wiring` imports this, when the driver is chosen.
"""

import json
import re
from typing import Any

import httpx
from telegram import Bot, InputFile
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

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

CONNECTIONS = 32
"""A few more than the calls the pace lets out in a second. httpx walks through all of them on each call."""

_TELEGRAM = "https://api.telegram.org"
_FATAL = (401, 404)
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

_Json = dict[str, Any]  # Any: whatever the platform answers


class NoResult(TelegramError):
    """The platform's answer holds no result; `outcome` is what that means for the call."""

    def __init__(self, said: str, outcome: Outcome) -> None:
        super().__init__(said)
        self.outcome = outcome


class ExactRequest(HTTPXRequest):
    """Keeps the code and the wording of a refusal.

    The library's own errors have neither: 'Bad Request: ' is cut off and the rest put in lower case, 401 and 404
    are one error, and an unreadable answer is logged with all that is in it.
    """

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make the request; raises NoResult if it was refused."""
        status, content = await super().do_request(*args, **kwargs)
        if not 200 <= status < 300:
            raise _refusal(status, _object(content))
        return status, content

    @staticmethod
    def parse_json_payload(payload: bytes) -> _Json:
        """The answer, which has a result; raises NoResult."""
        answer = _object(payload)
        if answer is None or "result" not in answer:
            raise NoResult(UNREADABLE, Unknown(UNREADABLE))
        return answer


class PtbDriver:
    """The Bot API by way of python-telegram-bot's Bot."""

    def __init__(self, token: str, *, api_base: str | None, call_seconds: int = CALL_SECONDS) -> None:
        server = (api_base or _TELEGRAM).rstrip("/")
        certificates = httpx.create_ssl_context(trust_env=False)
        self._call_seconds = call_seconds
        self._requests = [
            ExactRequest(
                connection_pool_size=size,
                read_timeout=call_seconds,
                write_timeout=call_seconds,
                media_write_timeout=call_seconds,
                connect_timeout=call_seconds / CONNECTING_PART,
                pool_timeout=call_seconds,
                httpx_kwargs={"trust_env": False, "verify": certificates},
            )
            for size in (CONNECTIONS, 1)
        ]
        acting, fetching = self._requests
        self._bot = Bot(token, f"{server}/bot", f"{server}/file/bot", request=acting, get_updates_request=fetching)

    async def identify(self) -> BotIdentity:
        """Ask the platform who we are; raises DriverFailed."""
        try:
            me = await self._bot.do_api_request(_spelt("getMe"))
        except TelegramError as error:
            raise _failure(error) from error
        return BotIdentity(me["id"], me.get("username", ""))

    async def fetch(self, offset: int | None, *, wait_seconds: int) -> list[dict[str, Any]]:
        """The updates from `offset` on, as they came; asking confirms all before it. Raises DriverFailed."""
        asked = {"offset": offset, "timeout": wait_seconds, "allowed_updates": ALLOWED_UPDATES}
        patience = wait_seconds + self._call_seconds
        try:
            updates = await self._bot.do_api_request(_spelt("getUpdates"), asked, read_timeout=patience)
        except TelegramError as error:
            raise _failure(error) from error
        if not isinstance(updates, list):
            raise DriverFailed("the updates are no list", fatal=False)
        return updates

    async def call(self, method: str, **parameters: Any) -> Outcome:
        """Call a method that acts. Never raises for anything the network or the platform does."""
        try:
            result = await self._bot.do_api_request(_spelt(method), _with_files(parameters))
        except TelegramError as error:
            return _outcome(error)
        if not isinstance(result, dict):
            return Done()
        message_id = result.get("message_id")
        return Done(message_id) if message_id is not None else Done(thread_id=result.get("message_thread_id"))

    async def ask(self, method: str, **parameters: Any) -> dict[str, Any] | Outcome:
        """Call a method that only looks, and return the object it found; else how the call ended. Never raises."""
        try:
            answer = await self._bot.do_api_request(_spelt(method), parameters)
        except TelegramError as error:
            return _outcome(error)
        return answer if isinstance(answer, dict) else Unknown(UNREADABLE)

    async def download(self, file_id: str, *, most_bytes: int) -> bytes | Outcome:
        """The content of a file that somebody sent; Rejected if it is longer than `most_bytes`. Never raises."""
        try:
            file = await self._bot.get_file(file_id)
        except TelegramError as error:
            return _outcome(error)
        if file.file_path is None or (file.file_size or 0) > most_bytes:
            return Rejected(400, TOO_LARGE)
        try:
            content = await file.download_as_bytearray()
        except TelegramError as error:
            return Unreached(str(error))
        return bytes(content) if len(content) <= most_bytes else Rejected(400, TOO_LARGE)

    async def close(self) -> None:
        """Give up the connections."""
        for request in self._requests:
            await request.shutdown()


def _spelt(method: str) -> str:
    """`send_Message` for `sendMessage`: the library would warn that it has a typed method of that name."""
    return re.sub("(?=[A-Z])", "_", method)


def _with_files(parameters: _Json) -> _Json:
    """The parameters with every `Upload` as a part of its own, which its place refers to."""
    parts: dict[str, InputFile] = {}
    return {name: _attached(value, parts) for name, value in parameters.items()} | parts


def _attached(value: Any, parts: dict[str, InputFile]) -> Any:
    if isinstance(value, Upload):
        name = f"file{len(parts)}"
        parts[name] = InputFile(value.content, value.name)
        return f"attach://{name}"
    if isinstance(value, dict):
        return {name: _attached(each, parts) for name, each in value.items()}
    return value


def _outcome(error: TelegramError) -> Outcome:
    """What a failed call came to; only a connection that was never made proves that nothing was sent."""
    if isinstance(error, NoResult):
        return error.outcome
    return Unreached(str(error)) if isinstance(error.__cause__, _NEVER_LEFT) else Unknown(str(error))


def _refusal(status: int, answer: _Json | None) -> NoResult:
    """What the platform says instead of a result."""
    if answer is None:
        return NoResult(UNREADABLE, Unknown(UNREADABLE))
    said = str(answer.get("description", status))
    retry_after = (answer.get("parameters") or {}).get("retry_after")
    if retry_after is not None:
        return NoResult(said, Flooded(retry_after))
    return NoResult(said, Rejected(status, said) if status < 500 else Unknown(said))


def _object(content: bytes) -> _Json | None:
    """The JSON object, or None if it is none."""
    try:
        read = json.loads(content)
    except ValueError:
        return None
    return read if isinstance(read, dict) else None


def _failure(error: TelegramError) -> DriverFailed:
    outcome = _outcome(error)
    if isinstance(outcome, Rejected) and outcome.code == 409:
        return Contested(str(error))
    return DriverFailed(str(error), fatal=isinstance(outcome, Rejected) and outcome.code in _FATAL)
