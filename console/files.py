"""Files: what customers and staff sent about a ticket, handed on to browsers that are signed in.

Not here: what was sent with which message (backend.tickets). They are fetched from the platform each time, so
nothing of anybody's is kept, and the bot's token stays here.
"""

import httpx
from fastapi import APIRouter
from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from backend import tickets
from console.desk import Desk, FileMissing
from console.session import session_of

TIMEOUT_SECONDS = 20
TELEGRAM = "https://api.telegram.org"

_SHOWN = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"GIF8": "image/gif", b"RIFF": "image/webp"}
"""How pictures begin; anything else is only ever downloaded, whatever it calls itself."""


class TelegramFiles:
    """Files of a bot, by the Bot API (Source: core.telegram.org/bots/api, getFile)."""

    def __init__(self, token: SecretStr, *, api_base: str | None) -> None:
        self._token = token
        self._base = api_base or TELEGRAM

    async def fetch(self, file_id: str) -> bytes:
        """The file's content. Raises FileMissing."""
        token = self._token.get_secret_value()
        async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS) as http:
            try:
                found = await http.get(f"{self._base}/bot{token}/getFile", params={"file_id": file_id})
                path = found.json()["result"]["file_path"]
                content = await http.get(f"{self._base}/file/bot{token}/{path}")
            except (httpx.HTTPError, KeyError, ValueError):
                raise FileMissing(file_id) from None  # the cause would name the address, and with it the token
        if not content.is_success:
            raise FileMissing(file_id)
        return content.content


def routes(desk: Desk) -> APIRouter:
    """The route that hands a message's file on."""
    router = APIRouter(include_in_schema=False)

    @router.get("/messages/{message_id}/file")
    async def file(request: Request, message_id: int) -> Response:
        if session_of(desk, request) is None:
            return PlainTextResponse("sign in first", status_code=403)
        try:
            with desk.database.read() as db:
                file_id = tickets.the_message(db, message_id).file_id
            content = await desk.files.fetch(file_id or "")
        except (LookupError, FileMissing):
            return PlainTextResponse("no such file", status_code=404)
        return _handed_on(content)

    return router


def _handed_on(content: bytes) -> Response:
    kind = next((kind for start, kind in _SHOWN.items() if content.startswith(start)), None)
    headers = {"Cache-Control": "private, max-age=3600", "Content-Security-Policy": "sandbox"}
    if kind is None:
        headers["Content-Disposition"] = "attachment"
    return Response(content, media_type=kind or "application/octet-stream", headers=headers)
