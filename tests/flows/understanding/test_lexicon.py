"""The lexicon: words that mean the same in both languages, and which of them tell as much as a name."""

from dataclasses import replace
from pathlib import Path

import pytest

from backend.catalogue import Product
from bot.understanding.goods import read_goods
from flows.understanding.lexicon import meanings, mentions, tells
from flows.understanding.search import look_up

ONE = next(iter(read_goods(Path(__file__).parent / "goods.json")))


def product(name: str) -> Product:
    return replace(ONE, id=name, name={"zh-CN": name}, face_value_minor=None, face_value_currency=None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("家用版", "family"),
        ("家庭版", "home"),
        ("个人版", "individual"),
        ("专业版", "pro"),
        ("标准版", "standard"),
        ("基本档", "essential"),
        ("二档", "extra"),
        ("终极版", "ultimate"),
        ("永久", "lifetime"),
        ("不限量", "unlimited"),
        ("全家桶", "all apps"),
        ("小月卡", "welkin"),
        ("装置", "devices"),
        ("钻石", "dias"),
        ("电话费", "pulsa"),
    ],
)
def test_two_words_for_one_edition_or_kind_mean_the_same(one: str, other: str) -> None:
    assert meanings(one) & meanings(other)


def test_an_edition_tells_as_much_as_a_name_and_a_kind_does_not() -> None:
    assert [each.is_telling for each in mentions("专业版 会员")] == [True, False]
    assert tells("专业版")
    assert not tells("会员")


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("windows 11 pro", "Windows 11 专业版"),
        ("windows 11 home", "Windows 11 家庭版"),
        ("spotify individual", "Spotify 个人版 12个月"),
        ("spotify family", "Spotify 家庭版 12个月"),
        ("ps plus 二档", "PS Plus Extra 12 Months"),
        ("ps plus essential", "PS Plus 基本档 12个月"),
    ],
)
def test_the_edition_decides_in_whichever_language_it_is_said(typed: str, best: str) -> None:
    names = [
        "Windows 11 专业版",
        "Windows 11 家庭版",
        "Spotify 个人版 12个月",
        "Spotify 家庭版 12个月",
        "PS Plus Extra 12 Months",
        "PS Plus 基本档 12个月",
    ]

    findings = look_up([product(name) for name in names], typed)

    assert findings.is_sure
    assert findings.hits[0].product.id == best
