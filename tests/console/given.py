"""What the tests of the console start from: a desk, people, and browsers without a browser.

Not here: the pages in a real browser (tests/e2e/test_console.py).
"""

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import httpx
from fastapi import FastAPI

from backend import people, sign_in
from backend.people import Person, Role
from bot.settings import LOCALES
from bot.voice import Voice
from console.desk import Desk, FileMissing
from console.session import COOKIE, Session
from storage.database import Database
from storage.secrets import Secret
from tests.clock import StoppedClock

KEY = b"k" * 32
ZONE = ZoneInfo("Asia/Shanghai")


@dataclass
class FilesInTest:
    """Files that the platform hands out."""

    contents: dict[str, bytes] = field(default_factory=dict)

    async def fetch(self, file_id: str) -> bytes:
        """The file's content. Raises FileMissing."""
        if file_id not in self.contents:
            raise FileMissing(file_id)
        return self.contents[file_id]


def desk(database: Database, *, address: str = "http://desk.test") -> Desk:
    """A desk whose clock and files are in the test's hand."""
    voice = Voice(LOCALES, time_zone=ZONE)
    return Desk(database, voice, StoppedClock(), FilesInTest(), ZONE, address)


def person(desk: Desk, role: Role = Role.AGENT, *, telegram_id: int = 901, language: str = "en") -> Person:
    """Somebody with a role."""
    now = desk.clock.now()
    with desk.database.transaction() as db:
        met = people.meet(db, telegram_id=telegram_id, name="Ben", username=None, language=language, now=now)
        return people.appoint(db, met, role, by="test", now=now)


def token(desk: Desk, agent: Person, *, event_id: int = 1) -> str:
    """What the agent's link carries."""
    with desk.database.transaction() as db:
        return sign_in.make_token(db, agent, event_id=event_id, key=KEY, now=desk.clock.now()).reveal()


def session(desk: Desk, agent: Person, *, event_id: int = 50) -> Session:
    """A browser of the agent's that is signed in."""
    link, cookie = token(desk, agent, event_id=event_id), Secret(f"cookie-{event_id}")
    with desk.database.transaction() as db:
        sign_in.sign_in(db, link, cookie=cookie, now=desk.clock.now())
    return Session(desk, cookie.reveal(), agent, agent.language)


def browser(app: FastAPI, *, cookie: str | None = None, language: str = "en") -> httpx.AsyncClient:
    """A browser that follows no redirect by itself."""
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://desk.test", headers={"accept-language": language}
    )
    if cookie is not None:
        client.cookies.set(COOKIE, cookie)
    return client
