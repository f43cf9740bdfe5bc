"""Incidents: opening and closing one, whom it touched, and making up for it in batches.

Not here: what is given (backend.compensation) or how batches follow each other (handlers.admin.incidents).
Whom an incident touched rests on what was so when it was closed, so the dry run and every batch agree.

    open ──> closed ──> granting ──> granted
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from backend import compensation
from backend.compensation import Award, Case, Cause, Decision
from backend.compensation_policy import Policy
from backend.errors import IncidentNotClosed, IncidentNotFound
from backend.orders import Order, OrderStatus
from backend.people import Person
from storage import audit_trail, failpoints, orders
from storage import grants as granted_rows
from storage import incidents as rows
from storage.database import Db
from storage.grants import Total
from storage.incidents import Incident as Incident
from storage.incidents import IncidentStatus as IncidentStatus
from storage.incidents import Severity as Severity

BATCH = 50
"""How many buyers one turn looks at: the orders of others wait no longer than that takes."""


@dataclass(frozen=True)
class Verdict:
    """What the rules give one person for an incident."""

    case: Case
    decision: Decision


@dataclass(frozen=True)
class Batch:
    """What became of a batch, and after whom the next one begins; None when it was the last."""

    awards: Sequence[Award]
    next_after: int | None


def open_incident(
    db: Db, *, title: str, product_id: str | None, severity: Severity, since: datetime, by: Person, now: datetime
) -> Incident:
    """Open an incident that began at `since`."""
    opened = rows.add(
        db,
        {
            "title": title,
            "product_id": product_id,
            "severity": severity,
            "status": IncidentStatus.OPEN,
            "opened_by": by.id,
            "since": since,
            "opened_at": now,
        },
    )
    audit_trail.record(db, subject=opened.subject, what=opened.status, by=by.who, why=title, now=now)
    return opened


def newest(db: Db, *, most: int) -> list[Incident]:
    """The newest incidents, those first."""
    return rows.newest(db, most=most)


def the_incident(db: Db, incident_id: int) -> Incident:
    """The incident of this number. Raises IncidentNotFound."""
    incident = rows.with_id(db, incident_id)
    if incident is None:
        raise IncidentNotFound(number=incident_id)
    return incident


def close(db: Db, incident_id: int, *, by: str, now: datetime) -> Incident:
    """Close an open incident: what happens from now on is no longer its fault. A closed one stays as it is."""
    return _move(db, incident_id, was=IncidentStatus.OPEN, to=IncidentStatus.CLOSED, by=by, now=now, closed_at=now)


def start_granting(db: Db, incident_id: int, *, by: str, now: datetime) -> bool:
    """Begin to make up for a closed incident; False if that was begun before. Raises IncidentNotClosed."""
    if the_incident(db, incident_id).status is IncidentStatus.OPEN:
        raise IncidentNotClosed(number=incident_id)
    moved = rows.move(db, incident_id, was=IncidentStatus.CLOSED, to=IncidentStatus.GRANTING)
    failpoints.reached("incident.granting")
    if moved is not None:
        audit_trail.record(db, subject=moved.subject, what=moved.status, by=by, why="", now=now)
    return moved is not None


def preview(db: Db, policy: Policy, incident: Incident, *, today: date) -> list[Verdict]:
    """What everybody it touched would be given today, by the rules that are used when it is given."""
    verdicts: list[Verdict] = []
    after: int | None = 0
    while after is not None:
        buyers = _buyers(db, incident, after=after)
        cases = _cases(db, policy, incident, buyers)
        verdicts += map(Verdict, cases, compensation.look_up(db, policy, cases, today=today))
        after = buyers[-1] if len(buyers) == BATCH else None
    return verdicts


def grant_batch(
    db: Db, policy: Policy, incident: Incident, *, after: int, by: str, today: date, now: datetime
) -> Batch:
    """Give to the next people it touched, in the order of their ids; the last batch ends the granting."""
    buyers = _buyers(db, incident, after=after)
    awards = [
        compensation.make_up(db, policy, case, by=by, today=today, now=now)
        for case in _cases(db, policy, incident, buyers)
    ]
    failpoints.reached("incident.granted")
    if len(buyers) == BATCH:
        return Batch(awards, buyers[-1])
    _move(db, incident.id, was=IncidentStatus.GRANTING, to=IncidentStatus.GRANTED, by=by, now=now)
    return Batch(awards, None)


def granted(db: Db, incident: Incident) -> Total:
    """How much has been given for it so far."""
    return granted_rows.total_for(db, incident.subject)


def _buyers(db: Db, incident: Incident, *, after: int) -> list[int]:
    """The next people who paid for something while it lasted."""
    return orders.buyers_between(
        db, incident.since, _end(incident), product_id=incident.product_id, after=after, most=BATCH
    )


def _cases(db: Db, policy: Policy, incident: Incident, buyers: Sequence[int]) -> list[Case]:
    """A case for each buyer whose orders came late, failed or were waiting."""
    end = _end(incident)
    paid = orders.paid_between(db, incident.since, end, product_id=incident.product_id, person_ids=buyers)
    suffered: dict[int, list[int]] = {}
    for order in paid:
        if _has_suffered(db, policy, order, end):
            suffered.setdefault(order.person_id, []).append(order.id)
    return [
        Case(Cause.INCIDENT, incident.subject, person_id, tuple(order_ids), severity=incident.severity)
        for person_id, order_ids in sorted(suffered.items())
    ]


def _has_suffered(db: Db, policy: Policy, order: Order, end: datetime) -> bool:
    """Whether by the end the order had failed, or had taken so long that it counts as late."""
    if order.status is OrderStatus.REFUNDED and order.closed_at is not None and order.closed_at <= end:
        return not compensation.is_refunded_at_wish(db, order)
    late_after = policy.late_after_minutes
    return late_after is not None and compensation.minutes_late(db, order, until=end) >= late_after


def _end(incident: Incident) -> datetime:
    if incident.closed_at is None:
        raise IncidentNotClosed(number=incident.id)
    return incident.closed_at


def _move(
    db: Db,
    incident_id: int,
    *,
    was: IncidentStatus,
    to: IncidentStatus,
    by: str,
    now: datetime,
    closed_at: datetime | None = None,
) -> Incident:
    moved = rows.move(db, incident_id, was=was, to=to, closed_at=closed_at)
    if moved is None:
        return the_incident(db, incident_id)
    audit_trail.record(db, subject=moved.subject, what=to, by=by, why="", now=now)
    return moved
