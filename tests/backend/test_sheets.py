"""Sheets: what people's programs write is read, whatever they call it; what we write can be no formula."""

import csv
import io

import pytest

from backend import sheets
from backend.sheets import UnreadableSheet
from tests.backend.workbooks import workbook

HEADINGS = {"product": ("product", "商品"), "quantity": ("quantity", "数量")}


def read(content: bytes) -> list[tuple[int, dict[str, str]]]:
    rows = sheets.read(content, headings=HEADINGS, needed=HEADINGS, most_rows=3)
    return [(row.number, dict(row.cells)) for row in rows]


@pytest.mark.parametrize(
    "content",
    [
        b"product,quantity\na,1\n",
        b"\xef\xbb\xbfquantity;PRODUCT;extra\r\n1;a;x\r\n",
        "商品\t数量\na\t1\n".encode("gb18030"),
        "＊商品,数量 *\n a ,1".replace("＊", "").encode(),
        workbook([["Product", "Quantity"], ["a", "1"]]),
    ],
)
def test_headings_in_any_order_language_encoding_and_program(content: bytes) -> None:
    assert read(content) == [(2, {"product": "a", "quantity": "1"})]


def test_empty_rows_are_left_out_and_the_others_keep_their_numbers() -> None:
    assert [number for number, _ in read(b"product,quantity\n\na,1\n,\nb,2\n")] == [3, 5]


@pytest.mark.parametrize(
    ("content", "trouble", "row"),
    [
        (b"", "empty", None),
        (b"product,quantity\n", "empty", None),
        (b"a,1\nb,2\n", "no-headings", 1),
        (b"product,quantity\n" + b"a,1\n" * 4, "too-many-rows", 5),
        (b"product,quantity\na" + b"," * 60 + b"x\n", "too-many-columns", 2),
        (b'product,quantity\n"' + b"x" * 200_000, "not-text", 2),
        (b"\x00\x01\x02", "not-text", None),
        (workbook([["product", "quantity"], *[["a", "1"]] * 4]), "too-many-rows", 5),
    ],
)
def test_what_can_not_be_read_says_why_and_where(content: bytes, trouble: str, row: int | None) -> None:
    with pytest.raises(UnreadableSheet) as refused:
        read(content)

    assert (refused.value.trouble, refused.value.row) == (trouble, row)


def test_a_file_of_ours_that_is_sent_back_says_what_it_said() -> None:
    assert read(sheets.write([["product", "quantity"], ["+86 138", "'tis"]])) == [
        (2, {"product": "+86 138", "quantity": "'tis"})
    ]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\r=1", "＝1", "＋1", "－1", "＠x"])
def test_no_cell_of_ours_is_a_formula(cell: str) -> None:
    [[written, other]] = csv.reader(io.StringIO(sheets.write([[cell, "ABC-1"]]).decode("utf-8-sig"), newline=""))

    assert (written, other) == (f"'{cell}", "ABC-1")


@pytest.mark.parametrize(("cell", "is_rounded"), [("1.38E+10", True), ("1E5", True), ("1,4e10", True), ("1E", False)])
def test_a_number_that_a_program_has_rounded_is_known(cell: str, is_rounded: bool) -> None:
    assert sheets.is_rounded(cell) is is_rounded
