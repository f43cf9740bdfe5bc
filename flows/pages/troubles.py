"""The page of troubles: what was given up, when and why, and a button to try it again.

Not here: finding or retrying it (backend.troubles).
"""

from backend import troubles
from backend.troubles import Trouble, number_of
from flows.screens import Row, Screen, button
from flows.turn import Turn
from flows.words import Words, words

OF_EACH_KIND = 5
BUTTONS_IN_A_ROW = 3


def trouble_list(turn: Turn) -> Screen:
    """The newest troubles of each kind."""
    found = troubles.newest(turn.db, most=OF_EACH_KIND)
    text = words("troubles", lines=[_line(turn, each) for each in found]) if found else words("troubles-none")
    ways_on = (button("button-look-again", "troubles"), button("button-menu", "menu"))
    return Screen(text, (*_retries(found), ways_on))


def _retries(found: list[Trouble]) -> tuple[Row, ...]:
    buttons = [
        button(
            "button-retry", "trouble.retry", {"number": number_of(each.kind, each.id)}, kind=each.kind.value, id=each.id
        )
        for each in found
    ]
    return tuple(tuple(buttons[first : first + BUTTONS_IN_A_ROW]) for first in range(0, len(buttons), BUTTONS_IN_A_ROW))


def _line(turn: Turn, trouble: Trouble) -> Words:
    number = number_of(trouble.kind, trouble.id)
    at = trouble.at or turn.now
    return words(f"trouble-{trouble.kind}", number=number, at=at, what=trouble.what, why=trouble.why)
