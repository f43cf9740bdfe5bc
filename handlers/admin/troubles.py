"""Troubles, for admins: seeing what the bot gave up, and having it tried again.

Not here: how the page looks (flows.pages.troubles), or what trying again means (backend.troubles).
"""

from collections.abc import Mapping
from typing import Any

from backend import troubles
from backend.people import Role
from backend.troubles import TroubleKind
from flows.pages import troubles as pages
from flows.turn import Turn
from handlers.audience import open_to


@open_to(Role.ADMIN)
def trouble_list(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show the newest."""
    del args
    turn.show(pages.trouble_list(turn))


@open_to(Role.ADMIN)
def retry(turn: Turn, args: Mapping[str, Any]) -> None:
    """Have one tried again."""
    is_tried = troubles.retry(turn.db, TroubleKind(args["kind"]), args["id"], by=turn.person.who, now=turn.now)
    turn.toast("trouble-retried" if is_tried else "trouble-gone")
    turn.show(pages.trouble_list(turn))
