"""TELEGRAM_DRIVER chooses the library: the other one is not even imported, and the tour goes as well.

Not here: what the libraries have in common (test_outcomes, test_journeys).
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.chaos.nursery import begin_warm
from bot.settings import BadSettings, settings_from_environment
from bot.tour import tour

ENVIRONMENT = {"TELEGRAM_BOT_TOKEN": "123456:ABC", "XIAOER_SECRET_KEY": "unused"}

WHAT_A_BOT_IMPORTS = """
import sys
import bot.console_process, bot.process, bot.wiring, sandbox.client, sandbox.gateway_client
from bot.chaos.nursery import begin_warm
from bot.settings import settings_from_environment

before = {"aiogram", "telegram"} & set(sys.modules)
bot.wiring.driver_for(settings_from_environment())
print(sorted(before), sorted({"aiogram", "telegram"} & set(sys.modules)))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("chosen", "imported"), [({}, "aiogram"), ({"TELEGRAM_DRIVER": "ptb"}, "telegram")], ids=["nothing said", "ptb"]
)
def test_only_the_library_that_is_chosen_is_imported(chosen: dict[str, str], imported: str) -> None:
    said = subprocess.run(
        [sys.executable, "-c", WHAT_A_BOT_IMPORTS],
        env={name: value for name, value in os.environ.items() if name != "TELEGRAM_DRIVER"} | ENVIRONMENT | chosen,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )

    assert said.stdout == f"[] ['{imported}']\n"


def test_a_library_nobody_knows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (ENVIRONMENT | {"TELEGRAM_DRIVER": "telethon"}).items():
        monkeypatch.setenv(name, value)

    with pytest.raises(BadSettings, match=r"TELEGRAM_DRIVER is not usable \(Input should be 'aiogram' or 'ptb'\)"):
        settings_from_environment()


@pytest.mark.slow
def test_a_scene_goes_as_it_should_on_the_other_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TELEGRAM_DRIVER", "ptb")

    status = tour.play(["buy"], folder=tmp_path, begin=begin_warm)

    told = capsys.readouterr().out
    assert status == 0, told
    assert "every invariant of the shop holds" in told
