"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`.

Not here: what the methods do. One call runs in this order: whose is it, does a scripted fault hit it, is it
too fast, what does it say; then it acts in one transaction, is written in the journal, and is answered.
"""

import asyncio
import json
from dataclasses import dataclass

from aiogram.methods import GetUpdates
from fastapi import APIRouter
from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from sandbox.api import methods
from sandbox.api.calls import Call
from sandbox.api.delivery import Pollers, get_updates
from sandbox.api.refusals import Refusal, too_many_requests
from sandbox.api.requests import AnyMethod, Parameters, decode, parse_structures, read
from sandbox.bots import Bot
from sandbox.faults import FaultKind, FaultRule
from sandbox.files import Upload
from sandbox.world import World

COUNTED = ("send", "copy", "forward", "edit")
NOT_COUNTED = ("sendChatAction", "editForumTopic")
UNAUTHORIZED = Refusal(401, "Unauthorized")
UNKNOWN_METHOD = Refusal(404, "Not Found: method not found")

_ANYTHING: TypeAdapter[object] = TypeAdapter(object)


def create_router(world: World) -> APIRouter:
    """Build the routes of the Bot API over that world."""
    router = APIRouter(include_in_schema=False)
    pollers = Pollers()

    @router.get("/bot{token}/{method}")
    @router.post("/bot{token}/{method}")
    async def call_method(request: Request, token: str, method: str) -> Response:
        bot = world.bots.by_token(token)
        if bot is None:
            return _Reply.refused(UNAUTHORIZED).as_response()
        kind = methods.get_kind(method)
        if kind is None:
            return _Reply.refused(UNKNOWN_METHOD).as_response()
        return await _call(world, pollers, bot, kind, request)

    @router.get("/file/bot{token}/{folder}/{name}")
    async def download(token: str, folder: str, name: str) -> Response:
        file = world.files.get(name.partition(".")[0])
        if world.bots.by_token(token) is None or file is None or file.path != f"{folder}/{name}":
            return _Reply.refused(Refusal(404, "Not Found")).as_response()
        return Response(file.content, media_type=file.mime_type)

    return router


class HangUp(Response):
    """A reply that never comes: the connection is closed after the head, so the client knows nothing."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]})


@dataclass(frozen=True)
class _Reply:
    status: int
    body: str

    @classmethod
    def of(cls, result: str) -> "_Reply":
        return cls(200, f'{{"ok":true,"result":{result}}}')

    @classmethod
    def refused(cls, refusal: Refusal) -> "_Reply":
        body: dict[str, object] = {
            "ok": False,
            "error_code": refusal.code,
            "description": refusal.description,
        }
        if refusal.retry_after is not None:
            body["parameters"] = {"retry_after": refusal.retry_after}
        return cls(refusal.code, json.dumps(body))

    def as_response(self) -> Response:
        return Response(self.body, self.status, media_type="application/json")


async def _call(world: World, pollers: Pollers, bot: Bot, kind: type[AnyMethod], request: Request) -> Response:
    name = kind.__api_method__
    parameters: Parameters = {}
    fault: FaultRule | None = None
    try:
        sent, uploads = await read(request)
        parameters = parse_structures(kind, sent)
        fault = world.faults.strike_call(name, _chat_id(parameters))
        if fault is not None:
            await _fail_before(world, fault)
        if kind is GetUpdates:
            wanted = GetUpdates.model_validate(parameters)
            updates = await get_updates(world, pollers, bot, wanted)
            reply = _Reply.of(f"[{','.join(update.json for update in updates)}]")
        else:
            reply = _act(world, bot, kind, parameters, uploads)
    except _NoReply:
        reply = _Reply(0, "")
    except Refusal as refusal:
        reply = _Reply.refused(refusal)
    with world.writing():
        world.journal.note(
            bot, name, parameters, status=reply.status, answer=reply.body, fault=fault.kind if fault else None
        )
    return _failed_after(fault, reply)


def _act(world: World, bot: Bot, kind: type[AnyMethod], parameters: Parameters, uploads: dict[str, Upload]) -> _Reply:
    """Do what the call asks, all of it or nothing."""
    _check_pace(world, bot, kind.__api_method__, parameters)
    with world.writing():
        result = methods.ANSWERS[kind](Call(world, bot, uploads), decode(kind, parameters))
    return _Reply.of(_ANYTHING.dump_json(result, exclude_none=True, by_alias=True).decode())


def _check_pace(world: World, bot: Bot, name: str, parameters: Parameters) -> None:
    chat_id = _chat_id(parameters)
    if chat_id is None or not name.startswith(COUNTED) or name in NOT_COUNTED:
        return
    count = len(parameters.get("media", [])) if name == "sendMediaGroup" else 1
    seconds = world.pace.retry_after(bot_id=bot.id, chat_id=chat_id, count=count, now=world.clock.seconds)
    if seconds is not None:
        raise too_many_requests(seconds)


def _chat_id(parameters: Parameters) -> int | None:
    chat_id = str(parameters.get("chat_id", ""))
    return int(chat_id) if chat_id.removeprefix("-").isdigit() else None


class _NoReply(Exception):
    """The connection is to be closed before anything happens."""


async def _fail_before(world: World, fault: FaultRule) -> None:
    """Carry out a fault that comes instead of the act, or let the act go on."""
    match fault.kind:
        case FaultKind.TOO_MANY:
            raise too_many_requests(fault.retry_after)
        case FaultKind.SERVER_ERROR:
            raise Refusal(500, "Internal Server Error")
        case FaultKind.BAD_GATEWAY:
            raise Refusal(502, "Bad Gateway")
        case FaultKind.DROP_BEFORE:
            raise _NoReply
        case FaultKind.DELAY:
            await _sleep(world, fault.seconds)


async def _sleep(world: World, seconds: float) -> None:
    """Let the world's time pass; moving the clock cuts it short."""
    until = world.clock.seconds + seconds
    while (remaining := until - world.clock.seconds) > 0 and not world.changes.is_closed:
        await world.changes.wait(after=world.changes.number, timeout_seconds=remaining)
    await asyncio.sleep(0)


def _failed_after(fault: FaultRule | None, reply: _Reply) -> Response:
    """Return the reply, or what the fault leaves of it."""
    match fault.kind if fault else None:
        case FaultKind.DROP_BEFORE | FaultKind.ACT_THEN_DROP_REPLY:
            return HangUp()
        case FaultKind.MALFORMED:
            return Response(reply.body[: len(reply.body) // 2], 200, media_type="application/json")
        case FaultKind.BAD_GATEWAY:
            return Response("<html><body>502 Bad Gateway</body></html>", 502, media_type="text/html")
        case _:
            return reply.as_response()
