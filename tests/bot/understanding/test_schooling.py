"""Schooling: what a shop taught is understood afterwards, the rest as before; a process of its own does it."""

import json
from pathlib import Path

import numpy as np
import pytest

from bot.settings import LOCALES
from bot.understanding import schooling
from bot.understanding.learned import base_of, unpack
from bot.understanding.schooling import CannotLearn, digest_of, learned_from, school
from flows.understanding.intents import Classifier, Intent

TAUGHT = [
    ("卡拉不动了", "connection_problem"),
    ("货捏", "order_stuck"),
    ("sling me two", "place_order"),
    ("key is kaput", "card_invalid"),
    ("give me the goods already", "order_stuck"),
    ("dinged me # times", "duplicate_charge"),
]
pytestmark = pytest.mark.slow

SENTENCES = Path(__file__).parent.parent.parent / "flows" / "understanding" / "sentences.jsonl"


def right(classifier: Classifier) -> int:
    """How many sentences are understood that nobody learned from."""
    lines = [json.loads(line) for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    return sum(classifier.guess(line["text"]).intent.value == line["intent"] for line in lines)


def test_what_was_taught_is_understood_and_nothing_else_forgotten() -> None:
    base = base_of(LOCALES)

    schooled = learned_from(TAUGHT, locales=LOCALES, own=None)

    taught = Classifier(base.classifier.concepts, unpack(schooled.weights).weights)
    assert (schooled.lesson.taught, schooled.lesson.understood) == (len(TAUGHT), len(TAUGHT))
    assert schooled.lesson.understood_before < len(TAUGHT)
    assert taught.guess("my key is kaput").intent is Intent.CARD_INVALID
    assert taught.guess("dinged me 3 times").is_sure
    assert right(taught) >= right(base.classifier)


def test_the_same_sentences_give_the_same_weights_and_no_others_do() -> None:
    base = base_of(LOCALES)
    once, twice = (learned_from(TAUGHT[:2], locales=LOCALES, own=None, most_reminders=50) for _ in range(2))

    assert once == twice
    assert digest_of(base, TAUGHT[:2]) == once.lesson.digest
    assert len({digest_of(base, TAUGHT[:count]) for count in range(4)}) == 4


def test_with_nothing_taught_the_weights_are_those_that_came_with_us() -> None:
    schooled = learned_from([], locales=LOCALES, own=None)

    assert np.array_equal(unpack(schooled.weights).weights.table, base_of(LOCALES).learned.weights.table)
    assert schooled.lesson.taught == 0


async def test_a_process_of_its_own_learns_the_same() -> None:
    assert await school(TAUGHT[:2], None) == learned_from(TAUGHT[:2], locales=LOCALES, own=None)


async def test_what_goes_wrong_there_is_said_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CannotLearn, match="no_such_intent"):
        await school([("x", "no_such_intent")], None)

    monkeypatch.setattr(schooling, "SECONDS_TO_LEARN", 0)
    with pytest.raises(CannotLearn, match="within 0 s"):
        await school([], None)
