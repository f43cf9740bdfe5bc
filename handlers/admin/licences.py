"""Licences, for supervisors: those that wait, and what becomes of each; its holder is told at once.

Not here: what a licence allows (backend.licences).
"""

from collections.abc import Callable, Mapping
from typing import Any

from backend import licences, people
from backend.errors import LicenceMoved
from backend.licences import Licence
from backend.people import Role, Tier
from flows.pages import licences as pages
from flows.turn import Turn
from handlers.audience import open_to


@open_to(Role.SUPERVISOR)
def waiting(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show those that wait for a review."""
    del args
    turn.show(pages.waiting(turn, licences.submitted(turn.db)))


@open_to(Role.SUPERVISOR)
def review(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show one of them."""
    turn.show(pages.review(turn, licences.the_licence(turn.db, args["licence"])))


@open_to(Role.SUPERVISOR)
def approve(turn: Turn, args: Mapping[str, Any]) -> None:
    """Accept a licence, with the prices of a tier."""
    tier = Tier(args["tier"])
    _act(turn, args, lambda number: licences.approve(turn.db, number, tier=tier, by=turn.person, now=turn.now))


@open_to(Role.SUPERVISOR)
def refuse(turn: Turn, args: Mapping[str, Any]) -> None:
    """Turn a licence down."""
    _act(turn, args, lambda number: licences.refuse(turn.db, number, by=turn.person, now=turn.now))


@open_to(Role.SUPERVISOR)
def withdraw(turn: Turn, args: Mapping[str, Any]) -> None:
    """End a licence before its day."""
    _act(turn, args, lambda number: licences.withdraw(turn.db, number, by=turn.person, now=turn.now))


def _act(turn: Turn, args: Mapping[str, Any], move: Callable[[int], Licence]) -> None:
    """Move the licence along, tell its holder, and show it; one that somebody has reviewed already says so."""
    try:
        licence = move(args["licence"])
    except LicenceMoved as moved:
        turn.toast(moved.key)
        turn.update(pages.review(turn, licences.the_licence(turn.db, args["licence"])))
        return
    turn.tell(people.the_person(turn.db, licence.person_id), pages.own(turn, licence))
    turn.update(pages.review(turn, licence))
