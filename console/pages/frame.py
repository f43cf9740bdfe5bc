"""The frame around every page: where one can go, the language, who one is, the way out; and the look at the shop.

Not here: what is inside it.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum

from nicegui import ui

from backend.people import Person, Role
from console.pages.elements import link, part, pressable, written
from console.session import LANGUAGE_COOKIE, Session
from storage import inbox
from storage.database import Db

LOOK_SECONDS = 0.3
LOOK_ANYWAY_SECONDS = 2
"""What is shown of time passing, and what changes without an event, is brought up to date this often."""

_CHOOSE_LANGUAGE = """() => {{
  document.cookie = {cookie} + "; path=/; max-age=31536000; samesite=lax";
  location.reload();
}}"""


class Place(StrEnum):
    """A page one can go to."""

    TICKETS = "tickets"
    ORDERS = "orders"
    BROADCASTS = "broadcasts"


AUDIENCES = {Place.TICKETS: Role.AGENT, Place.ORDERS: Role.AGENT, Place.BROADCASTS: Role.AGENT}
"""The least role each is open to; what is done there is checked once more by whoever does it."""

_ADDRESSES = {Place.TICKETS: "/", Place.ORDERS: "/orders", Place.BROADCASTS: "/broadcasts"}
_SIGNS = {Place.TICKETS: "forum", Place.ORDERS: "receipt_long", Place.BROADCASTS: "campaign"}


@contextmanager
def frame(session: Session, here: Place) -> Iterator[None]:
    """Put what is built inside below the bar."""
    with part("console") as console:
        console.props["lang"] = session.language
        with part("bar", tag="header"):
            written(session.says("console-mark"), "mark")
            with part("places", tag="nav"):
                for place in Place:
                    if session.person.role.reaches(AUDIENCES[place]):
                        _place(session, place, is_here=place is here)
            part("gap")
            _languages(session)
            with part("me"):
                written(session.person.name, "me-name", testid="me")
                written(session.says(f"role-{session.person.role}"), "me-role")
            with part("", tag="form") as leaving:
                leaving.props["method"], leaving.props["action"] = "post", "/sign-out"
                out = pressable("icon-button", testid="sign-out", hint=session.says("console-sign-out"))
                out.props["type"] = "submit"
                with out:
                    ui.icon("logout")
        with part("below-bar"):
            yield


class Look:
    """Looks at the shop again and again, and has the page refreshed when something may have changed."""

    def __init__(
        self,
        session: Session,
        refresh: Callable[[Db, Person], None],
        *,
        anyway_seconds: int = LOOK_ANYWAY_SECONDS,
    ) -> None:
        self._session = session
        self._refresh = refresh
        self._anyway_seconds = anyway_seconds
        self._seen: tuple[object, int] | None = None
        self._timer = ui.timer(LOOK_SECONDS, self.take)

    def take_again(self) -> None:
        """Look now, and refresh the page even if nothing has changed."""
        self._seen = None
        self.take()

    def take(self) -> None:
        """Look now; whoever is no longer signed in has to leave."""
        with self._session.desk.database.read() as db:
            person = self._session.person_now(db)
            if person is None:
                self._timer.deactivate()
                ui.navigate.to("/signed-out")
                return
            seconds = int(self._session.desk.clock.now().timestamp())
            seen = (inbox.pulse(db), seconds // self._anyway_seconds)
            if seen != self._seen:
                self._seen = seen
                self._refresh(db, person)


def _place(session: Session, place: Place, *, is_here: bool) -> None:
    with link(_ADDRESSES[place], f"place {'is-here' if is_here else ''}", testid=f"place-{place}") as there:
        there.props["aria-label"] = session.says(f"console-place-{place}")
        ui.icon(_SIGNS[place])
        written(session.says(f"console-place-{place}"), "place-name")


def _languages(session: Session) -> None:
    """One button: the next language, by its own name."""
    languages = session.desk.voice.languages
    following = languages[(languages.index(session.language) + 1) % len(languages)]
    switch = pressable("language", testid="language", hint=session.says("console-language"))
    cookie = json.dumps(f"{LANGUAGE_COOKIE}={following}")
    with switch.on("click", js_handler=_CHOOSE_LANGUAGE.format(cookie=cookie)):
        written(session.says(f"language-{following.lower()}"), "")
