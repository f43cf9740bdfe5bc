"""Transcripts of our own failures: said with a number, told to the admins, and the conversation goes on."""

import pytest

from flows.checkout import Quantity
from tests.conversations.chats import ShopInTest
from tests.conversations.journeys import at_the_account


def fail_to_ask(*_: object) -> None:
    """A bug in a question."""
    raise RuntimeError("the question is broken")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_question_that_cannot_be_put_is_apologised_for_and_the_lane_goes_on(
    shop: ShopInTest, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    ana = shop.person(501, "Ana", language)
    ana.says("steam50")
    monkeypatch.setattr(Quantity, "prompt", fail_to_ask)

    ana.taps("🛒")
    shop.forward(seconds=1)
    ana.misses("E-0")
    shop.forward(seconds=5)

    ana.sees("Sorry, I couldn’t do that" if language == "en" else "抱歉，刚才这一步我没办成", "E-0")
    ana.offers("🏠", "🙋")
    assert len(shop.told) == 1
    assert "Ana（ID 501）的消息没处理成，编号 E-0" in shop.told[0]
    monkeypatch.undo()
    at_the_account(ana)
    ana.sees("Mobile top-up" if language == "en" else "话费 100 元")
