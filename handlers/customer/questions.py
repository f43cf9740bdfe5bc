"""Common questions: the list, an answer, and what comes of it.

Not here: free text that asks one (handlers.customer.hearing).
"""

from collections.abc import Mapping
from typing import Any

from backend import catalogue
from backend.people import Role
from flows.engine import Engine
from flows.pages import questions as pages
from flows.turn import Turn
from flows.understanding.intents import Intent
from flows.understanding.questions import Asked, CommonQuestion
from flows.understanding.utterance import Utterance
from flows.words import words
from handlers.audience import open_to
from handlers.customer import start

_MOST_NAMED = 3


@open_to(Role.CUSTOMER)
def question_list(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show a page of the questions."""
    turn.show(pages.question_list(_all(turn), page=int(args.get("page", 1))))


@open_to(Role.CUSTOMER)
def question(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show the answer to the question that was tapped; if it was taken away since, those there are."""
    known = turn.shop.questions
    found = None if known is None else known.with_id(args["id"])
    if found is None:
        turn.show(pages.question_list(_all(turn), page=1).below(pages.gone()))
    else:
        turn.show(pages.answer(turn, found))


@open_to(Role.CUSTOMER)
def helped(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """It helped: back to the open question, or else to the menu."""
    turn.toast("question-helped")
    if engine.is_open(turn):
        engine.resume(turn)
    else:
        start.menu(turn, args)
        if turn.screen is not None:
            turn.show(turn.screen.below(words("question-helped")))


def asked(turn: Turn, heard: Utterance) -> Asked:
    """The questions that a text may be; of how-tos the one for the product that it names."""
    known = turn.shop.questions
    if known is None:
        return Asked()
    named = [catalogue.the_product(turn.db, product_id) for product_id in heard.slots.product_ids[:_MOST_NAMED]]
    return known.find(heard.text, names=[name for product in named for name in product.name.values()])


def about(turn: Turn, intent: Intent) -> CommonQuestion | None:
    """What is answered to this intent where no question fits better."""
    return None if turn.shop.questions is None else turn.shop.questions.for_intent(intent)


def _all(turn: Turn) -> tuple[CommonQuestion, ...]:
    return () if turn.shop.questions is None else turn.shop.questions.all
