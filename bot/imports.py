"""Imports: files that the owner takes in from the command line — the catalogue, prices, card codes, licences.

Not here: what the files mean (backend). Each is all or nothing: every problem is named with its row, and then nothing
was changed. Taking the same file in again changes nothing; a dry run says what it would do.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from backend import catalogue, catalogue_file, licence_file, price_file, sheets, stock
from backend.catalogue_file import CatalogueFile
from backend.sheets import SHEET_FILES, Row, UnreadableSheet
from bot.cannot_do import CannotDo
from storage.database import Database, Db
from storage.secrets import Vault

BY = "command line"
MOST_CARDS = 50_000
MOST_PRODUCTS = 10_000

_CARD_HEADINGS: Mapping[str, Sequence[str]] = {"product": ("product", "product id"), "code": ("code", "card")}
_DRY = "A dry run: nothing was changed."
_WHY_NOT = {
    sheets.NOT_TEXT: "is neither UTF-8 text nor a workbook",
    sheets.NOT_JSON: 'must be JSON: a list with an object for each row, as in [{{"{first}": …}}, …]',
    sheets.EMPTY: "has no rows in it",
    sheets.NO_HEADINGS: "lacks a column: the first row must name {needed}",
    "not-a-workbook": "can't be opened as a workbook",
    "locked": "is locked with a password",
    "too-large-inside": "has far more in it than a table",
    "too-many-rows": "has too many rows",
    "too-many-columns": "has too many columns (row {row})",
    "formulas": "has a formula in row {row}: save it with values only",
}


def load_catalogue(database: Database, file: Path, *, is_dry_run: bool = False, now: datetime) -> str:
    """Make the shelves those of a TOML, JSON, CSV or XLSX file; returns what changed, in words. Raises CannotDo."""
    with _changing(database, is_dry_run=is_dry_run) as db:
        done = catalogue.take_over(db, _catalogue_of(db, file), now=now)
        _refuse(done.problems)
    counts = (
        f"Products added: {len(done.added)}, changed: {len(done.changed)}, "
        f"taken off sale: {len(done.withdrawn)}, as before: {len(done.unchanged)}."
    )
    overruled = f"Changed in the chat before, and now as the file has them: {', '.join(done.overruled)}."
    return _said(counts, *([overruled] if done.overruled else []), is_dry_run=is_dry_run)


def load_prices(database: Database, file: Path, *, is_dry_run: bool = False, now: datetime) -> str:
    """Let the prices be those of a CSV, XLSX or JSON file; returns what changed, in a sentence. Raises CannotDo."""
    rows = _rows(file, price_file.HEADINGS, price_file.NEEDED, most_rows=price_file.MOST_ROWS)
    with _changing(database, is_dry_run=is_dry_run) as db:
        done = price_file.take_in(db, rows, by=BY, now=now)
        _refuse(done.problems)
    counts = f"Products with new prices: {len(done.changed)}, as before: {len(done.unchanged)}."
    return _said(counts, is_dry_run=is_dry_run)


def load_cards(
    database: Database,
    vault: Vault,
    product_id: str | None,
    file: Path,
    *,
    is_dry_run: bool = False,
    now: datetime,
) -> str:
    """Take in codes: one a line of text for one product, or rows of a sheet. Returns counts, never a code.

    Without a product the sheet names one in each row. Raises CannotDo.
    """
    codes = _codes(product_id, file)
    with _changing(database, is_dry_run=is_dry_run) as db:
        for unknown in [each for each in codes if catalogue.product(db, each) is None]:
            raise CannotDo(f"There is no product {unknown!r}: its id is the one in the catalogue file.")
        done = {
            each: stock.import_cards(db, each, text, vault=vault, batch=file.name, by=BY, now=now)
            for each, text in codes.items()
        }
        _refuse(
            [f"{_where(each, product_id)}line {bad.line}: {bad.reason}" for each in done for bad in done[each].rejected]
        )
    added, known = sum(each.added for each in done.values()), sum(each.duplicates for each in done.values())
    return _said(f"Codes taken in: {added}, known already: {known}.", is_dry_run=is_dry_run)


def load_licences(database: Database, vault: Vault, file: Path, *, is_dry_run: bool = False, now: datetime) -> str:
    """Let people have the licences of a CSV, XLSX or JSON file; returns what changed, in words. Raises CannotDo."""
    rows = _rows(file, licence_file.HEADINGS, licence_file.NEEDED, most_rows=licence_file.MOST_ROWS)
    with _changing(database, is_dry_run=is_dry_run) as db:
        done = licence_file.take_in(db, rows, vault=vault, by=BY, now=now)
        _refuse(done.problems)
    return _said(f"Licences taken in: {done.added}, as before: {done.unchanged}.", is_dry_run=is_dry_run)


@contextmanager
def _changing(database: Database, *, is_dry_run: bool) -> Iterator[Db]:
    """A transaction that is kept, or for a dry run undone at its end."""
    with database.read() if is_dry_run else database.transaction() as db:
        yield db


def _refuse(problems: Sequence[str]) -> None:
    """Undo all of it by raising, if there is any problem."""
    if problems:
        raise CannotDo("Nothing was changed, the file has problems:\n" + "\n".join(problems))


def _said(*sentences: str, is_dry_run: bool) -> str:
    return "\n".join([*sentences, *([_DRY] if is_dry_run else [])])


def _catalogue_of(db: Db, file: Path) -> CatalogueFile:
    suffix = file.suffix.lower()
    if suffix == ".json":
        return catalogue_file.read_json(_text_of(file))
    if suffix not in SHEET_FILES:
        return catalogue_file.read(_text_of(file))
    rows = _rows(file, catalogue_file.SHEET_HEADINGS, catalogue_file.SHEET_NEEDED, most_rows=MOST_PRODUCTS)
    return catalogue_file.read_sheet(rows, known=catalogue.every_category(db))


def _codes(product_id: str | None, file: Path) -> dict[str, str]:
    """The codes of each product, one a line. A text file is left to the stock, which knows how a code may be quoted."""
    if product_id is not None and file.suffix.lower() not in (".xlsx", ".json"):
        return {product_id: _text_of(file)}
    needed = ("code",) if product_id is not None else tuple(_CARD_HEADINGS)
    lines: dict[str, list[str]] = {}
    for row in _rows(file, _CARD_HEADINGS, needed, most_rows=MOST_CARDS):
        code = row.cells.get("code", "")
        if "\n" in code:
            raise CannotDo(f"Nothing was changed: row {row.number} has a line break in its code.")
        lines.setdefault(product_id or row.cells.get("product", ""), []).append(code)
    return {each: "\n".join(codes) for each, codes in lines.items()}


def _where(product_id: str, asked: str | None) -> str:
    return "" if asked is not None else f"{product_id}, "


def _rows(file: Path, headings: Mapping[str, Sequence[str]], needed: Sequence[str], *, most_rows: int) -> list[Row]:
    content = file.read_bytes()
    try:
        if file.suffix.lower() == ".json":
            return sheets.read_json(content, headings=headings, most_rows=most_rows)
        return sheets.read(content, headings=headings, needed=needed, most_rows=most_rows)
    except UnreadableSheet as error:
        why = _WHY_NOT[error.trouble].format(needed=", ".join(needed), first=needed[0], row=error.row)
        raise CannotDo(f"{file} {why}.") from error


def _text_of(file: Path) -> str:
    """The file's text; a spreadsheet's byte-order mark is no part of it. Raises CannotDo."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise CannotDo(f"{file} is not UTF-8 text: save it as UTF-8 and try again.") from None
