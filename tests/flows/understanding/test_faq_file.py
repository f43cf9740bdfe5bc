"""A file of questions is read whole or not at all, and each problem names its line."""

import pytest

from flows.understanding.faq_file import Entry, merged, read
from flows.understanding.intents import Intent

GOOD = """\
[[questions]]
id = "parking"
asked = ["Where can I park?", "car park"]
answer = "<b>Behind</b> the house."
buttons = ["menu"]
words = ["garage"]
goods = ["car"]
intent = "maintenance_info"
picture = "map.png"

[[questions]]
id = "dogs"
is_off = true
"""


def problems(text: str) -> list[str]:
    return list(read(text, buttons={"menu", "orders"}, pictures={"map.png"}).problems)


def test_a_good_file_is_read() -> None:
    assert read(GOOD, buttons={"menu"}, pictures={"map.png"}).entries == (
        Entry(
            "parking",
            asked=("Where can I park?", "car park"),
            answer="<b>Behind</b> the house.",
            buttons=("menu",),
            words=("garage",),
            goods=("car",),
            intent=Intent.MAINTENANCE_INFO,
            picture="map.png",
        ),
        Entry("dogs", is_off=True),
    )


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('id = "parking"', 'id = "Car Park"', "line 2, id: must be small letters"),
        ('id = "dogs"\nis_off = true', 'id = "parking"\nis_off = true', "line 12, id: parking is there already"),
        ('asked = ["Where can I park?", "car park"]\n', "", "line 1, asked: must be at least one question"),
        ('asked = ["Where can I park?", "car park"]', "asked = [3]", "line 3, asked: must be texts in quotes"),
        ('["Where can I park?"', f'["{"x" * 61}"', "line 3, asked: begins with the title"),
        ('answer = "<b>Behind</b> the house."\n', "", "line 1, answer: must be a text in quotes"),
        ("<b>Behind</b>", "<b>Behind", "line 4, answer: never closes <b>"),
        ("<b>Behind</b>", "<b>Behind</i>", "line 4, answer: closes <i>"),
        ("<b>Behind</b>", "<h1>Behind</h1>", "line 4, answer: has a tag <h1>"),
        ("<b>Behind</b>", "<b class='x'>Behind</b>", "line 4, answer: has a tag <b> with other attributes"),
        ("<b>Behind</b>", "5 < 6", "line 4, answer: has a bare <; write it as &lt;"),
        ("<b>Behind</b>", "Behind<br/>", "line 4, answer: has <br/>, which the platform doesn't read"),
        ("<b>Behind</b>", "Behind<!--it-->", "line 4, answer: has <!it>, which the platform doesn't read"),
        ("the house", "the house" * 200, "line 4, answer: has 18"),
        ('buttons = ["menu"]', 'buttons = ["pay"]', "line 5, buttons: there is no button pay; there are menu, orders"),
        ('words = ["garage"]', 'wods = ["garage"]', "line 6, wods: is no field of a question"),
        ("maintenance_info", "parking", "line 8, intent: there is no intent parking"),
        ("map.png", "plan.png", "line 9, picture: there is no file plan.png"),
        ("map.png", "map.pdf", "line 9, picture: must be the name of a PNG or JPEG file"),
        ("is_off = true", 'is_off = "yes"', "line 13, is_off: is true, or left out"),
    ],
)
def test_a_problem_names_its_line(old: str, new: str, problem: str) -> None:
    assert old in GOOD

    assert problems(GOOD.replace(old, new))[0].startswith(problem)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[[questions]]\nid = "parking', "not a TOML file: "),
        ('title = "FAQ"', "line 1: it should hold [[questions]]"),
        ("questions = 3", "line 1: it should hold [[questions]]"),
        ("[[questions]]\n" * 201, "line 1: there are 201 questions"),
        ("questions = [{ id = 'a' }]", "line 1, asked: "),
    ],
)
def test_what_is_no_file_of_questions_is_said_so(text: str, problem: str) -> None:
    assert problems(text)[0].startswith(problem)


def test_what_is_written_as_an_entity_is_no_tag() -> None:
    assert problems(GOOD.replace("<b>Behind</b>", "<b>5 &lt; 6 &amp; 7 &#62; 6</b>")) == []


def test_links_may_be_given() -> None:
    assert problems(GOOD.replace("the house", "<a href='https://example.com'>the house</a>")) == []


def test_a_later_entry_stands_for_an_earlier_one_in_its_language() -> None:
    ours = [("en", [Entry("a", ("A?",), "ours", ("menu",))]), ("zh-CN", [Entry("a", ("甲？",), "我们的")])]

    (question,) = merged([*ours, ("en", [Entry("a", ("A!",), "theirs", ("orders",))])])

    assert question.answer == {"en": "theirs", "zh-CN": "我们的"}
    assert question.asked == {"en": ("A!",), "zh-CN": ("甲？",)}
    assert question.buttons == ("orders",)


def test_a_question_that_is_off_in_one_language_is_off() -> None:
    ours = [("en", [Entry("a", ("A?",), "ours")]), ("zh-CN", [Entry("a", ("甲？",), "我们的")])]

    assert merged([*ours, ("zh-CN", [Entry("a", is_off=True)])]) == []
