"""Free text that is neither a keyword nor a number: what it wants is done, asked about, or left to a human.

Not here: how it is understood (flows.understanding), or any of the pages it leads to.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from backend import catalogue, teaching
from backend.catalogue import AccountKind, Product
from backend.findings import Symptom, Wanted
from backend.orders import find as find_order
from backend.people import Role
from flows.conversation import Answer
from flows.engine import Engine
from flows.events import JobEnded
from flows.pages import hearing as pages
from flows.pages import menu, shelves
from flows.pages import questions as question_pages
from flows.screens import Screen
from flows.turn import Turn
from flows.understanding.changes import names_nobody, tells_of_wrong_account
from flows.understanding.complaining import is_over, orders_anew
from flows.understanding.concepts import tokens_of
from flows.understanding.hindered import cannot_order, what_is_named
from flows.understanding.intents import Guess, Intent
from flows.understanding.nearest import named_in, nearest_to
from flows.understanding.normalise import normalise
from flows.understanding.own_account import speaks_of_own_account
from flows.understanding.questions import Asked, CommonQuestion, asks, asks_how
from flows.understanding.redaction import redacted, says_nothing
from flows.understanding.search import look_up
from flows.understanding.slots import Slots, only_number, read_slots
from flows.understanding.utterance import Utterance, is_bare_name, understand
from flows.words import words
from handlers.audience import open_to
from handlers.customer import (
    account,
    buying,
    changes,
    complaint,
    coupons,
    diagnosis,
    human,
    orders,
    payments,
    questions,
    shopping,
    start,
)
from handlers.customer.own_case import has_case
from storage import conversations
from storage.conversations import SavedScreen

_COMPLAINTS = (Intent.DUPLICATE_CHARGE, Intent.REFUND, Intent.COMPLAINT)
"""What needs to be told which order it is about, before anything can be looked into."""

_TROUBLES = (Intent.ORDER_STUCK, Intent.CARD_INVALID, *_COMPLAINTS)
"""What is no answer of somebody who orders, and is one of who complains."""

_PAGES = {
    Intent.ORDER_STATUS: orders.order_list,
    Intent.CANCEL_ORDER: orders.order_list,
    Intent.BALANCE_OR_TOPUP: payments.balance,
    Intent.COUPON_OR_COMPENSATION: coupons.coupon_page,
    Intent.CATALOGUE_OR_PRICE: shopping.categories,
    Intent.STOCK_AVAILABILITY: shopping.categories,
    Intent.PLACE_ORDER: shopping.categories,
    Intent.CHANGE_LANGUAGE: start.languages,
    Intent.GREETING: start.menu,
    Intent.TALK_TO_HUMAN: human.ask_for_human,
}

_OF_AN_ORDER = (Intent.ORDER_STATUS, Intent.CANCEL_ORDER, Intent.INVOICE_OR_RECEIPT, Intent.DELIVERY_TIME_ETA)
"""What the page of an order answers, where its number is said."""

_KNOWS_THE_CASE = (Intent.TALK_TO_HUMAN, Intent.ORDER_STATUS, *_TROUBLES)
"""Where the page knows the person's own case, a general answer is no more than a button below it."""

_ASKED_OF = {
    **dict.fromkeys(_COMPLAINTS, "complain"),
    **dict.fromkeys(diagnosis.SYMPTOMS, "check"),
    Intent.ORDER_STATUS: "orders",
    Intent.CANCEL_ORDER: "orders",
    Intent.BALANCE_OR_TOPUP: "balance",
    Intent.COUPON_OR_COMPENSATION: "coupons",
}
"""What has a page of one's own, which tells who has nothing there less than the answer to how it goes; and what the
button is called that leads there from an answer.
"""

_POLITE = (Intent.THANKS_OR_BYE, Intent.FEEDBACK_PRAISE)

_SAYS_ALL = (Intent.TALK_TO_HUMAN, Intent.GREETING, Intent.CHANGE_LANGUAGE, *_POLITE)
"""Where nothing is left to answer."""

_ABOUT_GOODS = (Intent.PLACE_ORDER, Intent.CATALOGUE_OR_PRICE, Intent.STOCK_AVAILABILITY)
"""Where the goods are not sure, the nearest are asked about before all shelves are shown."""

_IDLE = (Intent.OUT_OF_SCOPE, Intent.GREETING, Intent.THANKS_OR_BYE)
"""What in the middle of a question is no wish to turn aside."""

_MAY_BE_LEFT = ("checkout", "complaint")
"""Conversations of customers in which a sentence may be about something else."""

_SURELY = 0.95
"""From this confidence on a wish is not overruled by single words that point to a question."""

_MOST_LOOKED_AT = 4
"""Goods of which one may be meant by who can't order."""

_FEWEST_TOKENS = 2
"""A single word in answer to a question is a wrong answer, not a wish."""

_IN_WORDS = re.compile(r"[^<>\-−./\\]*[^\W\d_][^<>\-−/\\]*")
"""A sentence; what is only digits and signs is read as it stands, so that -1 is never taken for 1."""

_SLOT_STEPS = ("quantity", "account")
"""Steps of an order that a longer text may answer."""


def listen(turn: Turn, text: str, engine: Engine) -> None:
    """Act on what the text wants; ask where that is not sure, and call a human the second time in a row."""
    classifier = turn.shop.classifier
    if classifier is None:
        shopping.look_for(turn, text)
        return
    products = catalogue.products(turn.db)
    heard = understand(classifier, products, text)
    asked = questions.asked(turn, heard)
    if (question := _to_be_answered(turn, heard, asked)) is not None:
        _answer(turn, question, heard.guess)
    elif _is_hindered(heard):
        _look_into(turn, heard)
    elif heard.guess.intent is not Intent.TALK_TO_HUMAN and speaks_of_own_account(text, heard.guess):
        account.account(turn, {})
    elif heard.guess.intent is not Intent.TALK_TO_HUMAN and _is_called(products, text):
        shopping.look_for(turn, text)
    elif (question := _question_in(turn, heard, asked)) is not None:
        _answer(turn, question, heard.guess)
        _offer_order(turn, heard)
    elif _is_about_goods(heard):
        _take_order(turn, heard, engine)
    elif heard.guess.intent in _ABOUT_GOODS and look_up(products, text).hits:
        shopping.look_for(turn, text)
    elif heard.guess.is_sure and heard.guess.intent in _ABOUT_GOODS and _say_not_found(turn, heard):
        _add_what_else(turn, heard.guess, asked)
    elif heard.guess.is_sure and heard.guess.intent is not Intent.OUT_OF_SCOPE:
        _follow(turn, heard.guess.intent, engine, number=heard.slots.order_number)
        _add_what_else(turn, heard.guess, asked)
        _offer_order(turn, heard)
    elif look_up(products, text).hits:
        shopping.look_for(turn, text)
    elif (former := _former_screen(turn)) is not None and pages.is_unsure(former.content):
        _note_unclear(turn, text)
        human.ask_for_human(turn, {})
    else:
        _note_unclear(turn, text)
        turn.show(pages.unsure(text, heard.guess.likely, questions=asked.questions))
        _ask_reranker(turn, text)


def turn_aside(turn: Turn, text: str, engine: Engine) -> bool:
    """In the middle of a question: do what the text wants besides; False if it is an answer, right or wrong."""
    classifier = turn.shop.classifier
    frame = turn.conversation.open
    if classifier is None or frame is None or frame.flow not in _MAY_BE_LEFT:
        return False
    if frame.flow == "complaint" and is_over(text):
        leave(turn, engine)
        return True
    if engine.accepts(turn, text) and not (frame.flow == "complaint" and orders_anew(text)):
        return False
    heard = understand(classifier, catalogue.products(turn.db), text)
    if engine.accepts(turn, text) and not _is_clear_order(heard):
        return False
    if frame.flow == "checkout" and _is_hindered(heard):
        _look_into(turn, heard)
        return True
    if changes.take(turn, heard, engine):
        return True
    if frame.flow == "checkout" and _gives_up(heard):
        leave(turn, engine)
        return True
    asked = questions.asked(turn, heard)
    is_question = asked.certain is not None or heard.guess.intent in _TROUBLES
    if not is_question and (answer := _answer_in(turn, text, heard.slots)) is not None:
        engine.hear(turn, answer)
        return True
    if frame.flow == "complaint" and _is_trouble(heard, asked):
        if asked.sure is None or not asks(text):
            return False
        _answer(turn, asked.sure, heard.guess)
        return True
    if len(tokens_of(text)) < _FEWEST_TOKENS:
        return False
    question = _to_be_answered(turn, heard, asked)
    if question is None and asked.certain is not None:
        question = _question_in(turn, heard, asked)
    if question is not None:
        _answer(turn, question, heard.guess)
        return True
    if not heard.guess.is_sure or heard.guess.intent in _IDLE:
        return _ask_what_is_meant(turn, heard, asked)
    if heard.guess.intent in _ABOUT_GOODS and not heard.slots.product_ids:
        if frame.step != "confirm":
            return False
        shopping.look_for(turn, text)
        return True
    if _is_about_goods(heard):
        _take_order(turn, heard, engine)
    else:
        _follow(turn, heard.guess.intent, engine, number=heard.slots.order_number)
        _add_what_else(turn, heard.guess, asked)
    return True


@open_to(Role.CUSTOMER)
def follow(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Do what was meant, by a button of the question what that was."""
    _follow(turn, Intent(args["intent"]), engine)


@open_to(Role.CUSTOMER)
def reranked(turn: Turn, ended: JobEnded, engine: Engine) -> None:
    """Lead to what the reranker chose, if the question what was meant still stands as it was shown."""
    shown = _former_screen(turn)
    chosen = None if ended.result is None else ended.result["intent"]
    if chosen in (None, Intent.OUT_OF_SCOPE) or shown is None or engine.is_open(turn):
        return
    if not pages.is_unsure(shown.content) or shown.shown_at.isoformat() != ended.asked["at"]:
        return
    turn.show_over(shown, message_id=shown.message_id)
    _follow(turn, Intent(chosen), engine)
    turn.show(_shown(turn).below(words("heard-second-guess")))


def leave(turn: Turn, engine: Engine) -> None:
    """End the open conversation; nothing was ordered."""
    frame = turn.conversation.open
    key = "complaint-left" if frame is not None and frame.flow == "complaint" else "conversation-cancelled"
    engine.leave(turn)
    turn.show(menu.menu(turn).below(words(key)))


def _ask_what_is_meant(turn: Turn, heard: Utterance, asked: Asked) -> bool:
    """Where an account is asked for: a sentence that can be none is no wrong account; asked once, then it is."""
    frame = turn.conversation.open
    is_asked = frame is not None and frame.flow == "checkout" and frame.step == "account"
    if not is_asked or not names_nobody(heard.text) or ((former := _former_screen(turn)) and _was_unsure(former)):
        return False
    turn.show(pages.unsure(heard.text, heard.guess.likely, questions=asked.questions))
    return True


def _was_unsure(former: SavedScreen) -> bool:
    return pages.is_unsure(former.content)


def _note_unclear(turn: Turn, text: str) -> None:
    """Keep the sentence for who teaches the bot, without what is personal in it."""
    said = None if turn.shop.familiar is None else redacted(text, turn.shop.familiar)
    if said is not None and not says_nothing(said):
        teaching.note_unclear(turn.db, said, now=turn.now)


def _ask_reranker(turn: Turn, text: str) -> None:
    """Have somebody outside read the sentence, without what is personal in it; the question stands meanwhile."""
    said = None if turn.shop.vocabulary is None else redacted(text, turn.shop.vocabulary)
    if said is not None and not says_nothing(said):
        turn.start_job("reranking", text=said, at=turn.now.isoformat())


def _is_trouble(heard: Utterance, asked: Asked) -> bool:
    """Whether it tells of the trouble itself, which in the middle of a complaint is no other wish."""
    return heard.guess.intent in _TROUBLES or (asked.certain is not None and asked.certain.intent in _TROUBLES)


def _gives_up(heard: Utterance) -> bool:
    """Whether somebody in the middle of an order would rather not: neither mend it, nor another order."""
    is_of_this = heard.slots.order_number is None and not tells_of_wrong_account(heard.text)
    return is_of_this and heard.guess.is_sure and heard.guess.intent is Intent.CANCEL_ORDER


def _is_hindered(heard: Utterance) -> bool:
    """Whether somebody says that they can't order; whoever wants a human for that gets one."""
    return heard.guess.intent is not Intent.TALK_TO_HUMAN and cannot_order(heard.text)


def _look_into(turn: Turn, heard: Utterance) -> None:
    """Say why somebody can't order: what they name, or are in the middle of."""
    diagnosis.look_into(turn, Symptom.ORDERING, wanted=_hindered_good(turn, heard))
    _add_what_else(turn, heard.guess)


def _hindered_good(turn: Turn, heard: Utterance) -> Wanted | None:
    """The good they can't order, if they name it; of several that it may be, the first that something hinders."""
    slots = read_slots(catalogue.products(turn.db), what_is_named(heard.text))
    ids = dict.fromkeys((*slots.product_ids[:_MOST_LOOKED_AT], *heard.slots.product_ids[:_MOST_LOOKED_AT]))
    named, said = _products(turn, list(ids)), normalise(heard.text)
    whole = [each for each in named if any(normalise(name) in said for name in each.name.values())]
    if whole:  # which may have a number in its name that is no quantity
        return Wanted(whole[0].id, 1)
    wanted = [Wanted(each.id, slots.quantity or heard.slots.quantity or 1) for each in named]
    if len(wanted) <= 1:
        return next(iter(wanted), None)
    return next((each for each in wanted if diagnosis.finds(turn, Symptom.ORDERING, wanted=each)), None)


def _is_about_goods(heard: Utterance) -> bool:
    wanted = (Intent.PLACE_ORDER, Intent.CATALOGUE_OR_PRICE, Intent.STOCK_AVAILABILITY)
    if heard.is_name:  # which may sound like a complaint: 卡巴斯基
        return True
    return bool(heard.slots.product_ids) and (heard.guess.intent in wanted or not heard.guess.is_sure)


def _take_order(turn: Turn, heard: Utterance, engine: Engine) -> None:
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
        found = _products(turn, slots.product_ids)
        turn.show(shelves.which(turn, heard.text, found, quantity=slots.quantity))
    elif heard.is_name or is_bare_name(heard.text):
        shopping.look_for(turn, heard.text)
    elif len(slots.product_ids) == 1:
        shopping.product(turn, {"product": slots.product_ids[0]})
    else:
        turn.show(shelves.found(turn, heard.text, _products(turn, slots.product_ids)))


def _say_not_found(turn: Turn, heard: Utterance) -> bool:
    """Say that what is named is not sold, with what comes near; False where nothing is named, or only asked about."""
    name = named_in(heard.text)
    near = nearest_to(catalogue.products(turn.db), name) if name else []
    if not name or not (near or heard.guess.intent is Intent.PLACE_ORDER):
        return False
    slots = heard.slots
    turn.show(shelves.instead(turn, heard.text, near, quantity=slots.quantity, account=slots.account))
    return True


def _offer_further(turn: Turn, guess: Guess) -> None:
    """A button for each wish besides the order, which is no other order."""
    further = [intent for intent in guess.also if intent not in (*_ABOUT_GOODS, Intent.CANCEL_ORDER)]
    if further:
        turn.show(pages.with_further(_shown(turn), further))


def _offer_order(turn: Turn, heard: Utterance) -> None:
    """A button for the order that a line brings besides its first wish."""
    slots = heard.slots
    says_more = slots.quantity is not None or slots.account is not None
    if Intent.PLACE_ORDER in heard.guess.also and len(slots.product_ids) == 1 and says_more:
        turn.show(pages.with_order(turn, _shown(turn), slots))


def _say_of_coupons(turn: Turn, slots: Slots) -> None:
    if slots.coupon_hint is not None:
        turn.show(_shown(turn).below(words("heard-coupon", coupon=slots.coupon_hint)))


def _is_order(heard: Utterance) -> bool:
    if heard.is_name:  # which may have an amount in it
        return False
    says_more = heard.slots.quantity is not None or heard.slots.account is not None
    return heard.guess.intent is Intent.PLACE_ORDER and (says_more or not is_bare_name(heard.text))


def _is_clear_order(heard: Utterance) -> bool:
    """Whether it can be nothing but an order, even where any text is an answer."""
    slots = heard.slots
    return bool(slots.product_ids) and heard.guess.intent is Intent.PLACE_ORDER and heard.guess.is_sure


def _answers(turn: Turn, slots: Slots) -> dict[str, Answer]:
    product = catalogue.the_product(turn.db, slots.product_ids[0])
    said: dict[str, Answer] = {"product": product.id}
    if slots.quantity is not None:
        said["quantity"] = slots.quantity
    if slots.account is not None and product.account is not AccountKind.NONE:
        said["account"] = slots.account
        said.setdefault("quantity", 1)  # who tops up a phone means it once
    return said


def _products(turn: Turn, ids: Sequence[str]) -> list[Product]:
    return [catalogue.the_product(turn.db, product_id) for product_id in ids]


def _follow(turn: Turn, intent: Intent, engine: Engine, *, number: str | None = None) -> None:
    """Lead to where the wish is settled; with the order of that number, if the person has one."""
    own = None if number is None else find_order(turn.db, turn.person, number)
    about = {} if own is None else {"order": own.id}
    if intent in _COMPLAINTS:
        complaint.complain(turn, about, engine)
    elif intent in diagnosis.SYMPTOMS:
        diagnosis.look(turn, {"symptom": diagnosis.SYMPTOMS[intent].value, **about})
    elif own is not None and intent in _OF_AN_ORDER:
        orders.order(turn, about)
    elif intent in _PAGES:
        _PAGES[intent](turn, {})
    elif intent is Intent.THANKS_OR_BYE:
        turn.show(pages.thanks())
    elif intent is Intent.FEEDBACK_PRAISE:
        turn.show(pages.praise())
    elif (question := questions.about(turn, intent)) is not None:
        turn.show(question_pages.answer(turn, question))
    else:
        questions.question_list(turn, {})


def _to_be_answered(turn: Turn, heard: Utterance, asked: Asked) -> CommonQuestion | None:
    """The question that is asked in the words that are written for it: the owner's always, and ours where nobody's own.

    A page of the person's own case says more than an answer of ours.
    """
    if asked.is_verbatim:
        question = asked.likeliest
    elif heard.guess.intent is Intent.OUT_OF_SCOPE and not heard.is_name:
        question = asked.own
    elif heard.guess.is_sure and asks_how(heard.text) and _is_of(asked, heard.guess.intent):
        question = asked.sure
    else:
        return None
    if question is None or question.is_own:
        return question
    if asked.is_verbatim and heard.guess.intent is Intent.TALK_TO_HUMAN is not question.intent:
        return question  # a word in it sounds like a call: 个人信息
    has_cause = _is_hindered(heard) and diagnosis.finds(turn, Symptom.ORDERING, wanted=_hindered_good(turn, heard))
    return None if has_cause or has_case(turn, heard) else question


def _is_of(asked: Asked, intent: Intent) -> bool:
    """Whether the question that may be answered is what this intent has a page for."""
    return asked.sure is not None and intent in _ASKED_OF and asked.sure.intent is intent


def _question_in(turn: Turn, heard: Utterance, asked: Asked) -> CommonQuestion | None:
    """The question to be answered; None where a page says more of the person's own case, or goods are named."""
    guess = heard.guess
    if not guess.is_sure or guess.intent is Intent.OUT_OF_SCOPE:
        return None if asked.sure is None or _is_look_up(turn, heard, asked.sure) else asked.sure
    is_other = asked.certain is not None and asked.certain.intent not in _TROUBLES
    if guess.intent in _TROUBLES and is_other and not (asked.is_by_words and guess.confidence >= _SURELY):
        return None if orders.has_any(turn) else asked.certain
    if guess.intent in _KNOWS_THE_CASE or (guess.intent in _ABOUT_GOODS and heard.slots.product_ids):
        return None
    if guess.intent is Intent.PLACE_ORDER and not asks(heard.text):  # of goods we have not quite: steam 70
        return None
    if guess.intent in _PAGES or guess.intent in diagnosis.SYMPTOMS or guess.intent in _POLITE:
        certain = None if asked.is_by_words and guess.confidence >= _SURELY else asked.certain
        return None if certain is None or certain.intent is guess.intent else certain
    return asked.sure or questions.about(turn, guess.intent)


def _is_called(products: Sequence[Product], text: str) -> bool:
    """Whether the text is what a product is called, and nothing else, however many are called so."""
    found, said = look_up(products, text), normalise(text)
    named = [hit.product for hit in found.hits] if found.is_sure else []
    return any(normalise(name) == said for each in named for name in (*each.name.values(), *each.aliases))


def _is_look_up(turn: Turn, heard: Utterance, question: CommonQuestion) -> bool:
    """Whether a product is looked for, by a name that the question is about as well."""
    if heard.is_name or (question.goods and not asks(heard.text)):
        return True
    return is_bare_name(heard.text) and look_up(catalogue.products(turn.db), heard.text).is_sure


def _answer(turn: Turn, question: CommonQuestion, guess: Guess) -> None:
    """Show the answer; of what there is a page for as well, with a button that leads there."""
    shown = question_pages.answer(turn, question)
    has_page = guess.is_sure and guess.intent in _ASKED_OF and _ASKED_OF[guess.intent] not in question.buttons
    turn.show(pages.with_further(shown, [guess.intent]) if has_page else shown)
    _add_what_else(turn, guess)


def _add_what_else(turn: Turn, guess: Guess, asked: Asked | None = None) -> None:
    """Say sorry to who is angry; offer a button for the answer to what was asked, and for each further wish."""
    if turn.screen is None:
        return
    if asked is not None and asked.sure is not None and guess.intent not in _SAYS_ALL:
        turn.show(turn.screen.with_row(question_pages.to_question(asked.sure)))
    if guess.is_angry and guess.intent is not Intent.TALK_TO_HUMAN:
        turn.show(turn.screen.below(words("heard-angry")))
    if guess.also:
        turn.show(pages.with_further(_shown(turn), guess.also))


def _shown(turn: Turn) -> Screen:
    if turn.screen is None:
        raise LookupError("nothing is shown yet")
    return turn.screen


def _answer_in(turn: Turn, text: str, slots: Slots) -> str | None:
    """What a longer text says for the open question of an order: 'make it three, please'."""
    frame = turn.conversation.open
    if frame is None or frame.flow != "checkout" or frame.step not in _SLOT_STEPS or slots.product_ids:
        return None
    if frame.step == "account":
        return slots.account
    if not _IN_WORDS.fullmatch(text):
        return None
    said = slots.quantity or only_number(text)
    return None if said is None else str(said)


def _former_screen(turn: Turn) -> SavedScreen | None:
    """What stands before the person now."""
    screen_id = turn.conversation.screen_id
    return None if screen_id is None else conversations.the_screen(turn.db, screen_id)
