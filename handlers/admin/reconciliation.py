"""Reconciliation in the night: the gateway's statement is fetched, held against our books, and admins hear of it.

Not here: the comparing (backend.reconciliation) or the fetching (bot.jobs.reconciliation). A night on which all agrees
says nothing; the page of troubles has a line of it. A difference is told once and stays a case until it is settled.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from backend import reconciliation
from backend.people import Role
from flows.events import JobEnded
from flows.pages import reconciliation as pages
from flows.pages.troubles import trouble_list
from flows.turn import Turn
from flows.words import words
from handlers.audience import open_to

MOST_TOLD = 10
"""The message has room for so many; the page of troubles has the others."""


@open_to(Role.ADMIN)
def begin(turn: Turn, args: Mapping[str, Any]) -> None:
    """It is night: have a gateway's statement of the day fetched."""
    turn.start_job("statement", gateway=args["gateway"], since=args["since"], until=args["until"])


@open_to(Role.ADMIN)
def compare(turn: Turn, ended: JobEnded) -> None:
    """The statement is here. One that could not be had is told of as any job that was given up."""
    if ended.result is None:
        return
    since, until = (datetime.fromisoformat(ended.asked[name]) for name in ("since", "until"))
    gateway = str(ended.asked["gateway"])
    statement = reconciliation.from_json(ended.result["lines"])
    differences = reconciliation.reconcile(turn.db, gateway=gateway, statement=statement, since=since, until=until)
    opened = [reconciliation.open_case(turn.db, gateway, each, now=turn.now) for each in differences]
    movements = sum(since <= line.at < until for line in statement)
    reconciliation.note(
        turn.db,
        gateway,
        since=since,
        until=until,
        movements=movements,
        differences=len(differences),
        now=turn.now,
    )
    cases = [case for case in opened if case is not None]
    if cases:
        told = pages.case_lines(cases[:MOST_TOLD])
        turn.notify_admins(words("reconciliation", gateway=gateway, day=since, count=len(cases), differences=told))


@open_to(Role.ADMIN)
def settle(turn: Turn, args: Mapping[str, Any]) -> None:
    """An admin has seen to a difference."""
    is_settled = reconciliation.settle_case(turn.db, args["case"], by=turn.person.who, now=turn.now)
    turn.toast("difference-settled" if is_settled else "difference-settled-before")
    turn.show(trouble_list(turn))
