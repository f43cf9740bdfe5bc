"""Texts and captions of a call: parse mode and entities into what a message keeps, within Telegram's
lengths.

Not here: HTML itself (`entities`). Of the parse modes only HTML is spoken; others are refused as
unsupported.
"""

from aiogram.types import MessageEntity

from sandbox.api.refusals import bad_request
from sandbox.entities import EntityError, Formatted, from_html, trimmed, utf16_length, with_found

MOST_TEXT = 4096
MOST_CAPTION = 1024


def message_text(text: str, parse_mode: str | None, entities: list[MessageEntity] | None) -> dict[str, object]:
    """Return the Message fields of a text. Raises a Refusal when it is empty, too long or can't be parsed."""
    formatted = _formatted(text, parse_mode, entities)
    if not formatted.text:
        raise bad_request("message text is empty")
    if len(formatted.text) > MOST_TEXT:
        raise bad_request("message is too long")
    return {"text": formatted.text, "entities": formatted.entities or None}


def caption(text: str | None, parse_mode: str | None, entities: list[MessageEntity] | None) -> dict[str, object]:
    """Return the Message fields of a caption, both None when there is none."""
    formatted = _formatted(text or "", parse_mode, entities)
    if len(formatted.text) > MOST_CAPTION:
        raise bad_request("message caption is too long")
    return {"caption": formatted.text or None, "caption_entities": formatted.entities or None}


def _formatted(text: str, parse_mode: str | None, entities: list[MessageEntity] | None) -> Formatted:
    if parse_mode and parse_mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    if not parse_mode:
        return with_found(trimmed(text, [_checked(entity, text) for entity in entities or []]))
    try:
        return with_found(from_html(text))
    except EntityError as error:
        raise bad_request(f"can't parse entities: {error}") from None


def _checked(entity: MessageEntity, text: str) -> MessageEntity:
    if entity.offset < 0 or entity.length <= 0 or entity.offset + entity.length > utf16_length(text):
        raise bad_request("entity beyond the end of the text")
    return entity
