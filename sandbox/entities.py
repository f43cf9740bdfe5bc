"""Formatted text: Telegram's HTML read into entities, and the commands, links and mentions it finds by
itself.

Not here: which parse modes a bot may name (`api.texts`). Offsets and lengths count UTF-16 code units, as
Telegram's do. Source: the Bot API's "Formatting options", and the wording of tdlib's parser.
"""

import re
from dataclasses import dataclass, field
from html import unescape

from aiogram.types import MessageEntity

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_TOKEN = re.compile(
    r"<(?P<close>/?)(?P<name>[^\s>/]*)(?P<rest>[^>]*)(?P<end>>?)|&(?:lt|gt|amp|quot|#\d+|#x[\da-f]+);", re.I
)
_ATTRIBUTE = re.compile(r"""([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_FOUND_BY_ITSELF = re.compile(
    r"(?P<bot_command>(?<![\w/<])/[a-zA-Z0-9_]{1,32}(?:@\w{3,32})?)"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?P<url>https?://[^\s<>\"]*[^\s<>\".,!?;:)]|(?<![\w@.])(?:[\w-]+\.)+(?:com|org|net|me|cn|io)\b(?:/[^\s<>\"]*)?)"
    r"|(?P<mention>(?<!\w)@\w{4,32})"
    r"|(?P<hashtag>(?<!\w)#\w*[^\W\d]\w*)"
)


class EntityError(Exception):
    """Text that Telegram can't parse; the message continues "can't parse entities: "."""


@dataclass(frozen=True)
class Formatted:
    text: str
    entities: list[MessageEntity]


@dataclass
class _Open:
    """A start tag whose end has not come yet."""

    name: str
    offset: int
    attributes: dict[str, str]


@dataclass
class _Reading:
    text: str = ""
    length: int = 0
    opened: list[_Open] = field(default_factory=list)
    entities: list[MessageEntity] = field(default_factory=list)

    def add(self, plain: str) -> None:
        self.text += plain
        self.length += utf16_length(plain)


def utf16_length(text: str) -> int:
    """Count UTF-16 code units, the unit of every offset in the Bot API."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def from_html(source: str) -> Formatted:
    """Read Telegram's subset of HTML. Raises EntityError, in Telegram's words, for anything else."""
    reading = _Reading()
    position = 0
    for token in _TOKEN.finditer(source):
        reading.add(source[position : token.start()])
        position = token.end()
        at = len(source[: token.start()].encode())
        if token["name"] is None:
            reading.add(unescape(token[0]))
        elif not token["end"]:
            raise EntityError(f"Unclosed {'end' if token['close'] else 'start'} tag at byte offset {at}")
        elif token["close"]:
            _close(reading, token["name"].lower(), at)
        else:
            _open(reading, token["name"].lower(), token["rest"], at)
    reading.add(source[position:])
    if reading.opened:
        raise EntityError(f'Can\'t find end tag corresponding to start tag "{reading.opened[-1].name}"')
    return trimmed(reading.text, reading.entities)


def trimmed(text: str, entities: list[MessageEntity]) -> Formatted:
    """Drop white space at both ends, as Telegram does, and move the entities along; empty ones vanish."""
    lead = utf16_length(text) - utf16_length(text.lstrip())
    kept_text = text.strip()
    end = utf16_length(kept_text)
    kept = []
    for entity in sorted(entities, key=lambda one: (one.offset, -one.length)):
        first = max(entity.offset - lead, 0)
        last = min(entity.offset + entity.length - lead, end)
        if last > first:
            kept.append(entity.model_copy(update={"offset": first, "length": last - first}))
    return Formatted(kept_text, kept)


def with_found(formatted: Formatted) -> Formatted:
    """Add the commands, links, mentions and hashtags Telegram recognises where nothing else is marked."""
    found = [
        MessageEntity(
            type=match.lastgroup or "",
            offset=utf16_length(formatted.text[: match.start()]),
            length=utf16_length(match[0]),
        )
        for match in _FOUND_BY_ITSELF.finditer(formatted.text)
    ]
    literal = [one for one in formatted.entities if one.type in ("code", "pre", "text_link")]
    free = [one for one in found if not any(_overlap(one, other) for other in literal)]
    return Formatted(formatted.text, sorted([*formatted.entities, *free], key=lambda one: (one.offset, -one.length)))


def _open(reading: _Reading, name: str, rest: str, at: int) -> None:
    attributes = {
        match[1].lower(): unescape(match[2] or match[3] or match[4] or "") for match in _ATTRIBUTE.finditer(rest)
    }
    if name not in _KINDS:
        raise EntityError(f'Unsupported start tag "{name}" at byte offset {at}')
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise EntityError(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
    reading.opened.append(_Open(name, reading.length, attributes))


def _close(reading: _Reading, name: str, at: int) -> None:
    if not reading.opened:
        raise EntityError(f"Unexpected end tag at byte offset {at}")
    opened = reading.opened.pop()
    if name not in (opened.name, ""):
        raise EntityError(f'Unmatched end tag at byte offset {at}, expected "</{opened.name}>", found "</{name}>"')
    length = reading.length - opened.offset
    if length and not _is_language_of_pre(reading, opened):
        reading.entities.append(_entity(opened, length, reading))


def _is_language_of_pre(reading: _Reading, opened: _Open) -> bool:
    """`<pre><code class="language-x">` is one entity: the inner tag only names the outer one's language."""
    around = reading.opened[-1] if reading.opened else None
    if opened.name != "code" or around is None or around.name != "pre" or around.offset != opened.offset:
        return False
    around.attributes.setdefault("class", opened.attributes.get("class", ""))
    return True


def _entity(opened: _Open, length: int, reading: _Reading) -> MessageEntity:
    kind = _KINDS[opened.name]
    if opened.name == "blockquote" and "expandable" in opened.attributes:
        kind = "expandable_blockquote"
    language = opened.attributes.get("class", "").removeprefix("language-") if kind == "pre" else ""
    inner = reading.text.encode("utf-16-le")[opened.offset * 2 :].decode("utf-16-le")
    return MessageEntity(
        type=kind,
        offset=opened.offset,
        length=length,
        url=(opened.attributes.get("href") or inner) if kind == "text_link" else None,
        language=language or None,
        custom_emoji_id=opened.attributes.get("emoji-id"),
    )


def _overlap(one: MessageEntity, other: MessageEntity) -> bool:
    return one.offset < other.offset + other.length and other.offset < one.offset + one.length
