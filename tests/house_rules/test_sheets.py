"""Every file for spreadsheets is written in one place, where no cell can be a formula."""

import pytest

from tests.house_rules.source import SHOP, Source, calls, dotted, sources

WRITERS = {"csv.writer", "csv.DictWriter", "writer", "DictWriter", "openpyxl.Workbook", "Workbook"}


def writers_in(source: Source) -> list[str]:
    """What the code calls to write a file for spreadsheets."""
    return [name for call in calls(source) if (name := dotted(call.func)) in WRITERS]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("csv.writer(file).writerow(row)", ["csv.writer"]),
        ("from csv import DictWriter\nDictWriter(file, names)", ["DictWriter"]),
        ("csv.reader(file)", []),
    ],
)
def test_writers_are_found(code: str, found: list[str]) -> None:
    assert writers_in(Source("backend/reports.py", code)) == found


def test_only_the_sheets_write_for_spreadsheets() -> None:
    assert {source.path for source in sources(*SHOP, "sandbox") if writers_in(source)} == {"backend/sheets.py"}
