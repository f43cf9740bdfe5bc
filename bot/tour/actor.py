"""An actor: a person in the sandbox whose every word and tap is put on the transcript, and so is what they see.

Not here: what they do (bot.tour.scenes).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.tour.transcript import Transcript
from sandbox.client import PersonInChat
from sandbox.screens import Bubble

READING_TIME = timedelta(seconds=5)
"""What a person takes before they act; it passes on the clocks only. Without it the bot, which sends a chat one
message a second, would keep everybody waiting."""


@dataclass(frozen=True)
class Showing:
    """A message with all of these texts, in it or on its buttons; written so that a failure reads well.

    It must have buttons: a page that was left loses them, which counts as a change but shows nothing new.
    """

    texts: tuple[str, ...]

    def __call__(self, bubble: Bubble) -> bool:
        shown = "\n".join([bubble.text, *bubble.labels])
        return bool(bubble.buttons) and all(text in shown for text in self.texts)

    def __repr__(self) -> str:
        return " and ".join(f"“{text}”" for text in self.texts)


@dataclass(frozen=True)
class Actor:
    """Says, taps and sees in the chat with the bot."""

    person: PersonInChat
    transcript: Transcript
    let_pass: Callable[[timedelta], None]

    def says(self, text: str) -> None:
        """Write a text; a leading slash makes it a command."""
        self.let_pass(READING_TIME)
        self.transcript.says(self.person.name, text)
        self.person.says(text)

    def taps(self, label: str) -> str | None:
        """Tap the newest button whose label has this in it; returns the address if it opens one."""
        self.let_pass(READING_TIME)
        self.transcript.taps(self.person.name, self._label_with(label))
        return self.person.taps(label)

    def sees(self, *texts: str) -> Bubble:
        """Wait for a message of the bot's that has all of these since one's own last act. Raises NotSeen."""
        bubble = self.person.waits_for(Showing(texts))
        self.transcript.shows(bubble)
        return bubble

    def _label_with(self, part: str) -> str:
        """The whole label of the button meant: on the newest message that has one, an exact one before longer ones."""
        shown = ([label for label in bubble.labels if part in label] for bubble in reversed(self.person.sees()))
        return next((min(labels, key=len) for labels in shown if labels), part)


def codes_in(bubble: Bubble) -> list[str]:
    """The codes of an open delivery: what its buttons copy."""
    return [button.copy_text for row in bubble.buttons for button in row if button.copy_text]
