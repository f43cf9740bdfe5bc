"""The file of a receipt: a page of PDF whose text is text, with a shape for every letter of either language."""

import json
import re
import subprocess
import sys
import zlib
from itertools import chain
from typing import Any

import pytest

from bot.pictures.receipt import _folded

WITHOUT_SHAPE = {"⭐", "🎮"}
NUMBERS: dict[str, Any] = {
    "shop": "小二数码铺 Xiaoer",
    "title": "收据 Receipt",
    "lines": [
        ["订单号", "7CWTX0AWZ8"],
        ["Coupon (10% off, at most CN¥20.00)", "-CN¥5.00"],
        ["商品", "中国移动话费 100 元（全国通用直充到账，24 小时内有效，支持所有号段） × 2"],
        ["Total", "$95.00 and $1.00, 30 ⭐ 🎮"],
    ],
    "note": "由本店小二开具，不是税务发票。",
}


def drawn_text(pdf: bytes) -> set[str]:
    """Every character that the file says one of its shapes stands for."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    maps = [text for stream in streams if b"beginbfrange" in (text := _inflated(stream))]
    lines = [line for each in maps for line in re.findall(rb"\[(.*?)\]", each)]
    codes = [code for line in lines for code in re.findall(rb"<(\w+)>", line)]
    return {char for code in codes for char in bytes.fromhex(code.decode()).decode("utf-16-be")}


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


@pytest.mark.slow
def test_a_receipt_is_a_page_of_text() -> None:
    asked = json.dumps({"kind": "receipt", "numbers": NUMBERS, "language": "zh-CN"})

    # The library warns of each letter that its font lacks and would draw as a box.
    done = subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-m", "bot.pictures"], input=asked.encode(), capture_output=True
    )

    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.startswith(b"%PDF-")
    assert done.stdout.count(b"/Type /Page ") == 1
    said = {char for text in [*chain(*NUMBERS["lines"]), NUMBERS["shop"], NUMBERS["title"]] for char in text}
    assert said - drawn_text(done.stdout) - {" "} == WITHOUT_SHAPE
    assert "★" in drawn_text(done.stdout)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("short", ["short"]),
        ("one two three", ["one two", "three"]),
        ("小二数码铺充值", ["小二数码", "铺充值"]),
        ("ABCDEFGHIJKL", ["ABCDEFGH", "IJKL"]),
    ],
)
def test_what_is_too_long_goes_on_below(text: str, lines: list[str]) -> None:
    assert _folded(text, most=8) == lines
