"""Pages of common questions: the list of them, and one with its answer, its picture and the ways on.

Not here: the questions (locales/<language>/faq.toml), or which one a sentence means (flows.understanding.questions).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from backend.pages import turn_to
from flows.pages.shelves import page_row
from flows.screens import Button, Picture, Row, Screen, button
from flows.turn import Turn
from flows.understanding.questions import CommonQuestion
from flows.words import Words, Written, words

QUESTIONS_PER_PAGE = 8

PHOTO = "photo"
"""The kind of a picture that is a file of the shop's, sent as it is."""

BUTTONS: Mapping[str, Button] = {
    "orders": button("button-orders", "orders"),
    "shop": button("button-browse", "categories"),
    "balance": button("button-balance", "balance"),
    "top-up": button("button-top-up", "top-up"),
    "coupons": button("button-coupons", "coupons"),
    "redeem": button("button-redeem", "redeem"),
    "complain": button("button-complain", "complain"),
    "check": button("button-check", "diagnosis"),
    "licence": button("button-licence-another", "licence.send"),
    "bulk": button("button-bulk-orders", "bulk.send"),
    "account": button("button-account", "account"),
    "known": button("button-known", "account.known"),
    "settings": button("button-settings", "settings"),
    "language": button("button-language", "languages"),
    "menu": button("button-menu", "menu"),
}
"""What may stand below an answer, by the name that a file calls it."""


def question_list(questions: Sequence[CommonQuestion], *, page: int) -> Screen:
    """One page of the questions, each a button."""
    shown = turn_to(
        page,
        per_page=QUESTIONS_PER_PAGE,
        total=len(questions),
        items=lambda start: questions[start : start + QUESTIONS_PER_PAGE],
    )
    rows = tuple((to_question(question),) for question in shown.items)
    return Screen(
        words("questions", page=shown.number, pages=shown.count),
        (*rows, *page_row("questions", shown), (button("button-menu", "menu"), button("button-human", "human"))),
    )


def answer(turn: Turn, question: CommonQuestion) -> Screen:
    """The answer to a question, and whether it helped."""
    title, text = Written(question.title_name), Written(question.answer_name)
    return Screen(
        words("question-answer", title=title, answer=text),
        (
            *_in_pairs([BUTTONS[name] for name in question.buttons]),
            (button("button-helped", "question.helped"), button("button-human", "human")),
            (button("button-questions", "questions"),),
        ),
        picture=_picture(turn, question),
    )


def to_question(question: CommonQuestion) -> Button:
    """The button that leads to a question's answer."""
    return button("button-question", "question", {"title": Written(question.title_name)}, id=question.id)


def gone() -> Words:
    """'That question is no more', to somebody who tapped on it."""
    return words("text-gone")


def _in_pairs(buttons: Sequence[Button]) -> list[Row]:
    return [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]


def _picture(turn: Turn, question: CommonQuestion) -> Picture | None:
    """The one that was written with the answer: only that answer is known to be short enough to stand below it."""
    said = turn.person.language if turn.person.language in question.answer else next(iter(question.answer))
    if said not in question.picture:
        return None
    numbers: dict[str, Any] = {"path": question.picture[said]}
    return Picture(PHOTO, numbers)
