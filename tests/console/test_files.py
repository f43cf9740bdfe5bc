"""Files of a conversation reach whoever is signed in, pictures as pictures and all else as a download."""

import httpx
import pytest
from pydantic import SecretStr

from backend import people, tickets
from backend.tickets import Side
from console.desk import Desk, FileMissing
from console.files import TelegramFiles
from console.server import create_app
from storage.database import Database
from tests.console import given
from tests.console.given import FilesInTest

PNG = b"\x89PNG\r\n\x1a\n and so on"


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    """A desk with a ticket of two messages: a photo and a page."""
    desk = given.desk(sqlite_database)
    assert isinstance(desk.files, FilesInTest)
    desk.files.contents = {"photo-1": PNG, "page-1": b"<script>alert(1)</script>"}
    now = desk.clock.now()
    with desk.database.transaction() as db:
        ana = people.meet(db, telegram_id=1, name="Ana", username=None, language="en", now=now)
        ticket = tickets.open_ticket(db, ana, order_id=None, category=None, now=now, promised_at=now).ticket
        for matter, file_id in (("photo", "photo-1"), ("document", "page-1"), ("photo", "gone")):
            tickets.say(
                db, ticket, side=Side.CUSTOMER, author_id=ana.id, text="", matter=matter, file_id=file_id, now=now
            )
        tickets.say(db, ticket, side=Side.CUSTOMER, author_id=ana.id, text="only words", now=now)
    return desk


async def fetched(desk: Desk, address: str, *, is_signed_in: bool = True) -> httpx.Response:
    """What the browser gets there."""
    cookie = given.session(desk, given.person(desk)).cookie if is_signed_in else None
    async with given.browser(create_app(desk), cookie=cookie) as browser:
        return await browser.get(address)


async def test_a_photo_is_shown(desk: Desk) -> None:
    photo = await fetched(desk, "/messages/1/file")

    assert (photo.status_code, photo.content, photo.headers["content-type"]) == (200, PNG, "image/png")


async def test_anything_else_is_downloaded_and_never_run(desk: Desk) -> None:
    page = await fetched(desk, "/messages/2/file")

    assert page.headers["content-type"] == "application/octet-stream"
    assert page.headers["content-disposition"] == "attachment"
    assert page.headers["x-content-type-options"] == "nosniff"


async def test_who_is_not_signed_in_gets_nothing(desk: Desk) -> None:
    assert (await fetched(desk, "/messages/1/file", is_signed_in=False)).status_code == 403


@pytest.mark.parametrize("message", [3, 4, 99])
async def test_a_file_that_is_gone_or_never_was_is_not_found(desk: Desk, message: int) -> None:
    assert (await fetched(desk, f"/messages/{message}/file")).status_code == 404


async def test_a_platform_that_does_not_answer_gives_no_token_away() -> None:
    files = TelegramFiles(SecretStr("1:secret"), api_base="http://127.0.0.1:1")

    with pytest.raises(FileMissing) as missing:
        await files.fetch("photo-1")

    assert "secret" not in str(missing.value)
    assert missing.value.__suppress_context__
