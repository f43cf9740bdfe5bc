"""Telegram's HTML becomes text and entities, and what it would refuse is refused in its words."""

import pytest
from aiogram.types import MessageEntity

from sandbox.entities import EntityError, Formatted, from_html, trimmed, utf16_length, with_found


def spans(formatted: Formatted) -> list[tuple[str, int, int]]:
    return [(one.type, one.offset, one.length) for one in formatted.entities]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("plain", "plain", []),
        ("<b>a</b><strong>b</strong>", "ab", [("bold", 0, 1), ("bold", 1, 1)]),
        ("<i>a</i> <em>b</em>", "a b", [("italic", 0, 1), ("italic", 2, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1), ("underline", 1, 1)]),
        ("<s>a</s><del>b</del>", "ab", [("strikethrough", 0, 1), ("strikethrough", 1, 1)]),
        ("<tg-spoiler>CODE</tg-spoiler>", "CODE", [("spoiler", 0, 4)]),
        ('<span class="tg-spoiler">CODE</span>', "CODE", [("spoiler", 0, 4)]),
        ("<blockquote>q</blockquote>", "q", [("blockquote", 0, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("😀<b>卡</b>", "😀卡", [("bold", 2, 1)]),  # an emoji takes two UTF-16 units
        ("a &lt;b&gt; &amp; &#65;&nbsp;", "a <b> & A&nbsp;", []),
        ("  <b> a </b>  ", "a", [("bold", 0, 1)]),
        ("<b></b>a", "a", []),
    ],
)
def test_html_is_read(source: str, text: str, expected: list[tuple[str, int, int]]) -> None:
    read = from_html(source)

    assert (read.text, spans(read)) == (text, expected)


def test_a_link_keeps_its_address_and_a_code_block_its_language() -> None:
    link = from_html('<a href="https://a.example/?x=1&amp;y=2">here</a>').entities[0]
    block = from_html('<pre><code class="language-python">x = 1</code></pre>').entities

    assert (link.type, link.url) == ("text_link", "https://a.example/?x=1&y=2")
    assert [(one.type, one.language) for one in block] == [("pre", "python")]


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>卡</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("<h1>a</h1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("a <b", "Unclosed start tag at byte offset 2"),
    ],
)
def test_bad_html_is_refused(source: str, complaint: str) -> None:
    with pytest.raises(EntityError) as refused:
        from_html(source)

    assert str(refused.value) == complaint


def test_commands_links_and_mentions_are_found_outside_of_code() -> None:
    text = "/start@xiaoer_bot see https://a.example/x, mail a@b.example or ask @ana_shop #help"
    code = MessageEntity(type="code", offset=0, length=5)

    assert [kind for kind, _, _ in spans(with_found(Formatted(text, [])))] == [
        "bot_command",
        "url",
        "email",
        "mention",
        "hashtag",
    ]
    assert spans(with_found(Formatted("/help", [code]))) == [("code", 0, 5)]


def test_trimming_moves_entities_along() -> None:
    kept = trimmed("  ab  ", [MessageEntity(type="bold", offset=1, length=3)])

    assert (kept.text, spans(kept)) == ("ab", [("bold", 0, 2)])


def test_lengths_count_utf16_units() -> None:
    assert utf16_length("a卡😀") == 4
