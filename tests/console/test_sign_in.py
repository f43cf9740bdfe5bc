"""The way in and out: looking at a link costs nothing, its button signs in once, and cookies are kept close."""

from dataclasses import replace

import pytest
from starlette.requests import Request

from backend import people
from backend.people import Role
from console.desk import Desk
from console.server import create_app
from console.session import COOKIE, session_of
from storage.database import Database
from tests.clock import StoppedClock
from tests.console import given


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    """A desk on a shop without anybody."""
    return given.desk(sqlite_database)


async def test_a_preview_of_the_link_does_not_use_it_up(desk: Desk) -> None:
    token = given.token(desk, given.person(desk))
    async with given.browser(create_app(desk)) as preview:
        seen = [(await preview.get("/sign-in", params={"token": token})).text for _ in range(3)]

        entered = await preview.post("/sign-in", data={"token": token})

    assert all("Open the desk" in page and token in page for page in seen)
    assert (entered.status_code, entered.headers["location"]) == (303, "/")


async def test_the_button_signs_in_once(desk: Desk) -> None:
    token = given.token(desk, given.person(desk))
    async with given.browser(create_app(desk)) as browser, given.browser(create_app(desk)) as thief:
        await browser.post("/sign-in", data={"token": token})

        second = await thief.post("/sign-in", data={"token": token})

    assert second.status_code == 403
    assert "This link has been used" in second.text
    assert COOKIE in browser.cookies
    assert COOKIE not in thief.cookies


async def test_a_late_link_says_where_to_get_a_new_one_in_the_readers_language(desk: Desk) -> None:
    token = given.token(desk, given.person(desk))
    clock = desk.clock
    assert isinstance(clock, StoppedClock)
    clock.forward(minutes=11)
    async with given.browser(create_app(desk), language="zh-CN,zh;q=0.9") as browser:
        late = await browser.post("/sign-in", data={"token": token})

    assert late.status_code == 403
    assert "给机器人发 /console" in late.text


@pytest.mark.parametrize(("address", "is_secure"), [("http://desk.test", False), ("https://desk.test", True)])
async def test_the_cookie_is_out_of_scripts_reach_and_of_other_sites(desk: Desk, address: str, is_secure: bool) -> None:
    desk = replace(desk, address=address)
    token = given.token(desk, given.person(desk))
    async with given.browser(create_app(desk)) as browser:
        entered = await browser.post("/sign-in", data={"token": token})

    cookie = entered.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "max-age=43200" in cookie
    assert ("secure" in cookie) == is_secure


async def test_the_link_is_told_to_nobody_and_the_page_is_put_into_no_frame(desk: Desk) -> None:
    async with given.browser(create_app(desk)) as browser:
        page = await browser.get("/sign-in", params={"token": "t"})

    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["x-frame-options"] == "DENY"


async def test_what_a_link_carries_is_no_markup(desk: Desk) -> None:
    async with given.browser(create_app(desk)) as browser:
        page = await browser.get("/sign-in", params={"token": '"><script>alert(1)</script>'})

    assert "<script>" not in page.text


async def test_who_signs_out_is_out(desk: Desk) -> None:
    session = given.session(desk, given.person(desk))
    async with given.browser(create_app(desk), cookie=session.cookie) as browser:
        left = await browser.post("/sign-out")

    assert left.headers["location"] == "/signed-out"
    with desk.database.read() as db:
        assert session.person_now(db) is None


async def test_who_is_dismissed_is_out_at_the_next_look(desk: Desk) -> None:
    agent = given.person(desk)
    session = given.session(desk, agent)

    with desk.database.transaction() as db:
        people.appoint(db, agent, Role.CUSTOMER, by="test", now=desk.clock.now())

    with desk.database.read() as db:
        assert session.person_now(db) is None


@pytest.mark.parametrize(
    ("cookies", "language"),
    [({}, "en"), ({"xiaoer_language": "zh-CN"}, "zh-CN"), ({"xiaoer_language": "xx"}, "en")],
)
def test_a_session_speaks_the_language_chosen_in_the_browser_or_the_persons(
    desk: Desk, cookies: dict[str, str], language: str
) -> None:
    signed_in = given.session(desk, given.person(desk))
    header = "; ".join(f"{name}={value}" for name, value in {COOKIE: signed_in.cookie, **cookies}.items())
    request = Request({"type": "http", "headers": [(b"cookie", header.encode())]})

    session = session_of(desk, request)

    assert session is not None
    assert session.language == language
