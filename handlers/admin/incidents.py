"""Incidents: opening one, closing it, seeing what making up for it costs, and granting it batch by batch.

Not here: how the pages look (flows.pages.incidents), or what is asked when one is opened (flows.incident).
Each batch is a turn: what it gave, whom it told and the timer of the next batch are kept together or not at all.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from backend import incidents, people
from backend.incidents import Incident, IncidentStatus
from backend.people import Role
from flows.engine import Engine
from flows.pages import incidents as pages
from flows.turn import Turn
from flows.words import words
from handlers.audience import open_to
from handlers.customer import amends
from storage.timers import Timer

BATCH_TIMER = "incident-batch"
FIRST = 0
NO_EVENT = 0


@open_to(Role.ADMIN)
def incident_list(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show the newest incidents."""
    del args
    turn.show(pages.incident_list(turn))


@open_to(Role.ADMIN)
def incident(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show one of them."""
    turn.show(pages.incident_page(turn, _the_incident(turn, args)))


@open_to(Role.ADMIN)
def report(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Begin to open an incident."""
    del args
    engine.start(turn, "incident")


@open_to(Role.ADMIN)
def close(turn: Turn, args: Mapping[str, Any]) -> None:
    """Close an incident; whom it touched is certain from now on."""
    closed = incidents.close(turn.db, args["incident"], by=turn.person.who, now=turn.now)
    turn.update(pages.incident_page(turn, closed))


@open_to(Role.ADMIN)
def preview(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show who would be given what, and give nothing."""
    closed = _the_incident(turn, args)
    verdicts = incidents.preview(turn.db, turn.shop.policy, closed, today=turn.today)
    turn.show(pages.preview_page(turn, closed, verdicts))


@open_to(Role.ADMIN)
def grant(turn: Turn, args: Mapping[str, Any]) -> None:
    """Begin to give; a second tap, or a second admin's, changes nothing."""
    if incidents.start_granting(turn.db, args["incident"], by=turn.person.who, now=turn.now):
        _go_on(turn, args["incident"], after=FIRST, run=turn.event.id)
    turn.update(pages.incident_page(turn, _the_incident(turn, args)))


@open_to(Role.ADMIN)
def resume(turn: Turn, args: Mapping[str, Any]) -> None:
    """Go through everybody once more where a failed batch has ended the run; who was given something is passed over."""
    granting = _the_incident(turn, args)
    if granting.status is IncidentStatus.GRANTING:
        _go_on(turn, granting.id, after=FIRST, run=turn.event.id)
    turn.update(pages.incident_page(turn, granting))


@open_to(Role.CUSTOMER)
def grant_batch(turn: Turn, args: Mapping[str, Any]) -> None:
    """Give to the next people and tell them; bring the admins' pages up to date."""
    granting = _the_incident(turn, args)
    if granting.status is not IncidentStatus.GRANTING:
        return
    batch = incidents.grant_batch(
        turn.db,
        turn.shop.policy,
        granting,
        after=args["after"],
        by=turn.person.who,
        today=turn.today,
        now=turn.now,
    )
    for award in batch.awards:
        if award.grant is not None:
            person = people.the_person(turn.db, award.grant.person_id)
            amends.hand_over(turn, person, award, why=words("amends-incident", title=granting.title))
    if batch.next_after is not None:
        _go_on(turn, granting.id, after=batch.next_after, run=args["run"])
    turn.refresh(pages.incident_page(turn, _the_incident(turn, args)))


def first_batch(incident_id: int, *, lane: str, due_at: datetime) -> Timer:
    """The timer that begins to give, for whoever begins it without a turn."""
    args = {"incident": incident_id, "after": FIRST, "run": NO_EVENT}
    return Timer(BATCH_TIMER, f"incident:{incident_id}:{NO_EVENT}:{FIRST}", lane, due_at, args)


def _the_incident(turn: Turn, args: Mapping[str, Any]) -> Incident:
    return incidents.the_incident(turn.db, args["incident"])


def _go_on(turn: Turn, incident_id: int, *, after: int, run: int) -> None:
    """Have the next batch follow at once; `run` is the event that began, so that a run can be begun anew."""
    subject = f"incident:{incident_id}:{run}:{after}"
    turn.set_timer(BATCH_TIMER, subject, due_at=turn.now, incident=incident_id, after=after, run=run)
