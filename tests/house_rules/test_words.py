"""What people read is complete in every language, well formed, and right for one and for two.

Not here: whether code says what there is (test_sayings), or whether it fits a phone (tests/flows/pages).
"""

import re

import pytest
from fluent.syntax.ast import Pattern, Placeable

from tests.house_rules.messages import Locale, case, choices, locale_of, locales, readings, value_in, values

SHOWN_AS_WRITTEN = ("button-", "command-", "gateway-", "keywords-", "language-", "resume-continue", "tap-outdated")
"""Keys of buttons, toasts and typed words: a tag would be seen."""

TAGS = {"a", "b", "blockquote", "code", "i", "pre", "s", "tg-spoiler", "u"}
"""What the platform reads (Source: Bot API, formatting options), as far as we need it."""

COUNTS = {"count", "least", "left", "minutes", "most", "quantity", "wanted"}
NO_PLURALS = {"has", "is", "was"}


def uneven(every: dict[str, Locale]) -> list[str]:
    """Messages that some language lacks, or that need other values or know other cases there."""
    keys = sorted({key for locale in every.values() for key in locale})
    return [f"{key} {trouble}" for key in keys if (trouble := _difference(key, every))]


def badly_tagged(locale: Locale) -> list[str]:
    """Messages with a tag that is unknown, unbalanced or would be seen, or with a bare < > &."""
    return [key for key, pattern in locale.items() if any(_tag_trouble(key, text) for text in readings(pattern))]


def badly_counted(locale: Locale) -> list[str]:
    """English messages that would say '1 minutes', or tell one from many only to say the same."""
    return [key for key, pattern in locale.items() if _counts_badly(pattern)]


def _difference(key: str, every: dict[str, Locale]) -> str | None:
    if missing := [language for language, locale in every.items() if key not in locale]:
        return f"is missing in {', '.join(missing)}"
    first, *others = [locale[key] for locale in every.values()]
    if any(values(other) != values(first) for other in others):
        return "needs other values"
    if any(_cases(other) != _cases(first) for other in others):
        return "knows other cases"
    return None


def _cases(pattern: Pattern) -> list[set[str]]:
    """The named cases; those of plurals differ from language to language."""
    named = [{case(each) for each in choice.variants} - {"one", "other"} for choice in choices(pattern)]
    return [cases for cases in named if cases]


def _tag_trouble(key: str, text: str) -> bool:
    opened: list[str] = []
    for closing, name in re.findall(r"<(/?)([a-z-]+)>", text):
        if name not in TAGS or (closing and (not opened or opened.pop() != name)):
            return True
        if not closing:
            opened.append(name)
    rest = re.sub(r"</?[a-z-]+>|&(?:amp|lt|gt|quot);", "", text)
    return bool(opened) or any(sign in rest for sign in "<>&") or (key.startswith(SHOWN_AS_WRITTEN) and "<" in text)


def _counts_badly(pattern: Pattern) -> bool:
    """Whether a count is followed by a plural where it may be one."""
    places = zip(pattern.elements, pattern.elements[1:], strict=False)
    if any(_is_count(before) and _is_plural(getattr(after, "value", "")) for before, after in places):
        return True
    return any(_chooses_badly({case(each): each.value for each in choice.variants}) for choice in choices(pattern))


def _chooses_badly(cases: dict[str, Pattern]) -> bool:
    """Where 'one' is told apart, 'other' may be plural, and must then be something else."""
    if "one" not in cases:
        return any(_counts_badly(each) for each in cases.values())
    return _counts_badly(cases["one"]) or readings(cases["one"]) == readings(cases["other"])


def _is_count(element: object) -> bool:
    return isinstance(element, Placeable) and value_in(element.expression) in COUNTS


def _is_plural(text: str) -> bool:
    word = re.match(r" ([a-z]+s)\b", text)
    return word is not None and word.group(1) not in NO_PLURALS


@pytest.mark.parametrize(
    ("english", "chinese", "trouble"),
    [
        ("menu = Hi", "", "menu is missing in zh-CN"),
        ("menu = Hi { $name }", "menu = 您好", "menu needs other values"),
        ("menu = { $n ->\n  [a] x\n *[b] y\n }", "menu = { $n ->\n  [a] x\n *[c] y\n }", "menu knows other cases"),
    ],
)
def test_what_differs_between_languages_is_reported(english: str, chinese: str, trouble: str) -> None:
    assert uneven({"en": locale_of(english), "zh-CN": locale_of(chinese)}) == [trouble]


def test_plurals_may_differ_between_languages() -> None:
    english = locale_of("left = { $n ->\n  [one] { $n } card\n *[other] { $n } cards\n }")
    chinese = locale_of("left = { $n } 张")

    assert uneven({"en": english, "zh-CN": chinese}) == []


@pytest.mark.parametrize(
    "message",
    [
        "menu = <b>Hi",
        "menu = Hi</b>",
        "menu = <b><i>Hi</b></i>",
        "menu = <h1>Hi</h1>",
        "menu = 1 < 2",
        "menu = you & me",
        "button-menu = <b>Menu</b>",
        "menu = { $n ->\n  [one] <b>Hi\n *[other] Hi\n }",
    ],
)
def test_a_tag_the_platform_would_stumble_over_is_reported(message: str) -> None:
    assert badly_tagged(locale_of(message)) == [message.partition(" ")[0]]


@pytest.mark.parametrize(
    "message", ["menu = <b>Hi</b> <i>{ $name }</i>", "menu = you &amp; me", "button-menu = ‹ Back"]
)
def test_a_tag_of_the_platforms_is_fine(message: str) -> None:
    assert badly_tagged(locale_of(message)) == []


@pytest.mark.parametrize(
    "message",
    [
        "hold = for { $minutes } minutes",
        "hold = { $minutes ->\n  [one] { $minutes } minutes\n *[other] { $minutes } minutes\n }",
        "left = { $left ->\n  [one] the last\n *[other] the last\n }",
        "left = { $left ->\n  [0] sold out\n *[other] { $left } cards left\n }",
    ],
)
def test_a_wrong_plural_is_reported(message: str) -> None:
    assert badly_counted(locale_of(message)) == [message.partition(" ")[0]]


@pytest.mark.parametrize(
    "message",
    [
        "hold = { $minutes ->\n  [one] { $minutes } minute\n *[other] { $minutes } minutes\n }",
        "left = only { $left } left",
        "needed = { $wanted } is needed",
    ],
)
def test_a_right_plural_is_fine(message: str) -> None:
    assert badly_counted(locale_of(message)) == []


def test_every_language_says_everything_with_the_same_values() -> None:
    assert uneven(locales()) == []


@pytest.mark.parametrize("language", locales())
def test_every_tag_is_one_the_platform_reads(language: str) -> None:
    assert badly_tagged(locales()[language]) == []


def test_english_tells_one_from_many() -> None:
    assert badly_counted(locales()["en"]) == []
