"""Pictures: drawn by a process of their own, in either language, with every letter; or a reason why not."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot import pictures
from bot.pictures import CannotDraw
from flows.screens import Picture

NUMBERS: dict[str, Any] = {
    "days": [
        {"on": f"2026-03-0{day}", "placed": 10 * day, "paid": 8 * day, "median_seconds": day, "p90_seconds": day * 9}
        for day in range(1, 7)
    ]
    + [{"on": "2026-03-07", "placed": 0, "paid": 0, "median_seconds": None, "p90_seconds": None}],
    "products": [
        {
            "name": {"zh-CN": "中国移动话费 100 元（全国通用直充到账）", "en": "China Mobile top-up ¥100"},
            "complaints": 12,
        },
        {"name": {}, "complaints": 1},
    ],
}
QUIET: dict[str, Any] = {
    "days": [{"on": "2026-03-07", "placed": 0, "paid": 0, "median_seconds": None, "p90_seconds": None}] * 30,
    "products": [],
}


@pytest.mark.slow
@pytest.mark.parametrize("numbers", [NUMBERS, QUIET], ids=["busy", "quiet"])
async def test_a_report_is_a_png_as_wide_as_a_phone(numbers: dict[str, Any]) -> None:
    drawn = await pictures.draw(Picture("report", numbers), "zh-CN")

    with Image.open(io.BytesIO(drawn)) as image:
        assert (image.format, image.size) == ("PNG", (1080, 1530))


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_letter_of_either_language_has_its_shape(language: str) -> None:
    asked = json.dumps({"kind": "report", "numbers": NUMBERS, "language": language})

    # The library warns of each letter that its font lacks and would draw as a box.
    done = subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-m", "bot.pictures"], input=asked.encode(), capture_output=True
    )

    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.startswith(b"\x89PNG")


@pytest.mark.slow
async def test_a_machine_without_a_chinese_font_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(CannotDraw, match=r"no font with Chinese characters.*fonts-noto-cjk"):
        await pictures.draw(Picture("report", NUMBERS), "en")


@pytest.mark.slow
async def test_a_font_the_system_names_for_want_of_a_better_one_is_not_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "fc-match"
    program.write_text("#!/bin/sh\nprintf '/fonts/Latin.ttf\\n0\\nen|de'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")

    with pytest.raises(CannotDraw, match="no font with Chinese characters"):
        await pictures.draw(Picture("report", NUMBERS), "en")


@pytest.mark.slow
async def test_a_broken_picture_is_a_reason_and_not_an_empty_one() -> None:
    with pytest.raises(CannotDraw, match="KeyError"):
        await pictures.draw(Picture("report", {}), "en")


async def test_a_picture_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "SECONDS_TO_DRAW", 0)

    with pytest.raises(CannotDraw, match="not drawn within 0 s"):
        await pictures.draw(Picture("report", NUMBERS), "en")


@pytest.mark.slow
async def test_the_drawing_process_gets_neither_token_nor_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    program = tmp_path / "fc-match"
    program.write_text(f"#!/bin/sh\nenv > {seen}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setenv("XIAOER_SECRET_KEY", "k1:very-secret")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:very-secret")

    with pytest.raises(CannotDraw):
        await pictures.draw(Picture("report", NUMBERS), "en")

    assert "very-secret" not in seen.read_text(encoding="utf-8")
