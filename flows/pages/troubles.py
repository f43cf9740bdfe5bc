"""The page of troubles: what was given up, when and why, and a button to try it again.

Not here: finding or retrying it (backend.troubles).
"""

from backend import reconciliation, troubles
from backend.troubles import Trouble, number_of
from flows.pages import reconciliation as books
from flows.screens import Button, Row, Screen, button
from flows.turn import Turn
from flows.words import Words, words

OF_EACH_KIND = 5
BUTTONS_IN_A_ROW = 3


def trouble_list(turn: Turn) -> Screen:
    """The newest troubles of each kind, and what the books of a gateway differ in."""
    found = troubles.newest(turn.db, most=OF_EACH_KIND)
    cases = reconciliation.unsettled(turn.db, most=OF_EACH_KIND)
    lines = [*books.case_lines(cases), *(_line(turn, each) for each in found)]
    days = books.books_lines(turn)
    text = words("troubles", lines=lines, books=days) if lines else words("troubles-none", books=days)
    ways_on = (button("button-look-again", "troubles"), button("button-menu", "menu"))
    return Screen(text, (*_in_rows([*books.settle_buttons(cases), *_retries(found)]), ways_on))


def _retries(found: list[Trouble]) -> list[Button]:
    return [
        button(
            "button-retry", "trouble.retry", {"number": number_of(each.kind, each.id)}, kind=each.kind.value, id=each.id
        )
        for each in found
    ]


def _in_rows(buttons: list[Button]) -> tuple[Row, ...]:
    return tuple(tuple(buttons[first : first + BUTTONS_IN_A_ROW]) for first in range(0, len(buttons), BUTTONS_IN_A_ROW))


def _line(turn: Turn, trouble: Trouble) -> Words:
    number = number_of(trouble.kind, trouble.id)
    at = trouble.at or turn.now
    return words(f"trouble-{trouble.kind}", number=number, at=at, what=trouble.what, why=trouble.why)
