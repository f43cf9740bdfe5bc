"""The voice: right names, money, dates and plurals, and nothing a person typed becomes markup."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from backend.money import Money
from bot.settings import LOCALES
from bot.voice import MissingWords, Voice, bare
from flows.screens import Button, Screen, button, screen_to_json
from flows.words import Written, words
from storage.conversations import SavedScreen
from storage.secrets import Secret

NOON_IN_SHANGHAI = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def voice() -> Voice:
    """The shop's own voice."""
    return Voice(LOCALES, time_zone=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def made_up(tmp_path: Path) -> Voice:
    """A voice with one language and the messages these tests need."""
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "test.ftl").write_text(
        "list = Lines:\n    { $lines }\nsays = { $text }!\nterms = one, two，三\n"
    )
    return Voice(tmp_path, time_zone=ZoneInfo("Asia/Shanghai"))


def saved(screen: Screen, language: str = "en") -> SavedScreen:
    """The screen as a row would hold it."""
    content, actions = screen_to_json(screen)
    return SavedScreen(1, 5, 1, None, None, "token", None, screen.subject, language, content, actions, NOON_IN_SHANGHAI)


@pytest.mark.parametrize(
    ("language", "amount", "said"),
    [
        ("en", Money(123450, "CNY"), "CN¥1,234.50"),
        ("zh-CN", Money(123450, "CNY"), "¥1,234.50"),
        ("en", Money(500, "USD"), "$5.00"),
        ("zh-CN", Money(500, "USD"), "US$5.00"),
        ("en", Money(30, "XTR"), "30 ⭐"),
        ("en", Money(5, "JPY"), "¥5"),
    ],
)
def test_money_is_written_as_its_reader_writes_it(voice: Voice, language: str, amount: Money, said: str) -> None:
    assert said in voice.say(words("order-total", total=amount), language)


@pytest.mark.parametrize(("language", "said"), [("en", "Mar 2 12:00"), ("zh-CN", "3月2日 12:00")])
def test_times_are_told_in_the_shops_zone(voice: Voice, language: str, said: str) -> None:
    assert said in voice.say(words("human-asked-before", since=NOON_IN_SHANGHAI), language)


@pytest.mark.parametrize(("count", "said"), [(1, "1 product for"), (2, "2 products for")])
def test_english_counts_in_plurals(voice: Voice, count: int, said: str) -> None:
    assert said in voice.say(words("search-found", count=count, text="steam"), "en")


def test_what_a_person_typed_is_never_markup(voice: Voice) -> None:
    typed = '<a href="tg://user?id=1">you</a> & <b>me</b>'

    text = voice.say(words("menu", name=typed, shop="Shop"), "en")

    assert "&lt;a href=" in text
    assert "<a" not in text
    assert typed in bare(text)


def test_a_list_is_one_line_each_and_words_nest(made_up: Voice) -> None:
    lines = [words("says", text="<1>"), words("says", text=words("says", text="2"))]

    assert made_up.say(words("list", lines=lines), "en") == "Lines:\n&lt;1&gt;!\n2!!"


def test_labels_are_one_plain_line(made_up: Voice) -> None:
    assert made_up.label(words("says", text="a < b\nc"), "en") == "a < b c!"


def test_terms_are_split_at_either_comma(made_up: Voice) -> None:
    assert made_up.terms("terms", "en") == ["one", "two", "三"]


def test_a_missing_message_or_argument_is_an_error_and_not_silence(made_up: Voice) -> None:
    with pytest.raises(MissingWords):
        made_up.say(words("nothing"), "en")
    with pytest.raises(MissingWords):
        made_up.say(words("says"), "en")


def test_a_language_we_do_not_speak_is_answered_in_english(made_up: Voice) -> None:
    assert made_up.say(words("says", text="hi"), "fr") == "hi!"


def test_buttons_carry_a_token_or_an_address(voice: Voice) -> None:
    screen = Screen(
        words("menu", name="Ana", shop="Shop"),
        ((button("button-menu", "menu"), Button(words("button-to-the-shop"), url="https://t.me/x")),),
    )

    rendered = voice.show(saved(screen))

    assert rendered.keyboard == [
        [{"text": "🏠 Menu", "callback_data": "b:token:0"}, {"text": "To the shop", "url": "https://t.me/x"}]
    ]


def test_codes_are_hidden_until_touched_and_can_be_copied(voice: Voice) -> None:
    screen = Screen(words("menu", name="Ana", shop="Shop"), codes_of=1)

    rendered = voice.show(saved(screen), codes=[Secret("A<1>"), Secret("B")])

    assert "<tg-spoiler><code>A&lt;1&gt;</code></tg-spoiler>" in rendered.text
    assert [row[0]["copy_text"] for row in rendered.keyboard] == [{"text": "A<1>"}, {"text": "B"}]


@pytest.mark.parametrize("length", [2500, 2501, 4096])
def test_a_text_is_said_whole_however_long(made_up: Voice, length: int) -> None:
    assert made_up.say(words("says", text="&" * length), "en") == "&amp;" * length + "!"


def test_what_marks_a_long_text_stands_for_nothing_in_anybodys_own(made_up: Voice) -> None:
    said = made_up.say(words("list", lines=[words("says", text="x" * 3000), words("says", text="\ufdd00\ufdd0")]), "en")

    assert said == f"Lines:\n{'x' * 3000}!\n0!"


def test_a_text_of_the_shops_files_is_said_as_html_and_is_plain_on_a_button() -> None:
    texts = {"zh-CN": {"a": "<b>甲</b> &amp; 乙"}, "en": {"a": "<b>A</b> &amp; B"}}
    voice = Voice(LOCALES, time_zone=ZoneInfo("Asia/Shanghai"), written=texts)

    assert voice.say(words("lines", lines=Written("a")), "en") == "<b>A</b> &amp; B"
    assert voice.label(words("button-question", title=Written("a")), "zh-CN") == "甲 & 乙"


def test_a_text_of_another_language_is_better_than_none_and_a_lost_one_says_so() -> None:
    voice = Voice(LOCALES, time_zone=ZoneInfo("Asia/Shanghai"), written={"zh-CN": {"a": "甲"}})

    assert voice.say(words("lines", lines=Written("a")), "en") == "甲"
    assert "taken this answer down" in voice.say(words("lines", lines=Written("b")), "en")
