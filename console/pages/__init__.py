"""The pages: which address shows what, to whoever is signed in.

Not here: what is on them (the modules beside this one).
"""

import json
from collections.abc import Callable

from fastapi import Request
from nicegui import ui
from starlette.responses import RedirectResponse, Response

from console.desk import Desk
from console.look import COMPOSER, STYLE
from console.pages.broadcasts import BroadcastsPage
from console.pages.frame import AUDIENCES, Place, frame
from console.pages.order import OrderPage
from console.pages.orders import OrdersPage
from console.pages.tickets import TicketsPage
from console.session import Session, session_of


def mount(desk: Desk) -> None:
    """Make the pages, all of them closed to whoever is not signed in."""

    @ui.page("/", dark=None)
    def tickets(request: Request, ticket: int | None = None) -> Response | None:
        return _open(desk, request, Place.TICKETS, lambda session: TicketsPage(session, ticket))

    @ui.page("/orders", dark=None)
    def orders(request: Request, q: str = "") -> Response | None:
        return _open(desk, request, Place.ORDERS, lambda session: OrdersPage(session, q))

    @ui.page("/orders/{order_id}", dark=None)
    def order(request: Request, order_id: int) -> Response | None:
        return _open(desk, request, Place.ORDERS, lambda session: OrderPage(session, order_id))

    @ui.page("/broadcasts", dark=None)
    def broadcasts(request: Request) -> Response | None:
        return _open(desk, request, Place.BROADCASTS, BroadcastsPage)


def admitted(desk: Desk, request: Request, place: Place) -> Session | None:
    """The session of whoever asks for this page, if it is for them."""
    session = session_of(desk, request)
    return session if session is not None and session.person.role.reaches(AUDIENCES[place]) else None


def _open(desk: Desk, request: Request, place: Place, build: Callable[[Session], object]) -> Response | None:
    session = admitted(desk, request, place)
    if session is None:
        return RedirectResponse("/signed-out")
    ui.page_title(session.says("console-title"))
    ui.add_css(STYLE)
    ui.add_css(f"#popup {{ --lost: {json.dumps(session.says('console-lost'), ensure_ascii=False)} }}")
    ui.add_head_html(f"<script>{COMPOSER}</script>")
    with frame(session, place):
        build(session)
    return None
