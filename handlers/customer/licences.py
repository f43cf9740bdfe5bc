"""A person's own licence: where it stands, and handing one in.

Not here: its review (handlers.admin.licences).
"""

from collections.abc import Mapping
from typing import Any

from backend import licences
from backend.licences import LicenceStatus
from backend.people import Role
from flows.engine import Engine
from flows.pages import licences as pages
from flows.turn import Turn
from handlers.audience import open_to


@open_to(Role.CUSTOMER)
def own(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Show the person's licence, or ask for one."""
    del args
    licence = licences.of_person(turn.db, turn.person)
    if licence is None:
        engine.start(turn, "licence")
    else:
        turn.show(pages.own(turn, licence))


@open_to(Role.CUSTOMER)
def end(turn: Turn, args: Mapping[str, Any]) -> None:
    """The licence's last day is over: say so, and what the prices are now; do nothing if another took its place."""
    licence = licences.the_licence(turn.db, args["licence"])
    if licences.end(turn.db, licence, now=turn.now):
        turn.notify(pages.own(turn, licence))


@open_to(Role.CUSTOMER)
def send(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Ask for another licence, unless one waits for its review."""
    licence = licences.of_person(turn.db, turn.person)
    if licence is not None and licence.status is LicenceStatus.SUBMITTED:
        own(turn, args, engine)
    else:
        engine.start(turn, "licence")
