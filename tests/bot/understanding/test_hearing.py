"""Understanding from the command line: one object a line, in the words that programs are promised."""

import json

import pytest

from bot.settings import LOCALES
from bot.understanding import hearing
from bot.understanding.hearing import answer
from bot.understanding.learned import classifier_of
from flows.understanding.intents import Guess, Intent
from flows.understanding.items import Item
from flows.understanding.slots import Slots
from flows.understanding.utterance import Utterance
from tests.flows.understanding.test_slots import PRODUCTS

FIELDS = {
    "intent",
    "confidence",
    "also",
    "product_ids",
    "quantity",
    "face_value",
    "account",
    "coupon_hint",
    "order_number",
    "items",
    "angry",
}


def test_each_line_is_answered_by_an_object(capsys: pytest.CaptureFixture[str]) -> None:
    answer(classifier_of(LOCALES), PRODUCTS, ["给13812345678充100话费\n", "转人工\n", "\n"], as_json=True)

    order, human, nothing = map(json.loads, capsys.readouterr().out.splitlines())
    assert set(order) == FIELDS
    assert (order["intent"], order["product_ids"]) == ("place_order", ["mobile-100"])
    assert (order["face_value"], order["account"], order["quantity"]) == (100, "13812345678", None)
    assert human["intent"] == "talk_to_human"
    assert nothing["product_ids"] == []


def test_for_people_it_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    answer(classifier_of(LOCALES), PRODUCTS, ["两张steam50刀"], as_json=False)

    assert "place_order; products steam-usd-50; quantity 2; face value 50" in capsys.readouterr().out


def test_what_is_wanted_first_is_not_wanted_besides(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    wished = Guess(Intent.REFUND, 0.9, (Intent.REFUND,), also=(Intent.REFUND, Intent.INVOICE_OR_RECEIPT))
    monkeypatch.setattr(hearing, "understand", lambda *_: Utterance("", wished, Slots(), is_name=False))

    answer(classifier_of(LOCALES), PRODUCTS, ["-"], as_json=True)
    answer(classifier_of(LOCALES), PRODUCTS, ["-"], as_json=False)

    in_json, in_words = capsys.readouterr().out.splitlines()
    assert json.loads(in_json)["also"] == ["invoice_or_receipt"]
    assert in_words == "0.90  refund; also invoice_or_receipt"


def test_each_good_of_a_line_has_its_account(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    items = (Item(("mobile-50",), account="13700001234"), Item(("qcoin-10",), account="123456789"))
    wished = Guess(Intent.PLACE_ORDER, 0.9, (Intent.PLACE_ORDER,))
    monkeypatch.setattr(hearing, "understand", lambda *_: Utterance("", wished, Slots(items=items), is_name=False))

    answer(classifier_of(LOCALES), PRODUCTS, ["-"], as_json=True)

    said = json.loads(capsys.readouterr().out)["items"]
    assert [each["account"] for each in said] == ["13700001234", "123456789"]
