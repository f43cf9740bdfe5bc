"""Workbooks (.xlsx): the first sheet's rows as text, read in one pass within fixed bounds of time and memory.

Not here: what the cells mean, or files of plain text (backend.sheets). A workbook that was made to harm (a zip bomb,
a million columns, an entity) or that computes its cells by formulas is refused as soon as that shows.
Source: ECMA-376, Office Open XML, parts 1 (SpreadsheetML) and 2 (packages).
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from xml.parsers import expat

MOST_MEMBERS = 1_000
MOST_UNPACKED_BYTES = 12_000_000
"""Of all that is read together: 10,000 rows of six cells unpack to some 3 MB."""

MOST_ELEMENTS = 300_000
"""Each costs some two microseconds; 10,000 rows of six cells have 200,000."""

MOST_TAG_BYTES = 256 * 1024
"""A tag is read as a whole: one with a million attributes would take seconds."""

MOST_DEPTH = 40
MOST_COLUMNS = 50
LONGEST_CELL = 2_000

_CHUNK_BYTES = 64 * 1024
_REFERENCE = re.compile(r"([A-Z]{1,3})[0-9]+")
_RELATIONS = "xl/_rels/workbook.xml.rels"

Attributes = Mapping[str, str]


class WorkbookTrouble(StrEnum):
    """Why a workbook is not read."""

    UNREADABLE = "not-a-workbook"
    LOCKED = "locked"
    TOO_LARGE = "too-large-inside"
    TOO_MANY_ROWS = "too-many-rows"
    TOO_MANY_COLUMNS = "too-many-columns"
    FORMULAS = "formulas"


class UnreadableWorkbook(Exception):
    """The workbook is not read; `row` is the one that shows why, where one does."""

    def __init__(self, trouble: WorkbookTrouble, *, row: int | None = None) -> None:
        super().__init__(trouble)
        self.trouble = trouble
        self.row = row


def read_rows(content: bytes, *, most_rows: int) -> list[tuple[int, list[str]]]:
    """The rows of the first sheet that have anything in them, with their numbers. Raises UnreadableWorkbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if len(package.infolist()) > MOST_MEMBERS:
                raise UnreadableWorkbook(WorkbookTrouble.TOO_LARGE)
            return _read(_Package(package), most_rows=most_rows)
    except (zipfile.BadZipFile, expat.ExpatError, zlib.error, KeyError, NotImplementedError, EOFError) as error:
        raise UnreadableWorkbook(WorkbookTrouble.UNREADABLE) from error
    except RuntimeError as error:  # what zipfile raises for a member that wants a password
        raise UnreadableWorkbook(WorkbookTrouble.LOCKED) from error


def _read(package: "_Package", *, most_rows: int) -> list[tuple[int, list[str]]]:
    relations = _Relations()
    package.parse(_RELATIONS, relations)
    first = _FirstSheet()
    package.parse("xl/workbook.xml", first)
    strings = _Strings()
    if relations.strings is not None:
        package.parse(_path(relations.strings), strings)
    rows = _Rows(strings.texts, most_rows=most_rows)
    package.parse(_path(relations.targets[first.relation]), rows)
    return rows.found


def _path(target: str) -> str:
    """Where a part is: targets are relative to the workbook, unless they begin at the root."""
    return target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


class _Package:
    """Parts of the package, read one after the other on one allowance."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._bytes_left = MOST_UNPACKED_BYTES
        self._elements_left = MOST_ELEMENTS

    def parse(self, path: str, part: "_Part") -> None:
        depth = 0

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            self._elements_left -= 1
            if self._elements_left < 0 or depth > MOST_DEPTH:
                raise UnreadableWorkbook(WorkbookTrouble.TOO_LARGE)
            part.start(_local(name), attributes)

        def end(name: str) -> None:
            nonlocal depth
            depth -= 1
            part.end(_local(name))

        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = part.text
        parser.StartDoctypeDeclHandler = _refuse_declarations
        fed = 0
        for chunk in self._chunks(path):
            fed += len(chunk)
            parser.Parse(chunk, False)
            if fed - parser.CurrentByteIndex > MOST_TAG_BYTES:
                raise UnreadableWorkbook(WorkbookTrouble.TOO_LARGE)
        parser.Parse(b"", True)

    def _chunks(self, path: str) -> Iterator[bytes]:
        """The part as it unpacks; what a header says of its size is not believed."""
        with self._package.open(path) as part:
            while chunk := part.read(_CHUNK_BYTES):
                self._bytes_left -= len(chunk)
                if self._bytes_left < 0:
                    raise UnreadableWorkbook(WorkbookTrouble.TOO_LARGE)
                yield chunk


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _refuse_declarations(*_: object) -> None:
    """No program that makes workbooks declares a document type: that is how entities are made to grow."""
    raise UnreadableWorkbook(WorkbookTrouble.TOO_LARGE)


class _Part:
    """What is made of a part of the package, element by element."""

    def start(self, name: str, attributes: Attributes) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


class _Relations(_Part):
    """Where the other parts are."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}
        self.strings: str | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        if name != "Relationship":
            return
        self.targets[attributes["Id"]] = attributes["Target"]
        if attributes["Type"].endswith("/sharedStrings"):
            self.strings = attributes["Target"]


class _FirstSheet(_Part):
    """By which relation the first sheet is found."""

    def __init__(self) -> None:
        self.relation = ""

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "sheet" and not self.relation:
            self.relation = next(value for key, value in attributes.items() if key.endswith(" id"))


class _Strings(_Part):
    """The texts that cells refer to by number; how a text is pronounced is no part of it."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._reads = False
        self._is_aside = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._is_aside = True
        self._reads = name == "t" and not self._is_aside

    def end(self, name: str) -> None:
        self._reads = False
        if name == "rPh":
            self._is_aside = False
        elif name == "si":
            self.texts.append("".join(self._parts))

    def text(self, text: str) -> None:
        if self._reads:
            self._parts.append(text)


class _Rows(_Part):
    """The sheet's rows."""

    def __init__(self, strings: list[str], *, most_rows: int) -> None:
        self.found: list[tuple[int, list[str]]] = []
        self._strings = strings
        self._most_rows = most_rows
        self._number = 0
        self._cells: dict[int, str] = {}
        self._column = -1
        self._kind = "n"
        self._value: list[str] = []
        self._reads = False
        self._starts: dict[str, Callable[[Attributes], None]] = {
            "row": self._start_row,
            "c": self._start_cell,
            "f": self._refuse_formula,
        }

    def start(self, name: str, attributes: Attributes) -> None:
        if name in self._starts:
            self._starts[name](attributes)
        self._reads = name in ("v", "t")

    def end(self, name: str) -> None:
        self._reads = False
        if name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()

    def text(self, text: str) -> None:
        if self._reads:
            self._value.append(text)

    def _start_row(self, attributes: Attributes) -> None:
        self._number = _number(attributes.get("r"), otherwise=self._number + 1)
        self._cells = {}
        self._column = -1

    def _start_cell(self, attributes: Attributes) -> None:
        self._column = _column(attributes.get("r")) if "r" in attributes else self._column + 1
        self._kind = attributes.get("t", "n")
        self._value = []

    def _refuse_formula(self, attributes: Attributes) -> None:
        """What a formula shows is whatever the last program said it was."""
        raise UnreadableWorkbook(WorkbookTrouble.FORMULAS, row=self._number)

    def _end_cell(self) -> None:
        text = self._shown("".join(self._value)).strip()
        if not text:
            return
        if self._column >= MOST_COLUMNS:
            raise UnreadableWorkbook(WorkbookTrouble.TOO_MANY_COLUMNS, row=self._number)
        self._cells[self._column] = text[:LONGEST_CELL]

    def _end_row(self) -> None:
        if not self._cells:
            return
        if len(self.found) >= self._most_rows:
            raise UnreadableWorkbook(WorkbookTrouble.TOO_MANY_ROWS, row=self._number)
        self.found.append((self._number, [self._cells.get(at, "") for at in range(max(self._cells) + 1)]))

    def _shown(self, value: str) -> str:
        """The cell's text: by number from the shared ones, or a number as one would write it."""
        if self._kind == "s":
            place = _number(value, otherwise=len(self._strings))
            return self._strings[place] if place < len(self._strings) else ""
        return _written_out(value) if self._kind == "n" else value


def _column(reference: str | None) -> int:
    """The place of a cell such as AB12: 27. Raises UnreadableWorkbook."""
    found = _REFERENCE.fullmatch(reference or "")
    if found is None:
        raise UnreadableWorkbook(WorkbookTrouble.UNREADABLE)
    place = 0
    for letter in found.group(1):
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _number(text: str | None, *, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _written_out(value: str) -> str:
    """13800138000 for 1.3800138E10; a number of more than 15 digits has lost some already and stays as it is."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        return value
    return str(int(number)) if number == number.to_integral_value() else value
