"""Text and its entities as HTML: nested, overlapping and hostile; and where a link may lead."""

import pytest

from sandbox.entities import from_html
from sandbox.page.links import BotLink, InvoiceLink, read_link
from sandbox.page.rich_text import safe_address, to_html
from sandbox.screens import Span


def shown(source: str) -> str:
    """Telegram's HTML, through its entities, back as the page shows it."""
    read = from_html(source)
    spans = [
        Span(**one.model_dump(include={"offset", "length", "url", "language"}), kind=one.type) for one in read.entities
    ]
    return to_html(read.text, spans)


def span(kind: str, offset: int, length: int, url: str | None = None) -> Span:
    return Span(kind=kind, offset=offset, length=length, url=url)


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<b>a <i>b</i></b> c", "<b>a <i>b</i></b> c"),
        ("😀<b>粗</b>", "😀<b>粗</b>"),  # the face is two UTF-16 units
        ("<u>a</u><s>b</s>", "<u>a</u><s>b</s>"),
        ("1 &lt; 2 &amp;&amp; <b>&lt;i&gt;</b>", "1 &lt; 2 &amp;&amp; <b>&lt;i&gt;</b>"),
        ("a\n<blockquote>b</blockquote>\nc", "a\n<blockquote>b</blockquote>c"),
    ],
)
def test_entities_become_tags(source: str, html: str) -> None:
    assert shown(source) == html


def test_entities_that_overlap_are_split_and_nothing_is_said_twice() -> None:
    html = to_html("abcdef", [span("bold", 0, 4), span("italic", 2, 4)])

    assert html == "<b>ab<i>cd</i></b><i>ef</i>"


def test_an_entity_beyond_the_end_of_the_text_is_cut() -> None:
    assert to_html("ab", [span("bold", 1, 9)]) == "a<b>b</b>"


def test_an_unknown_entity_leaves_the_text_alone() -> None:
    assert to_html("ab", [span("custom_emoji", 0, 2)]) == "ab"


@pytest.mark.parametrize(
    ("kind", "text", "url"),
    [
        ("text_link", "click", "javascript:alert(1)"),
        ("text_link", "click", "data:text/html,<script>"),
        ("url", "javascript:alert(1)", None),
        ("text_link", "click", "http://[broken"),
    ],
)
def test_a_dangerous_address_is_no_link(kind: str, text: str, url: str | None) -> None:
    assert to_html(text, [span(kind, 0, len(text), url)]) == text


def test_quotes_cannot_leave_an_attribute() -> None:
    html = to_html("x", [span("text_link", 0, 1, 'https://a.test/"onmouseover="x')])

    assert 'href="https://a.test/&quot;onmouseover=&quot;x"' in html


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("example.test/a?b=1", "https://example.test/a?b=1"),
        ("example.test:8080", "https://example.test:8080"),
        ("http://127.0.0.1:8081/gateway/pay", "http://127.0.0.1:8081/gateway/pay"),
        ("mailto:a@b.test", "mailto:a@b.test"),
        ("tg://resolve?domain=x", "tg://resolve?domain=x"),
        ("ftp://example.test/x", None),
        ("vbscript:x", None),
        ("example.test:8080:x", None),
    ],
)
def test_an_address_is_completed_or_refused(url: str, address: str | None) -> None:
    assert safe_address(url) == address


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://t.me/shop_bot", BotLink("shop_bot", None)),
        ("https://t.me/shop_bot?start=p_7", BotLink("shop_bot", "p_7")),
        ("tg://resolve?domain=shop_bot&start=", BotLink("shop_bot", "")),
        ("https://t.me/$invoice1x2", InvoiceLink("invoice1x2")),
        ("https://t.me/", None),
        ("https://example.test/shop_bot", None),
    ],
)
def test_telegrams_own_links_are_read(url: str, link: BotLink | InvoiceLink | None) -> None:
    assert read_link(url) == link
