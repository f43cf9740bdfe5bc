"""The server: the console's pages and routes as one application, served until the process is told to stop.

Not here: any page. NiceGUI keeps its pages in the process, so there is one console in a process.
"""

import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import NoReturn

import uvicorn
from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from console import files, sign_in
from console.desk import Desk

RECONNECT_SECONDS = 30.0
"""How long a page that lost its connection is kept as it was; after that it is opened anew."""

_HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # a sign-in link must not be told to anybody
}


def create_app(desk: Desk) -> FastAPI:
    """The routes without the pages: signing in, files, and what a supervisor asks."""
    app = FastAPI(title="Xiaoer's console", openapi_url=None)
    app.include_router(sign_in.routes(desk))
    app.include_router(files.routes(desk))

    @app.get("/health")
    def health() -> Response:
        with desk.database.read():
            return PlainTextResponse("ok")

    app.add_middleware(BaseHTTPMiddleware, dispatch=_with_headers)
    return app


def serve(desk: Desk, *, host: str, port: int, on_ready: Callable[[], None]) -> None:
    """Serve routes and pages until SIGTERM or SIGINT."""
    from nicegui import ui  # takes a second, which the tests of the routes do without

    from console import pages

    app = create_app(desk)
    pages.mount(desk)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        on_ready()
        yield

    app.router.lifespan_context = lifespan
    ui.run_with(app, reconnect_timeout=RECONNECT_SECONDS, show_welcome_message=False, tailwind=False)
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, _leave)  # uvicorn repeats the signal when it has stopped: then it is time to go
    config = uvicorn.Config(app, host=host, port=port, log_config=None, access_log=False, timeout_graceful_shutdown=2)
    uvicorn.Server(config).run()


def _leave(*_: object) -> NoReturn:
    sys.exit(0)


async def _with_headers(request: Request, call_next: RequestResponseEndpoint) -> Response:
    response = await call_next(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response
