"""Plain HTML elements with our own classes: the few shapes everything on the page is made of.

Not here: how they look (`style.css`). Text goes in as text, never as markup: `written` and the property
dictionary don't parse it.
"""

from collections.abc import Callable

from nicegui import events, ui

_CHOSEN = "(event) => { const it = event.target.closest('[data-choice]'); if (it) emit(it.dataset.choice); }"


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


def choosable(classes: str, *, choice: str, testid: str, hint: str | None = None) -> ui.element:
    """Add a button of a list that is often rebuilt; `on_choice` of the list hears which one was pressed."""
    button = pressable(classes, testid=testid, hint=hint)
    button.props["data-choice"] = choice
    return button


def on_choice(listing: ui.element, choose: Callable[[str], None]) -> None:
    """Hear which button of a list is pressed, also one that was replaced while the finger was on its way."""

    def chosen(event: events.GenericEventArguments) -> None:
        choose(str(event.args))

    listing.on("click", chosen, js_handler=_CHOSEN)


def pressable(classes: str, *, testid: str, hint: str | None = None) -> ui.element:
    """Add a real button; what it does is for the caller to attach, `hint` is for those who can't see it."""
    button = part(classes, tag="button", testid=testid)
    button.props["type"] = "button"
    if hint is not None:
        button.props["title"] = button.props["aria-label"] = hint
    return button
