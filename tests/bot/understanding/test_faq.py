"""The questions that come with us hold what they promise; an owner's folder stands over them."""

import io
from pathlib import Path

import pytest
from PIL import Image

from bot.pictures import CannotDraw, draw
from bot.pictures.how_to import KINDS, draw_how_to
from bot.settings import LOCALES
from bot.understanding.faq import BadQuestions, questions_of, written_of
from flows.pages.questions import BUTTONS, PHOTO
from flows.screens import LABEL_WIDTH, Picture, width
from flows.understanding.questions import CommonQuestion
from handlers.entries import CONVERSATION_TAPS, TAPS

LANGUAGES = ("zh-CN", "en")
ONE = '[[questions]]\nid = "{id}"\nasked = ["{asked}"]\nanswer = "{answer}"\n'


def shipped() -> tuple[CommonQuestion, ...]:
    return questions_of(LOCALES).all


def test_every_question_of_ours_is_answered_in_every_language() -> None:
    assert len(shipped()) >= 20
    assert [each.id for each in shipped() if set(each.answer) != set(LANGUAGES)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_has_two_to_eight_lines_and_a_title_that_fits_its_button(language: str) -> None:
    long = [each.id for each in shipped() if not 2 <= len(each.answer[language].splitlines()) <= 8]
    wide = [each.id for each in shipped() if width(each.asked[language][0]) > LABEL_WIDTH]

    assert (long, wide) == ([], [])


def test_every_button_leads_somewhere() -> None:
    known = {*TAPS, *CONVERSATION_TAPS}

    assert [name for name, each in BUTTONS.items() if each.action is None or each.action.name not in known] == []


def test_every_question_of_ours_is_asked_in_several_ways() -> None:
    assert [each.id for each in shipped() if any(len(asked) < 4 for asked in each.asked.values())] == []


def test_titles_are_plain_text_and_answers_html() -> None:
    own = CommonQuestion("a", {"en": ("Fish & <chips>?",)}, {"en": "<b>Yes</b>"})

    class Own:
        all = (own,)

    assert written_of(Own()) == {"en": {"a.title": "Fish &amp; &lt;chips&gt;?", "a.answer": "<b>Yes</b>"}}  # type: ignore[arg-type]  # has all that is read


def test_an_owners_folder_stands_over_ours(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "map.png").write_bytes(b"a picture")
    own = ONE.format(id="fees", asked="有手续费吗", answer="没有") + ONE.format(
        id="parking", asked="车停哪里", answer="门口"
    )
    (tmp_path / "zh-CN.toml").write_text(own + 'picture = "map.png"\n[[questions]]\nid = "genuine"\nis_off = true\n')

    questions = questions_of(LOCALES, tmp_path)

    fees, parking = questions.with_id("fees"), questions.with_id("parking")
    assert fees is not None
    assert fees.answer["zh-CN"] == "没有"
    assert "<b>costs nothing extra</b>" in fees.answer["en"]
    assert parking is not None
    assert (fees.is_own, parking.is_own) == (False, True)
    assert parking.picture == {"zh-CN": str(tmp_path / "pictures" / "map.png")}
    assert questions.with_id("genuine") is None
    assert len(questions.all) == len(shipped())


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("zh-CN.toml", ONE.format(id="a", asked="a", answer="<b>"), "line 4, answer: never closes <b>"),
        ("fr.toml", ONE.format(id="a", asked="a", answer="a"), "is for no language there is: call it en or zh-CN"),
        ("faq.txt", "", "has no file of questions: put en or zh-CN.toml there"),
    ],
)
def test_a_folder_that_cannot_be_used_says_why(tmp_path: Path, name: str, text: str, problem: str) -> None:
    (tmp_path / name).write_text(text)

    with pytest.raises(BadQuestions, match=problem):
        questions_of(LOCALES, tmp_path)


async def test_a_photo_is_sent_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "map.png"
    file.write_bytes(b"a picture")

    assert await draw(Picture(PHOTO, {"path": str(file)}), "en") == b"a picture"

    file.unlink()
    with pytest.raises(CannotDraw, match=r"map\.png can't be read"):
        await draw(Picture(PHOTO, {"path": str(file)}), "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pictures_of_ours_are_small_and_there(language: str) -> None:
    for kind in KINDS:
        file = LOCALES / language / "pictures" / f"{kind}.png"
        assert file.stat().st_size < 100_000
        with Image.open(file) as image:
            assert (image.format, image.size) == ("PNG", (1080, 720))


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pictures_of_ours_are_what_the_script_draws(language: str) -> None:
    """Compared by size and not by point: fonts differ from machine to machine."""
    for kind in KINDS:
        with Image.open(io.BytesIO(draw_how_to(kind, language=language))) as image:
            assert (image.format, image.size) == ("PNG", (1080, 720))
