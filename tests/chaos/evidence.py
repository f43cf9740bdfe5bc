"""Evidence: what the platform's own journals say the bot did, whatever its database says.

Not here: what ought to have happened (tests.chaos.shopper).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.client import Sandbox

_CODE = re.compile("<code>(.*?)</code>")


@dataclass(frozen=True)
class Answer:
    """A message sent or edited. `showing` is the same for every attempt at showing the same thing."""

    method: str
    text: str
    showing: str

    @property
    def codes(self) -> list[str]:
        """The card codes in it."""
        return _CODE.findall(self.text)


def answers_in(sandbox: Sandbox, chat_id: int) -> list[Answer]:
    """What the bot showed in a chat, in the order the platform took it, repeats included.

    An edit that only takes the buttons off a screen that was left answers nothing, so it is no part of this.
    """
    calls = [call for call in _calls(sandbox, chat_id) if call["method"] in {"sendMessage", "editMessageText"}]
    shown = [_answer(call) for call in calls if call["status"] == 200]
    return [answer for answer in shown if answer.showing]


def without_repeats(answers: Sequence[Answer]) -> list[Answer]:
    """The first of each showing."""
    return list({answer.showing: answer for answer in reversed(answers)}.values())[::-1]


def count_repeats(answers: Sequence[Answer]) -> int:
    """How many messages came twice; showing the same again in the same message is seen by nobody."""
    sent = Counter(answer.showing for answer in answers if answer.method == "sendMessage")
    return sum(times - 1 for times in sent.values())


def updates_of(sandbox: Sandbox) -> list[str]:
    """The number of every update the platform ever issued."""
    return [str(update["update_id"]) for update in _all(sandbox.updates, "update_id")]


def _calls(sandbox: Sandbox, chat_id: int) -> list[dict[str, Any]]:
    return _all(lambda after: sandbox.calls(chat=chat_id, after=after), "number")


def _all(page: Any, number: str) -> list[dict[str, Any]]:
    """Every page of a journal; each begins after the last number of the one before."""
    found: list[dict[str, Any]] = []
    while more := page(after=found[-1][number] if found else 0):
        found += more
    return found


def _answer(call: dict[str, Any]) -> Answer:
    parameters = call["parameters"]
    keyboard = (parameters.get("reply_markup") or {}).get("inline_keyboard", [])
    showing = " ".join(key["callback_data"] for row in keyboard for key in row if key.get("callback_data"))
    return Answer(call["method"], parameters["text"], showing)
