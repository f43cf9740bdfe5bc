"""What sentences want: the classifier with the weights that the bot has, and the rules beside it."""

import json
from pathlib import Path

import pytest

from bot.settings import LOCALES
from bot.understanding.intent_quality import IntentReport, Labelled, assess
from bot.understanding.learned import classifier_of, read_lessons
from flows.understanding.intents import INTENTS, SURE_ENOUGH, Classifier, Intent

SENTENCES = Path(__file__).parent / "sentences.jsonl"
HELD_OUT = Path(__file__).parent / "sentences-held-out.jsonl"
"""Written after everything was set, and looked at once: nobody may learn from these."""


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    """What the bot understands with."""
    return classifier_of(LOCALES)


@pytest.fixture(scope="module")
def report(classifier: Classifier) -> IntentReport:
    """How sentences are understood that were not learned from."""
    return assess(classifier, labelled(SENTENCES))


def labelled(file: Path) -> list[Labelled]:
    """The sentences of a file."""
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [Labelled(line["text"], Intent(line["intent"])) for line in lines]


def test_nine_sentences_in_ten_are_understood(report: IntentReport) -> None:
    assert report.accuracy >= 0.9
    assert report.macro_f1 >= 0.9


def test_nine_of_the_sentences_that_nobody_set_anything_by_are_understood_too(classifier: Classifier) -> None:
    report = assess(classifier, labelled(HELD_OUT))

    assert report.accuracy >= 0.9
    assert report.calibration_error <= 0.08


def test_no_held_out_sentence_is_learned_from() -> None:
    texts = {each.text.casefold() for each in labelled(HELD_OUT)}

    assert [each.text for each in read_lessons(LOCALES).examples if each.text.casefold() in texts] == []


def test_confidence_is_what_it_says(report: IntentReport) -> None:
    assert report.calibration_error <= 0.08


def test_a_call_for_a_human_is_never_missed(report: IntentReport) -> None:
    missed = [each for each in report.judged if each.wanted is Intent.TALK_TO_HUMAN and not each.is_right]

    assert missed == []


def test_chances_sum_to_one(classifier: Classifier) -> None:
    assert float(classifier.chances("退款").sum()) == pytest.approx(1)
    assert float(classifier.chances("").sum()) == pytest.approx(1)
    assert len(classifier.chances("x")) == len(INTENTS)


@pytest.mark.parametrize("text", ["", "\u3000 ", "🎁🎁", "❤️", "。。。。", "?!", "~ ^_^ ~", "\u200b\u0000", "￥$%"])
def test_without_a_letter_or_a_digit_nothing_is_wanted(classifier: Classifier, text: str) -> None:
    guess = classifier.guess(text)

    assert (guess.intent, guess.also) == (Intent.OUT_OF_SCOPE, ())
    assert 0 < guess.confidence < SURE_ENOUGH
    assert guess.likely


@pytest.mark.parametrize("text", ["", " ", "?", "😀", "x" * 5000, "\u202e\u0000", "，。！"])
def test_nothing_that_can_be_typed_upsets_it(classifier: Classifier, text: str) -> None:
    guess = classifier.guess(text)

    assert guess.intent in INTENTS
    assert 0 <= guess.confidence <= 1


@pytest.mark.parametrize(
    ("text", "main", "further"),
    [
        ("退款拖了一周 我要投诉", Intent.COMPLAINT, Intent.REFUND),
        ("你好，我的订单到哪了", Intent.ORDER_STATUS, None),
        ("thanks, but where is my order?", Intent.ORDER_STATUS, None),
        ("I want a refund. And how do I get an invoice?", Intent.REFUND, Intent.INVOICE_OR_RECEIPT),
    ],
)
def test_a_line_may_have_more_than_one_wish(
    classifier: Classifier, text: str, main: Intent, further: Intent | None
) -> None:
    guess = classifier.guess(text)

    assert main in (guess.intent, *guess.also)
    assert further is None or further in (guess.intent, *guess.also)


@pytest.mark.parametrize("text", ["钱扣了卡没到!!!", "你们就是骗子", "this is a scam", "WHERE IS MY MONEY"])
def test_anger_is_noticed(classifier: Classifier, text: str) -> None:
    assert classifier.guess(text).is_angry


@pytest.mark.parametrize(
    "text",
    [
        "来两张steam50",
        "where is my order",
        "谢谢老板",
        "谢谢!!!",
        "OMG THANK YOU SO MUCH",
        "damn that was fast, thanks",
        "客服态度真好",
        "给我妈的手机充50",
        "买草莓音乐节的票",
        "怎么操作",
    ],
)
def test_calm_is_noticed_too(classifier: Classifier, text: str) -> None:
    assert not classifier.guess(text).is_angry


def test_who_declines_a_human_is_answered_by_what_else_is_said(classifier: Classifier) -> None:
    assert classifier.guess("不用客服了 已经好了 谢谢").intent is Intent.THANKS_OR_BYE
    assert classifier.guess("I don't need an agent, just tell me the price").intent is not Intent.TALK_TO_HUMAN
    assert classifier.guess("不用转人工，我自己会弄").intent is not Intent.TALK_TO_HUMAN


def test_however_certain_the_complaint_a_human_that_is_called_in_it_comes(classifier: Classifier) -> None:
    assert classifier.guess("你们这什么破机器人 骗子店 垃圾 答非所问 找个人处理").intent is Intent.TALK_TO_HUMAN


@pytest.mark.parametrize(
    "text",
    [
        "no more bots",
        "talk to a human, the card says already used",
        "your app is lovely, now put me through",
        "转人工 你们东西不错 就这个事说不清",
    ],
)
def test_who_insists_on_a_human_is_heard_in_any_sentence(classifier: Classifier, text: str) -> None:
    assert classifier.guess(text).intent is Intent.TALK_TO_HUMAN
