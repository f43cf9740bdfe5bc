"""Receipts: draws the PDF that a receipt is sent with, from the very lines that its message has.

Not here: the lines (flows.pages.receipts), or the drawing (bot.pictures.receipt). Where it can't be drawn, the message
goes out without it: it says the same.
"""

from typing import Any

import structlog

from bot import pictures
from bot.drivers.driver import Upload
from bot.voice import Voice
from flows.pages.receipts import KIND
from flows.screens import Picture, Sheet, sheet_of
from flows.words import Arg, Words, from_json, words
from storage.conversations import SavedScreen

log = structlog.get_logger()


class Receipts:
    """Draws receipts in the language of their readers."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    async def draw(self, screen: SavedScreen) -> Upload | None:
        """The receipt that the screen is to be sent with; None if it has none, was sent before, or can't be drawn."""
        sheet = receipt_of(screen)
        if sheet is None or screen.message_id is not None:
            return None
        try:
            drawn = await pictures.draw(Picture(KIND, self._numbers(screen)), screen.language)
        except pictures.CannotDraw as reason:
            log.warning("no receipt", screen_id=screen.id, reason=str(reason))
            return None
        return Upload(drawn, sheet.name)

    def _numbers(self, screen: SavedScreen) -> dict[str, Any]:  # Any: plain JSON
        said = from_json(screen.content["text"]).args
        say = self._say(screen.language)
        return {
            "shop": say(said["shop"]),
            "title": say(words("receipt-title")),
            "lines": [[say(line.args["label"]), say(line.args["value"])] for line in _lines(said["lines"])],
            "note": say(said["note"]),
        }

    def _say(self, language: str) -> Any:  # Any: what says one value
        return lambda value: self._voice.label(Words("receipt-value", {"value": value}), language)


def receipt_of(screen: SavedScreen) -> Sheet | None:
    """The receipt of a kept screen, if that is what it is sent with."""
    sheet = sheet_of(screen.content)
    return sheet if sheet is not None and sheet.kind == KIND else None


def _lines(said: Arg) -> list[Words]:
    if not isinstance(said, list):
        raise TypeError("a receipt's lines are a list")
    return said
