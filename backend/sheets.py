"""Sheets: a CSV or XLSX file as rows of text under headings, and CSV for others to open, which can carry no formula.

Not here: workbooks' insides (backend.workbook), or what any column means.
"""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from backend.workbook import LONGEST_CELL, MOST_COLUMNS, UnreadableWorkbook, WorkbookTrouble, read_rows

SHEET_FILES = (".csv", ".xlsx")

NOT_TEXT = "not-text"
"""Why a file of plain text is not read; a workbook's reasons are those of WorkbookTrouble."""

NOT_JSON = "not-json"
EMPTY = "empty"
NO_HEADINGS = "no-headings"

_SIGNATURE = b"PK\x03\x04"
"""What a zip file begins with (Source: APPNOTE.TXT 4.3.7)."""

_DELIMITERS = ",;\t，；"
_MAY_BEGIN_A_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
"""Full-width ones too, which East Asian versions take for the same.

Source: OWASP, CSV Injection (https://owasp.org/www-community/attacks/CSV_Injection).
"""

_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]+")


@dataclass(frozen=True)
class Row:
    """A row by its number in the file, and its cells by the column's name; a cell left out is empty."""

    number: int
    cells: Mapping[str, str]


class UnreadableSheet(Exception):
    """The file is not read. `trouble` is one of this module's words or of WorkbookTrouble's; `row` shows it, if any."""

    def __init__(self, trouble: str, *, row: int | None = None) -> None:
        super().__init__(trouble)
        self.trouble = trouble
        self.row = row


def read(content: bytes, *, headings: Mapping[str, Sequence[str]], needed: Iterable[str], most_rows: int) -> list[Row]:
    """The rows below the headings. `headings` are the names each column may have; `needed` must all be there.

    Raises UnreadableSheet.
    """
    rows = _workbook(content, most_rows=most_rows + 1) if content.startswith(_SIGNATURE) else _text(content, most_rows)
    if not rows:
        raise UnreadableSheet(EMPTY)
    columns = _columns(rows[0][1], headings)
    if any(name not in columns.values() for name in needed):
        raise UnreadableSheet(NO_HEADINGS, row=rows[0][0])
    if len(rows) == 1:
        raise UnreadableSheet(EMPTY)
    return [
        Row(number, {columns[at]: _as_meant(cell) for at, cell in enumerate(cells) if at in columns})
        for number, cells in rows[1:]
    ]


def read_json(content: bytes, *, headings: Mapping[str, Sequence[str]], most_rows: int) -> list[Row]:
    """The rows of a JSON file: a list of objects with the columns' names, counted from 1. Raises UnreadableSheet."""
    try:
        listed = json.loads(_decoded(content))
    except (ValueError, RecursionError) as error:
        raise UnreadableSheet(NOT_JSON) from error
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise UnreadableSheet(NOT_JSON)
    if not listed:
        raise UnreadableSheet(EMPTY)
    if len(listed) > most_rows:
        raise UnreadableSheet(WorkbookTrouble.TOO_MANY_ROWS, row=most_rows + 1)
    return [
        Row(number, {name: str(each[name]).strip() for name in headings if each.get(name) is not None})
        for number, each in enumerate(listed, 1)
    ]


def write(rows: Iterable[Sequence[str]]) -> bytes:
    """CSV that spreadsheets open as it is meant: in UTF-8 with its mark, and with no cell they would compute."""
    text = io.StringIO()
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The cell with an apostrophe before it if a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell.lstrip().startswith(_MAY_BEGIN_A_FORMULA) or cell.startswith(("\t", "\r")) else cell


def plain(text: str) -> str:
    """The text as names are compared: full-width forms, case and outer blanks don't matter."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def is_rounded(cell: str) -> bool:
    """Whether a spreadsheet has rounded a long number (1.38E+10), so that nobody can tell what it was."""
    return _ROUNDED.fullmatch(cell) is not None


def _as_meant(cell: str) -> str:
    """The cell without the apostrophe that `harmless` put before it: a file of ours may be mended and sent back."""
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell


def _workbook(content: bytes, *, most_rows: int) -> list[tuple[int, list[str]]]:
    try:
        return read_rows(content, most_rows=most_rows)
    except UnreadableWorkbook as error:
        raise UnreadableSheet(error.trouble, row=error.row) from error


def _text(content: bytes, most_rows: int) -> list[tuple[int, list[str]]]:
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    rows: list[tuple[int, list[str]]] = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
            stripped = [cell.strip()[:LONGEST_CELL] for cell in cells]
            if not any(stripped):
                continue
            if len(stripped) > MOST_COLUMNS:
                raise UnreadableSheet(WorkbookTrouble.TOO_MANY_COLUMNS, row=number)
            if len(rows) > most_rows:
                raise UnreadableSheet(WorkbookTrouble.TOO_MANY_ROWS, row=number)
            rows.append((number, stripped))
    except csv.Error as error:
        raise UnreadableSheet(NOT_TEXT, row=len(rows) + 1) from error
    return rows


def _decoded(content: bytes) -> str:
    """UTF-8, or GB18030: what a Chinese spreadsheet program writes for 'CSV'. Raises UnreadableSheet."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableSheet(NOT_TEXT)


def _columns(cells: Sequence[str], headings: Mapping[str, Sequence[str]]) -> dict[int, str]:
    """Which column each place is, by its heading; the first of two alike counts, and an unknown one is left out."""
    names = {plain(each): name for name, given in headings.items() for each in given}
    columns: dict[int, str] = {}
    for at, cell in enumerate(cells):
        name = names.get(plain(cell).strip("* "))
        if name is not None and name not in columns.values():
            columns[at] = name
    return columns
