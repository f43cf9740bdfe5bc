"""Catalogue files of others: an odd row is taken as far as it can be, and stderr says what was left out."""

import json
from pathlib import Path

import pytest

from backend.catalogue import Product
from bot.demo.folder import SAMPLE_CATALOGUE
from bot.understanding.goods import of_an_owner, read_goods

CARD = {"id": "psn-us-25", "name_en": "PlayStation Store card", "face_value": 25, "currency": "USD"}
NOTHING_TOLD = ""


def read(folder: Path, text: str) -> list[Product]:
    """The goods of a file with this text."""
    file = folder / "goods.json"
    file.write_text(text, encoding="utf-8")
    return read_goods(file)


def one(folder: Path, **changed: object) -> Product:
    """The card with these fields, read from a file that holds nothing else."""
    [product] = read(folder, json.dumps([CARD | changed]))
    return product


@pytest.mark.parametrize(
    ("written", "currency", "minor", "of"),
    [
        ("75", "USD", 7500, "USD"),
        ("75.50 USD", "USD", 7550, "USD"),
        ("US$75", None, 7500, "USD"),
        ("七十五元", None, 7500, "CNY"),
        ("面值：¥1,200", "CNY", 120000, "CNY"),
        ("二百", "HKD", 20000, "HKD"),
        ("3000円", None, 3000, "JPY"),
        (75, "rmb", 7500, "CNY"),
        (75, "美元", 7500, "USD"),
        ("75 €", "", 7500, "EUR"),
    ],
)
def test_a_face_value_is_read_as_people_write_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], written: object, currency: str | None, minor: int, of: str
) -> None:
    card = one(tmp_path, face_value=written, currency=currency)

    assert (card.face_value_minor, card.face_value_currency) == (minor, of)
    assert capsys.readouterr().err == NOTHING_TOLD


@pytest.mark.parametrize(
    "written",
    ["半年", "20GB", "60 UC", "50-100", "30元×20张", "-25", "- $25", False, {"usd": 25}, [25], "NaN", "1e40", "?"],
)
def test_what_is_no_amount_is_no_face_value(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], written: object
) -> None:
    card = one(tmp_path, face_value=written)

    assert (card.id, card.face_value_minor, card.face_value_currency) == ("psn-us-25", None, None)
    assert capsys.readouterr().err == f"{tmp_path / 'goods.json'}: product 1 is taken without face_value.\n"


@pytest.mark.parametrize("number", ["1e99999999999999999999", "9" * 5000, "Infinity", "-1e30"])
def test_a_number_beyond_all_cards_stops_nothing(tmp_path: Path, number: str) -> None:
    [card] = read(tmp_path, json.dumps([CARD | {"face_value": "X"}]).replace('"X"', number))

    assert card.face_value_minor is None


@pytest.mark.parametrize(
    ("row", "trouble"),
    [
        (None, "it is no object"),
        ("Netflix", "it is no object"),
        ([CARD], "it is no object"),
        (CARD | {"id": None}, "it has no id"),
        (CARD | {"id": " "}, "it has no id"),
        (CARD | {"id": True}, "it has no id"),
        ({"name_en": "Nintendo eShop card"}, "it has no id"),
        (CARD | {"id": "b", "name_en": "", "name_zh": None}, "it has no name"),
        (CARD | {"id": "b", "name_en": {"text": "a"}}, "it has no name"),
        (CARD | {"name_en": "Another"}, "another one has the id 'psn-us-25'"),
    ],
)
def test_a_row_that_is_no_product_is_left_out_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], row: object, trouble: str
) -> None:
    found = read(tmp_path, json.dumps([CARD, row, CARD | {"id": "last"}]))

    assert [each.id for each in found] == ["psn-us-25", "last"]
    assert found[0].name == {"en": "PlayStation Store card"}
    assert capsys.readouterr().err == f"{tmp_path / 'goods.json'}: product 2 is left out: {trouble}.\n"


def test_the_fields_that_are_no_use_are_named_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    card = one(tmp_path, name_zh=["索尼"], category={"id": 3}, currency=[], aliases=["索尼卡", None, {}, 7])

    assert (card.name, card.category_id, card.aliases) == ({"en": "PlayStation Store card"}, "", ["索尼卡", "7"])
    assert "product 1 is taken without name_zh, category, currency, aliases." in capsys.readouterr().err


def test_who_has_no_name_goes_by_an_alias(tmp_path: Path) -> None:
    assert one(tmp_path, name_en=None, aliases=["索尼卡"]).name_in("zh-CN") == "索尼卡"


def test_half_a_surrogate_pair_stays_in_an_id_alone(tmp_path: Path) -> None:
    card = one(tmp_path, id="psn\ud83d", name_en="PlayStation\udc00 card", aliases=["\ud83d", "索尼\ud83d卡"])

    assert (card.id, card.name["en"], card.aliases) == ("psn\ud83d", "PlayStation card", ["索尼卡"])


def test_a_row_nested_too_deeply_is_left_out_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deep = '{"id": "deep", "name_en": "a ],[ \\" card", "more": ' + "[" * 50_000 + "]" * 50_000 + "}"
    first, last = json.dumps(CARD), json.dumps(CARD | {"id": "last", "name_en": 'quoted "],{" card'})

    found = read(tmp_path, f"[{first},\n {deep}, {last}]\n")

    assert [each.id for each in found] == ["psn-us-25", "last"]
    assert "product 2 is left out" in capsys.readouterr().err


def test_of_many_odd_rows_twenty_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert read(tmp_path, json.dumps([None] * 57)) == []

    *named, rest = capsys.readouterr().err.splitlines()
    assert len(named) == 20
    assert rest == f"{tmp_path / 'goods.json'}: and 37 more like these."


def test_the_sample_shop_has_goods_without_a_shop() -> None:
    assert {"mobile-50", "mobile-100"} <= {each.id for each in of_an_owner(SAMPLE_CATALOGUE)}
