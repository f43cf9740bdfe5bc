"""The listener: the bot's own small web server, where payment gateways report and a supervisor asks how we are.

Not here: any page for people (console), or what the platform posts (bot.webhook, which adds its route). Nothing is
answered with 'success' before it is stored.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from backend import payments, people
from backend.payments import GatewayNotice
from bot.clock import Clock
from bot.gateways.gateway import BadCallback, Gateway
from bot.reading import GATEWAY_SOURCE, lane_of_chat, notice_to_json
from storage import failpoints
from storage.database import Database
from storage.inbox import Arrival

MOST_BODY_BYTES = 65_536

STOP_SECONDS = 5
"""How long somebody who is being answered may keep a stopping bot; what they sent so far is stored or not ours."""

log = structlog.get_logger()

Store = Callable[[Sequence[Arrival]], Awaitable[None]]


class Listener:
    """Takes callbacks in as events of the customer's lane."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        gateways: Mapping[str, Gateway],
        store: Store,
        others: Sequence[Route] = (),
    ) -> None:
        self._database = database
        self._clock = clock
        self._gateways = gateways
        self._store = store
        self._others = others

    def app(self) -> Starlette:
        """The ASGI application."""
        return Starlette(
            routes=[
                Route("/health", self._health, methods=["GET"]),
                Route("/gateways/{name}/notify", self._notify, methods=["GET", "POST"]),
                *self._others,
            ]
        )

    async def serve(self, *, host: str, port: int) -> None:
        """Listen until cancelled; then whoever is being answered still hears it, and nobody else comes in."""
        config = uvicorn.Config(
            self.app(),
            host=host,
            port=port,
            log_config=None,
            lifespan="off",
            access_log=False,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
        server = _Server(config)
        try:
            await server.serve()
        except asyncio.CancelledError:
            if server.started:
                await server.shutdown()
            raise

    async def _health(self, request: Request) -> Response:
        del request
        with self._database.read():
            return JSONResponse({"ok": True})

    async def _notify(self, request: Request) -> Response:
        gateway = self._gateways.get(request.path_params["name"])
        if gateway is None:
            return PlainTextResponse("no such gateway", status_code=404)
        if request.method != "POST" and not gateway.is_told_by_get:
            return PlainTextResponse("post it", status_code=405)
        body = await _told(request)
        if body is None:
            return PlainTextResponse("too large", status_code=413)
        try:
            notice = gateway.read_callback(body, request.headers, now=self._clock.now())
        except BadCallback as reason:
            log.warning("callback not believed", gateway=gateway.name, reason=str(reason))
            return PlainTextResponse("not believed", status_code=403)
        failpoints.reached("callback.believed")
        await self._store([self._arrival(notice)])
        failpoints.reached("callback.stored")
        return PlainTextResponse("success")

    def _arrival(self, notice: GatewayNotice) -> Arrival:
        source = f"{GATEWAY_SOURCE}:{notice.gateway}"
        payload = json.dumps(notice_to_json(notice), ensure_ascii=False)
        return Arrival(source=source, key=notice.event_id, lane=self._lane(notice), payload=payload)

    def _lane(self, notice: GatewayNotice) -> str:
        """The lane of whom the payment belongs to, so that it waits its turn behind what they are doing."""
        with self._database.read() as db:
            payment = payments.with_number(db, notice.payment_number)
            if payment is None:
                return f"{GATEWAY_SOURCE}:{notice.gateway}"
            return lane_of_chat(people.the_person(db, payment.person_id).telegram_id)


async def _told(request: Request) -> bytes | None:
    """The raw notice: a body, or with gateways that ask by GET the query."""
    if request.method == "POST":
        return await body_of(request, most_bytes=MOST_BODY_BYTES)
    query: bytes = request.scope["query_string"]
    return query if len(query) <= MOST_BODY_BYTES else None


async def body_of(request: Request, *, most_bytes: int) -> bytes | None:
    """The body, or None as soon as it is longer than that."""
    parts: list[bytes] = []
    length = 0
    async for part in request.stream():
        length += len(part)
        if length > most_bytes:
            return None
        parts.append(part)
    return b"".join(parts)


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: bot.process ends all parts of the bot together."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the process."""
        yield
