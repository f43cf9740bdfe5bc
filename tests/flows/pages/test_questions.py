"""The pages of questions: as many as fit, and the likeliest offered where nothing is sure."""

from zoneinfo import ZoneInfo

import pytest

from backend import people
from flows.events import Event, Said
from flows.pages.hearing import unsure
from flows.pages.questions import QUESTIONS_PER_PAGE, answer, question_list
from flows.screens import Screen
from flows.shop import Shop
from flows.turn import Turn
from flows.understanding.questions import CommonQuestion
from storage.database import Database
from storage.secrets import Vault
from tests.backend.given import NOW


def questions(count: int) -> list[CommonQuestion]:
    return [CommonQuestion(f"q-{n}", {"en": (f"Q{n}?",)}, {"en": f"A{n}."}) for n in range(count)]


def shown(screen: Screen) -> list[str]:
    return [
        each.action.args["id"] for row in screen.rows for each in row if each.action and each.action.name == "question"
    ]


def test_the_last_page_has_what_is_left() -> None:
    last = question_list(questions(QUESTIONS_PER_PAGE + 3), page=2)

    assert shown(last) == [f"q-{n}" for n in range(QUESTIONS_PER_PAGE, QUESTIONS_PER_PAGE + 3)]


def test_a_page_that_is_no_more_is_the_nearest_there_is() -> None:
    assert shown(question_list(questions(3), page=9)) == ["q-0", "q-1", "q-2"]


def test_a_shop_without_questions_has_an_empty_list_with_ways_on() -> None:
    empty = question_list([], page=1)

    assert shown(empty) == []
    assert len(empty.rows) == 1


def test_where_nothing_is_sure_the_two_likeliest_questions_are_offered() -> None:
    assert shown(unsure("hm", [], questions=questions(3))) == ["q-0", "q-1"]


@pytest.mark.parametrize(("language", "path"), [("zh-CN", "map.png"), ("en", None), ("fr", None)])
def test_a_picture_stands_only_with_the_answer_it_was_written_with(
    sqlite_database: Database, vault: Vault, language: str, path: str | None
) -> None:
    told = {"en": "x" * 3000, "zh-CN": "短"}
    asked = CommonQuestion("q", dict.fromkeys(told, ("?",)), told, picture={"zh-CN": "map.png"})
    place = Shop(vault, b"key", "bot", ("en", "zh-CN"), {}, (), {}, ZoneInfo("UTC"))

    with sqlite_database.transaction() as db:
        ana = people.meet(db, telegram_id=1, name="Ana", username=None, language=language, now=NOW)
        turn = Turn(db, Event(1, Said("", 1), None, None, NOW), person=ana, chat_id=1, shop=place, now=NOW)
        shown = answer(turn, asked)

    assert (None if shown.picture is None else shown.picture.numbers["path"]) == path
