"""Preferences: which messages a person wants, and their time zone.

Not here: how the page looks (flows.pages.settings), or reading a zone that was typed (flows.time_zone).
"""

from collections.abc import Mapping
from typing import Any

from backend import people
from backend.people import Role
from flows.engine import Engine
from flows.pages import settings as pages
from flows.turn import Turn
from handlers.audience import open_to


@open_to(Role.CUSTOMER)
def settings(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show the settings."""
    del args
    turn.show(pages.settings(turn))


@open_to(Role.CUSTOMER)
def switch_follow_ups(turn: Turn, args: Mapping[str, Any]) -> None:
    """Ask and remind the person from now on, or stop."""
    people.set_wants_follow_ups(turn.db, turn.person, wants=args["wants"])
    _show_changed(turn)


@open_to(Role.CUSTOMER)
def switch_news(turn: Turn, args: Mapping[str, Any]) -> None:
    """Send the person the shop's news from now on, or stop."""
    people.set_wants_news(turn.db, turn.person, wants=args["wants"])
    _show_changed(turn)


@open_to(Role.CUSTOMER)
def choose_time_zone(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Ask where the person is."""
    del args
    engine.start(turn, "time-zone")


def _show_changed(turn: Turn) -> None:
    turn.person = people.the_person(turn.db, turn.person.id)
    turn.toast("settings-changed")
    turn.show(pages.settings(turn))
