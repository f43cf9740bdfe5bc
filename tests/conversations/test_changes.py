"""Transcripts of changing one's mind in the middle of an order: other numbers, another account, another good."""

import pytest

from tests.conversations.chats import CATALOGUE, PersonInTest, ShopInTest
from tests.conversations.journeys import at_the_account, at_the_quantity, at_the_summary

SMALLER = """
[[products]]
id = "{id}"
category = "cards"
name = {{ zh-CN = "{zh}", en = "{en}" }}
about = {{ zh-CN = "充值码", en = "A code" }}
aliases = ["{alias}"]
account = "{account}"
currency = "CNY"
face_value = {{ amount = "{worth}", currency = "CNY" }}
prices = {{ retail = "{worth}.00", silver = "{worth}.00", gold = "{worth}.00" }}
max_per_order = 5
sample_stock = 5
code_format = "DEMO-9999-9999"
"""

WIDER = CATALOGUE + "".join(
    SMALLER.format(id=id_, zh=zh, en=en, alias=alias, account=account, worth=worth)
    for id_, zh, en, alias, account, worth in (
        ("steam-20", "Steam 20 元", "Steam ¥20", "steam20", "none", 20),
        ("steam-3", "Steam 3 元", "Steam ¥3", "steam3", "none", 3),
        ("mobile-30", "话费 30 元", "Mobile top-up ¥30", "hf30", "phone", 30),
        ("qcoin-10", "Q币 10 个", "Q coins 10", "q币10", "qq", 10),
    )
)


@pytest.fixture
def wide(shop: ShopInTest) -> ShopInTest:
    """A shop that has some goods in several values."""
    shop.loads(catalogue_text=WIDER)
    for product_id in ("steam-20", "steam-3", "mobile-30", "qcoin-10"):
        shop.restock(product_id, *(f"{product_id}-{n}" for n in range(9)))
    return shop


@pytest.mark.parametrize("said", ["还是要3张吧", "数量改为三张", "three instead", "make that 3 please", "3"])
def test_the_summary_takes_another_quantity_in_words(xiaomei: PersonInTest, said: str) -> None:
    at_the_summary(xiaomei)

    xiaomei.says(said)

    xiaomei.sees("改好了", "请核对订单", "Steam 50 元 × 3", "合计：¥150.00")


@pytest.mark.parametrize(("said", "count"), [("再来一张", 3), ("one more please", 3), ("改成1张", 1)])
def test_one_more_is_counted_to_what_there_is(xiaomei: PersonInTest, said: str, count: int) -> None:
    at_the_summary(xiaomei)

    xiaomei.says(said)

    xiaomei.sees("请核对订单", f"Steam 50 元 × {count}")


def test_a_quantity_that_cannot_be_had_is_refused_and_the_order_stays(ana: PersonInTest) -> None:
    at_the_summary(ana)

    ana.says("make it 9 please")

    ana.sees("You can buy 1 to 3 at once", "Please check your order", "Steam ¥50 × 2")


@pytest.mark.parametrize("said", ["改成-3张", "minus 3", "1/2"])
def test_a_number_that_is_none_changes_nothing(ana: PersonInTest, said: str) -> None:
    at_the_summary(ana)

    ana.says(said)

    ana.misses("Changed")
    ana.says("continue")
    ana.sees("Please check your order", "Steam ¥50 × 2")


@pytest.mark.parametrize(
    "said", ["号码应该是15900001111", "15900001111", "oops, the phone is 159-0000-1111", "错了 尾号不对，是15900001111"]
)
def test_the_summary_takes_another_account_in_words(xiaomei: PersonInTest, said: str) -> None:
    at_the_account(xiaomei)
    xiaomei.says("13800138000")

    xiaomei.says(said)

    xiaomei.sees("改好了", "请核对订单", "账号：15900001111")


@pytest.mark.parametrize(
    "said", ["电话写错了", "哎呀充值号不对", "that's the wrong phone", "I made a typo in the number", "改下手机号"]
)
def test_who_says_that_the_account_is_wrong_enters_it_anew(xiaomei: PersonInTest, said: str) -> None:
    at_the_account(xiaomei)
    xiaomei.says("13800138000")

    xiaomei.says(said)

    xiaomei.sees("充到哪个手机号")
    xiaomei.says("15900001111")
    xiaomei.sees("请核对订单", "账号：15900001111")


def test_at_the_account_itself_it_is_asked_for_once_more(ana: PersonInTest) -> None:
    at_the_account(ana)

    ana.says("wrong number sorry")

    ana.sees("Which mobile number")
    ana.misses("Cancelled")


def test_a_wrong_account_of_an_order_that_is_over_is_a_question(xiaomei: PersonInTest) -> None:
    at_the_account(xiaomei)
    xiaomei.says("13800138000")

    xiaomei.says("上次那单已经付款了 手机号填错了怎么办")

    xiaomei.misses("充到哪个手机号")
    xiaomei.offers("继续：确认订单")


def test_a_good_that_goes_to_no_account_says_so(ana: PersonInTest) -> None:
    at_the_summary(ana)

    ana.says("send it to 13800138000")

    ana.sees("needs no account", "Please check your order")


@pytest.mark.parametrize("said", ["换成20元的", "要20的", "哦不 20块的", "the 20 yuan one instead"])
def test_the_summary_takes_another_value_of_the_same_good(wide: ShopInTest, xiaomei: PersonInTest, said: str) -> None:
    at_the_summary(xiaomei)

    xiaomei.says(said)

    xiaomei.sees("改好了", "Steam 20 元 × 2", "合计：¥40.00")


def test_a_value_that_is_not_sold_shows_those_that_are(wide: ShopInTest, xiaomei: PersonInTest) -> None:
    at_the_summary(xiaomei)

    xiaomei.says("换成70元的")

    xiaomei.sees("没找到“换成70元的”")
    xiaomei.offers("Steam 20 元", "继续：确认订单")


def test_a_value_in_another_money_is_another_value(wide: ShopInTest, xiaomei: PersonInTest) -> None:
    at_the_summary(xiaomei)

    xiaomei.says("换成20美元的")

    xiaomei.sees("没找到")


def test_a_number_that_may_be_both_is_asked_about(wide: ShopInTest, ana: PersonInTest) -> None:
    at_the_summary(ana)

    ana.says("make it 3")

    ana.offers("Steam ¥50 × 3", "Steam ¥3 × 2", "Continue confirming")
    ana.taps("Steam ¥3 × 2")
    ana.sees("Please check your order", "Steam ¥3 × 2")


@pytest.mark.parametrize("said", ["不要steam了，要话费30", "not steam, mobile 30", "换成话费30吧"])
def test_this_instead_of_that_changes_the_good(wide: ShopInTest, xiaomei: PersonInTest, said: str) -> None:
    at_the_summary(xiaomei)

    xiaomei.says(said)

    xiaomei.sees("话费 30 元 充到哪个手机号")
    xiaomei.says("13800138000")
    xiaomei.sees("请核对订单", "话费 30 元 × 2", "13800138000")


def test_the_account_goes_only_where_one_of_its_kind_is_wanted(wide: ShopInTest, xiaomei: PersonInTest) -> None:
    at_the_account(xiaomei)
    xiaomei.says("13800138000")

    xiaomei.says("不要话费了，换成q币10")

    xiaomei.sees("Q币 10 个")
    xiaomei.says("1")
    xiaomei.sees("充到哪个 QQ 号")
    xiaomei.misses("13800138000")


def test_a_good_that_cannot_be_had_leaves_the_order_as_it_was(wide: ShopInTest, xiaomei: PersonInTest) -> None:
    at_the_summary(xiaomei)
    wide.sells_elsewhere("steam-20", 5)
    wide.sells_elsewhere("steam-20", 4)

    xiaomei.says("换成20元的")

    xiaomei.sees("Steam 50 元 × 2")
    xiaomei.misses("Steam 20 元 × 2")


@pytest.mark.parametrize("said", ["谢谢老板", "thank you!", "ok"])
def test_thanks_at_the_summary_are_answered_and_order_nothing(ana: PersonInTest, said: str) -> None:
    at_the_summary(ana)

    ana.says(said)

    ana.sees("You’re welcome", "Nothing is ordered yet", "Please check your order")


def test_a_change_is_heard_before_the_summary_too(wide: ShopInTest, xiaomei: PersonInTest) -> None:
    at_the_quantity(xiaomei)

    xiaomei.says("换成20元的")

    xiaomei.sees("Steam 20 元", "要几件")


def test_a_human_is_called_whatever_else_is_said(xiaomei: PersonInTest) -> None:
    at_the_summary(xiaomei)

    xiaomei.says("改成3张，算了给我转人工")

    xiaomei.sees("已经替您叫人了")


@pytest.mark.parametrize("said", ["it's 159-0000-1111 cheers", "我的号是 159-0000-1111", "for 159 0000 1111 please"])
def test_an_account_is_found_in_a_sentence_with_dashes(ana: PersonInTest, said: str) -> None:
    at_the_account(ana)

    ana.says(said)

    ana.sees("Please check your order", "15900001111")
    ana.misses("Changed")


def test_of_two_accounts_it_is_asked_which(xiaomei: PersonInTest) -> None:
    at_the_account(xiaomei)

    xiaomei.says("15900001111 或者 13800138000")

    xiaomei.sees("不止一个账号")
    xiaomei.offers("15900001111", "13800138000")
    xiaomei.taps("13800138000")
    xiaomei.sees("请核对订单", "账号：13800138000")


def test_a_number_that_is_taken_back_is_none_of_two(xiaomei: PersonInTest) -> None:
    at_the_account(xiaomei)

    xiaomei.says("15900001111 不对 是13800138000")

    xiaomei.sees("请核对订单", "账号：13800138000")


@pytest.mark.parametrize("said", ["还没想好呢", "why should I trust any of you with that"])
def test_what_can_be_no_account_is_not_refused_as_one(ana: PersonInTest, said: str) -> None:
    at_the_account(ana)

    ana.says(said)

    ana.misses("doesn’t look like a mobile number")
    ana.offers("Continue entering the account")
    ana.says("13800138000")
    ana.sees("Please check your order")
