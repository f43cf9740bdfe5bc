"""What people say around a good hides it no longer; words that may name goods are none of those."""

import pytest

from flows.understanding.everyday import everyday
from flows.understanding.search import look_up
from tests.flows.understanding.queries import goods

GOODS = goods()


def said_around(line: str) -> list[str]:
    """The everyday words of a line."""
    return [line[start:end] for start, end in everyday(line)]


def test_in_both_languages_the_longest_word_counts() -> None:
    assert said_around("my nephew wants robux") == ["my", "nephew", "wants"]
    assert said_around("下载太慢了 steam卡") == ["下载", "太慢了"]


def test_parts_of_words_in_letters_are_none() -> None:
    assert said_around("theme ismy") == []


@pytest.mark.parametrize("brand", ["line", "true", "lol", "wow", "快手", "得到", "会议", "music", "deck"])
def test_what_may_name_a_good_is_not_everyday(brand: str) -> None:
    assert brand not in said_around(brand)


@pytest.mark.parametrize(
    ("sentence", "meant"),
    [
        ("my nephew won't stop talking about roblox, what can i get for him", "roblox-400"),
        ("we are going to korea next week, what esim do you have?", "esim-kr-5"),
        ("hey could somebody tell me whether you still sell elden ring", "elden-key"),
        ("女儿天天念叨蛋仔派对，给她买点蛋币", "eggy-60"),
        ("老公说下载太慢，我想给他开个迅雷的会员", "xunlei-1m"),
        ("我阿妈要追剧，有冇viu賣呀", "viu-1m"),
        ("晚上打游戏无聊 有没有星露谷物语", "stardew-key"),
    ],
)
def test_a_good_is_found_among_what_is_told(sentence: str, meant: str) -> None:
    findings = look_up(GOODS, sentence)

    assert (findings.is_sure, findings.hits[0].product.id) == (True, meant)


@pytest.mark.parametrize(
    "sentence",
    [
        "my nephew won't stop talking about brawlhalla, what can i get for him",
        "我阿妈要追剧，有冇bilibili賣呀",
        "what are you doing this weekend with your friends",
        "今天晚上去哪里玩比较好",
    ],
)
def test_who_tells_of_other_things_finds_nothing_for_sure(sentence: str) -> None:
    assert not look_up(GOODS, sentence).is_sure


def test_a_word_of_a_name_counts_as_before() -> None:
    assert look_up(GOODS, "得到年卡").hits[0].product.id == "dedao-1y"
    assert look_up(GOODS, "It Takes Two").hits[0].product.id == "ittakestwo-key"
