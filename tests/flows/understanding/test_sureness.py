"""What is meant for sure, and what only comes nearest."""

import pytest

from flows.understanding.search import look_up
from tests.flows.understanding.queries import goods

GOODS = goods()


@pytest.mark.parametrize(
    "text",
    [
        "kaspersky 3 devices",  # a brand nobody sells
        "港服psn 250",  # says what a name begins with, and another number
        "what a nice time",  # nothing but everyday words
        "steam 50",
    ],
)
def test_what_is_not_sold_is_not_sure(text: str) -> None:
    assert not look_up(GOODS, text).is_sure


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (
            "my kid won't stop talking about that roblox, what can i get him",
            "roblox-400",
        ),  # what the name begins with, among words that it has not
        ("korea sim card please", "esim-kr-5"),  # a region and a kind, in everyday words
        ("discord subscription", "nitro-1m"),
    ],
)
def test_who_says_what_a_name_begins_with_is_sure(text: str, meant: str) -> None:
    findings = look_up(GOODS, text)

    assert (findings.is_sure, findings.hits[0].product.id) == (True, meant)
