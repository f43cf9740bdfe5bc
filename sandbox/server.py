"""The sandbox as one ASGI application: the Bot API, the people API, and the couriers to webhooks.

Not here: the chat page and the payment stand-in; they add themselves to the app that `create_app` returns.

    world = World("sandbox.sqlite3")
    world.bots.add("1000001:SECRET", username="xiaoer_bot")
    serve(create_app(world), world, port=8081, on_ready=print)
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox import people_api
from sandbox.api import endpoint
from sandbox.impossible import Impossible
from sandbox.webhooks import Webhooks
from sandbox.world import World

HOST = "127.0.0.1"


class PortTaken(Exception):
    """Somebody else listens there already; the message says so."""


def create_app(world: World) -> FastAPI:
    """Build the application over that world; mount more on it before serving."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(Webhooks(world).run())
            yield
            world.changes.close()

    app = FastAPI(title="Xiaoer's sandbox", lifespan=lifespan)
    app.include_router(endpoint.create_router(world))
    app.include_router(people_api.create_router(world))
    app.add_exception_handler(Impossible, _explain)
    return app


def serve(app: FastAPI, world: World, *, port: int, on_ready: Callable[[str], None]) -> None:
    """Serve on loopback until SIGTERM or SIGINT; port 0 picks a free one. Raises PortTaken when it is not free."""
    listener = _listen(port)
    address = f"http://{HOST}:{listener.getsockname()[1]}"
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2)
    _Server(config, world, on_ready=lambda: on_ready(address)).run(sockets=[listener])


class _Server(uvicorn.Server):
    """Lets long polls go as soon as it is asked to stop, and says when it is ready."""

    def __init__(self, config: uvicorn.Config, world: World, *, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._world = world
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._world.changes.close()
        await super().shutdown(sockets)


def _listen(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise PortTaken(f"Port {port} on {HOST} is in use: choose another with --port.") from error
    return listener


async def _explain(_: Request, error: Exception) -> Response:
    return JSONResponse({"detail": str(error)}, status_code=422)
