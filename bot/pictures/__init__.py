"""Pictures of numbers, drawn by a process of their own: the drawing library takes a second to load and much memory.

Not here: what is on them (bot.pictures.report), or when one is sent (bot.courier).
"""

import asyncio
import json
import os
import sys
from pathlib import Path

from flows.pages.questions import PHOTO
from flows.screens import Picture

SECONDS_TO_DRAW = 60
"""The library's first start on a machine looks at every font there is."""

_HERE = Path(__file__).parent.parent.parent
_INHERITED = ("PATH", "HOME", "LANG", "XDG_CACHE_HOME", "MPLCONFIGDIR", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
"""What finding fonts needs of the environment; our token and key are none of it."""


class CannotDraw(Exception):
    """There is no picture; the message says why and what to do. What it would show can still be told in words."""


async def draw(picture: Picture, language: str) -> bytes:
    """The picture as PNG, or a receipt as PDF, its labels in `language`; a photo as its file is. Raises CannotDraw."""
    if picture.kind == PHOTO:
        return _photo(Path(picture.numbers["path"]))
    asked = json.dumps({"kind": picture.kind, "numbers": dict(picture.numbers), "language": language})
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.pictures",
        cwd=_HERE,
        env={name: os.environ[name] for name in _INHERITED if name in os.environ},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(SECONDS_TO_DRAW):
            drawn, complaint = await process.communicate(asked.encode())
    except TimeoutError:
        raise CannotDraw(f"the picture was not drawn within {SECONDS_TO_DRAW} s: try again later") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise CannotDraw(_last_line(complaint))
    return drawn


def _photo(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CannotDraw(f"{file} can't be read ({error}): put it back, or take it out of the answer") from None


def _last_line(complaint: bytes) -> str:
    """What the drawing process said at its end: one sentence of ours, or the last line of a traceback."""
    lines = complaint.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "the drawing process ended without a word"
