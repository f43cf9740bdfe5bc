"""Understanding from the command line: one object a line, in the words that programs are promised."""

import json

import pytest

from bot.settings import LOCALES
from bot.understanding.hearing import answer
from bot.understanding.learned import classifier_of
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
