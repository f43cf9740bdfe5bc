"""The report, for supervisors and admins: counted as a job, since there may be a million orders to count.

Not here: what is in it (flows.pages.reports) or the counting (bot.jobs.report).
"""

from collections.abc import Mapping
from typing import Any

from backend import reports
from backend.people import Role
from backend.reports import SPANS
from flows.events import JobEnded
from flows.pages import reports as pages
from flows.turn import Turn
from handlers.audience import open_to


@open_to(Role.SUPERVISOR)
def report(turn: Turn, args: Mapping[str, Any]) -> None:
    """Have the last week counted, or the span that was chosen or stands after the command.

    A report that stands already stays until the other one is there: a picture can't turn into words.
    """
    asked = str(args.get("days") or args.get("argument", "")).strip()
    days = next((span for span in SPANS if str(span) == asked), SPANS[0])
    page = args.get("page")
    if page is None:
        page = turn.event.id
        turn.show(pages.counting(page, days=days))
    else:
        turn.toast("report-counting", count=days)
    turn.start_job("report", days=days, page=page)


@open_to(Role.SUPERVISOR)
def show(turn: Turn, ended: JobEnded) -> None:
    """Show what was counted where it was asked for, if that message has not become something else."""
    page, days = ended.asked["page"], ended.asked["days"]
    if ended.result is None:
        turn.refresh(pages.failed(page, incident=ended.failed_as or ""))
    else:
        turn.refresh(pages.report(turn, page, reports.from_json(ended.result), days=days))
