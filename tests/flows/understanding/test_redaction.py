"""Redaction: what of a sentence may be read outside."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.settings import LOCALES
from bot.understanding.learned import read_lessons
from flows.understanding.redaction import GAP, Vocabulary, redacted


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    """That of the shop's own examples."""
    return Vocabulary.of(example.text for example in read_lessons(LOCALES).examples)


@pytest.mark.parametrize(
    ("text", "goes_out"),
    [
        ("my name is John Smithson, card ending 4471 is not working", "my name is … card … # is not working"),
        ("我叫王晓芳，话费没到 13800138000", "我叫…话费没到"),
        ("i paid 50 twice, mail me: li.fang_88@mail.example", "i paid # twice mail me"),
        ("帮我查一下订单 A1B2C3D4E5 到哪了", "帮我查一下到哪了"),
        ("@zhang_wei88 wants his money back", "wants his money back"),
    ],
)
def test_names_numbers_and_accounts_stay_in_the_shop(vocabulary: Vocabulary, text: str, goes_out: str) -> None:
    assert redacted(text, vocabulary) == goes_out


def test_a_word_of_few_examples_may_be_a_name() -> None:
    vocabulary = Vocabulary.of(["john wants a refund"] * 9 + ["a refund please"])

    assert redacted("john wants a refund", vocabulary) == f"{GAP} a refund"


def test_words_that_somebody_wrote_down_are_kept_too() -> None:
    vocabulary = Vocabulary(frozenset(), frozenset()).with_words(["Top-Up", "点卡"])

    assert redacted("Zoë wants a top up, 王芳要点卡", vocabulary) == f"{GAP} top up {GAP}点卡"


@settings(deadline=None)  # the machine may be busy
@given(st.text(max_size=200))
def test_nothing_goes_out_that_the_examples_do_not_have(vocabulary: Vocabulary, text: str) -> None:
    characters = {char for pair in vocabulary.pairs for char in pair}
    allowed = {GAP, "#", *vocabulary.words}

    left = redacted(text, vocabulary).replace(GAP, f" {GAP} ")

    assert all(word in allowed or all(char in characters for char in word) for word in left.split())
