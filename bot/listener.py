"""The listener: the bot's own small web server, where payment gateways report and a supervisor asks how we are.

Not here: any page for people (console). Nothing is answered with 'success' before it is stored.
"""

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
from storage.database import Database
from storage.inbox import Arrival

MOST_BODY_BYTES = 65_536

log = structlog.get_logger()

Store = Callable[[Sequence[Arrival]], Awaitable[None]]


class Listener:
    """Takes callbacks in as events of the customer's lane."""

    def __init__(self, database: Database, clock: Clock, *, gateways: Mapping[str, Gateway], store: Store) -> None:
        self._database = database
        self._clock = clock
        self._gateways = gateways
        self._store = store

    def app(self) -> Starlette:
        """The ASGI application."""
        return Starlette(
            routes=[
                Route("/health", self._health, methods=["GET"]),
                Route("/gateways/{name}/notify", self._notify, methods=["POST"]),
            ]
        )

    async def serve(self, *, host: str, port: int) -> None:
        """Listen until cancelled."""
        config = uvicorn.Config(self.app(), host=host, port=port, log_config=None, lifespan="off", access_log=False)
        await _Server(config).serve()

    async def _health(self, request: Request) -> Response:
        del request
        with self._database.read():
            return JSONResponse({"ok": True})

    async def _notify(self, request: Request) -> Response:
        gateway = self._gateways.get(request.path_params["name"])
        if gateway is None:
            return PlainTextResponse("no such gateway", status_code=404)
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too large", status_code=413)
        try:
            notice = gateway.read_callback(body, request.headers, now=self._clock.now())
        except BadCallback as reason:
            log.warning("callback not believed", gateway=gateway.name, reason=str(reason))
            return PlainTextResponse("not believed", status_code=403)
        await self._store([self._arrival(notice)])
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


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: bot.process ends all parts of the bot together."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the process."""
        yield


async def _body(request: Request) -> bytes | None:
    """The body, or None as soon as it is longer than any callback."""
    parts: list[bytes] = []
    length = 0
    async for part in request.stream():
        length += len(part)
        if length > MOST_BODY_BYTES:
            return None
        parts.append(part)
    return b"".join(parts)
