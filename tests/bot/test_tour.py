"""The tour: its scenes go as they should, and it says so when one does not."""

from pathlib import Path

import pytest

from bot.chaos.nursery import begin_warm
from bot.process import CannotStart
from bot.tour import tour
from bot.tour.actor import Saying, Showing
from bot.tour.stage import Stage
from bot.tour.tour import SCENES, Scene
from bot.tour.transcript import Transcript
from sandbox.screens import Attachment, Bubble, Button

BUBBLE = Bubble(
    message_id=1,
    sender="小二",
    sender_id=2,
    is_own=False,
    is_bot=True,
    sent_at=0,
    text="How many?\nTap a number.",
    buttons=[[Button(label="1"), Button(label="2")], [Button(label="✕ Cancel")]],
)


@pytest.mark.slow
@pytest.mark.parametrize("name", [scene.name for scene in SCENES])
def test_a_scene_goes_as_it_should(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = tour.play([name], folder=tmp_path, begin=begin_warm)

    told = capsys.readouterr().out
    assert status == 0, told
    assert "every invariant of the shop holds" in told
    assert (tmp_path / name / "shop.db").exists()


@pytest.mark.slow
def test_what_was_expected_and_what_was_seen_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def play(stage: Stage) -> None:
        stage.expect("three vouchers are left", expected=3, found=stage.left_of("movie-2d"))
        stage.expect("nobody ordered", expected=[], found=stage.orders_of(stage.tom))
        stage.expect("two vouchers are left", expected=2, found=stage.left_of("movie-2d"))

    status = tour.play([], scenes=[Scene("wrong", "goes wrong", play)], folder=tmp_path, begin=begin_warm)

    told = capsys.readouterr().out
    assert status == 1
    assert "✓ three vouchers are left" in told
    assert "✓ nobody ordered" in told
    assert "✗ two vouchers are left: expected 2, found 3." in told
    assert told.endswith("✗ Not as expected: wrong.\n")


@pytest.mark.slow
def test_a_broken_invariant_fails_the_scene(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def play(stage: Stage) -> None:
        with stage.database.transaction() as db:
            db.exec_driver_sql("update balances set amount_minor = amount_minor + 1")

    status = tour.play([], scenes=[Scene("forged", "money from nowhere", play)], folder=tmp_path, begin=begin_warm)

    told = capsys.readouterr().out
    assert status == 1
    assert "shop.db: 1 broken" in told


def test_a_scene_nobody_knows_is_refused_before_anything_starts(tmp_path: Path) -> None:
    kept = tmp_path / "buy"
    kept.mkdir()

    with pytest.raises(
        CannotStart, match="There is no scene 'by': choose from buy, change-of-mind, crash, expire, comp"
    ):
        tour.play(["buy", "by"], folder=tmp_path)

    assert kept.exists()


def test_the_scenes_are_named_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert tour.names() == 0

    named = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert named == [scene.name for scene in SCENES]
    assert {"buy", "crash", "bulk", "supplier-fallback"} <= set(named)


def test_a_transcript_reads_like_a_chat(capsys: pytest.CaptureFixture[str]) -> None:
    transcript = Transcript()

    transcript.narrate("Tom is here.")
    transcript.says("Tom", "/start")
    transcript.shows(BUBBLE, to="Tom")
    transcript.taps("Tom", "2")
    transcript.notices("Two it is")
    transcript.shows(BUBBLE.model_copy(update={"text": "An order!", "buttons": []}), to="阿杰")
    transcript.checked("all is well")
    transcript.failed("it is not")

    assert capsys.readouterr().out == (
        "  Tom is here.\n"
        "\n"
        "Tom › /start\n"
        "      │ How many?\n"
        "      │ Tap a number.\n"
        "      │ [1] [2]\n"
        "      │ [✕ Cancel]\n"
        "\n"
        "Tom › taps [2]\n"
        "      │ (Two it is)\n"
        "\n"
        "阿杰 sees\n"
        "      │ An order!\n"
        "\n"
        "  ✓ all is well\n"
        "\n"
        "  ✗ it is not\n"
    )


@pytest.mark.parametrize(
    ("texts", "is_showing"),
    [(("How many?", "Cancel"), True), (("How many?", "Back"), False)],
    ids=["in the text and on a button", "one is missing"],
)
def test_a_message_shows_what_is_in_it_or_on_its_buttons(texts: tuple[str, ...], is_showing: bool) -> None:
    assert Showing(texts)(BUBBLE) is is_showing


def test_a_page_that_lost_its_buttons_shows_nothing_new() -> None:
    assert not Showing(("How many?",))(BUBBLE.model_copy(update={"buttons": []}))


def test_a_message_without_buttons_is_heard_by_its_words_alone() -> None:
    heard = BUBBLE.model_copy(update={"buttons": []})

    assert Saying(("How many?", "Tap"))(heard)
    assert not Saying(("How many?", "Cancel"))(BUBBLE)


def test_what_was_waited_for_reads_well() -> None:
    assert repr(Showing(("to pay", "Cancel"))) == "“to pay” and “Cancel”"
    assert repr(Saying(("here",))) == "“here”"


def test_a_picture_is_named_in_the_transcript(capsys: pytest.CaptureFixture[str]) -> None:
    picture = BUBBLE.model_copy(
        update={"attachment": Attachment(kind="photo", file_id="F"), "text": "See?", "buttons": []}
    )

    Transcript().shows(picture, to="阿杰")

    assert capsys.readouterr().out == "阿杰 sees\n      │ [photo]\n      │ See?\n\n"
