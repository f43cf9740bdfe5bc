"""A row of a catalogue file as a product: taken as far as it can be, with what of it could not be used.

Not here: the file (goods), or the owner's own catalogue, in which nothing may be wrong (backend.catalogue_file).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from backend.catalogue import AccountKind, Product
from flows.understanding.measures import Measure, Unit, measures_in
from flows.understanding.normalise import normalise
from storage.money import MINOR_DIGITS

_USUAL_DIGITS = 2
_USUAL_CURRENCY = "CNY"
_NAMES = {"name_zh": "zh-CN", "name_en": "en"}
_LARGEST = Decimal(10) ** 12
"""No card is worth more; whoever writes it means something else."""


@dataclass(frozen=True)
class Reading:
    """What a row comes to: a product with the fields left out that are no use, or why there is none."""

    product: Product | None
    unused: tuple[str, ...] = ()
    trouble: str = ""


def read_row(row: object, *, position: int) -> Reading:
    """Read {"id", "name_zh", "name_en", "category", "face_value", "currency", "aliases"}; numbers are texts in it.

    Everything but the id and a name may be missing or null; where both names are, aliases are.
    """
    if not isinstance(row, dict):
        return Reading(None, trouble="it is no object")
    if not _text(row, "id"):
        return Reading(None, trouble="it has no id")
    aliases = _aliases(row.get("aliases"))
    names = {language: name for field, language in _NAMES.items() if (name := _text(row, field))}
    names = names or dict(zip(_NAMES.values(), aliases, strict=False))
    if not names:
        return Reading(None, trouble="it has no name")
    worth, currency = _worth(row)
    product = Product(
        id=row["id"],
        category_id=_text(row, "category"),
        name=names,
        about={},
        aliases=aliases,
        account=AccountKind.NONE,
        face_value_minor=worth,
        face_value_currency=None if worth is None else currency,
        currency=currency,
        retail_minor=0,
        silver_minor=0,
        gold_minor=0,
        max_per_order=1,
        position=position,
        is_on_sale=True,
    )
    return Reading(product, _unused(row, product))


def _text(row: Mapping[str, object], field: str) -> str:
    """What the field says; nothing if it is no text."""
    written = row.get(field)
    return _encodable(written) if isinstance(written, str) else ""


def _encodable(text: str) -> str:
    """Without halves of surrogate pairs: JSON can name them, and no text can hold them."""
    return text.encode(errors="ignore").decode().strip()


def _aliases(written: object) -> list[str]:
    each = written if isinstance(written, list) else [written]
    return [alias for text in each if isinstance(text, str) and (alias := _encodable(text))]


def _worth(row: Mapping[str, object]) -> tuple[int | None, str]:
    """The face value in minor units, and the currency: what the row says, else what stands with the value."""
    measure = _measure(_text(row, "face_value"))
    said = _currency(_text(row, "currency"))
    currency = said or (measure.currency if measure and measure.currency else _USUAL_CURRENCY)
    if measure is None:
        return None, currency
    return int(measure.value.scaleb(MINOR_DIGITS.get(currency, _USUAL_DIGITS))), currency


def _measure(written: str) -> Measure | None:
    """An amount in figures, words or with money's signs: 50, ¥50, 五十元; None if it is anything else."""
    try:
        found = Measure(Decimal(written.replace(",", "")), Unit.PLAIN, None, 0, 0)
    except InvalidOperation:
        line = normalise(written)
        measures = measures_in(line) if "-" not in written else ()
        if len(measures) != 1 or not (measures[0].unit is Unit.MONEY or _is_all(line, measures[0])):
            return None
        found = measures[0]
    return found if found.value.is_finite() and 0 <= found.value <= _LARGEST else None


def _is_all(line: str, measure: Measure) -> bool:
    """Whether nothing but a number is said: 10 GB and 60 coins are no money."""
    return measure.unit is Unit.PLAIN and line.replace(".", "").isdigit()


def _currency(written: str) -> str:
    """Its code, also where it is written as people say it: 元, RMB, US$."""
    code = written.upper()
    if not code or code in MINOR_DIGITS:
        return code
    named = measures_in(f"1{normalise(written)}")
    return (named[0].currency if named else None) or code


def _unused(row: Mapping[str, object], product: Product) -> tuple[str, ...]:
    """The fields in which something stands that says nothing."""
    texts = [*_NAMES, "category", "currency"]
    fields = [field for field in texts if row.get(field) not in (None, "") and not _text(row, field)]
    if row.get("face_value") not in (None, "") and product.face_value_minor is None:
        fields.append("face_value")
    written = row.get("aliases")
    given = [each for each in (written if isinstance(written, list) else [written]) if each not in (None, "")]
    return tuple([*fields, "aliases"] if len(given) > len(product.aliases) else fields)
