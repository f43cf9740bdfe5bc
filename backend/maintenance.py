"""Maintenance: times in which the shop takes no orders and starts no payments, and telling who waits.

Not here: what is said (flows.pages.maintenance). Answers, tickets, and orders that are paid already go on.

    planned ──> on ──> over          it begins and ends by itself or by hand; the end may be put off
       └──> cancelled
"""

from datetime import datetime

from backend.errors import ClosedForMaintenance, MaintenanceMoved, MaintenanceTaken
from backend.people import Person
from storage import audit_trail, failpoints
from storage import maintenance as rows
from storage.database import Db
from storage.maintenance import Maintenance as Maintenance
from storage.maintenance import MaintenanceStatus as MaintenanceStatus

TOLD_AT_ONCE = 25
"""How many of those who wait are told in one turn: less than the platform takes in a second."""

MAY_BECOME: dict[MaintenanceStatus, frozenset[MaintenanceStatus]] = {
    MaintenanceStatus.PLANNED: frozenset({MaintenanceStatus.ON, MaintenanceStatus.CANCELLED}),
    MaintenanceStatus.ON: frozenset({MaintenanceStatus.OVER}),
    MaintenanceStatus.OVER: frozenset(),
    MaintenanceStatus.CANCELLED: frozenset(),
}


def require_open(db: Db) -> None:
    """Raise ClosedForMaintenance while a maintenance is on."""
    present = rows.open_one(db)
    if present is not None and present.status is MaintenanceStatus.ON:
        raise ClosedForMaintenance(until=present.ends_at)


def present(db: Db) -> Maintenance | None:
    """The maintenance that is planned or on."""
    return rows.open_one(db)


def the_maintenance(db: Db, maintenance_id: int) -> Maintenance:
    """The maintenance. Raises LookupError if there never was one: its id is from a row of ours."""
    found = rows.with_id(db, maintenance_id)
    if found is None:
        raise LookupError(f"no maintenance {maintenance_id}")
    return found


def plan(
    db: Db, *, reasons: dict[str, str], starts_at: datetime, ends_at: datetime, by: str, now: datetime
) -> Maintenance:
    """Plan a maintenance. Raises MaintenanceTaken if one is planned or on."""
    planned = rows.add(db, reasons=reasons, starts_at=starts_at, ends_at=ends_at)
    if planned is None:
        raise MaintenanceTaken
    failpoints.reached("maintenance.planned")
    audit_trail.record(db, subject=_subject(planned.id), what=planned.status, by=by, why="", now=now)
    return planned


def begin(db: Db, maintenance_id: int, *, by: str, now: datetime) -> Maintenance:
    """Take no orders from now on. Raises MaintenanceMoved."""
    return _move(db, maintenance_id, MaintenanceStatus.ON, by=by, now=now, started_at=now)


def call_off(db: Db, maintenance_id: int, *, by: str, now: datetime) -> Maintenance:
    """Let a planned one not happen. Raises MaintenanceMoved."""
    return _move(db, maintenance_id, MaintenanceStatus.CANCELLED, by=by, now=now, ended_at=now)


def end(db: Db, maintenance_id: int, *, by: str, now: datetime) -> Maintenance:
    """Take orders again. Raises MaintenanceMoved."""
    return _move(db, maintenance_id, MaintenanceStatus.OVER, by=by, now=now, ended_at=now)


def put_off_end(db: Db, maintenance_id: int, *, to: datetime, by: str, now: datetime) -> Maintenance:
    """Let one that is on end at another time. Raises MaintenanceMoved."""
    lasting = the_maintenance(db, maintenance_id)
    if lasting.status is not MaintenanceStatus.ON:
        raise MaintenanceMoved(status=lasting.status.value)
    put_off = rows.put_off_end(db, maintenance_id, was=lasting.ends_at, to=to)
    why = f"ends at {to.isoformat()}"
    audit_trail.record(db, subject=_subject(maintenance_id), what="put-off", by=by, why=why, now=now)
    return put_off


def begin_if_due(db: Db, maintenance_id: int, *, now: datetime) -> Maintenance | None:
    """Begin what was planned for now; None if it began or was called off meanwhile."""
    planned = the_maintenance(db, maintenance_id)
    if planned.status is not MaintenanceStatus.PLANNED or now < planned.starts_at:
        return None
    return begin(db, maintenance_id, by="clock", now=now)


def end_if_due(db: Db, maintenance_id: int, *, now: datetime) -> Maintenance | None:
    """End what was to last until now; None if it is over already, or was put off."""
    lasting = the_maintenance(db, maintenance_id)
    if lasting.status is not MaintenanceStatus.ON or now < lasting.ends_at:
        return None
    return end(db, maintenance_id, by="clock", now=now)


def wait_for_end(db: Db, person: Person) -> Maintenance | None:
    """Have the person told when orders are taken again; None if they are taken now."""
    lasting = rows.open_one(db)
    if lasting is None or lasting.status is not MaintenanceStatus.ON:
        return None
    rows.add_waiter(db, lasting.id, person.id)
    return lasting


def next_waiters(db: Db, maintenance_id: int, *, now: datetime) -> list[int]:
    """The ids of the next people to be told that it is over, noted as told; the caller tells them."""
    due = rows.waiters(db, maintenance_id, most=TOLD_AT_ONCE)
    for person_id in due:
        rows.note_told(db, maintenance_id, person_id, now=now)
        failpoints.reached("maintenance.told")
    return due


def _move(
    db: Db, maintenance_id: int, to: MaintenanceStatus, *, by: str, now: datetime, **stamps: datetime
) -> Maintenance:
    was = the_maintenance(db, maintenance_id)
    if to not in MAY_BECOME[was.status]:
        raise MaintenanceMoved(status=was.status.value)
    moved = rows.move(db, maintenance_id, was=was.status, to=to, **stamps)
    failpoints.reached("maintenance.moved")
    audit_trail.record(db, subject=_subject(maintenance_id), what=to, by=by, why="", now=now)
    return moved


def _subject(maintenance_id: int) -> str:
    return f"maintenance:{maintenance_id}"
