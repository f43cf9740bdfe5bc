"""Workbooks as tests need them: written by hand, so that each can be wrong in its own way.

Not here: what is made of them (tests.backend.test_workbook).
"""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId9" Type="{_OFFICE}/worksheet" Target="worksheets/second.xml"/>'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
    "</Relationships>"
)
WORKBOOK = (
    f'<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets><sheet name="Orders" sheetId="1" r:id="rId1"/>'
    '<sheet name="Other" sheetId="2" r:id="rId9"/></sheets></workbook>'
)


def packed(sheet: str, *, strings: str = f"<sst {_MAIN}/>") -> bytes:
    """A workbook whose first sheet is this."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        package.writestr("xl/workbook.xml", WORKBOOK)
        package.writestr("xl/sharedStrings.xml", strings)
        package.writestr("xl/worksheets/sheet1.xml", sheet)
    return content.getvalue()


def workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook of these texts."""
    return packed(worksheet("".join(_row(number, cells) for number, cells in enumerate(rows, 1))))


def worksheet(rows: str) -> str:
    """The sheet around its rows."""
    return f"<worksheet {_MAIN}><sheetData>{rows}</sheetData></worksheet>"


def _row(number: int, cells: Sequence[str]) -> str:
    written = "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in cells)
    return f'<row r="{number}">{written}</row>'
