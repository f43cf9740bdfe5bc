"""The sandbox as one ASGI application: the Bot API, the people API, and the couriers to webhooks.

Not here: the chat page and the payment stand-in; they add themselves to the app that `create_app` returns.

    world = World("sandbox.sqlite3")
    world.bots.add("1000001:SECRET", username="xiaoer_bot")
    serve(create_app(world), world, port=8081, on_ready=print)
"""

import asyncio
import signal
import socket
import sys
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import NoReturn

import uvicorn
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp

from sandbox.api import endpoint
from sandbox.impossible import Impossible
from sandbox.people_api import router
from sandbox.webhooks import OnAnswer, Webhooks
from sandbox.world import World

HOST = "127.0.0.1"
START_SECONDS = 20


class PortTaken(Exception):
    """Somebody else listens there already; the message says so."""


def create_app(
    world: World,
    *,
    beside: Sequence[Callable[[], Coroutine[None, None, None]]] = (),
    on_answer: OnAnswer | None = None,
) -> FastAPI:
    """Build the application over that world; mount more on it before serving. `beside` runs while it serves."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with asyncio.TaskGroup() as tasks:
            couriers = [tasks.create_task(run()) for run in (Webhooks(world, on_answer=on_answer).run, *beside)]
            yield
            for courier in couriers:
                courier.cancel()

    app = FastAPI(title="Xiaoer's sandbox", lifespan=lifespan)
    app.include_router(endpoint.create_router(world))
    app.include_router(router.create_router(world))
    app.add_exception_handler(Impossible, _explain)
    return app


def serve(app: FastAPI, world: World, *, port: int, on_ready: Callable[[str], None]) -> None:
    """Serve on loopback until SIGTERM or SIGINT; port 0 picks a free one. Raises PortTaken."""
    listener = _listen(port)
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, _leave)  # uvicorn repeats the signal when it has stopped: then it is time to go
    _Server(_config(app), world, on_ready=lambda: on_ready(_address(listener))).run(sockets=[listener])


@contextmanager
def running(app: ASGIApp, world: World) -> Iterator[str]:
    """Serve in a thread of its own as long as the block lasts. The thread owns the world; gives its address."""
    listener = _listen(0)
    ready = threading.Event()
    server = _Server(_config(app), world, on_ready=ready.set)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="sandbox", daemon=True)
    thread.start()
    try:
        if not ready.wait(START_SECONDS):
            raise TimeoutError(f"The sandbox did not start within {START_SECONDS} seconds.")
        yield _address(listener)
    finally:
        server.should_exit = True
        thread.join()


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


def _leave(*_: object) -> NoReturn:
    sys.exit(0)


def _config(app: ASGIApp) -> uvicorn.Config:
    # Longer than clients keep a connection: on a busy machine one would be closed under the next request else.
    return uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=2, timeout_keep_alive=60)


def _address(listener: socket.socket) -> str:
    return f"http://{HOST}:{listener.getsockname()[1]}"


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
