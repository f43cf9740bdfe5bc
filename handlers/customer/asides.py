"""Asides: what somebody writes in the middle of a conversation that is no answer to its question.

Not here: what it is when nothing is open (hearing), or what it changes of an order in hand (changes).
"""

import re

from backend import catalogue
from flows.engine import Engine
from flows.pages import hearing as pages
from flows.pages import menu
from flows.turn import Turn
from flows.understanding.asking import asks
from flows.understanding.changes import names_nobody, tells_of_wrong_account
from flows.understanding.complaining import is_over, orders_anew
from flows.understanding.concepts import tokens_of
from flows.understanding.intents import Intent
from flows.understanding.questions import Asked
from flows.understanding.slots import Slots, only_number
from flows.understanding.utterance import Utterance, understand
from flows.words import words
from handlers.customer import answering, changes, hindrances, order_lines, questions, shopping, wishes
from storage import conversations
from storage.conversations import SavedScreen

_IDLE = (Intent.OUT_OF_SCOPE, Intent.GREETING, Intent.THANKS_OR_BYE)
"""What in the middle of a question is no wish to turn aside."""

_MAY_BE_LEFT = ("checkout", "complaint")
"""Conversations of customers in which a sentence may be about something else."""

_FEWEST_TOKENS = 2
"""A single word in answer to a question is a wrong answer, not a wish."""

_IN_WORDS = re.compile(r"[^<>\-−./\\]*[^\W\d_][^<>\-−/\\]*")
"""A sentence; what is only digits and signs is read as it stands, so that -1 is never taken for 1."""

_SLOT_STEPS = ("quantity", "account")
"""Steps of an order that a longer text may answer."""


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
    if engine.accepts(turn, text) and not order_lines.is_clear_order(heard):
        return False
    if frame.flow == "checkout" and hindrances.is_hindered(heard):
        hindrances.look_into(turn, heard)
        answering.add_what_else(turn, heard.guess)
        return True
    if changes.take(turn, heard, engine):
        return True
    if frame.flow == "checkout" and _gives_up(heard):
        leave(turn, engine)
        return True
    asked = questions.asked(turn, heard)
    is_question = asked.certain is not None or heard.guess.intent in answering.TROUBLES
    if not is_question and (answer := _answer_in(turn, text, heard.slots)) is not None:
        engine.hear(turn, answer)
        return True
    if frame.flow == "complaint" and _is_trouble(heard, asked):
        if asked.sure is None or not asks(text):
            return False
        answering.answer(turn, asked.sure, heard.guess)
        return True
    if len(tokens_of(text)) < _FEWEST_TOKENS:
        return False
    question = answering.to_be_answered(turn, heard, asked)
    if question is None and asked.certain is not None:
        question = answering.question_in(turn, heard, asked)
    if question is not None:
        answering.answer(turn, question, heard.guess)
        return True
    if not heard.guess.is_sure or heard.guess.intent in _IDLE:
        return _ask_what_is_meant(turn, heard, asked)
    if heard.guess.intent in order_lines.ABOUT_GOODS and not heard.slots.product_ids:
        if frame.step != "confirm":
            return False
        shopping.look_for(turn, text)
        return True
    if order_lines.is_about_goods(heard):
        order_lines.take(turn, heard, engine)
    else:
        wishes.lead(turn, heard.guess.intent, engine, number=heard.slots.order_number)
        answering.add_what_else(turn, heard.guess, asked)
    return True


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
    if not is_asked or not names_nobody(heard.text) or ((former := former_screen(turn)) and _was_unsure(former)):
        return False
    turn.show(pages.unsure(heard.text, heard.guess.likely, questions=asked.questions))
    return True


def _was_unsure(former: SavedScreen) -> bool:
    return pages.is_unsure(former.content)


def _is_trouble(heard: Utterance, asked: Asked) -> bool:
    """Whether it tells of the trouble itself, which in the middle of a complaint is no other wish."""
    return heard.guess.intent in answering.TROUBLES or (
        asked.certain is not None and asked.certain.intent in answering.TROUBLES
    )


def _gives_up(heard: Utterance) -> bool:
    """Whether somebody in the middle of an order would rather not: neither mend it, nor another order."""
    is_of_this = heard.slots.order_number is None and not tells_of_wrong_account(heard.text)
    return is_of_this and heard.guess.is_sure and heard.guess.intent is Intent.CANCEL_ORDER


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


def former_screen(turn: Turn) -> SavedScreen | None:
    """What stands before the person now."""
    screen_id = turn.conversation.screen_id
    return None if screen_id is None else conversations.the_screen(turn.db, screen_id)
