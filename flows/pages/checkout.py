"""Pages beside an order that is being filled in: which of two readings of a number is meant.

Not here: its questions and its summary (flows.checkout).
"""

from backend.catalogue import Product
from flows.screens import Button, Screen, button
from flows.turn import Turn
from flows.words import words


def which_number(turn: Turn, text: str, number: int, good: Product, other: Product, *, quantity: int) -> Screen:
    """'So many of these, or the one of that value?'"""
    rows = ((_to_buy(turn, good, number),), (_to_buy(turn, other, quantity),))
    return Screen(words("checkout-which", text=text, number=number), rows)


def _to_buy(turn: Turn, good: Product, quantity: int) -> Button:
    said: dict[str, str | int] = {"product": good.id, "quantity": quantity}
    frame = turn.conversation.open
    if frame is not None and (account := frame.answers.get("account")):
        said["account"] = str(account)
    label = {"product": good.name_in(turn.person.language), "quantity": quantity}
    return button("button-heard-item", "buy", label, **said)
