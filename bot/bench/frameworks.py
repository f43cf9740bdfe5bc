"""What the libraries dispatch by themselves: a small conversation with its state in memory and nobody to send to.

Not here: anything of the shop. It is the reference beside which durable turns stand: what is done here is lost with
the process. Each library runs in a process of its own (bot.bench.bare_aiogram, bot.bench.bare_ptb).
"""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

import typer

LIBRARIES = ("aiogram", "ptb")
CHATS = 64
REMARKS = ("/buy", "steam", "2", "yes")
"""What everybody says, again and again: a product, how many, and whether that is right."""


@dataclass(frozen=True)
class Report:
    """How many updates a second each library dispatched."""

    updates_per_s: dict[str, float]

    def as_json(self) -> dict[str, dict[str, float]]:
        """The one object that `--json` prints."""
        return {library: {"updates_per_s": round(found, 1)} for library, found in self.updates_per_s.items()}

    def as_text(self) -> str:
        """A line for each."""
        return "\n".join(f"{library}: {found:.0f} updates/s" for library, found in self.updates_per_s.items())


class Talk:
    """The updates of many chats, one after the other, as Telegram would send them."""

    def __init__(self) -> None:
        self._numbers = count()

    def next_update(self) -> dict[str, Any]:
        """The next one's next remark."""
        number = next(self._numbers)
        remark, chat_id = REMARKS[number // CHATS % len(REMARKS)], number % CHATS + 1
        message = {
            "message_id": number + 1,
            "date": 1_790_000_000,
            "chat": {"id": chat_id, "type": "private", "first_name": "Mei"},
            "from": {"id": chat_id, "is_bot": False, "first_name": "Mei", "language_code": "zh-hans"},
            "text": remark,
        }
        if remark.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(remark)}]
        return {"update_id": number + 1, "message": message}


def play(*, seconds: float, as_json: bool) -> None:
    """Measure, and print what was found; how far it is goes to stderr."""
    report = measure(seconds=seconds, say=lambda text: typer.echo(text, err=True))
    typer.echo(json.dumps(report.as_json(), indent=2) if as_json else report.as_text())


def measure(*, seconds: float, say: Callable[[str], None]) -> Report:
    """Let each library dispatch for so many seconds."""
    found = {}
    for library in LIBRARIES:
        say(f"{library} …")
        told = subprocess.run(  # noqa: S603 - this Python, with arguments of ours
            [sys.executable, "-m", f"bot.bench.bare_{library}", str(seconds)],
            capture_output=True,
            text=True,
            check=True,
        )
        found[library] = float(told.stdout)
    return Report(found)
