"""Pages for free text: what it may mean, a polite word, several goods of one line.

Not here: how a text is understood (flows.understanding), or what is done then (handlers.customer.hearing).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from backend import catalogue
from backend.catalogue import AccountKind
from flows.pages.questions import to_question
from flows.screens import Button, Row, Screen, button
from flows.turn import Turn
from flows.understanding.intents import Intent
from flows.understanding.items import Item
from flows.understanding.questions import CommonQuestion
from flows.understanding.slots import Slots
from flows.words import words

LONGEST_ECHO = 40
_MOST_FURTHER = 2
_MOST_QUESTIONS = 2
_WAYS_ON: tuple[Row, ...] = (
    (button("button-orders", "orders"), button("button-human", "human")),
    (button("button-menu", "menu"),),
)
_NO_BUTTON = (Intent.OUT_OF_SCOPE, Intent.GREETING, Intent.THANKS_OR_BYE, Intent.TALK_TO_HUMAN)


def unsure(text: str, likely: Sequence[Intent], *, questions: Sequence[CommonQuestion] = ()) -> Screen:
    """'I am not sure what you mean': likely questions and meanings as buttons, the shelves and a human."""
    shown = text if len(text) <= LONGEST_ECHO else f"{text[:LONGEST_ECHO]}…"
    asked: tuple[Row, ...] = tuple((to_question(question),) for question in questions[:_MOST_QUESTIONS])
    meanings: tuple[Row, ...] = tuple((_to_intent(intent),) for intent in likely if intent not in _NO_BUTTON)
    return Screen(
        words("heard-unsure", text=shown),
        (*asked, *meanings, (button("button-browse", "categories"), button("button-human", "human"))),
    )


def is_unsure(content: Mapping[str, Any]) -> bool:
    """Whether a kept screen is the question what was meant."""
    return bool(content["text"]["key"] == "heard-unsure")


def thanks() -> Screen:
    """'You're welcome.'"""
    return Screen(words("heard-thanks"), _WAYS_ON)


def praise() -> Screen:
    """'Thank you for saying so.'"""
    return Screen(words("heard-praise"), _WAYS_ON)


def several(turn: Turn, slots: Slots) -> Screen:
    """The goods of one line, each to be ordered by itself with what was said of it."""
    rows: list[Row] = [(_to_order(turn, item),) for item in slots.items if item.product_ids]
    return Screen(
        words("heard-several"),
        (*rows, (button("button-menu", "menu"), button("button-human", "human"))),
    )


def with_further(screen: Screen, further: Sequence[Intent]) -> Screen:
    """The screen with a button for each further wish."""
    for intent in [each for each in further if each not in _NO_BUTTON][:_MOST_FURTHER]:
        screen = screen.with_row(_to_intent(intent))
    return screen


def with_order(turn: Turn, screen: Screen, said: Slots) -> Screen:
    """The screen with a button that orders the good of the line as it was said."""
    return screen.with_row(_to_order(turn, said))


def _to_order(turn: Turn, item: Item | Slots) -> Button:
    product = catalogue.the_product(turn.db, item.product_ids[0])
    said: dict[str, Any] = {"product": product.id}
    if item.quantity is not None:
        said["quantity"] = item.quantity
    if item.account is not None and product.account is not AccountKind.NONE:
        said["account"] = item.account
    label = {"product": product.name_in(turn.person.language), "quantity": item.quantity or 1}
    return button("button-heard-item", "buy", label, **said)


def _to_intent(intent: Intent) -> Button:
    return button(f"button-heard-{_dashed(intent)}", "heard", intent=intent.value)


def _dashed(intent: Intent) -> str:
    return intent.value.replace("_", "-")
