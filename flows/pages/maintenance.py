"""The pages of maintenance: the notice before it, its page for admins, and the word that it is over.

Not here: planning one (flows.maintenance), or when it begins and ends (backend.maintenance).
"""

from backend.maintenance import Maintenance, MaintenanceStatus
from flows.screens import Row, Screen, button
from flows.words import Words, words
from storage.catalogue import nearest

PUT_OFF_MINUTES = 30
"""By how much the end is put off with one tap."""


def notice(maintenance: Maintenance, language: str) -> Words:
    """What everybody is told beforehand."""
    return words(
        "maintenance-notice",
        starts=maintenance.starts_at,
        ends=maintenance.ends_at,
        reason=nearest(maintenance.reasons, language),
    )


def maintenance_page(maintenance: Maintenance, language: str) -> Screen:
    """One maintenance, and what can be done about it now."""
    return Screen(
        words(
            "maintenance-page",
            status=maintenance.status.value,
            starts=maintenance.started_at or maintenance.starts_at,
            ends=maintenance.ended_at or maintenance.ends_at,
            reason=nearest(maintenance.reasons, language),
        ),
        (*_acts(maintenance), (button("button-broadcasts", "broadcasts"), button("button-menu", "menu"))),
        subject=f"maintenance:{maintenance.id}",
    )


def nothing_planned() -> Screen:
    """'The shop is open', with the way to plan one."""
    return Screen(
        words("maintenance-none"),
        (
            (button("button-maintenance-plan", "maintenance.plan"),),
            (button("button-broadcasts", "broadcasts"), button("button-menu", "menu")),
        ),
    )


def open_again() -> Screen:
    """What those are told who wanted to hear it."""
    return Screen(
        words("maintenance-open-again"), ((button("button-browse", "categories"), button("button-menu", "menu")),)
    )


def waiting(maintenance: Maintenance) -> Screen:
    """'I'll tell you.'"""
    ways_on = (button("button-browse", "categories"), button("button-menu", "menu"))
    return Screen(words("maintenance-waiting", until=maintenance.ends_at), (ways_on,))


def nothing_to_wait_for() -> Screen:
    """'Orders are taken right now.'"""
    return Screen(
        words("maintenance-not-on"), ((button("button-browse", "categories"), button("button-menu", "menu")),)
    )


def _acts(maintenance: Maintenance) -> tuple[Row, ...]:
    def act(key: str, action: str, **label: int) -> Row:
        return (button(key, action, label, maintenance=maintenance.id),)

    match maintenance.status:
        case MaintenanceStatus.PLANNED:
            return (
                act("button-maintenance-begin", "maintenance.begin"),
                act("button-maintenance-call-off", "maintenance.call-off"),
            )
        case MaintenanceStatus.ON:
            return (
                act("button-maintenance-end", "maintenance.end"),
                act("button-maintenance-put-off", "maintenance.put-off", minutes=PUT_OFF_MINUTES),
            )
        case MaintenanceStatus.OVER | MaintenanceStatus.CANCELLED:
            return ((button("button-maintenance-plan", "maintenance.plan"),),)
