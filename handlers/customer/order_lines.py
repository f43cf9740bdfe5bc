"""Order lines: a text that names goods begins an order with all that it says, or shows the goods it may mean.

Not here: how it is read (flows.understanding.slots), or the order itself (buying).
"""

from collections.abc import Sequence

from backend import catalogue
from backend.catalogue import AccountKind, Product
from flows.conversation import Answer
from flows.engine import Engine
from flows.pages import hearing as pages
from flows.pages import shelves
from flows.turn import Turn
from flows.understanding.intents import Guess, Intent
from flows.understanding.nearest import named_in, nearest_to
from flows.understanding.slots import Slots
from flows.understanding.utterance import Utterance, is_bare_name
from flows.words import words
from handlers.customer import buying, shopping

ABOUT_GOODS = (Intent.PLACE_ORDER, Intent.CATALOGUE_OR_PRICE, Intent.STOCK_AVAILABILITY)
"""Where the goods are not sure, the nearest are asked about before all shelves are shown."""


def is_about_goods(heard: Utterance) -> bool:
    """Whether it names goods, and wants nothing else of them."""
    if heard.is_name:  # which may sound like a complaint: 卡巴斯基
        return True
    return bool(heard.slots.product_ids) and (heard.guess.intent in ABOUT_GOODS or not heard.guess.is_sure)


def is_clear_order(heard: Utterance) -> bool:
    """Whether it can be nothing but an order, even where any text is an answer."""
    slots = heard.slots
    return bool(slots.product_ids) and heard.guess.intent is Intent.PLACE_ORDER and heard.guess.is_sure


def take(turn: Turn, heard: Utterance, engine: Engine) -> None:
    """Begin to buy with all that was said; where it is not sure which product is meant, show those it may be."""
    slots = heard.slots
    if len(slots.items) > 1:
        turn.show(pages.several(turn, slots))
        _say_of_coupons(turn, slots)
    elif _is_order(heard) and len(slots.product_ids) == 1:
        buying.begin(turn, _answers(turn, slots), engine)
        _offer_further(turn, heard.guess)
        _say_of_coupons(turn, slots)
    elif len(slots.product_ids) > 1 and slots.quantity is not None and _is_order(heard):
        found = products_of(turn, slots.product_ids)
        turn.show(shelves.which(turn, heard.text, found, quantity=slots.quantity))
    elif heard.is_name or is_bare_name(heard.text):
        shopping.look_for(turn, heard.text)
    elif len(slots.product_ids) == 1:
        shopping.product(turn, {"product": slots.product_ids[0]})
    else:
        turn.show(shelves.found(turn, heard.text, products_of(turn, slots.product_ids)))


def say_not_found(turn: Turn, heard: Utterance) -> bool:
    """Say that what is named is not sold, with what comes near; False where nothing is named, or only asked about."""
    if not heard.guess.is_sure or heard.guess.intent not in ABOUT_GOODS:
        return False
    name = named_in(heard.text)
    near = nearest_to(catalogue.products(turn.db), name) if name else []
    if not name or not (near or heard.guess.intent is Intent.PLACE_ORDER):
        return False
    slots = heard.slots
    turn.show(shelves.instead(turn, heard.text, near, quantity=slots.quantity, account=slots.account))
    return True


def offer(turn: Turn, heard: Utterance) -> None:
    """A button for the order that a line brings besides its first wish."""
    slots = heard.slots
    says_more = slots.quantity is not None or slots.account is not None
    if Intent.PLACE_ORDER in heard.guess.also and len(slots.product_ids) == 1 and says_more:
        turn.show(pages.with_order(turn, turn.shown, slots))


def _offer_further(turn: Turn, guess: Guess) -> None:
    """A button for each wish besides the order, which is no other order."""
    further = [intent for intent in guess.also if intent not in (*ABOUT_GOODS, Intent.CANCEL_ORDER)]
    if further:
        turn.show(pages.with_further(turn.shown, further))


def _say_of_coupons(turn: Turn, slots: Slots) -> None:
    if slots.coupon_hint is not None:
        turn.show(turn.shown.below(words("heard-coupon", coupon=slots.coupon_hint)))


def _is_order(heard: Utterance) -> bool:
    if heard.is_name:  # which may have an amount in it
        return False
    says_more = heard.slots.quantity is not None or heard.slots.account is not None
    return heard.guess.intent is Intent.PLACE_ORDER and (says_more or not is_bare_name(heard.text))


def _answers(turn: Turn, slots: Slots) -> dict[str, Answer]:
    product = catalogue.the_product(turn.db, slots.product_ids[0])
    said: dict[str, Answer] = {"product": product.id}
    if slots.quantity is not None:
        said["quantity"] = slots.quantity
    if slots.account is not None and product.account is not AccountKind.NONE:
        said["account"] = slots.account
        said.setdefault("quantity", 1)  # who tops up a phone means it once
    return said


def products_of(turn: Turn, ids: Sequence[str]) -> list[Product]:
    return [catalogue.the_product(turn.db, product_id) for product_id in ids]
