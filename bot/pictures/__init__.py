"""Pictures of numbers, drawn by a process of their own: the drawing library takes a second to load and much memory.

Not here: what is on them (bot.pictures.report), or when one is sent (bot.courier).
"""

import json
from pathlib import Path

from bot import child
from bot.child import ChildFailed
from flows.pages.questions import PHOTO
from flows.screens import Picture

SECONDS_TO_DRAW = 60
"""The library's first start on a machine looks at every font there is."""


class CannotDraw(Exception):
    """There is no picture; the message says why and what to do. What it would show can still be told in words."""


async def draw(picture: Picture, language: str) -> bytes:
    """The picture as PNG, or a receipt as PDF, its labels in `language`; a photo as its file is. Raises CannotDraw."""
    if picture.kind == PHOTO:
        return _photo(Path(picture.numbers["path"]))
    asked = json.dumps({"kind": picture.kind, "numbers": dict(picture.numbers), "language": language})
    try:
        return await child.ask("bot.pictures", asked.encode(), seconds=SECONDS_TO_DRAW)
    except TimeoutError:
        raise CannotDraw(f"the picture was not drawn within {SECONDS_TO_DRAW} s: try again later") from None
    except ChildFailed as failed:
        raise CannotDraw(str(failed)) from None


def _photo(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CannotDraw(f"{file} can't be read ({error}): put it back, or take it out of the answer") from None
