"""Who wants their phone or data looked after is told from who orders, tops up or cannot sign in."""

import pytest

from bot.settings import LOCALES
from bot.understanding.learned import classifier_of
from flows.understanding.own_account import speaks_of_own_account


def speaks(text: str) -> bool:
    return speaks_of_own_account(text, classifier_of(LOCALES).guess(text))


@pytest.mark.parametrize(
    "text",
    [
        "我想换个绑定的手机号",
        "怎么綁定手機",
        "实名认证在哪里弄",
        "你们存了我的哪些信息",
        "can you link my mobile",
        "i'd like to update the phone number on my account",
    ],
)
def test_a_wish_about_phone_or_data_is_heard(text: str) -> None:
    assert speaks(text)


@pytest.mark.parametrize(
    "text",
    [
        "号码充错了想改一下",
        "换手机了登不进去",
        "给我换个手机充30",
        "你们会不会把我的资料卖掉",
        "the phone number on my order is wrong",
        "new phone and I can't sign in",
        "top up my phone with 50",
        "我的账号被锁定了",
    ],
)
def test_other_wishes_about_phones_and_accounts_are_left_alone(text: str) -> None:
    assert not speaks(text)
