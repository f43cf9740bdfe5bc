"""Pages beside an order that is being filled in: which of two readings of a number is meant.

Not here: its questions and its summary (flows.checkout).
"""

from collections.abc import Sequence

from backend.catalogue import Product
from flows.engine import answer_button
from flows.screens import Button, Screen, button
from flows.turn import Turn
from flows.words import words

_MOST_SHOWN = 4


def which_number(turn: Turn, text: str, number: int, good: Product, other: Product, *, quantity: int) -> Screen:
    """'So many of these, or the one of that value?'"""
    rows = ((_to_buy(turn, good, number),), (_to_buy(turn, other, quantity),))
    return Screen(words("checkout-which", text=text, number=number), rows)


def which_account(turn: Turn, good: Product, accounts: Sequence[str]) -> Screen:
    """'Which of these accounts?'"""
    rows = tuple(
        (answer_button("button-this-account", "account", account, account=account),)
        for account in accounts[:_MOST_SHOWN]
    )
    return Screen(words("checkout-which-account", product=good.name_in(turn.person.language)), rows)


def _to_buy(turn: Turn, good: Product, quantity: int) -> Button:
    said: dict[str, str | int] = {"product": good.id, "quantity": quantity}
    frame = turn.conversation.open
    if frame is not None and (account := frame.answers.get("account")):
        said["account"] = str(account)
    label = {"product": good.name_in(turn.person.language), "quantity": quantity}
    return button("button-heard-item", "buy", label, **said)
