"""What was learned: the same each time, up to date with the examples, kept without loss."""

from pathlib import Path

import numpy as np
import pytest

from bot.cannot_do import CannotDo
from bot.settings import LOCALES
from bot.understanding.learned import (
    WEIGHTS,
    Learned,
    classifier_of,
    is_up_to_date,
    learn_anew,
    pack,
    read_lessons,
    unpack,
)
from flows.understanding.concepts import Concepts
from flows.understanding.examples import Example, read_examples, read_words
from flows.understanding.intents import INTENTS, Classifier, Intent, Weights
from flows.understanding.learning import ROUNDS, calibrated, learn, learn_more
from flows.understanding.redaction import Vocabulary

FEWEST_EXAMPLES = 70
LESSONS = [
    *(Example(text, Intent.REFUND) for text in ("refund", "refund please", "my money back", "money back please")),
    *(Example(text, Intent.GREETING) for text in ("hello", "hello there", "hi there", "hi hello")),
]
WORDS = {"refund": ["refund*", "money back"], "hello": ["hello", "hi"]}


def a_small_language(folder: Path) -> Path:
    """A locales folder with one language, in which every intent has a word of its own."""
    intents = folder / "locales" / "en" / "intents"
    intents.mkdir(parents=True)
    for intent in Intent:
        word = intent.value.replace("_", "")
        (intents / f"{intent}.txt").write_text(f"{word}\nplease {word}\n{word} now\n")
    (intents.parent / "concepts.txt").write_text("# none\nmoney: cash\n")
    return folder / "locales"


def test_the_weights_that_are_kept_are_those_of_the_examples() -> None:
    assert is_up_to_date(LOCALES), "run ./xiaoer learn"


def test_every_intent_has_many_examples_in_every_language() -> None:
    for language in ("en", "zh-CN"):
        for intent in Intent:
            text = (LOCALES / language / "intents" / f"{intent}.txt").read_text(encoding="utf-8")
            assert len(read_examples(text, intent)) >= FEWEST_EXAMPLES, (language, intent)


def test_both_languages_have_the_same_concepts() -> None:
    english, chinese = (
        set(read_words((LOCALES / language / "concepts.txt").read_text(encoding="utf-8")))
        for language in ("en", "zh-CN")
    )

    assert english == chinese


def test_learning_twice_gives_the_same_weights_and_they_tell_apart() -> None:
    concepts = Concepts(WORDS)

    once, twice = learn(LESSONS, concepts), learn(LESSONS, concepts)

    assert np.array_equal(once.table, twice.table)
    assert Classifier(concepts, once).guess("refunds please!").intent is Intent.REFUND


def test_learning_more_adds_to_what_is_known() -> None:
    concepts = Concepts(WORDS)
    weights = learn(LESSONS, concepts)
    new = Example("zurueck damit", Intent.COMPLAINT)

    more = learn_more(weights, [new], LESSONS, concepts)

    classifier = Classifier(concepts, more)
    assert classifier.guess("zurueck damit").is_sure
    assert [classifier.guess(each.text).intent for each in [new, *LESSONS]] == [each.intent for each in [new, *LESSONS]]
    assert np.array_equal(more.table, learn_more(weights, [new], LESSONS, concepts).table)


def test_kept_weights_are_read_back() -> None:
    weights = Weights(np.array([3, 70], dtype=np.int32), np.ones((2, len(Intent)), dtype=np.float32), 0.5)
    vocabulary = Vocabulary(frozenset({"a", "refund"}), frozenset({("退", "款")}))
    familiar = vocabulary.with_words(["steam", "点卡"])

    read = unpack(pack(Learned(weights, frozenset({"refund", "tarjeta"}), vocabulary, familiar, "d")))

    assert read.weights.places.tolist() == [3, 70]
    assert np.allclose(read.weights.table, 1, atol=0.01)
    assert read.weights.temperature == pytest.approx(0.5)
    assert (read.known, read.digest) == (frozenset({"refund", "tarjeta"}), "d")
    assert (read.vocabulary, read.familiar) == (vocabulary, familiar)


def test_a_changed_example_changes_the_digest(tmp_path: Path) -> None:
    for intent in Intent:
        (tmp_path / "en" / "intents").mkdir(parents=True, exist_ok=True)
        (tmp_path / "en" / "intents" / f"{intent}.txt").write_text("x\n")
    (tmp_path / "en" / "concepts.txt").write_text("# none\nmoney: cash\n")
    before = read_lessons(tmp_path)
    (tmp_path / "en" / "intents" / "refund.txt").write_text("y\n")

    assert read_lessons(tmp_path).digest != before.digest
    assert before.words == {"money": ["cash"]}


def test_a_shop_adds_sentences_of_its_own_without_touching_ours(tmp_path: Path) -> None:
    locales, own = a_small_language(tmp_path), tmp_path / "own"
    own.mkdir()
    (own / "refund.txt").write_text("# ours\nzurueck damit\n(bitte|) geld zurueck\n")
    (own / "concepts.txt").write_text("refund: zurueck\n")

    lessons = read_lessons(locales, own)

    assert [each.text for each in lessons.examples if each.intent is Intent.REFUND][-3:] == [
        "zurueck damit",
        "bitte geld zurueck",
        "geld zurueck",
    ]
    assert lessons.words["refund"] == ["zurueck"]
    assert lessons.digest != read_lessons(locales).digest


def test_what_a_shop_teaches_is_kept_in_its_folder_and_used_from_there(tmp_path: Path) -> None:
    locales, own = a_small_language(tmp_path), tmp_path / "own"
    own.mkdir()
    (own / "refund.txt").write_text("zurueck damit\nbitte zurueck damit\nalles zurueck damit\n")
    steps: list[int] = []
    ours = WEIGHTS.read_bytes()

    told = learn_anew(locales, own, after_round=steps.append)

    assert "restart the bot" in told
    assert steps == list(range(1, ROUNDS + 1))
    assert classifier_of(locales, own).guess("zurueck damit").intent is Intent.REFUND
    assert WEIGHTS.read_bytes() == ours


@pytest.mark.parametrize(("name", "reason"), [("refnd.txt", "names no intent"), ("", "is no folder")])
def test_a_folder_that_can_t_be_right_is_named(tmp_path: Path, name: str, reason: str) -> None:
    own = tmp_path / "own"
    if name:
        own.mkdir()
        (own / name).write_text("x\n")

    with pytest.raises(CannotDo, match=reason):
        read_lessons(a_small_language(tmp_path), own)


def test_a_line_with_choices_stands_for_all_it_can_make() -> None:
    made = read_examples("# a remark\n(my|the) order (is late|) \nplain", Intent.ORDER_STUCK)

    assert {each.text for each in made if each.is_pattern} == {
        "my order is late",
        "my order",
        "the order is late",
        "the order",
    }
    assert [each.text for each in made if not each.is_pattern] == ["plain"]


def test_the_temperature_makes_confidence_honest() -> None:
    scores = np.zeros((4, len(Intent)), dtype=np.float32)
    scores[:, 0] = 9
    always_right, half_right = [INTENTS[0]] * 4, [*[INTENTS[0]] * 2, *[INTENTS[1]] * 2]

    assert calibrated(scores, always_right) < calibrated(scores, half_right)
