"""Plain HTML elements with our own classes: the few shapes every page of the console is made of.

Not here: how they look (`style.css`). Text goes in as text, never as markup: `written` and the property
dictionary don't parse it.
"""

from nicegui import ui


def part(classes: str, *, tag: str = "div", testid: str | None = None) -> ui.element:
    """Add an element to the one that is open; `testid` is what tests find it by."""
    element = ui.element(tag).classes(classes)
    if testid is not None:
        element.props["data-testid"] = testid
    return element


def written(text: str, classes: str, *, testid: str | None = None) -> ui.label:
    """Add a text exactly as it is."""
    label = ui.label(text).classes(classes)
    if testid is not None:
        label.props["data-testid"] = testid
    return label


def pressable(classes: str, *, testid: str, hint: str | None = None) -> ui.element:
    """Add a real button; what it does is for the caller to attach, `hint` is for those who can't see it."""
    button = part(classes, tag="button", testid=testid)
    button.props["type"] = "button"
    if hint is not None:
        button.props["title"] = button.props["aria-label"] = hint
    return button


def labelled(label: str, classes: str, *, testid: str) -> ui.element:
    """Add a button with a label."""
    button = pressable(classes, testid=testid)
    with button:
        written(label, "")
    return button


def link(address: str, classes: str, *, testid: str) -> ui.element:
    """Add a link; what is in it is for the caller to add."""
    element = part(classes, tag="a", testid=testid)
    element.props["href"] = address
    return element


def chip(text: str, tone: str, *, testid: str | None = None) -> ui.label:
    """Add a small coloured word; `tone` names what the colour says."""
    return written(text, f"chip is-{tone}", testid=testid)
