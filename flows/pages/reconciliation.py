"""What admins see of reconciliation: a night's differences, the cases nobody has settled, how the last days ended.

Not here: finding them (backend.reconciliation). They stand on the page of troubles (flows.pages.troubles).
"""

from backend import reconciliation
from backend.reconciliation import Case, Reconciliation
from flows.screens import Button, button
from flows.turn import Turn
from flows.words import Words, words


def case_lines(cases: list[Case]) -> list[Words]:
    """Each difference: what was found, and what to do about it."""
    return [
        words(
            "difference-case",
            case=_number(case),
            at=case.found_at,
            gateway=case.gateway,
            what=_what(case),
            todo=words(f"difference-todo-{case.kind}"),
        )
        for case in cases
    ]


def settle_buttons(cases: list[Case]) -> list[Button]:
    """For each case the button that says it was seen to."""
    return [
        button("button-settle-difference", "difference.settle", {"case": _number(each)}, case=each.id) for each in cases
    ]


def books_lines(turn: Turn) -> list[Words]:
    """How the latest day of each gateway ended."""
    return [_books(each) for each in reconciliation.latest(turn.db)]


def _books(day: Reconciliation) -> Words:
    return words("books-day", gateway=day.gateway, day=day.since, movements=day.movements, differences=day.differences)


def _what(case: Case) -> Words:
    return words(
        f"difference-{case.kind}",
        number=case.number or case.reference,
        reference=case.reference or "–",
        theirs=case.theirs,
        ours=case.ours,
    )


def _number(case: Case) -> str:
    return f"D-{case.id:06d}"
