"""The coloured circle with initials that stands for a person, a bot or a group.

Not here: pictures; nobody in the sandbox has one.
"""

from nicegui import ui

from sandbox.page.elements import part, written

COLOURS = 7
"""How many `tint-N` classes the style sheet has."""


def avatar(name: str, id: int, classes: str = "") -> ui.element:
    """Add the circle; the same id always has the same colour."""
    circle = part(f"avatar tint-{tint(id)} {classes}")
    with circle:
        written(initials(name), "initials")
    return circle


def tint(id: int) -> int:
    """Return which of the colours belongs to an id."""
    return abs(id) % COLOURS


def initials(name: str) -> str:
    """Return one Chinese character, or the first letters of the first two words."""
    words = name.split()
    if not words:
        return "?"
    if not words[0].isascii():
        return words[0][0]
    return "".join(word[0] for word in words[:2]).upper()
