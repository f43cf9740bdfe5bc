"""The report, for supervisors and admins.

Not here: what is in it (flows.pages.reports).
"""

from collections.abc import Mapping
from typing import Any

from backend.people import Role
from backend.reports import SPANS
from flows.pages import reports as pages
from flows.turn import Turn
from handlers.audience import open_to


@open_to(Role.SUPERVISOR)
def report(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show the last week, or the span that was chosen or stands after the command."""
    asked = str(args.get("days") or args.get("argument", "")).strip()
    turn.show(pages.report(turn, days=next((span for span in SPANS if str(span) == asked), SPANS[0])))
