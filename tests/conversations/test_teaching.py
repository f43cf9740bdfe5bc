"""Transcripts of teaching: what was not understood is shown to staff, taught, learned, and then understood."""

import asyncio
from pathlib import Path

import numpy as np
import pytest

from backend import teaching
from backend.people import Role
from backend.teaching import Lesson
from bot.settings import LOCALES
from bot.understanding import schooling
from bot.understanding.learned import Learned, base_of, pack
from bot.understanding.schooling import CannotLearn, Schooled, Taught, digest_of
from flows.understanding.features import features_of
from flows.understanding.intents import INTENTS, Intent, Weights
from flows.understanding.redaction import Vocabulary
from tests.conversations.chats import PersonInTest, ShopInTest

UNCLEAR = "give me the goods already"


def learned_by_heart(taught: Taught) -> Schooled:
    """Weights that know the taught sentences, and nothing else."""
    base = base_of(LOCALES)
    wanted = {
        place: INTENTS.index(Intent(intent))
        for text, intent in taught
        for place in features_of(text, base.classifier.concepts)
    }
    table = np.zeros((len(wanted), len(INTENTS)), dtype=np.float32)
    for row, place in enumerate(sorted(wanted)):
        table[row, wanted[place]] = 9
    weights = Weights(np.array(sorted(wanted), dtype=np.int32), table)
    nobodys = Vocabulary(frozenset(), frozenset())
    lesson = Lesson(digest_of(base, taught), len(taught), 0, len(taught))
    return Schooled(lesson, pack(Learned(weights, frozenset(), nobodys, nobodys, "")))


@pytest.fixture(autouse=True)
def lessons(monkeypatch: pytest.MonkeyPatch) -> list[Taught]:
    """What was to be learned each time; it is learned by heart, since the process has tests of its own."""
    asked: list[Taught] = []

    async def school(taught: Taught, own: Path | None) -> Schooled:
        asked.append(taught)
        assert own is None
        return learned_by_heart(taught)

    monkeypatch.setattr(schooling, "school", school)
    return asked


@pytest.fixture
def su(shop: ShopInTest) -> PersonInTest:
    """A supervisor who reads English."""
    return shop.agent(602, "Su", role=Role.SUPERVISOR)


def is_taught(person: PersonInTest, sentence: str, meaning: str) -> None:
    """Teach a sentence that stands on the first page."""
    person.says("/teach")
    person.taps(sentence)
    if not any(meaning in label for label in person.labels):
        person.taps("Another meaning")
        while not any(meaning in label for label in person.labels):
            person.taps("Next")
    person.taps(meaning)


def test_what_was_not_understood_is_taught_learned_and_understood(
    shop: ShopInTest, su: PersonInTest, ana: PersonInTest
) -> None:
    for _ in range(2):
        ana.says(UNCLEAR)
        ana.sees("not sure what you mean")
        ana.says("/menu")
    su.says("/teach")
    su.sees("What I did not understand", "one sentence")
    su.taps(f"2× {UNCLEAR}")
    su.sees(UNCLEAR, "2 times", "What does it mean?")
    is_taught(su, UNCLEAR, "paid, nothing came")
    su.sees("Noted", UNCLEAR, "paid, nothing came", "nothing at the moment")

    su.taps("Learn now")
    su.sees("Learning your sentence")
    shop.does_jobs()

    su.sees("no restart", "I understood 0 without your help; now I understand 1.")
    assert len(su.messages) == 2
    ana.says(UNCLEAR)
    ana.misses("not sure what you mean")


def test_what_is_personal_in_a_sentence_is_not_kept(shop: ShopInTest, su: PersonInTest, ana: PersonInTest) -> None:
    del shop
    ana.says("Zoë Quilby: the thing with the thing")

    su.says("/teach")

    assert [label for label in su.labels if "thing" in label] == ["1× … the thing with the thing"]


def test_what_says_nothing_without_what_is_personal_is_not_kept(su: PersonInTest, ana: PersonInTest) -> None:
    ana.says("asdf qwer zxcv 4711")
    ana.sees("not sure what you mean")

    su.says("/teach")

    su.sees("nothing at the moment that I did not understand")


def test_who_is_not_understood_twice_gets_a_human_and_both_are_kept(su: PersonInTest, ana: PersonInTest) -> None:
    ana.says(UNCLEAR)
    ana.says("the thing with the thing")
    ana.misses("not sure what you mean")

    su.says("/teach")

    su.sees("2 sentences")
    su.offers(UNCLEAR, "the thing with the thing")


def test_the_second_who_teaches_a_sentence_sees_what_the_first_said(
    shop: ShopInTest, su: PersonInTest, ana: PersonInTest
) -> None:
    laoban = shop.agent(603, "老板", role=Role.ADMIN, language="zh-CN")
    ana.says(UNCLEAR)
    for person in (su, laoban):
        person.says("/teach")
        person.taps(UNCLEAR)
    is_taught(su, UNCLEAR, "buying something")

    laoban.taps("买东西")

    laoban.sees("别人先说了", "意思：买东西")
    laoban.taps("撤回")
    laoban.sees("这句是什么意思")
    laoban.taps("不用管它")
    laoban.sees("记下了", "不用管")
    with shop.database.read() as db:
        assert (teaching.count(db, is_taught=True), teaching.count(db, is_taught=False)) == (0, 0)


def test_a_sentence_that_was_left_out_does_not_come_back(su: PersonInTest, ana: PersonInTest) -> None:
    ana.says(UNCLEAR)
    su.says("/teach")
    su.taps(UNCLEAR)
    su.taps("Leave it out")
    ana.says("/menu")
    ana.says(UNCLEAR)

    su.says("/teach")

    su.misses(UNCLEAR)


def test_what_was_taught_is_taken_back_and_no_longer_understood(
    shop: ShopInTest, su: PersonInTest, ana: PersonInTest
) -> None:
    ana.says(UNCLEAR)
    is_taught(su, UNCLEAR, "paid, nothing came")
    su.taps("Learn now")
    shop.does_jobs()
    su.says("/teach")
    su.taps("Taught (1)")
    su.sees("What you have taught me", "one sentence")
    su.taps(UNCLEAR)
    su.sees("Meaning: paid, nothing came")
    su.taps("Take it back")
    su.taps("Not understood")

    su.taps("Learn now")
    shop.does_jobs()

    su.sees("no sentence of yours any more")
    ana.says("/menu")
    ana.says(UNCLEAR)
    ana.sees("not sure what you mean")


def test_learning_the_same_once_more_takes_no_time(
    shop: ShopInTest, su: PersonInTest, ana: PersonInTest, lessons: list[Taught]
) -> None:
    ana.says(UNCLEAR)
    is_taught(su, UNCLEAR, "paid, nothing came")

    for _ in range(2):
        su.taps("Learn now")
        shop.does_jobs()
        su.sees("now I understand 1.")
        su.says("/teach")

    assert len(lessons) == 1


def test_after_an_upgrade_what_was_taught_is_learned_anew_by_itself(
    shop: ShopInTest, su: PersonInTest, ana: PersonInTest, lessons: list[Taught]
) -> None:
    ana.says(UNCLEAR)
    is_taught(su, UNCLEAR, "paid, nothing came")
    with shop.database.transaction() as db:
        former = Lesson("former", 1, 0, 1)
        teaching.keep(db, former, b"", base="those of the former version", now=shop.clock.now())

    asyncio.run(shop.bot.taught.catch_up())
    shop.does_jobs()

    assert lessons == [[(UNCLEAR, "order_stuck")]]
    ana.says("/menu")
    ana.says(UNCLEAR)
    ana.misses("not sure what you mean")
    assert shop.told == []


def test_when_it_can_not_learn_it_says_so_and_goes_on_as_before(
    shop: ShopInTest, su: PersonInTest, ana: PersonInTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(taught: Taught, own: Path | None) -> Schooled:
        raise CannotLearn(f"{len(taught)} {own}")

    ana.says(UNCLEAR)
    is_taught(su, UNCLEAR, "paid, nothing came")
    su.taps("Learn now")
    with monkeypatch.context() as broken:
        broken.setattr(schooling, "school", fails)
        for _ in range(5):
            shop.forward(minutes=2)
            shop.does_jobs()
    su.sees("I could not learn", "J-000001")
    assert "J-000001" in shop.told[-1]

    su.taps("Learn now")
    shop.does_jobs()

    su.sees("now I understand 1.")


def test_agents_and_customers_teach_nothing(shop: ShopInTest, ana: PersonInTest) -> None:
    for person in (shop.agent(604, "Li"), ana):
        person.says("/teach")
        person.sees("for the shop’s staff")
