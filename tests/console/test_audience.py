"""The console's part of the authorisation matrix: every page and every route × every role.

Not here: what is done there, which goes through the bot's own matrix (tests.handlers.test_authorisation).
"""

import itertools

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.requests import Request

from backend import people
from backend.people import Role
from console.desk import Desk
from console.pages import admitted
from console.pages.frame import AUDIENCES, Place
from console.server import create_app
from console.session import COOKIE
from storage.database import Database
from tests.console import given

OPEN_TO_ALL = {"/sign-in", "/sign-out", "/signed-out", "/health"}
"""They lead in and out, and tell whether the console is up."""


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    return given.desk(sqlite_database)


def cookie_of(desk: Desk, role: Role) -> str:
    """The cookie of somebody who signed in as an agent and has this role by now."""
    person = given.person(desk)
    session = given.session(desk, person)
    with desk.database.transaction() as db:
        people.appoint(db, person, role, by="test", now=desk.clock.now())
    return session.cookie


def paths_of(app: FastAPI) -> list[str]:
    """What can be asked for by GET, also in the routers that were included."""
    included = [getattr(route, "original_router", None) for route in app.routes]
    routes = [*app.routes, *(route for router in included if router for route in router.routes)]
    return [route.path for route in routes if isinstance(route, APIRoute) and "GET" in (route.methods or ())]


@pytest.mark.parametrize(("place", "role"), [*itertools.product(Place, Role)])
def test_a_page_is_open_to_whom_it_is_for(desk: Desk, place: Place, role: Role) -> None:
    cookie = cookie_of(desk, role)
    request = Request({"type": "http", "headers": [(b"cookie", f"{COOKIE}={cookie}".encode())]})

    session = admitted(desk, request, place)

    assert (session is not None) == role.reaches(AUDIENCES[place])
    assert (session is not None) == role.reaches(Role.AGENT)


@pytest.mark.parametrize("role", [None, *Role])
async def test_every_route_is_shut_to_whoever_is_no_staff(desk: Desk, role: Role | None) -> None:
    app = create_app(desk)
    paths = paths_of(app)
    async with given.browser(app, cookie=None if role is None else cookie_of(desk, role)) as browser:
        found = {path: (await browser.get(path.replace("{message_id}", "1"))).status_code for path in paths}

    is_staff = role is not None and role.reaches(Role.AGENT)
    assert OPEN_TO_ALL & found.keys() == OPEN_TO_ALL - {"/sign-out"}
    assert {code for path, code in found.items() if path in OPEN_TO_ALL} == {200}
    assert {code for path, code in found.items() if path not in OPEN_TO_ALL} == {404 if is_staff else 403}
