"""Incidents as admins see them: the list, one of them, and what making up for it would come to.

Not here: what is done on a tap (handlers.admin.incidents).
"""

from collections import Counter

from backend import catalogue, incidents, people
from backend.compensation import GiftKind, Reason
from backend.incidents import Incident, IncidentStatus, Verdict
from backend.money import Money
from flows.pages.amends import gift_name
from flows.screens import Row, Screen, button
from flows.turn import Turn
from flows.words import Words, words

MOST_SHOWN = 8
MOST_NAMED = 10


def incident_list(turn: Turn) -> Screen:
    """The newest incidents, and the way to open one."""
    shown = incidents.newest(turn.db, most=MOST_SHOWN)
    rows: tuple[Row, ...] = tuple(
        (
            button(
                "button-incident",
                "incident",
                {"status": words(f"incident-{each.status}"), "title": each.title},
                incident=each.id,
            ),
        )
        for each in shown
    )
    return Screen(
        words("incidents" if shown else "incidents-none"),
        (*rows, (button("button-new-incident", "incident.new"), button("button-menu", "menu"))),
    )


def incident_page(turn: Turn, incident: Incident) -> Screen:
    """One incident, where it stands, and what can be done with it now."""
    return Screen(
        words("incident-page", facts=_facts(turn, incident), next=words(f"incident-next-{incident.status}")),
        (*_next_acts(incident), (button("button-incidents", "incidents"), button("button-menu", "menu"))),
        subject=incident.subject,
    )


def preview_page(turn: Turn, incident: Incident, verdicts: list[Verdict]) -> Screen:
    """Who would be given what and what it costs, before anything is given."""
    given = [verdict for verdict in verdicts if verdict.decision.gift is not None]
    lines = [
        words(
            "preview-person",
            name=people.the_person(turn.db, verdict.case.person_id).name or words("guest"),
            orders=len(verdict.case.order_ids),
            gift=gift_name(verdict.decision.gift),
        )
        for verdict in given[:MOST_NAMED]
        if verdict.decision.gift is not None
    ]
    if len(given) > MOST_NAMED:
        lines.append(words("preview-more", count=len(given) - MOST_NAMED))
    grant: Row = (button("button-grant", "incident.grant", {"count": len(given)}, incident=incident.id),)
    return Screen(
        words(
            "preview",
            title=incident.title,
            people=len(verdicts),
            lines=lines or [words("preview-nobody")],
            totals=_totals(verdicts),
        ),
        (*((grant,) if given else ()), (button("button-back", "incident", incident=incident.id),)),
        subject=incident.subject,
    )


def _facts(turn: Turn, incident: Incident) -> list[Words]:
    product = (
        words("all-products")
        if incident.product_id is None
        else catalogue.the_product(turn.db, incident.product_id).name_in(turn.person.language)
    )
    facts = [
        words("incident-title", title=incident.title),
        words(
            "incident-about",
            status=words(f"incident-{incident.status}"),
            severity=words(f"severity-{incident.severity}"),
            product=product,
        ),
        words("incident-since", since=incident.since),
    ]
    if incident.closed_at is not None:
        facts.append(words("incident-until", until=incident.closed_at))
    if incident.status in (IncidentStatus.GRANTING, IncidentStatus.GRANTED):
        facts.append(_given(turn, incident))
    return facts


def _given(turn: Turn, incident: Incident) -> Words:
    total = incidents.granted(turn.db, incident)
    currency = turn.shop.policy.worth_per_day.currency
    return words("incident-given", count=total.grants, worth=Money(total.worth_minor, currency), points=total.points)


def _next_acts(incident: Incident) -> tuple[Row, ...]:
    if incident.status is IncidentStatus.OPEN:
        return ((button("button-close-incident", "incident.close", incident=incident.id),),)
    if incident.status is IncidentStatus.CLOSED:
        return ((button("button-preview", "incident.preview", incident=incident.id),),)
    if incident.status is IncidentStatus.GRANTING:
        return ((button("button-resume-granting", "incident.resume", incident=incident.id),),)
    return ()


def _totals(verdicts: list[Verdict]) -> list[Words]:
    """What all gifts come to, kind by kind, and how many get nothing for which reason."""
    gifts = [verdict.decision.gift for verdict in verdicts if verdict.decision.gift is not None]
    totals: list[Words] = []
    for kind in (GiftKind.COUPON, GiftKind.BALANCE):
        of_kind = [gift for gift in gifts if gift.kind is kind]
        if of_kind:
            worth = Money(sum(gift.amount.minor for gift in of_kind), of_kind[0].amount.currency)
            totals.append(words(f"preview-gift-{kind}", count=len(of_kind), worth=worth))
    points = [gift.points for gift in gifts if gift.kind is GiftKind.POINTS]
    if points:
        totals.append(words("preview-gift-points", count=len(points), points=sum(points)))
    nothing = Counter(verdict.decision.reason for verdict in verdicts if verdict.decision.gift is None)
    totals += [words(f"preview-{reason}", count=nothing[reason]) for reason in Reason if nothing[reason]]
    return totals
