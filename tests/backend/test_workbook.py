"""Workbooks: what a cell says is read as it is meant; what was made to harm is refused soon, in little memory."""

import io
import time
import tracemalloc
import zipfile

import pytest

from backend.workbook import UnreadableWorkbook, WorkbookTrouble, read_rows
from tests.backend.workbooks import packed, workbook, worksheet

MILLION = 1_000_000


def trouble_with(content: bytes, *, most_rows: int = 10_000) -> tuple[WorkbookTrouble, int | None]:
    with pytest.raises(UnreadableWorkbook) as refused:
        read_rows(content, most_rows=most_rows)
    return refused.value.trouble, refused.value.row


def test_texts_shared_and_inline_numbers_and_gaps() -> None:
    strings = (
        "<sst><si><t>steam-50</t></si><si><r><t>two </t></r><r><t>runs</t></r><rPh><t>aside</t></rPh></si><si/></sst>"
    )
    rows = (
        '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2"><v>1.3800138E10</v></c><c r="D2" t="s"><v>1</v></c></row>'
        "<row><c><v>3</v></c><c><v>49.5</v></c><c><v>0.1</v></c></row>"
        '<row r="9"><c r="AA9" t="inlineStr"><is><t> &lt;x&gt; </t></is></c></row>'
        '<row r="10"><c r="A10" s="3"/><c r="B10" t="s"><v>2</v></c></row>'
        '<row r="11"><c r="A11"><v>12345678901234567890</v></c><c r="B11" t="s"><v>99</v></c></row>'
    )

    found = read_rows(packed(worksheet(rows), strings=strings), most_rows=10)

    assert found == [
        (2, ["steam-50", "", "13800138000", "two runs"]),
        (3, ["3", "49.5", "0.1"]),
        (9, [*[""] * 26, "<x>"]),
        (11, ["12345678901234567890"]),
    ]


def test_the_first_sheet_is_read_and_rows_are_counted_as_they_stand() -> None:
    assert read_rows(workbook([["a", "b"], ["", ""], ["c"]]), most_rows=2) == [(1, ["a", "b"]), (3, ["c"])]
    assert trouble_with(workbook([["a"], ["b"], ["c"]]), most_rows=2) == (WorkbookTrouble.TOO_MANY_ROWS, 3)


@pytest.mark.parametrize(
    ("content", "trouble", "row"),
    [
        (packed(worksheet('<row r="7"><c r="A7"><f>1+1</f><v>2</v></c></row>')), WorkbookTrouble.FORMULAS, 7),
        (packed('<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'), WorkbookTrouble.TOO_LARGE, None),
        (packed("<worksheet><row>"), WorkbookTrouble.UNREADABLE, None),
        (packed(worksheet('<row><c r="1A"><v>1</v></c></row>')), WorkbookTrouble.UNREADABLE, None),
        (b"PK\x03\x04 and no more", WorkbookTrouble.UNREADABLE, None),
        (b"", WorkbookTrouble.UNREADABLE, None),
    ],
)
def test_what_is_no_workbook_or_computes_is_refused(content: bytes, trouble: WorkbookTrouble, row: int | None) -> None:
    assert trouble_with(content) == (trouble, row)


def test_a_package_without_a_sheet_is_no_workbook() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        package.writestr("word/document.xml", "<document/>")

    assert trouble_with(content.getvalue()) == (WorkbookTrouble.UNREADABLE, None)


HOSTILE = {
    "a zip bomb": lambda: packed("<worksheet>" + " " * 60 * MILLION + "</worksheet>"),
    "a million columns": lambda: packed(worksheet("<row>" + "<c><v>1</v></c>" * MILLION + "</row>")),
    "a million empty columns": lambda: packed(worksheet("<row>" + "<c/>" * MILLION + "</row>")),
    "a million attributes": lambda: packed("<worksheet " + " ".join(f'a{n}=""' for n in range(MILLION)) + "/>"),
    "a million texts": lambda: packed(worksheet(""), strings="<sst>" + "<si/>" * MILLION + "</sst>"),
    "a deep nest": lambda: packed("<a>" * MILLION),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_workbook_made_to_harm_is_refused_within_two_seconds(kind: str) -> None:
    content = HOSTILE[kind]()

    began = time.process_time()
    trouble, _ = trouble_with(content)
    took = time.process_time() - began

    assert trouble in (WorkbookTrouble.TOO_LARGE, WorkbookTrouble.TOO_MANY_COLUMNS)
    assert took < 2


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["a zip bomb", "a million texts"])
def test_and_in_little_memory(kind: str) -> None:
    content = HOSTILE[kind]()

    tracemalloc.start()
    trouble_with(content)
    _, most_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most_bytes < 100 * MILLION
