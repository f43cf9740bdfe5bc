"""Beginning to buy what was written: what hinders it is shown with what helps, an order that is open is set aside.

Not here: reading what was written (handlers.customer.hearing), or the purchase itself (flows.checkout).
"""

from collections.abc import Mapping

from backend import catalogue
from backend.errors import OutOfStock, Refused
from backend.findings import Symptom, Wanted
from flows.checkout import ProductChoice
from flows.conversation import Answer, Frame
from flows.engine import Engine
from flows.screens import button
from flows.turn import Turn
from flows.words import words
from handlers.customer import diagnosis, shopping

MOST_AT_ONCE = 3
"""So many orders are kept open at once; whoever wants more sees the product's card first."""


def begin(turn: Turn, said: Mapping[str, Answer], engine: Engine) -> None:
    """Begin to buy with what was said, if the product can be had."""
    product_id = str(said["product"])
    try:
        ProductChoice().check(turn, product_id)
    except Refused as refusal:
        _show_what_helps(turn, product_id, said, refusal)
        return
    open_orders = [
        frame for frame in turn.conversation.frames if frame.flow == "checkout" and "product" in frame.answers
    ]
    others = [frame for frame in open_orders if frame.answers["product"] != product_id]
    if not others:
        engine.start(turn, "checkout", **said)
    elif len(others) < MOST_AT_ONCE:
        start = engine.start_beside if others == open_orders else engine.start
        start(turn, "checkout", **said)
        _tell_of(turn, others[-1])
    else:
        shopping.product(turn, {"product": product_id})


def _show_what_helps(turn: Turn, product_id: str, said: Mapping[str, Answer], refusal: Refused) -> None:
    """Why it can't be bought: of what is sold out its card with the line for it, of all else the remedy."""
    if isinstance(refusal, OutOfStock):
        shopping.product(turn, {"product": product_id})
        if turn.screen is not None:
            turn.show(turn.screen.below(words(refusal.key, **refusal.arguments)))
    else:
        wanted = Wanted(product_id, int(str(said.get("quantity", 1))))
        diagnosis.look_into(turn, Symptom.ORDERING, wanted=wanted)


def _tell_of(turn: Turn, former: Frame) -> None:
    """Say that the former order is kept, with the way back to it."""
    if turn.screen is None:
        return
    product = catalogue.the_product(turn.db, str(former.answers["product"]))
    name, quantity = product.name_in(turn.person.language), int(str(former.answers.get("quantity", 1)))
    back = button("button-set-aside", "conversation.exchange", {"product": name, "quantity": quantity})
    turn.show(turn.screen.with_row(back).below(words("checkout-set-aside", product=name, quantity=quantity)))
