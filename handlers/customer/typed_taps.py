"""Typed taps: a button's own words, typed below it, do what it does; by nothing else that is typed is money agreed to.

Not here: what else a text says in the middle of an order (handlers.customer.changes).
"""

import re

from flows.engine import Engine
from flows.screens import Action, screen_from_json
from flows.turn import Turn
from flows.understanding.normalise import fold, to_simplified
from storage import conversations

SAID_LABELS = (
    "button-confirm",
    "button-order-another",
    "button-change-quantity",
    "button-change-account",
    "button-change-note",
    "button-change-coupon",
)
"""Whose words may be typed; which those are say the locales, under `said-` and the label."""

_QUESTION_MARKS = frozenset("?？")
_AROUND_A_WORD = re.compile(r"^\W+|\W+$")


def tap(turn: Turn, text: str, engine: Engine) -> bool:
    """Do what the button does that the text names, if it stands on what was shown last; False if none does."""
    labels = turn.shop.said.get(_AROUND_A_WORD.sub("", to_simplified(fold(text))), frozenset())
    if not labels or not _QUESTION_MARKS.isdisjoint(text):
        return False
    action = _standing(turn, labels)
    if action is None:
        return False
    if action.name == "conversation.change":
        engine.change(turn, action.args["step"])
    else:
        engine.pick(turn, action.args["step"], action.args["answer"])
    return True


def _standing(turn: Turn, labels: frozenset[str]) -> Action | None:
    """What one of these buttons does, if it stands on the last that the person was shown, notices included."""
    screen_id = turn.conversation.screen_id
    if screen_id is None:
        return None
    saved = conversations.the_screen(turn.db, screen_id)
    if not conversations.is_last_shown(turn.db, saved):
        return None
    screen = screen_from_json(saved.content, saved.actions, saved.subject)
    return next((each.action for row in screen.rows for each in row if each.label.key in labels and each.action), None)
