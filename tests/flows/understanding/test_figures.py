"""Numbers and lengths of time of a search, however they are said."""

import pytest

from flows.understanding.figures import in_figures
from flows.understanding.search import look_up
from tests.flows.understanding.queries import goods

GOODS = goods()


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("xbox twenty five bucks", "xbox 25 bucks"),
        ("nordvpn for one year", "nordvpn for 1 year"),
        ("nordvpn for a whole year", "nordvpn for 1 year"),
        ("hulu month", "hulu 1 month"),
        ("三台电脑", "3台电脑"),
        ("五部机用", "5部机用"),
        ("会员 整年", "会员 1年"),
        ("印尼 50 千", "印尼 50000"),
        ("steam 5o", "steam 50"),
    ],
)
def test_is_written_in_digits(said: str, meant: str) -> None:
    assert in_figures(said, is_name=lambda _: False) == meant


@pytest.mark.parametrize(
    "said",
    ["xbox one", "which one", "last month", "per year", "12 month", "三部曲", "一台湾", "a month", "5oz"],
)
def test_what_is_no_number_stays(said: str) -> None:
    assert in_figures(said, is_name=lambda _: False) == said


def test_a_number_in_a_name_is_one_only_before_what_it_counts() -> None:
    assert in_figures("it takes two", is_name=lambda word: word == "two") == "it takes two"
    assert in_figures("two months", is_name=lambda word: word == "two") == "2 months"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("xbox game pass three months", "xgp-3m"),
        ("roblox twenty five bucks", "roblox-25"),
        ("奈飞高级 整年", "netflix-prm-1y"),
        ("telegram premium for a whole year", "tgprem-12m"),
        ("youtube premium 12 mths", "youtube-1y"),
        ("話費 五十蚊 移動", "cmcc-50"),
        ("任天堂 日服 3000日圓", "eshop-jp-3000"),
        ("xbox 100 lira", "xbox-tr-100"),
        ("yearly nordvpn", "nordvpn-1y"),
    ],
)
def test_the_right_value_is_on_top(text: str, meant: str) -> None:
    findings = look_up(GOODS, text)

    assert (findings.is_sure, findings.hits[0].product.id) == (True, meant)
