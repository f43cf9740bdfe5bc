"""The picture of a report: orders a day, delivery times, complaints by product; tall, to be read on a phone.

Not here: the numbers (backend.reports) or the labels' words (locales). Numbers come as `flows.pages.reports`
puts them: plain JSON, products named in every language.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import matplotlib as mpl
from babel import Locale
from babel.dates import format_skeleton
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontPath, FontProperties
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import MaxNLocator

from bot.pictures.fonts import chinese_font
from bot.settings import LOCALES
from bot.voice import Voice
from flows.screens import width
from flows.words import words
from storage.catalogue import nearest

WIDTH_INCHES, HEIGHT_INCHES, DOTS_PER_INCH = 7.2, 10.2, 150
"""1080 by 1530 pixels: as wide as a phone's screen, and no side longer than the platform shows a photo."""

LABELLED_DAYS = 7
NAME_WIDTH = 30
"""Of a product's name beside its bar, in Latin letters."""

_UNITS = (("hours", 3600), ("minutes", 60), ("seconds", 1))

_INK, _PALE, _STRONG, _WARM = "#2b2b33", "#c9d7ee", "#3867b8", "#d9822b"

_SIZES = {"title": 20, "panel": 16, "text": 13}

Numbers = Mapping[str, Any]  # Any: plain JSON


def draw_report(numbers: Numbers, *, language: str) -> bytes:
    """The picture as PNG. Raises NoFont."""
    mpl.use("Agg")
    labels = _Labels(language, chinese_font())
    figure = Figure((WIDTH_INCHES, HEIGHT_INCHES), DOTS_PER_INCH, layout=ConstrainedLayoutEngine(h_pad=0.15, w_pad=0.2))
    figure.suptitle(labels.title(numbers["days"]), fontproperties=labels.font("title"), color=_INK)
    products = numbers["products"]
    # A figure for each panel: the products' long names must not push the days of the others aside.
    places = figure.add_gridspec(3, 1, height_ratios=[3, 3, 1 + 0.4 * max(len(products), 2)])
    _draw_orders(figure.add_subfigure(places[0]).subplots(), numbers["days"], labels)
    _draw_delivery(figure.add_subfigure(places[1]).subplots(), numbers["days"], labels)
    complaints = figure.add_subfigure(places[2])
    title = labels.say("picture-complaints")
    complaints.suptitle(title, x=0.06, ha="left", fontproperties=labels.font("panel"), color=_INK)
    _draw_complaints(complaints.subplots(), products, labels)
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png")
    return drawn.getvalue()


class _Labels:
    """The words, days and font of one picture."""

    def __init__(self, language: str, font: FontPath) -> None:
        self.language = language
        self._font = font
        self._voice = Voice(LOCALES, time_zone=ZoneInfo("UTC"))

    def font(self, size: str) -> FontProperties:
        return FontProperties(fname=self._font, size=_SIZES[size])

    def say(self, key: str) -> str:
        return self._voice.label(words(key), self.language)

    def title(self, days: Sequence[Numbers]) -> str:
        first, last = self.day(days[0]["on"]), self.day(days[-1]["on"])
        return self._voice.label(words("picture-report", first=first, last=last), self.language)

    def day(self, on: str) -> str:
        moment = datetime.combine(date.fromisoformat(on), datetime.min.time(), UTC)
        return str(format_skeleton("Md", moment, tzinfo=UTC, locale=Locale.parse(self.language, sep="-")))

    def product(self, name: Mapping[str, str]) -> str:
        return _shortened(nearest(name, self.language)) if name else self.say("picture-no-order")


def _draw_orders(panel: Axes, days: Sequence[Numbers], labels: _Labels) -> None:
    places = range(len(days))
    panel.bar(places, [day["placed"] for day in days], color=_PALE, label=labels.say("picture-placed"))
    panel.bar(places, [day["paid"] for day in days], color=_STRONG, width=0.5, label=labels.say("picture-paid"))
    panel.set_xlim(-0.6, len(days) - 0.4)
    panel.set_ylim(0, max([1, *(day["placed"] for day in days)]) * 1.2)
    panel.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    panel.set_title(labels.say("picture-orders"), loc="left", fontproperties=labels.font("panel"), color=_INK)
    _dress(panel, labels)
    _name_days(panel, days, labels)
    _explain(panel, labels)


def _draw_delivery(panel: Axes, days: Sequence[Numbers], labels: _Labels) -> None:
    longest = max((day["p90_seconds"] or 0 for day in days), default=0)
    unit, seconds = next((unit, seconds) for unit, seconds in _UNITS if longest >= seconds * 2 or seconds == 1)
    nine_of_ten = [day["p90_seconds"] for day in days]
    half = [day["median_seconds"] for day in days]
    _draw_line(panel, nine_of_ten, per=seconds, colour=_WARM, label=labels.say("picture-p90"))
    _draw_line(panel, half, per=seconds, colour=_STRONG, label=labels.say("picture-median"))
    panel.set_xlim(-0.6, len(days) - 0.4)
    panel.set_ylim(0, max(longest / seconds, 1) * 1.25)
    panel.yaxis.set_major_locator(MaxNLocator(nbins=4))
    title = labels.say(f"picture-delivery-{unit}")
    panel.set_title(title, loc="left", fontproperties=labels.font("panel"), color=_INK)
    _dress(panel, labels)
    _name_days(panel, days, labels)
    _explain(panel, labels)


def _draw_line(panel: Axes, lengths: Sequence[int | None], *, per: int, colour: str, label: str) -> None:
    """A line with a gap where there is nothing."""
    heights = [float("nan") if length is None else length / per for length in lengths]
    panel.plot(range(len(heights)), heights, marker="o", color=colour, linewidth=2.5, label=label)


def _draw_complaints(panel: Axes, products: Sequence[Numbers], labels: _Labels) -> None:
    _dress(panel, labels)
    panel.grid(visible=False)
    panel.spines["bottom"].set_visible(False)
    panel.set_xticks([])
    if not products:
        panel.set_yticks([])
        panel.text(
            0.5,
            0.5,
            labels.say("picture-no-complaints"),
            ha="center",
            va="center",
            color=_INK,
            fontproperties=labels.font("text"),
            transform=panel.transAxes,
        )
        return
    bars = panel.barh(range(len(products)), [each["complaints"] for each in products], color=_WARM, height=0.6)
    panel.set_yticks(range(len(products)), [labels.product(each["name"]) for each in products])
    panel.invert_yaxis()
    for label in panel.get_yticklabels():
        label.set_fontproperties(labels.font("text"))
    panel.bar_label(bars, padding=4, fontproperties=labels.font("text"), color=_INK)


def _dress(panel: Axes, labels: _Labels) -> None:
    for side in ("top", "right", "left"):
        panel.spines[side].set_visible(False)
    panel.grid(axis="y", color="#e6e6ea")
    panel.set_axisbelow(True)
    panel.tick_params(length=0, colors=_INK)
    for label in panel.get_yticklabels():
        label.set_fontproperties(labels.font("text"))


def _name_days(panel: Axes, days: Sequence[Numbers], labels: _Labels) -> None:
    """A label for every day of a week, and for every fifth of a month, today among them."""
    step = -(-len(days) // LABELLED_DAYS)
    places = sorted(range(len(days) - 1, -1, -step))
    panel.set_xticks(places, [labels.day(days[place]["on"]) for place in places])
    for label in panel.get_xticklabels():
        label.set_fontproperties(labels.font("text"))


def _explain(panel: Axes, labels: _Labels) -> None:
    """What the colours mean, above the panel at the right, where no bar is."""
    panel.legend(
        loc="lower right",
        bbox_to_anchor=(1, 1),
        ncols=2,
        frameon=False,
        borderaxespad=0.2,
        columnspacing=1,
        handlelength=1,
        prop=labels.font("text"),
    )


def _shortened(name: str) -> str:
    if width(name) <= NAME_WIDTH:
        return name
    while width(name) > NAME_WIDTH - 1:
        name = name[:-1]
    return f"{name.rstrip()}…"
