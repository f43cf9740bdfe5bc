"""The pictures of answers: three screens of a phone side by side, with what to tap and what comes of it.

Not here: when they are shown (locales/<language>/faq.toml). `python -m bot.pictures.how_to` draws them anew into
locales/<language>/pictures, from where they are sent as they are; a machine that sends them needs no font.
"""

import io
from pathlib import Path
from zoneinfo import ZoneInfo

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontPath, FontProperties, get_font
from matplotlib.patches import Ellipse, FancyBboxPatch

from bot.pictures.fonts import chinese_font
from bot.settings import LOCALES
from bot.voice import Voice
from flows.words import words

KINDS = ("codes", "redeem")
STEPS = 3

WIDTH_INCHES, HEIGHT_INCHES, DOTS_PER_INCH = 7.2, 4.8, 150
"""1080 by 720 pixels: fills a chat's width, and leaves the answer below it in sight."""

_INK, _GREY, _PALE, _STRONG = "#2b2b33", "#d5d8e0", "#f4f6fa", "#3867b8"
_PHONE = (0.14, 0.25, 0.72, 0.62)
_LINES = ((0.24, 0.74, 0.4), (0.24, 0.67, 0.52), (0.24, 0.6, 0.3))
_NUMBER = (0.16, 0.87)
_TAPPED = (0.2, 0.36, 0.6, 0.13)


def draw_how_to(kind: str, *, language: str) -> bytes:
    """The picture as PNG. Raises NoFont."""
    mpl.use("Agg")
    font, voice = chinese_font(), Voice(LOCALES, time_zone=ZoneInfo("UTC"))
    figure = Figure((WIDTH_INCHES, HEIGHT_INCHES), DOTS_PER_INCH, facecolor="white")
    for step in range(1, STEPS + 1):
        panel = figure.add_axes(((step - 1) / STEPS, 0, 1 / STEPS, 1))
        said = voice.label(words(f"picture-{kind}-{step}"), language)
        label, *caption = said.split(" | ")
        _draw_step(panel, step, label, "\n".join(caption), font)
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", metadata={"Software": None})
    return drawn.getvalue()


def draw_all(locales: Path) -> list[Path]:
    """Draw every picture in every language; returns the files. Raises NoFont."""
    files = []
    for folder in sorted(each for each in locales.iterdir() if each.is_dir()):
        (folder / "pictures").mkdir(exist_ok=True)
        for kind in KINDS:
            file = folder / "pictures" / f"{kind}.png"
            file.write_bytes(draw_how_to(kind, language=folder.name))
            files.append(file)
    return files


def _draw_step(panel: Axes, step: int, label: str, caption: str, font: FontPath) -> None:
    panel.set_xlim(0, 1)
    panel.set_ylim(0, 1)
    panel.axis("off")
    _box(panel, _PHONE, face=_PALE, edge=_GREY)
    for x, y, length in _LINES:
        _box(panel, (x, y, length, 0.022), face=_GREY, edge=_GREY)
    _box(panel, _TAPPED, face=_STRONG, edge=_STRONG)
    panel.add_patch(Ellipse(_NUMBER, 0.15, 0.075, color=_STRONG, zorder=3))  # round: a panel is twice as high as wide
    _write(panel, _NUMBER, str(step), font=font, size=17, colour="white")
    left, bottom, wide, high = _TAPPED
    middle = (left + wide / 2, bottom + high / 2)
    _write(panel, middle, label, font=font, size=12, colour="white")
    _write(panel, (0.5, 0.13), caption, font=font, size=12.5, colour=_INK)


def _box(panel: Axes, place: tuple[float, float, float, float], *, face: str, edge: str) -> None:
    left, bottom, wide, high = place
    shape = f"round,pad=0,rounding_size={min(high / 3, 0.05)}"
    panel.add_patch(FancyBboxPatch((left, bottom), wide, high, boxstyle=shape, facecolor=face, edgecolor=edge))


def _write(panel: Axes, place: tuple[float, float], text: str, *, font: FontPath, size: float, colour: str) -> None:
    shapes = get_font(font)
    drawable = "".join(char for char in text if char == "\n" or shapes.get_char_index(ord(char)))
    properties = FontProperties(fname=font, size=size)
    x, y = place
    panel.text(x, y, drawable, ha="center", va="center", color=colour, fontproperties=properties, zorder=4)


if __name__ == "__main__":
    draw_all(LOCALES)
