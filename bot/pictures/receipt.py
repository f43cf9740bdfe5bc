"""The page of a receipt, as PDF: the shop, a title, a line for each fact, and a note at its foot.

Not here: what it says (flows.pages.receipts). A5, so that it can be read on a phone and printed two to a sheet.
"""

import io
from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.font_manager import FontPath, FontProperties, get_font
from matplotlib.lines import Line2D

from bot.pictures.fonts import chinese_font
from flows.screens import width

WIDTH_INCHES, HEIGHT_INCHES = 5.83, 8.27

LEFT, VALUES, RIGHT, TOP, STEP = 0.1, 0.36, 0.9, 0.92, 0.034
"""Of the page: where labels and values begin, where lines end and start, and how far one is below the other."""

_INK, _GREY, _RULE = "#2b2b33", "#6b6b76", "#c9c9d2"
_SIZES = {"shop": 16, "title": 12, "text": 9.5, "note": 8}
_WIDTHS = {"shop": 40, "title": 54, "label": 22, "value": 46, "note": 80}
"""What fits on a line, in Latin letters; the rest goes on below."""

Numbers = Mapping[str, Any]  # Any: plain JSON


def draw_receipt(numbers: Numbers, *, language: str) -> bytes:
    """The page as PDF, its text as text. Raises NoFont."""
    del language  # its words are said already
    mpl.use("pdf")
    mpl.rcParams["pdf.fonttype"] = 3  # outlines that every reader draws, whatever kind the font is
    page = _Page(chinese_font())
    page.write(numbers["shop"], size="shop")
    page.step(0.3)
    page.write(numbers["title"], size="title", colour=_GREY)
    page.rule()
    for label, value in numbers["lines"]:
        page.write_pair(label, value)
    page.rule()
    page.write(numbers["note"], size="note", colour=_GREY)
    return page.pdf(title=f"{numbers['shop']} {numbers['title']}")


class _Page:
    """A page that is written from its top down."""

    def __init__(self, font: FontPath) -> None:
        self._font = font
        self._shapes = get_font(font)
        self._figure = Figure((WIDTH_INCHES, HEIGHT_INCHES))
        self._y = TOP

    def write(self, text: str, *, size: str, colour: str = _INK) -> None:
        for part in _folded(text, most=_WIDTHS[size]):
            self._put(LEFT, part, size=size, colour=colour)
            self.step()

    def write_pair(self, label: str, value: str) -> None:
        sides = _folded(label, most=_WIDTHS["label"]), _folded(value, most=_WIDTHS["value"])
        for left, right in zip_longest(*sides, fillvalue=""):
            self._put(LEFT, left, size="text", colour=_GREY)
            self._put(VALUES, right, size="text", colour=_INK)
            self.step(0.7)
        self.step(0.35)

    def rule(self) -> None:
        self._figure.add_artist(Line2D((LEFT, RIGHT), (self._y, self._y), color=_RULE, linewidth=0.8))
        self.step(1.3)

    def step(self, times: float = 1) -> None:
        self._y -= STEP * times

    def pdf(self, *, title: str) -> bytes:
        drawn = io.BytesIO()
        self._figure.savefig(drawn, format="pdf", metadata={"Title": title, "CreationDate": None})
        return drawn.getvalue()

    def _put(self, x: float, text: str, *, size: str, colour: str) -> None:
        # A dollar sign in an amount begins no formula.
        self._figure.text(
            x,
            self._y,
            self._drawable(text),
            color=colour,
            va="baseline",
            fontproperties=FontProperties(fname=self._font, size=_SIZES[size]),
            parse_math=False,
        )

    def _drawable(self, text: str) -> str:
        """The text without what the font has no shape for, such as an emoji in a product's name."""
        return "".join(char for char in text.replace("⭐", "★") if self._shapes.get_char_index(ord(char)))


def _folded(text: str, *, most: int) -> list[str]:
    """The text in lines no wider than that, broken at a blank where there is one; a Chinese character counts twice."""
    lines = [""]
    for char in text:
        line = lines[-1] + char
        if width(line) <= most:
            lines[-1] = line
            continue
        head, blank, tail = lines[-1].rpartition(" ")
        if blank and width(tail) < most // 2:
            lines[-1:] = [head, tail + char]
        else:
            lines.append(char)
    return [line.strip() for line in lines]
