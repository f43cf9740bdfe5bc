"""Free text that is neither a keyword nor a number: what it wants is done, asked about, or left to a human.

Not here: how it is understood (flows.understanding), where a wish leads (wishes), what is written in the middle of a
conversation (asides).
"""

from collections.abc import Sequence

from backend import catalogue, teaching
from backend.catalogue import Product
from backend.people import Role
from flows.engine import Engine
from flows.events import JobEnded
from flows.pages import hearing as pages
from flows.turn import Turn
from flows.understanding.intents import Intent
from flows.understanding.normalise import normalise
from flows.understanding.own_account import speaks_of_own_account
from flows.understanding.redaction import redacted, says_nothing
from flows.understanding.search import look_up
from flows.understanding.utterance import understand
from flows.words import words
from handlers.audience import open_to
from handlers.customer import (
    account,
    answering,
    asides,
    hindrances,
    human,
    order_lines,
    questions,
    shopping,
    wishes,
)


def listen(turn: Turn, text: str, engine: Engine) -> None:
    """Act on what the text wants; ask where that is not sure, and call a human the second time in a row."""
    classifier = turn.shop.classifier
    if classifier is None:
        shopping.look_for(turn, text)
        return
    products = catalogue.products(turn.db)
    heard = understand(classifier, products, text)
    asked = questions.asked(turn, heard)
    if (question := answering.to_be_answered(turn, heard, asked)) is not None:
        answering.answer(turn, question, heard.guess)
    elif hindrances.is_hindered(heard):
        hindrances.look_into(turn, heard)
        answering.add_what_else(turn, heard.guess)
    elif heard.guess.intent is not Intent.TALK_TO_HUMAN and speaks_of_own_account(text, heard.guess):
        account.account(turn, {})
    elif heard.guess.intent is not Intent.TALK_TO_HUMAN and _is_called(products, text):
        shopping.look_for(turn, text)
    elif (question := answering.question_in(turn, heard, asked)) is not None:
        answering.answer(turn, question, heard.guess)
        order_lines.offer(turn, heard)
    elif order_lines.is_about_goods(heard):
        order_lines.take(turn, heard, engine)
    elif heard.guess.intent in order_lines.ABOUT_GOODS and look_up(products, text).hits:
        shopping.look_for(turn, text)
    elif order_lines.say_not_found(turn, heard):
        answering.add_what_else(turn, heard.guess, asked)
    elif heard.guess.is_sure and heard.guess.intent is not Intent.OUT_OF_SCOPE:
        wishes.lead(turn, heard.guess.intent, engine, number=heard.slots.order_number)
        answering.add_what_else(turn, heard.guess, asked)
        order_lines.offer(turn, heard)
    elif look_up(products, text).hits:
        shopping.look_for(turn, text)
    elif (former := asides.former_screen(turn)) is not None and pages.is_unsure(former.content):
        _note_unclear(turn, text)
        human.ask_for_human(turn, {})
    else:
        _note_unclear(turn, text)
        turn.show(pages.unsure(text, heard.guess.likely, questions=asked.questions))
        _ask_reranker(turn, text)


@open_to(Role.CUSTOMER)
def reranked(turn: Turn, ended: JobEnded, engine: Engine) -> None:
    """Lead to what the reranker chose, if the question what was meant still stands as it was shown."""
    shown = asides.former_screen(turn)
    chosen = None if ended.result is None else ended.result["intent"]
    if chosen in (None, Intent.OUT_OF_SCOPE) or shown is None or engine.is_open(turn):
        return
    if not pages.is_unsure(shown.content) or shown.shown_at.isoformat() != ended.asked["at"]:
        return
    turn.show_over(shown, message_id=shown.message_id)
    wishes.lead(turn, Intent(chosen), engine)
    turn.show(turn.shown.below(words("heard-second-guess")))


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


def _is_called(products: Sequence[Product], text: str) -> bool:
    """Whether the text is what a product is called, and nothing else, however many are called so."""
    found, said = look_up(products, text), normalise(text)
    named = [hit.product for hit in found.hits] if found.is_sure else []
    return any(normalise(name) == said for each in named for name in (*each.name.values(), *each.aliases))
