"""Maintenance: the taps on its page, the timers that begin and end it, and telling those who wait.

Not here: planning one (flows.maintenance), what is refused meanwhile (backend.maintenance).
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from backend import maintenance, people
from backend.errors import MaintenanceMoved
from backend.maintenance import Maintenance, MaintenanceStatus
from backend.people import Role
from flows.engine import Engine
from flows.pages import maintenance as pages
from flows.screens import Screen
from flows.turn import Turn
from flows.words import words
from handlers.audience import open_to

WARN_BEFORE = timedelta(minutes=5)
"""How long before the end admins are asked whether it will do."""

TOLD_EVERY = timedelta(milliseconds=500)


@open_to(Role.ADMIN)
def maintenance_page(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show the maintenance that is planned or on, or the way to plan one."""
    del args
    present = maintenance.present(turn.db)
    turn.show(pages.nothing_planned() if present is None else _page(turn, present))


@open_to(Role.ADMIN)
def plan(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Begin to plan one; where there is one already, show it."""
    if maintenance.present(turn.db) is None:
        engine.start(turn, "maintenance")
    else:
        maintenance_page(turn, args)


@open_to(Role.ADMIN)
def begin(turn: Turn, args: Mapping[str, Any]) -> None:
    """Take no orders from now on, without waiting for the time that was planned."""
    if begun := _move(turn, args, maintenance.begin):
        _begun(turn, begun)


@open_to(Role.ADMIN)
def call_off(turn: Turn, args: Mapping[str, Any]) -> None:
    """Let a planned one not happen."""
    _move(turn, args, maintenance.call_off)


@open_to(Role.ADMIN)
def end(turn: Turn, args: Mapping[str, Any]) -> None:
    """Take orders again, without waiting for the time that was announced."""
    if over := _move(turn, args, maintenance.end):
        _over(turn, over)


@open_to(Role.ADMIN)
def put_off(turn: Turn, args: Mapping[str, Any]) -> None:
    """Let it end half an hour later than it would."""
    lasting = maintenance.the_maintenance(turn.db, args["maintenance"])
    later = max(lasting.ends_at, turn.now) + timedelta(minutes=pages.PUT_OFF_MINUTES)

    def act(*given: Any, **named: Any) -> Maintenance:
        return maintenance.put_off_end(*given, to=later, **named)

    if put := _move(turn, args, act):
        _set_end(turn, put)


@open_to(Role.CUSTOMER)
def wait(turn: Turn, args: Mapping[str, Any]) -> None:
    """Have the person told when orders are taken again."""
    del args
    lasting = maintenance.wait_for_end(turn.db, turn.person)
    turn.show(pages.nothing_to_wait_for() if lasting is None else pages.waiting(lasting))


@open_to(Role.ADMIN)
def begin_planned(turn: Turn, args: Mapping[str, Any]) -> None:
    """Begin what was planned for now; do nothing if it began or was called off."""
    if begun := maintenance.begin_if_due(turn.db, args["maintenance"], now=turn.now):
        turn.refresh(_page(turn, begun))
        _begun(turn, begun)


@open_to(Role.ADMIN)
def warn(turn: Turn, args: Mapping[str, Any]) -> None:
    """Remind the admins of the end, so that they put it off in time; do nothing if that has changed."""
    lasting = maintenance.the_maintenance(turn.db, args["maintenance"])
    if lasting.status is not MaintenanceStatus.ON or lasting.ends_at != datetime.fromisoformat(args["ends_at"]):
        return
    for admin in people.staff(turn.db, Role.ADMIN):
        page = pages.maintenance_page(lasting, admin.language)
        turn.tell(admin, page.below(words("maintenance-ends-soon", until=lasting.ends_at)))


@open_to(Role.ADMIN)
def end_planned(turn: Turn, args: Mapping[str, Any]) -> None:
    """End what was to last until now; do nothing if it is over, or was put off."""
    if over := maintenance.end_if_due(turn.db, args["maintenance"], now=turn.now):
        turn.refresh(_page(turn, over))
        _over(turn, over)


@open_to(Role.ADMIN)
def tell_waiters(turn: Turn, args: Mapping[str, Any]) -> None:
    """Tell the next of those who wait that orders are taken again, until all have been told."""
    told = maintenance.next_waiters(turn.db, args["maintenance"], now=turn.now)
    for person_id in told:
        turn.tell(people.the_person(turn.db, person_id), pages.open_again())
    if told:
        _tell_next(turn, args["maintenance"], telling=args["telling"] + 1)


def _page(turn: Turn, about: Maintenance) -> Screen:
    return pages.maintenance_page(about, turn.person.language)


def _move(turn: Turn, args: Mapping[str, Any], act: Callable[..., Maintenance]) -> Maintenance | None:
    """Change it and show its page; where another admin was quicker, say so over the present page."""
    maintenance_id = args["maintenance"]
    try:
        moved = act(turn.db, maintenance_id, by=turn.person.who, now=turn.now)
    except MaintenanceMoved as refusal:
        turn.toast(refusal.key, **refusal.arguments)
        turn.show(_page(turn, maintenance.the_maintenance(turn.db, maintenance_id)))
        return None
    turn.update(_page(turn, moved))
    return moved


def _begun(turn: Turn, begun: Maintenance) -> None:
    turn.notify_admins(words("admin-maintenance-begun", until=begun.ends_at))
    _set_end(turn, begun)


def _set_end(turn: Turn, lasting: Maintenance) -> None:
    """Timers for its present end; those of an end that was put off find that it has changed."""
    subject = f"maintenance:{lasting.id}:{lasting.ends_at.isoformat()}"
    ends_at = lasting.ends_at.isoformat()
    warned_at = max(turn.now, lasting.ends_at - WARN_BEFORE)
    turn.set_timer("maintenance-warn", subject, due_at=warned_at, maintenance=lasting.id, ends_at=ends_at)
    turn.set_timer("maintenance-end", subject, due_at=lasting.ends_at, maintenance=lasting.id)


def _over(turn: Turn, over: Maintenance) -> None:
    """Tell the admins, by how much it overran if it did, and then whoever waits."""
    late = (turn.now - over.promised_until) // timedelta(minutes=1)
    if late > 0:
        turn.notify_admins(words("admin-maintenance-overran", minutes=late))
    else:
        turn.notify_admins(words("admin-maintenance-over"))
    _tell_next(turn, over.id, telling=0)


def _tell_next(turn: Turn, maintenance_id: int, *, telling: int) -> None:
    subject = f"maintenance:{maintenance_id}:{telling}"
    due_at = turn.now + TOLD_EVERY
    turn.set_timer("maintenance-tell", subject, due_at=due_at, maintenance=maintenance_id, telling=telling)
