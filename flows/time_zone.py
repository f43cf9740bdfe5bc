"""Choosing a time zone: a city by button, or any zone's name typed.

Not here: what is reckoned in it (backend.follow_ups).

    zone ──> kept
"""

from collections.abc import Mapping
from zoneinfo import available_timezones

from backend import people
from backend.errors import UnknownTimeZone
from backend.people import Role
from flows.conversation import Answer
from flows.engine import Ask, Flow, answer_button
from flows.pages.settings import settings
from flows.screens import Row, Screen
from flows.turn import Turn
from flows.words import words

OFFERED = {
    "shanghai": "Asia/Shanghai",
    "singapore": "Asia/Singapore",
    "tokyo": "Asia/Tokyo",
    "sydney": "Australia/Sydney",
    "london": "Europe/London",
    "berlin": "Europe/Berlin",
    "new-york": "America/New_York",
    "los-angeles": "America/Los_Angeles",
}
"""Cities with a button; any other zone is typed."""

_PER_ROW = 2

_NAMES = tuple(sorted(name for name in available_timezones() if not name.startswith("Etc/")))
"""Without those like Etc/GMT+8, which lies eight hours west of where everybody would look for it."""


class Zone:
    """Where the person's days and nights are."""

    def prompt(self, turn: Turn) -> Screen:
        """A few cities."""
        del turn
        cities = [answer_button(f"zone-{city}", "zone", zone) for city, zone in OFFERED.items()]
        rows: list[Row] = [tuple(cities[start : start + _PER_ROW]) for start in range(0, len(cities), _PER_ROW)]
        return Screen(words("ask-time-zone"), tuple(rows))

    def read(self, turn: Turn, text: str) -> Answer:
        """The zone of this name or city, however it is written; raises UnknownTimeZone."""
        del turn
        typed = text.strip().casefold().replace(" ", "_")
        for name in _NAMES:
            if typed in (name.casefold(), name.casefold().rpartition("/")[2]):
                return name
        raise UnknownTimeZone(name=text.strip())

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """A zone there is; raises UnknownTimeZone."""
        del turn
        if answer not in _NAMES:
            raise UnknownTimeZone(name=str(answer))
        return answer


class TimeZone(Flow, id="time-zone", version=1, least=Role.CUSTOMER):
    """A person says where they are."""

    zone = Ask(Zone())

    def done(self, turn: Turn, answers: Mapping[str, Answer]) -> None:
        """Keep it and show the settings."""
        people.set_time_zone(turn.db, turn.person, str(answers["zone"]))
        turn.person = people.the_person(turn.db, turn.person.id)
        turn.show(settings(turn).below(words("settings-changed")))
