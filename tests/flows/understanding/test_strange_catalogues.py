"""Catalogues in other styles than ours: one language, brackets, regions told by money, bonuses, aliases given once."""

import json
from pathlib import Path

import pytest

from backend.catalogue import Product
from bot.understanding.goods import read_goods
from flows.understanding.search import Findings, look_up

ROWS: list[dict[str, object]] = [
    {"id": "steam-hk", "name_zh": "【自动发货】Steam充值卡 100港币", "face_value": 100, "currency": "HKD"},
    {"id": "steam-tr", "name_zh": "【自动发货】Steam充值卡 100里拉", "face_value": 100, "currency": "TRY"},
    {"id": "steam-us", "name_zh": "【自动发货】Steam充值卡 100美元", "face_value": 100, "currency": "USD"},
    {"id": "apple-us", "name_en": "Apple App Store & iTunes gift card US $25", "face_value": 25, "currency": "USD"},
    {
        "id": "apple-jp",
        "name_en": "Apple App Store & iTunes gift card Japan ¥3000",
        "face_value": 3000,
        "currency": "JPY",
    },
    {"id": "uc-660", "name_zh": "PUBG国际服 600+60 UC"},
    {"id": "uc-1800", "name_zh": "PUBG国际服 1500+300 UC", "aliases": ["吃鸡"]},
    {"id": "xgpu-1", "name_zh": "Xbox Game Pass Ultimate 一个月", "aliases": ["终极会员"]},
    {"id": "xgpu-3", "name_zh": "Xbox Game Pass Ultimate 三个月"},
    {"id": "gpt", "name_zh": "ChatGPT Plus 月卡 成品号"},
    {"id": "amazon-de", "name_en": "Amazon.de Gutschein 25 EUR", "face_value": 25, "currency": "EUR"},
    {"id": "m365-f", "name_en": "Microsoft 365 Family 6 seats 1 year"},
    {"id": "m365-p", "name_en": "Microsoft 365 Personal 1 seat 1 year"},
    {"id": "valorant", "name_en": "Valorant 475 VP"},
    {"id": "wechat-pass", "name_zh": "王者荣耀 点券60（苹果微信区）"},
]


@pytest.fixture(scope="module")
def goods(tmp_path_factory: pytest.TempPathFactory) -> list[Product]:
    """The catalogue."""
    file: Path = tmp_path_factory.mktemp("goods") / "goods.json"
    file.write_text(json.dumps(ROWS), encoding="utf-8")
    return read_goods(file)


def ids(findings: Findings) -> list[str]:
    """Those found for sure, best first."""
    return [hit.product.id for hit in findings.hits] if findings.is_sure else []


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("steam 港币", "steam-hk"),  # a currency without an amount
        ("steam 港币100", "steam-hk"),  # before the amount
        ("土耳其steam", "steam-tr"),  # a region told by the money alone
        ("苹果礼品卡 25美元", "apple-us"),  # a maker in the other script, though another name has the characters
        ("苹果日区3000", "apple-jp"),
        ("pubg 660uc", "uc-660"),  # with the bonus
        ("吃鸡 600", "uc-660"),  # the alias of another value
        ("终极会员 三个月", "xgpu-3"),  # the alias of another length of time
        ("xbox game pass 3m", "xgpu-3"),
        ("xgpu 3", "xgpu-3"),  # months that are not said
        ("gpt成品号", "gpt"),  # the end of a word
        ("m365 family", "m365-f"),  # a letter and a number
        ("amzn 25欧", "amazon-de"),  # a word without its vowels
        ("vlarant", "valorant"),  # letters that no three of the name have in a row
    ],
)
def test_it_is_found(goods: list[Product], text: str, meant: str) -> None:
    assert ids(look_up(goods, text))[:1] == [meant]


@pytest.mark.parametrize("text", ["how old are you", "steam 70港币", "pubg 900uc", "办公软件", "google play 25"])
def test_nothing_is_sure(goods: list[Product], text: str) -> None:
    assert ids(look_up(goods, text)) == []
