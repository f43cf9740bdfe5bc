"""Understanding from the command line: an utterance a line in, what is made of it a line out, at once.

Not here: how it is understood (flows.understanding).
"""

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal

import typer

from backend.catalogue import Product
from flows.understanding.intents import Classifier, Intent
from flows.understanding.items import Item
from flows.understanding.utterance import Utterance, understand


def answer(classifier: Classifier, products: Sequence[Product], lines: Iterable[str], *, as_json: bool) -> None:
    """Print for each line what it says, before the next one is read."""
    for line in lines:
        heard = understand(classifier, products, line.rstrip("\r\n"))
        typer.echo(json.dumps(_plain(heard), ensure_ascii=False) if as_json else _in_words(heard))


def _plain(heard: Utterance) -> dict[str, object]:
    slots = heard.slots
    return {
        "intent": heard.guess.intent.value,
        "confidence": round(heard.guess.confidence, 4),
        "also": [intent.value for intent in _further(heard)],
        "product_ids": list(slots.product_ids),
        "quantity": slots.quantity,
        "face_value": _number(slots.face_value),
        "account": slots.account,
        "coupon_hint": slots.coupon_hint,
        "order_number": slots.order_number,
        "items": [_item(item) for item in slots.items],
        "angry": heard.guess.is_angry,
    }


def _item(item: Item) -> dict[str, object]:
    return {
        "product_ids": list(item.product_ids),
        "quantity": item.quantity,
        "face_value": _number(item.face_value),
        "account": item.account,
    }


def _further(heard: Utterance) -> list[Intent]:
    """What else is wanted: never what is wanted first, which may have become that only with the goods."""
    return [intent for intent in heard.guess.also if intent is not heard.guess.intent]


def _number(value: Decimal | None) -> int | float | None:
    """As JSON has it; a face value is shown and compared, never reckoned with."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _in_words(heard: Utterance) -> str:
    slots = heard.slots
    said = [f"{heard.guess.confidence:.2f}  {heard.guess.intent}"]
    said += [f"also {intent}" for intent in _further(heard)]
    said += [f"products {', '.join(slots.product_ids)}"] if slots.product_ids else []
    named = {
        "quantity": slots.quantity,
        "face value": slots.face_value,
        "account": slots.account,
        "coupon": slots.coupon_hint,
        "order": slots.order_number,
    }
    return "; ".join(said + [f"{name} {value}" for name, value in named.items() if value is not None])
