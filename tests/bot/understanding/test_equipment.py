"""What a bot understands with is as its settings want it, and what is wrong with them is said in a sentence."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import BadSettings, Settings
from bot.understanding.equipment import equipment_of
from tests.clock import StoppedClock

ENDPOINT = {"reranker_url": "https://ai.example/v1", "reranker_model": "small"}


def settings(**changed: object) -> Settings:
    """Settings of a bot, with these besides."""
    return Settings.model_validate(
        {"telegram_bot_token": SecretStr("1:memory"), "xiaoer_secret_key": SecretStr("unused"), **changed}
    )


def test_without_an_endpoint_nobody_else_is_asked_and_no_words_may_go_out() -> None:
    equipment = equipment_of(settings(), StoppedClock())

    assert equipment.reranker is None
    assert equipment.vocabulary is None


def test_with_an_endpoint_the_words_that_may_go_out_are_known() -> None:
    equipment = equipment_of(settings(**ENDPOINT), StoppedClock())

    assert equipment.reranker is not None
    assert equipment.vocabulary is equipment.base.learned.vocabulary


def test_a_folder_of_questions_without_any_is_explained(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"FAQ is not usable: .* has no file of questions"):
        equipment_of(settings(faq=tmp_path), StoppedClock())


def test_a_folder_of_sayings_that_is_none_is_explained(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="SAYINGS"):
        equipment_of(settings(sayings=tmp_path / "gone"), StoppedClock())
