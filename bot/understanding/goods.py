"""Goods to search in: a catalogue file for programs, a JSON array, or else what the shop has on sale.

Not here: the owner's own file (backend.catalogue_file), or what is searched for.
"""

import json
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from backend import catalogue
from backend.catalogue import AccountKind, Product
from bot.back_office import CannotDo
from storage.database import Database
from storage.money import MINOR_DIGITS

_USUAL_DIGITS = 2
_NAMES = {"name_zh": "zh-CN", "name_en": "en"}


def on_sale(database: Database) -> list[Product]:
    """What the shop has on sale. Raises CannotDo if that is nothing."""
    with database.read() as db:
        found = catalogue.products(db)
    if not found:
        raise CannotDo("The shop has nothing on sale: import a catalogue first, or name a file with --catalogue.")
    return found


def read_goods(file: Path) -> list[Product]:
    """The goods of a JSON file: [{"id", "name_zh", "name_en", "category", "face_value", "currency", "aliases"}, …].

    Everything but the id and one name may be missing or null. Raises CannotDo, with the row that is wrong.
    """
    try:
        rows = json.loads(file.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except ValueError as error:
        raise CannotDo(f"{file} is no JSON file: {error}.") from None
    if not isinstance(rows, list):
        raise CannotDo(f"{file} should hold an array of products.")
    return [_product(file, number, row) for number, row in enumerate(rows, start=1)]


def _product(file: Path, number: int, row: Any) -> Product:  # Any: whatever the file has there
    try:
        return _read(number, row)
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation) as error:
        raise CannotDo(f"{file}: product {number} is wrong ({error!r}).") from None


def _read(number: int, row: dict[str, Any]) -> Product:  # Any: JSON
    names = {language: str(row[field]) for field, language in _NAMES.items() if row.get(field)}
    if not names:
        raise ValueError("it has no name")
    currency = str(row.get("currency") or "CNY").upper()
    face_value = _minor(row.get("face_value"), currency)
    return Product(
        id=str(row["id"]),
        category_id=str(row.get("category") or ""),
        name=names,
        about={},
        aliases=_aliases(row.get("aliases") or []),
        account=AccountKind.NONE,
        face_value_minor=face_value,
        face_value_currency=None if face_value is None else currency,
        currency=currency,
        retail_minor=0,
        silver_minor=0,
        gold_minor=0,
        max_per_order=1,
        position=number,
        is_on_sale=True,
    )


def _aliases(written: Sequence[object] | str) -> list[str]:
    return [written] if isinstance(written, str) else [str(each) for each in written if each]


def _minor(written: object, currency: str) -> int | None:
    if written is None or written == "":
        return None
    value = Decimal(str(written).replace(",", ""))
    return int(value.scaleb(MINOR_DIGITS.get(currency, _USUAL_DIGITS)))
