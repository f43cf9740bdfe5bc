"""Goods to search in: a catalogue file for programs, a JSON array, or what the shop or the sample shop has on sale.

Not here: what a row of such a file comes to (goods_rows), the owner's own file (backend.catalogue_file), or what is
searched for.
"""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import typer

from backend import catalogue, catalogue_file
from backend.catalogue import Product
from bot.cannot_do import CannotDo
from bot.understanding.goods_rows import Reading, read_row
from storage.database import Database

_MOST_REMARKS = 20
"""Whoever doesn't read what is said on stderr must not come to a stop for it."""

_SIGN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},]', re.DOTALL)
_DEPTH = {"[": 1, "{": 1, "]": -1, "}": -1}


def on_sale(database: Database) -> list[Product]:
    """What the shop has on sale. Raises CannotDo if that is nothing."""
    with database.read() as db:
        found = catalogue.products(db)
    if not found:
        raise CannotDo("The shop has nothing on sale: import a catalogue first, or name a file with --catalogue.")
    return found


def of_an_owner(file: Path) -> list[Product]:
    """What an owner's catalogue of TOML sells; the sample shop's, for whoever has no shop yet."""
    return list(catalogue_file.read(file.read_text(encoding="utf-8")).products)


def read_goods(file: Path) -> list[Product]:
    """The goods of a JSON file: [{"id", "name_zh", "name_en", "category", "face_value", "currency", "aliases"}, …].

    An odd row is taken as far as it can be, or left out; stderr has a line about it, about the first twenty of them.
    Of rows with the same id the first counts. Raises CannotDo if the file is no array of JSON.
    """
    readings = [read_row(row, position=number) for number, row in enumerate(_rows(file), start=1)]
    goods: dict[str, Product] = {}
    remarks: list[str] = []
    for number, reading in enumerate(readings, start=1):
        if remark := _remark(reading, goods):
            remarks.append(f"{file}: product {number} {remark}.")
        if reading.product is not None:
            goods.setdefault(reading.product.id, reading.product)
    for remark in remarks[:_MOST_REMARKS]:
        typer.echo(remark, err=True)
    if len(remarks) > _MOST_REMARKS:
        typer.echo(f"{file}: and {len(remarks) - _MOST_REMARKS} more like these.", err=True)
    return list(goods.values())


def _rows(file: Path) -> Sequence[object]:
    """The rows, in which every number is the text that stands there. Raises CannotDo."""
    try:
        text = file.read_text(encoding="utf-8-sig")
        rows = _decoded(text)
    except RecursionError:
        return [_shallow(row) for row in _apart(text)]
    except ValueError as error:
        raise CannotDo(f"{file} is no JSON file: {error}.") from None
    if not isinstance(rows, list):
        raise CannotDo(f"{file} should hold an array of products.")
    return rows


def _decoded(text: str) -> object:
    decoded: object = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    return decoded


def _shallow(row: str) -> object:
    """A row by itself; nothing if it is nested too deeply to be read."""
    try:
        return _decoded(row)
    except (RecursionError, ValueError):
        return None


def _apart(text: str) -> Iterator[str]:
    """The rows of an array, unread: what stands between the commas that are in nothing else."""
    depth, start = 0, text.find("[") + 1
    for sign in _SIGN.finditer(text, start):
        if depth == 0 and sign[0] in (",", "]"):
            yield text[start : sign.start()]
            start = sign.end()
        depth += _DEPTH.get(sign[0], 0)


def _remark(reading: Reading, before: dict[str, Product]) -> str:
    """What there is to say about a row; nothing if it is as it should be."""
    if reading.product is None:
        return f"is left out: {reading.trouble}"
    if reading.product.id in before:
        return f"is left out: another one has the id {reading.product.id!r}"
    return f"is taken without {', '.join(reading.unused)}" if reading.unused else ""
