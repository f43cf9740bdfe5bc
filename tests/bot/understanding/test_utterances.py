"""Utterances: who names a good orders it, unless everyday words only happen to stand in its name.

Not here: what either is found by (tests of intents and slots).
"""

import json
from pathlib import Path

import pytest

from backend.catalogue import Product
from bot.settings import LOCALES
from bot.understanding.goods import read_goods
from bot.understanding.learned import classifier_of
from flows.understanding.intents import Classifier, Intent
from flows.understanding.utterance import understand

ROWS: tuple[tuple[object, ...], ...] = (
    ("office-personal", "Microsoft 365 个人版 一年", "Microsoft 365 Personal 1 Year", None, None),
    ("wow-month", "魔兽世界 月卡", "World of Warcraft Game Time 30 days", None, None),
    ("transcription", "讯飞听见 10 小时", "iFLYREC transcription 10 hours", None, None),
    ("starbucks-100", "星巴克 星礼卡 100 元", "Starbucks card 100 yuan", 100, "CNY"),
    ("weread-quarter", "微信读书 季卡", "WeRead 3 months", None, None),
    ("simulator", "真人模拟器", "Real Human Simulator", None, None),
    ("steam-50", "Steam 充值卡 50 美元", "Steam Wallet US $50", 50, "USD"),
)


@pytest.fixture(scope="module")
def goods(tmp_path_factory: pytest.TempPathFactory) -> tuple[Product, ...]:
    """Goods whose names are made of everyday words, and one whose name is not."""
    columns = ("id", "name_zh", "name_en", "face_value", "currency")
    rows = [dict(zip(columns, row, strict=True)) | {"category": "CARD", "aliases": []} for row in ROWS]
    path = Path(tmp_path_factory.mktemp("goods")) / "goods.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    return tuple(read_goods(path))


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    """What the bot comes with."""
    return classifier_of(LOCALES)


@pytest.mark.parametrize("text", ["来个人", "能不能来个人啊", "人呢", "want a person", "有微信吗加一下"])
def test_who_calls_for_a_human_is_sold_nothing(classifier: Classifier, goods: tuple[Product, ...], text: str) -> None:
    assert understand(classifier, goods, text).guess.intent is Intent.TALK_TO_HUMAN


@pytest.mark.parametrize("text", ["给你们5星", "it's been 3 hours", "3rd time asking", "2nd time this week", "5 stars"])
def test_a_number_beside_an_everyday_word_is_no_order(
    classifier: Classifier, goods: tuple[Product, ...], text: str
) -> None:
    assert understand(classifier, goods, text).guess.intent is not Intent.PLACE_ORDER


@pytest.mark.parametrize(
    "text", ["一个真人模拟器", "one Real Human Simulator", "星巴克100 两张", "two steam 50 cards", "wow game time x2"]
)
def test_who_names_a_good_orders_it(classifier: Classifier, goods: tuple[Product, ...], text: str) -> None:
    understood = understand(classifier, goods, text)

    assert understood.guess.intent is Intent.PLACE_ORDER
    assert understood.slots.product_ids
    assert Intent.PLACE_ORDER not in understood.guess.also
