"""An actor: a person in the sandbox whose every word and tap is put on the transcript, and so is what they see.

Not here: what they do (bot.tour.scenes).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.tour.transcript import Transcript
from sandbox.client import NotSeen, PersonInChat
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
class Saying:
    """A message with all of these texts in it, with buttons or without."""

    texts: tuple[str, ...]

    def __call__(self, bubble: Bubble) -> bool:
        return all(text in bubble.text for text in self.texts)

    def __repr__(self) -> str:
        return " and ".join(f"“{text}”" for text in self.texts)


@dataclass(frozen=True)
class Actor:
    """Says, taps and sees in the chat with the bot, or where else they look."""

    person: PersonInChat
    transcript: Transcript
    let_pass: Callable[[timedelta], None]
    topic: int | None = None

    def at(self, chat: int, *, topic: int | None = None) -> "Actor":
        """The same person, looking at another chat or at a topic of it."""
        return replace(self, person=self.person.at(chat, topic=topic), topic=topic)

    def says(self, text: str, *, reply_to: int | None = None) -> int:
        """Write a text, perhaps in reply to a message; a leading slash makes it a command. Returns the message's id."""
        self.let_pass(READING_TIME)
        self.transcript.says(self.person.name, text)
        return self.person.says(text, reply_to=reply_to)

    def corrects(self, message: int, text: str) -> None:
        """Edit what they wrote."""
        self.let_pass(READING_TIME)
        self.transcript.says(self.person.name, f"corrects: {text}")
        self.person.edits(message, text)

    def shows_photo(self, name: str, content: bytes, *, caption: str = "") -> int:
        """Send a photo; returns the message's id."""
        self.let_pass(READING_TIME)
        self.transcript.says(self.person.name, f"[photo: {name}] {caption}".rstrip())
        return self.person.shows("photo", (name, content), caption=caption)

    def sends_file(self, name: str, content: bytes) -> int:
        """Send a file; returns the message's id."""
        self.let_pass(READING_TIME)
        self.transcript.says(self.person.name, f"[file: {name}]")
        return self.person.shows("document", (name, content))

    def taps(self, label: str) -> str | None:
        """Tap the newest button whose label has this in it; returns the address if it opens one."""
        self.let_pass(READING_TIME)
        self.transcript.taps(self.person.name, self._label_with(label))
        return self.person.taps(label)

    def pays_stars(self) -> str:
        """Pay the newest invoice in the chat; returns how it ended, and puts that on the transcript."""
        self.let_pass(READING_TIME)
        self.transcript.taps(self.person.name, "Pay ⭐")
        ended = self.person.pays()
        self.transcript.notices(ended.error_message or ended.state)
        return ended.state

    def sees(self, *texts: str) -> Bubble:
        """Wait for a message of the bot's that has all of these since one's own last act. Raises NotSeen."""
        bubble = self.person.waits_for(Showing(texts))
        self.transcript.shows(bubble, to=self.person.name)
        return bubble

    def hears(self, *texts: str) -> Bubble:
        """Wait for a message of somebody else's, with buttons or without, that has all of these. Raises NotSeen."""
        bubble = self.person.waits_for(Saying(texts))
        self.transcript.shows(bubble, to=self.person.name)
        return bubble

    def notices(self, *texts: str) -> str:
        """Wait for the line that answers one's own latest tap and has all of these. Raises NotSeen."""
        said = self.person.waits_for_alert().text or ""
        if not all(text in said for text in texts):
            raise NotSeen(f"{self.person.name} tapped and was told {said!r}, not {texts!r}.")
        self.transcript.notices(said)
        return said

    def _label_with(self, part: str) -> str:
        """The whole label of the button meant: on the newest message that has one, an exact one before longer ones."""
        shown = ([label for label in bubble.labels if part in label] for bubble in reversed(self.person.sees()))
        return next((min(labels, key=len) for labels in shown if labels), part)


def codes_in(bubble: Bubble) -> list[str]:
    """The codes of an open delivery: what its buttons copy."""
    return [button.copy_text for row in bubble.buttons for button in row if button.copy_text]
