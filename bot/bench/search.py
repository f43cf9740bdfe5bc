"""How quick search is: catalogues of 10,000 and 100,000 invented goods, searched in every way people type.

Not here: whether what is found is right (bot.understanding.query_quality).
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from random import Random

import typer

from backend.catalogue import Product
from bot import garbage
from bot.bench.big_catalogue import big_catalogue
from bot.bench.figures import milliseconds, peak_mb, percentile
from flows.understanding.index import Index
from flows.understanding.kept import index_of
from flows.understanding.pinyin import readings
from flows.understanding.search import look_up

SIZES = (10_000, 100_000)


@dataclass(frozen=True)
class Figures:
    """One catalogue: seconds to make its index, the megabytes that took at most, milliseconds a search takes."""

    products: int
    build_s: float
    peak_mb: float
    p50_ms: float
    p99_ms: float


def play(*, queries: int, as_json: bool) -> None:
    """Measure, and print what was found; how far it is goes to stderr. Garbage is looked for as in a bot that runs."""
    garbage.settle()
    found: list[Figures] = []
    for size in SIZES:
        typer.echo(f"{size} products …", err=True)
        found.append(measure(size, queries=queries))
    typer.echo(json.dumps([asdict(each) for each in found], indent=2) if as_json else _table(found))


def measure(size: int, *, queries: int) -> Figures:
    """Make an index of so many products and search it so often; the time is this process's, whoever else is busy."""
    products = big_catalogue(size)
    Index(products[:1])  # loads the dictionaries, which every catalogue shares
    before = peak_mb()
    built = milliseconds(lambda: index_of(products)) / 1000
    grown = peak_mb() - before
    times = sorted(milliseconds(partial(look_up, products, query)) for query in _queries(products, queries))
    p50, p99 = percentile(times, 50), percentile(times, 99)
    return Figures(size, round(built, 2), round(grown, 1), round(p50, 2), round(p99, 2))


def _queries(products: Sequence[Product], count: int) -> Iterator[str]:
    """What people type who mean one of the products."""
    random = Random(5)  # noqa: S311  # no secret, and the same each time
    for number in range(count):
        product = random.choice(products)
        name, english = product.name["zh-CN"], product.name["en"].lower()
        brand, amount = name.partition(" ")[0], (product.face_value_minor or 0) // 100
        said = [readings(char)[0] for char in brand[:4] if readings(char)]
        ways = (
            name,
            english,
            f"{brand}{amount}",
            f"我想买{brand[:5]}{amount}块",
            "".join(said),
            "".join(each[0] for each in said) + str(amount),
            f"{english.split()[0][:-1]} card",
        )
        yield ways[number % len(ways)]


def _table(found: Sequence[Figures]) -> str:
    lines = [f"{'products':>9}{'build s':>9}{'peak MB':>9}{'p50 ms':>8}{'p99 ms':>8}"]
    lines += [
        f"{each.products:9}{each.build_s:9.2f}{each.peak_mb:9.1f}{each.p50_ms:8.2f}{each.p99_ms:8.2f}" for each in found
    ]
    return "\n".join(lines)
