"""Answering: which common question a text asks, where a page of the person's own says no more, and the answer.

Not here: which questions there are and how alike a text is (flows.understanding.questions).
"""

from backend import catalogue
from backend.findings import Symptom
from flows.pages import hearing as pages
from flows.pages import questions as question_pages
from flows.turn import Turn
from flows.understanding.asking import asks, asks_how
from flows.understanding.intents import Guess, Intent
from flows.understanding.questions import Asked, CommonQuestion
from flows.understanding.search import look_up
from flows.understanding.utterance import Utterance, is_bare_name
from flows.words import words
from handlers.customer import diagnosis, hindrances, order_lines, orders, questions, wishes
from handlers.customer.own_case import has_case

TROUBLES = (Intent.ORDER_STUCK, Intent.CARD_INVALID, *wishes.COMPLAINTS)
"""What is no answer of somebody who orders, and is one of who complains."""

_KNOWS_THE_CASE = (Intent.TALK_TO_HUMAN, Intent.ORDER_STATUS, *TROUBLES)
"""Where the page knows the person's own case, a general answer is no more than a button below it."""

_ASKED_OF = {
    **dict.fromkeys(wishes.COMPLAINTS, "complain"),
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

_SURELY = 0.95
"""From this confidence on a wish is not overruled by single words that point to a question."""


def to_be_answered(turn: Turn, heard: Utterance, asked: Asked) -> CommonQuestion | None:
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
    has_cause = hindrances.is_hindered(heard) and diagnosis.finds(
        turn, Symptom.ORDERING, wanted=hindrances.hindered_good(turn, heard)
    )
    return None if has_cause or has_case(turn, heard) else question


def question_in(turn: Turn, heard: Utterance, asked: Asked) -> CommonQuestion | None:
    """The question to be answered; None where a page says more of the person's own case, or goods are named."""
    guess = heard.guess
    if not guess.is_sure or guess.intent is Intent.OUT_OF_SCOPE:
        return None if asked.sure is None or _is_look_up(turn, heard, asked.sure) else asked.sure
    is_other = asked.certain is not None and asked.certain.intent not in TROUBLES
    if guess.intent in TROUBLES and is_other and not (asked.is_by_words and guess.confidence >= _SURELY):
        return None if orders.has_any(turn) else asked.certain
    if guess.intent in _KNOWS_THE_CASE or (guess.intent in order_lines.ABOUT_GOODS and heard.slots.product_ids):
        return None
    if guess.intent is Intent.PLACE_ORDER and not asks(heard.text):  # of goods we have not quite: steam 70
        return None
    if guess.intent in wishes.PAGES or guess.intent in diagnosis.SYMPTOMS or guess.intent in _POLITE:
        certain = None if asked.is_by_words and guess.confidence >= _SURELY else asked.certain
        return None if certain is None or certain.intent is guess.intent else certain
    return asked.sure or questions.about(turn, guess.intent)


def answer(turn: Turn, question: CommonQuestion, guess: Guess) -> None:
    """Show the answer; of what there is a page for as well, with a button that leads there."""
    shown = question_pages.answer(turn, question)
    has_page = guess.is_sure and guess.intent in _ASKED_OF and _ASKED_OF[guess.intent] not in question.buttons
    turn.show(pages.with_further(shown, [guess.intent]) if has_page else shown)
    add_what_else(turn, guess)


def add_what_else(turn: Turn, guess: Guess, asked: Asked | None = None) -> None:
    """Say sorry to who is angry; offer a button for the answer to what was asked, and for each further wish."""
    if turn.screen is None:
        return
    if asked is not None and asked.sure is not None and guess.intent not in _SAYS_ALL:
        turn.show(turn.screen.with_row(question_pages.to_question(asked.sure)))
    if guess.is_angry and guess.intent is not Intent.TALK_TO_HUMAN:
        turn.show(turn.screen.below(words("heard-angry")))
    if guess.also:
        turn.show(pages.with_further(turn.shown, guess.also))


def _is_of(asked: Asked, intent: Intent) -> bool:
    """Whether the question that may be answered is what this intent has a page for."""
    return asked.sure is not None and intent in _ASKED_OF and asked.sure.intent is intent


def _is_look_up(turn: Turn, heard: Utterance, question: CommonQuestion) -> bool:
    """Whether a product is looked for, by a name that the question is about as well."""
    if heard.is_name or (question.goods and not asks(heard.text)):
        return True
    return is_bare_name(heard.text) and look_up(catalogue.products(turn.db), heard.text).is_sure
