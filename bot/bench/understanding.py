"""How quick understanding is: lines of text among 10,000 invented goods, and what has to be ready before the first.

Not here: whether what is understood is right (bot.understanding.evaluation).
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from random import Random

import typer

from backend.catalogue import Product
from bot import garbage
from bot.bench.big_catalogue import big_catalogue
from bot.bench.figures import milliseconds, peak_mb, percentile
from bot.understanding.learned import classifier_of, read_lessons
from flows.understanding.kept import index_of
from flows.understanding.utterance import understand

_WAYS = (
    "来两张{zh}",
    "{zh}一张，{other_zh}三张，用优惠券",
    "给13800138000充{zh}",
    "我昨天买的{zh}怎么还没到",
    "i need 2 {en} and one {other_en} please",
    "the {en} i bought does not work, i want my money back",
)
"""How a good is named in a sentence; every other line is one of the shop's examples, which mostly name none."""


@dataclass(frozen=True)
class Figures:
    """Seconds until sentences are known and the index is made, the index's megabytes at most, milliseconds a line."""

    products: int
    start_s: float
    first_ms: float
    index_s: float
    index_mb: float
    p50_ms: float
    p99_ms: float


def play(locales: Path, *, products: int, utterances: int, as_json: bool) -> None:
    """Measure, and print what was found; how far it is goes to stderr. Garbage is looked for as in a bot that runs."""
    garbage.settle()
    typer.echo(f"{products} products …", err=True)
    found = asdict(measure(locales, products=products, utterances=utterances))
    typer.echo(json.dumps(found, indent=2) if as_json else _table(found))


def measure(locales: Path, *, products: int, utterances: int) -> Figures:
    """Understand so many lines among so many products; the time is this process's, whoever else is busy.

    The start is what a process pays once, beside its turns; the first line loads what is left to load.
    """
    start = milliseconds(lambda: classifier_of(locales))
    classifier, goods = classifier_of(locales), big_catalogue(products)
    first = milliseconds(lambda: understand(classifier, goods[:1], "来两张话费"))
    before = peak_mb()
    made = milliseconds(lambda: index_of(goods))
    grown = peak_mb() - before
    lines = list(islice(_lines(locales, goods), utterances))
    times = sorted(milliseconds(partial(understand, classifier, goods, line)) for line in lines)
    return Figures(
        products,
        start_s=round(start / 1000, 2),
        first_ms=round(first, 1),
        index_s=round(made / 1000, 2),
        index_mb=round(grown, 1),
        p50_ms=round(percentile(times, 50), 2),
        p99_ms=round(percentile(times, 99), 2),
    )


def _lines(locales: Path, goods: Sequence[Product]) -> Iterator[str]:
    """Lines about goods and about anything else, always the same ones, in turn."""
    random = Random(5)  # noqa: S311  # no secret, and the same each time
    sentences = [example.text for example in read_lessons(locales).examples]
    random.shuffle(sentences)
    for way, sentence in zip(cycle(_WAYS), cycle(sentences), strict=False):
        one, other = random.choice(goods), random.choice(goods)
        names = {"zh": one.name["zh-CN"], "other_zh": other.name["zh-CN"]}
        yield way.format(**names, en=one.name["en"].lower(), other_en=other.name["en"].lower())
        yield sentence


def _table(found: dict[str, float]) -> str:
    named = {
        "products": "products",
        "start_s": "s to know sentences, at the start",
        "first_ms": "ms for the first line, which loads what is left to load",
        "index_s": "s to make the index, beside the turns",
        "index_mb": "MB at most while it is made, and kept",
        "p50_ms": "ms for half of the lines",
        "p99_ms": "ms for all but one in a hundred",
    }
    return "\n".join(f"{found[key]:>10}  {meaning}" for key, meaning in named.items())
