"""A message's text with its entities as HTML: every character escaped, every link checked.

Not here: how a spoiler or a quote looks and opens (`style.css`, `message_list`). Offsets count UTF-16 code
units, as the Bot API's do.
"""

from html import escape
from urllib.parse import urlsplit

from sandbox.screens import Span

SAFE_SCHEMES = {"http", "https", "mailto", "tel", "tg"}

_TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "code": ('<code class="copies">', "</code>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ('<blockquote class="expandable">', "</blockquote>"),
    "spoiler": ('<span class="spoiler" tabindex="0" role="button">', "</span>"),
    "mention": ('<span class="mention">', "</span>"),
    "hashtag": ('<span class="mention">', "</span>"),
}

_OWN_LINES = {"blockquote", "expandable_blockquote", "pre"}


def to_html(text: str, spans: list[Span]) -> str:
    """Write the text as HTML; entities that overlap without nesting are split, as Telegram does."""
    units = text.encode("utf-16-le", "surrogatepass")
    end = len(units) // 2
    return _render(units, sorted(spans, key=lambda one: (one.offset, -one.length)), 0, end)


def safe_address(url: str) -> str | None:
    """Return the address to link to, completed when it is only a host; None when it must not be a link."""
    host, _, rest = url.partition("/")[0].partition(":")
    is_only_a_host = "." in host and (not rest or rest.isdigit())
    completed = f"https://{url}" if is_only_a_host else url
    try:
        scheme = urlsplit(completed).scheme
    except ValueError:
        return None
    return completed if scheme.lower() in SAFE_SCHEMES else None


def _render(units: bytes, spans: list[Span], start: int, end: int) -> str:
    """Write the units from start to end, which all the spans lie within, outermost first."""
    html, position, waiting = "", start, list(spans)
    while waiting:
        outer, *rest = waiting
        stop = min(outer.offset + outer.length, end)
        inner = [_clipped(one, outer.offset, stop) for one in rest if one.offset < stop]
        waiting = [_clipped(one, stop, end) for one in rest if one.offset + one.length > stop]
        before, after = _tags(outer, _text(units, outer.offset, stop))
        html += escape(_text(units, min(position, outer.offset), outer.offset))
        html += before + _render(units, inner, outer.offset, stop) + after
        position = stop + _line_end(units, stop) if outer.kind in _OWN_LINES else stop
    return html + escape(_text(units, position, end))


def _clipped(span: Span, start: int, end: int) -> Span:
    first, last = max(span.offset, start), min(span.offset + span.length, end)
    return span.model_copy(update={"offset": first, "length": last - first})


def _text(units: bytes, start: int, end: int) -> str:
    return units[start * 2 : end * 2].decode("utf-16-le", "replace")


def _line_end(units: bytes, position: int) -> int:
    """Return how much to skip there: what follows a quote begins a new line anyway."""
    return 1 if _text(units, position, position + 1) == "\n" else 0


def _tags(span: Span, inside: str) -> tuple[str, str]:
    match span.kind:
        case "url" | "text_link":
            return _link(span.url or inside)
        case "email":
            return _link(f"mailto:{inside}")
        case "phone_number":
            return _link(f"tel:{inside}")
        case "bot_command":
            return f'<a class="says" tabindex="0" role="button" data-say="{escape(inside)}">', "</a>"
        case "pre":
            language = f'<span class="language">{escape(span.language)}</span>' if span.language else ""
            return f'<pre class="copies">{language}', "</pre>"
        case kind:
            return _TAGS.get(kind, ("", ""))


def _link(url: str) -> tuple[str, str]:
    address = safe_address(url)
    if address is None:
        return "", ""
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">', "</a>"
