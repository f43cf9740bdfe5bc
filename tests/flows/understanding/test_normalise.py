"""Texts as they are compared: width, case, script, numerals, punctuation; the same however often it is done."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows.understanding.normalise import LONGEST, fold, normalise, to_simplified

TYPED = st.text(
    alphabet=st.one_of(
        st.sampled_from("一二两三五十百千万亿零壹佰拾块元刀张个月年日 0123456789.,kKwW$¥+-&第半點劵話費騰訊ＡＢ１２🎮️‍"),
        st.characters(),
    ),
    max_size=24,
)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("  ＳＴＥＡＭ\t５０ ", "steam 50"),
        ("話費儲值", "话费储值"),
        ("🎮Steam‼️钱包", "steam 钱包"),
        ("腾\u200b讯视频", "腾讯视频"),
        ("PS+ 会员", "ps+ 会员"),
        ("¥1,000.50", "¥1000.50"),
        ("100.00元", "100元"),
        ("崩坏：星穹铁道", "崩坏 星穹铁道"),
        ("", ""),
    ],
)
def test_a_text_is_made_plain(typed: str, plain: str) -> None:
    assert normalise(typed) == plain


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("一百五", "150"),
        ("兩百", "200"),
        ("1百", "100"),
        ("壹佰元", "100元"),
        ("1k", "1000"),
        ("2w", "20000"),
        ("75 ribu", "75000"),
        ("1.5jt", "1500000"),
        ("1.5万", "15000"),
        ("十块", "10块"),
        ("十五", "15"),
        ("二十", "20"),
        ("一千二", "1200"),
        ("一万五", "15000"),
        ("两千零五十", "2050"),
        ("五百万", "5000000"),
        ("一个月", "1个月"),
        ("两张", "2张"),
        ("一三八零零一三八零零零", "13800138000"),
    ],
)
def test_numerals_are_written_in_digits(typed: str, digits: str) -> None:
    assert normalise(typed) == digits


@pytest.mark.parametrize(
    "name", ["一卡通", "三国杀", "百度网盘", "万能钥匙", "千千音乐", "十全十美", "一起", "四川", "5g"]
)
def test_names_that_look_like_numbers_stay(name: str) -> None:
    assert normalise(name) == name


@settings(deadline=None, max_examples=300)
@given(TYPED)
@example("1k百")
@example("9w万")
def test_twice_is_the_same_as_once(typed: str) -> None:
    once = normalise(typed)

    assert normalise(once) == once


def test_of_a_very_long_text_only_the_beginning_is_read() -> None:
    assert len(normalise("万" * 100_000)) <= LONGEST


def test_folding_leaves_script_and_punctuation_alone() -> None:
    assert fold("  話費，ＡＢＣ\t１！ ") == "話費,abc 1!"
    assert to_simplified("騰訊視頻 vip") == "腾讯视频 vip"
