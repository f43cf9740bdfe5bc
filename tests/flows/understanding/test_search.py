"""Search on the sample shop: names, aliases, slips of the finger, numbers, in both languages."""

import pytest

from backend import catalogue_file
from bot.demo.folder import SAMPLE_CATALOGUE
from flows.understanding.lexicon import meanings
from flows.understanding.normalise import fold
from flows.understanding.search import MOST_FOUND, look_up, search

PRODUCTS = catalogue_file.read(SAMPLE_CATALOGUE.read_text(encoding="utf-8")).products
NAMES = [(each.id, name) for each in PRODUCTS for name in each.name.values()]
ALIASES = [(each.id, alias) for each in PRODUCTS for alias in each.aliases]


def found(text: str) -> list[str]:
    """The ids of what a text finds."""
    return [each.id for each in search(PRODUCTS, text)]


def test_every_name_and_every_alias_finds_its_product_alone() -> None:
    lost = [(wanted, text) for wanted, text in [*NAMES, *ALIASES] if found(text) != [wanted]]

    assert lost == []


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("话费１００", "mobile-100"),  # full-width digits
        (" MOBILE  top-up ¥100 ", "mobile-100"),  # case and blanks
        ("mobile 100", "mobile-100"),  # the number decides between '10' and '100'
        ("我要充话费100", "mobile-100"),  # a sentence around it
        ("how much is steam $50?", "steam-usd-50"),
        ("steam wallet ¥100 china", "steam-cny-100"),
        ("jd 500", "jd-ecard-500"),
        ("爱奇艺 月卡", "iqiyi-month"),
        ("王者60", "honor-of-kings-60"),
        ("xbox", "xbox-us-25"),  # sold out, and found all the same
    ],
)
def test_the_best_comes_first(typed: str, best: str) -> None:
    assert found(typed)[0] == best


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("stem50", "steam-cny-50"),
        ("genshn 300", "genshin-crystals-300"),
        ("iqyi", "iqiyi-month"),
        ("kfcc 50", "kfc-50"),
        ("starbuks", "starbucks-100"),
        ("kapersky", "kaspersky-1y"),
        ("腾讯视頻月卡", "tencent-video-month"),
        ("哔哩哔哩大会员月", "bilibili-month"),
    ],
)
def test_a_slip_of_the_finger_still_finds_it(typed: str, meant: str) -> None:
    assert meant in found(typed)


def test_who_names_a_number_is_shown_only_what_has_it() -> None:
    assert found("steam50") == ["steam-cny-50", "steam-usd-50"]


def test_a_number_nobody_has_shows_what_there_is() -> None:
    findings = look_up(PRODUCTS, "话费 55")

    assert not findings.is_sure
    assert {"mobile-100", "mobile-200"} <= {each.id for each in findings.nearest}


@pytest.mark.parametrize("typed", ["", "   ", "你好", "hello", "thank you", "🎮", "asdfghjkl", "13800138000"])
def test_what_means_no_product_finds_none(typed: str) -> None:
    assert found(typed) == []


@pytest.mark.parametrize("typed", ["steam", "月卡", "card", "100", "a" * 5000])
def test_never_more_than_a_screen_holds(typed: str) -> None:
    assert len(found(typed)) <= MOST_FOUND


def test_texts_are_compared_without_case_width_and_outer_blanks() -> None:
    assert fold("  ＳＴＥＡＭ\t５０ ") == "steam 50"


@pytest.mark.parametrize("aside", ["krub", "kha", "po", "tq"])
def test_courtesies_of_the_neighbours_say_nothing(aside: str) -> None:
    assert found(f"kfc 50 {aside}")[0] == found("kfc 50")[0]


@pytest.mark.parametrize(
    ("kind", "other"), [("防毒", "antivirus"), ("travel sim", "esim"), ("流量卡", "sim"), ("流量卡", "data")]
)
def test_kinds_are_known_by_what_people_call_them(kind: str, other: str) -> None:
    assert meanings(kind) & meanings(other)


@pytest.mark.parametrize(("place", "region"), [("首尔", "韩国"), ("bangkok", "thai")])
def test_a_city_stands_for_its_country(place: str, region: str) -> None:
    assert meanings(place) == meanings(region)
