"""The session: who sits in front of a browser, read from its cookie, and the language they read.

Not here: signing in (console.sign_in). Whoever is no longer staff is out at the next look.
"""

from dataclasses import dataclass

from starlette.requests import Request

from backend import sign_in
from backend.people import Person
from console.desk import Desk
from flows.words import Arg, Words, words
from storage.catalogue import FIRST_LANGUAGE
from storage.database import Db

COOKIE = "xiaoer_console"
LANGUAGE_COOKIE = "xiaoer_language"


@dataclass(frozen=True)
class Session:
    """A browser that is signed in: whose it is as of when the page was opened, and the language chosen there."""

    desk: Desk
    cookie: str
    person: Person
    language: str

    def person_now(self, db: Db) -> Person | None:
        """Who they are at this moment; None once they are signed out or no longer staff."""
        return sign_in.signed_in(db, self.cookie, now=self.desk.clock.now())

    def says(self, key: str, **args: Arg) -> str:
        """A message in the session's language, as plain text."""
        return self.tells(words(key, **args))

    def tells(self, spoken: Words) -> str:
        """Words in the session's language, as plain text."""
        return self.desk.voice.label(spoken, self.language)


def session_of(desk: Desk, request: Request) -> Session | None:
    """The session that the request's cookie names, if it lasts."""
    cookie = request.cookies.get(COOKIE)
    if cookie is None:
        return None
    with desk.database.read() as db:
        person = sign_in.signed_in(db, cookie, now=desk.clock.now())
    return None if person is None else Session(desk, cookie, person, _chosen(desk, request) or person.language)


def language_of(desk: Desk, request: Request) -> str:
    """The language of somebody we don't know yet: what they chose here, or else what their browser asks for first."""
    wanted = request.headers.get("accept-language", "").lower()
    asked = "en" if wanted and not wanted.startswith("zh") else FIRST_LANGUAGE
    return _chosen(desk, request) or asked


def _chosen(desk: Desk, request: Request) -> str | None:
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    return chosen if chosen in desk.voice.languages else None
