"""Changes: what is typed in the middle of an order that changes it — how many, of what value, for whom, which good.

Not here: what such a text says (flows.understanding.changes), or agreeing to the order (handlers.customer.typed_taps).
Every change is checked like an answer, and shown before anything is ordered.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from backend import catalogue
from backend.catalogue import AccountKind, Product
from flows.conversation import Answer, Frame
from flows.engine import Engine
from flows.pages import checkout as pages
from flows.pages import shelves
from flows.turn import Turn
from flows.understanding.asking import asks
from flows.understanding.changes import (
    Change,
    accounts_in,
    read_change,
    takes_back,
    tells_of_former_order,
    tells_of_wrong_account,
    wishes_in,
)
from flows.understanding.intents import Intent
from flows.understanding.shelf import face_value
from flows.understanding.slots import Slots, read_slots
from flows.understanding.utterance import Utterance
from flows.words import words

_POLITE = (Intent.THANKS_OR_BYE, Intent.FEEDBACK_PRAISE)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LETTER = re.compile(r"[^\W\d_]")
_READ_AS_THEY_STAND = ("quantity", "account")
"""Steps at which digits and signs alone are an answer, right or wrong."""


def take(turn: Turn, heard: Utterance, engine: Engine) -> bool:
    """Change the order that is being filled in as the text says; False if it says nothing of it."""
    frame = turn.conversation.open
    if frame is None or frame.flow != "checkout" or "product" not in frame.answers or _is_of_else(heard):
        return False
    if frame.step in _READ_AS_THEY_STAND and not _LETTER.search(heard.text):
        return False
    good = catalogue.the_product(turn.db, str(frame.answers["product"]))
    if _is_of_two(frame, good, heard):
        return _ask_which(turn, frame, good, heard, engine)
    if _is_for_another(heard, good):
        return _change_account(turn, frame, heard.slots.account, engine)
    change = read_change(heard.text, names=(*good.name.values(), *good.aliases))
    if asks(heard.text) and not (change.amends or change.is_only):
        return False
    if change.is_more:
        return _add(turn, frame, good, change, heard.slots, engine)
    if _is_for_somebody_else(frame, change, heard.slots):
        return False
    if (instead := _wanted_instead(turn, good, change, heard)) is not None:
        _change_good(turn, good, instead, engine)
        return True
    if change.is_only and _change_numbers(turn, frame, good, change, heard, engine):
        return True
    if heard.guess.is_sure and heard.guess.intent in _POLITE and frame.step == "confirm":
        engine.ask(turn, note=words("checkout-courtesy"))
        return True
    return False


def _is_of_else(heard: Utterance) -> bool:
    """Whether it is about another order, several goods that are all wanted, or for a human."""
    slots = heard.slots
    wants_several = len(slots.items) > 1 and not takes_back(heard.text)
    return heard.guess.intent is Intent.TALK_TO_HUMAN or slots.order_number is not None or wants_several


def _is_for_somebody_else(frame: Frame, change: Change, slots: Slots) -> bool:
    """Whether it is an order of its own: for another account, and of a value or a good, with nothing taken back."""
    says_what = change.value is not None or change.number is not None or bool(slots.product_ids)
    is_other = slots.account is not None and frame.answers.get("account") not in (None, slots.account)
    return is_other and says_what and not change.amends


def _is_of_two(frame: Frame, good: Product, heard: Utterance) -> bool:
    """Whether two accounts are named for the one that is asked for."""
    is_of_it = good.account is not AccountKind.NONE and set(heard.slots.product_ids) <= {good.id}
    is_asked = frame.step == "account" or tells_of_wrong_account(heard.text)
    return is_of_it and is_asked and len(accounts_in(heard.text)) > 1


def _ask_which(turn: Turn, frame: Frame, good: Product, heard: Utterance, engine: Engine) -> bool:
    if frame.step != "account":
        engine.change(turn, "account")
    turn.show(pages.which_account(turn, good, accounts_in(heard.text)))
    return True


def _is_for_another(heard: Utterance, good: Product) -> bool:
    """Whether the account was wrong."""
    is_of_it = set(heard.slots.product_ids) <= {good.id}
    return good.account is not AccountKind.NONE and is_of_it and _tells_of_this_account(heard.text)


def _tells_of_this_account(text: str) -> bool:
    return tells_of_wrong_account(text) and not tells_of_former_order(text)


def _change_account(turn: Turn, frame: Frame, account: str | None, engine: Engine) -> bool:
    if account is not None:
        engine.amend(turn, {"account": account}, note=words("checkout-changed"))
    elif "account" in frame.answers and frame.step != "account":
        engine.change(turn, "account")
    elif frame.step == "account":
        engine.ask(turn)
    else:
        return False
    return True


def _add(turn: Turn, frame: Frame, good: Product, change: Change, slots: Slots, engine: Engine) -> bool:
    """So many more of the same; of another good it is another order."""
    if not (change.is_only or slots.product_ids == (good.id,)) or set(slots.product_ids) - {good.id}:
        return False
    more = slots.quantity or change.quantity or change.number
    if more is None:
        return False
    engine.amend(turn, {"quantity": _quantity(frame) + more}, note=words("checkout-changed"))
    return True


def _wanted_instead(turn: Turn, good: Product, change: Change, heard: Utterance) -> Slots | None:
    """The one good that is wanted in the place of this one, with what is said of it: 'not this, that'."""
    products = catalogue.products(turn.db)
    wishes = [read_slots(products, wish) for wish in wishes_in(heard.text)] if change.amends else []
    for said in wishes:
        if said.is_certain and len(said.product_ids) == 1 and said.product_ids != (good.id,):
            return replace(said, account=said.account or heard.slots.account)
    is_one = len(heard.slots.product_ids) == 1 and heard.slots.product_ids != (good.id,)
    siblings = [each.id for each in _siblings(turn, good)] if is_one else []
    return heard.slots if is_one and (change.amends or heard.slots.product_ids[0] in siblings) else None


def _change_good(turn: Turn, good: Product, slots: Slots, engine: Engine) -> None:
    other = catalogue.the_product(turn.db, slots.product_ids[0])
    said: dict[str, Answer] = {} if slots.quantity is None else {"quantity": slots.quantity}
    if slots.account is not None and other.account is not AccountKind.NONE:
        said["account"] = slots.account
    _put_in_place(turn, good, other, said, engine)


def _put_in_place(turn: Turn, good: Product, other: Product, said: Mapping[str, Answer], engine: Engine) -> None:
    """The other good instead of this one; the quantity stays, and so does the account where it is of the same kind."""
    forgetting = ("again", "coupon") if good.account is other.account else ("again", "coupon", "account")
    engine.amend(turn, {"product": other.id, **said}, note=words("checkout-changed"), forgetting=forgetting)


def _change_numbers(turn: Turn, frame: Frame, good: Product, change: Change, heard: Utterance, engine: Engine) -> bool:
    """Take the one number and the account that a text says and nothing else."""
    said: dict[str, Answer] = {}
    if heard.slots.account is not None:
        if good.account is AccountKind.NONE:
            engine.ask(turn, note=words("ask-account-none"))
            return True
        said["account"] = heard.slots.account
    worth = _worth(change)
    if worth is not None:
        return _change_value(turn, good, worth, change, said, heard, engine)
    if change.number is not None and (twin := _of_value(turn, good, Decimal(change.number))) is not None:
        if 1 <= change.number <= good.max_per_order:
            turn.show(pages.which_number(turn, heard.text, change.number, good, twin, quantity=_quantity(frame) or 1))
        else:
            _put_in_place(turn, good, twin, said, engine)
        return True
    count = change.quantity if change.quantity is not None else change.number
    if count is not None:
        said["quantity"] = count
    if said:
        is_change = not said.keys().isdisjoint(frame.answers)
        engine.amend(turn, said, note=words("checkout-changed") if is_change else None)
    return bool(said)


def _worth(change: Change) -> Decimal | None:
    """The value that is wanted; a number behind the name of a good is one, too."""
    if change.value is not None:
        return change.value.value
    return Decimal(change.number) if change.number is not None and change.names_good and not change.amends else None


def _change_value(
    turn: Turn,
    good: Product,
    worth: Decimal,
    change: Change,
    said: Mapping[str, Answer],
    heard: Utterance,
    engine: Engine,
) -> bool:
    currency = None if change.value is None else change.value.currency
    is_same = face_value(good) == worth and _is_in(good, currency)
    other = good if is_same else _of_value(turn, good, worth, currency=currency)
    if other is None:
        near = _siblings(turn, good) or [good]
        turn.show(shelves.found(turn, heard.text, near, is_sure=False))
    else:
        _put_in_place(turn, good, other, said, engine)
    return True


def _of_value(turn: Turn, good: Product, worth: Decimal, *, currency: str | None = None) -> Product | None:
    """The same good of another value."""
    fitting = [each for each in _siblings(turn, good) if face_value(each) == worth and _is_in(each, currency)]
    return fitting[0] if len(fitting) == 1 else None


def _is_in(good: Product, currency: str | None) -> bool:
    return currency is None or currency == (good.face_value_currency or good.currency)


def _siblings(turn: Turn, good: Product) -> list[Product]:
    """What is called the same but for its numbers, and goes to the same kind of account."""
    family = _without_numbers(good)
    every = [each for each in catalogue.products(turn.db) if each.id != good.id and each.account is good.account]
    return [each for each in every if each.category_id == good.category_id and _without_numbers(each) == family]


def _without_numbers(good: Product) -> list[str]:
    return [_NUMBER.sub("", name) for _, name in sorted(good.name.items())]


def _quantity(frame: Frame) -> int:
    return int(str(frame.answers.get("quantity", 0 if frame.step == "quantity" else 1)))
