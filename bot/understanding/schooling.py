"""Schooling: learning what a shop taught, in a process of its own, since turns share this one's processor and lock.

Not here: which sentences those are (backend.teaching), or how they are learned (flows.understanding.learning). The
process is given sentences and nothing else: no key, no token, no database.
"""

import base64
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from backend.teaching import Lesson
from bot import child
from bot.child import ChildFailed
from bot.settings import LOCALES
from bot.understanding.learned import Base, base_of, pack, read_lessons
from flows.understanding.examples import Example
from flows.understanding.intents import Classifier, Intent
from flows.understanding.learning import learn_more
from flows.understanding.redaction import NUMBER

SECONDS_TO_LEARN = 300

MOST_REMINDERS = 3000
"""Of our examples and the shop's files, evenly taken; gone through beside what was taught."""

_A_NUMBER = "1"

Taught = Sequence[tuple[str, str]]
"""Redacted sentences, each with the name of its intent."""


class CannotLearn(Exception):
    """The process that learns did not come to its end; the message is its last word."""


@dataclass(frozen=True)
class Schooled:
    """What came of it: the lesson, and the weights as they are kept."""

    lesson: Lesson
    weights: bytes


def digest_of(base: Base, taught: Taught) -> str:
    """What tells this lesson from every other one: the weights before, and what is taught."""
    return blake2b(json.dumps([base.digest, *taught]).encode(), digest_size=16).hexdigest()


async def school(taught: Taught, own: Path | None) -> Schooled:
    """Learn the sentences on top of the weights that are kept, beside the shop's own files. Raises CannotLearn."""
    try:
        said = await child.ask("bot.understanding.schooling", _asked(taught, own), seconds=SECONDS_TO_LEARN)
    except TimeoutError:
        raise CannotLearn(f"nothing was learned within {SECONDS_TO_LEARN} s") from None
    except ChildFailed as failed:
        raise CannotLearn(str(failed)) from None
    return _from_json(json.loads(said))


def learned_from(taught: Taught, *, locales: Path, own: Path | None, most_reminders: int = MOST_REMINDERS) -> Schooled:
    """The same in this process: some two seconds of its processor."""
    base = base_of(locales, own)
    examples = read_lessons(locales, own).examples
    reminders = examples[:: max(1, len(examples) // most_reminders)]
    # Where a number was, the bot will see one.
    sentences = [Example(text.replace(NUMBER, _A_NUMBER), Intent(intent)) for text, intent in taught]
    concepts = base.classifier.concepts
    weights = learn_more(base.learned.weights, sentences, reminders, concepts) if sentences else base.learned.weights
    before = _understood(base.classifier, sentences)
    now = _understood(Classifier(concepts, weights), sentences)
    lesson = Lesson(digest_of(base, taught), len(sentences), before, now)
    return Schooled(lesson, pack(replace(base.learned, weights=weights)))


def _understood(classifier: Classifier, sentences: Sequence[Example]) -> int:
    guesses = [(classifier.guess(each.text), each.intent) for each in sentences]
    return sum(guess.is_sure and guess.intent is wanted for guess, wanted in guesses)


def _asked(taught: Taught, own: Path | None) -> bytes:
    return json.dumps({"taught": taught, "own": None if own is None else str(own.resolve())}).encode()


def _from_json(said: dict[str, Any]) -> Schooled:  # Any: plain JSON
    return Schooled(Lesson(**said["lesson"]), base64.b64decode(said["weights"]))


def main() -> None:
    """Learn what stands on stdin, and write what came of it to stdout."""
    os.nice(10)  # answering people comes first
    asked = json.load(sys.stdin)
    own = None if asked["own"] is None else Path(asked["own"])
    schooled = learned_from([(text, intent) for text, intent in asked["taught"]], locales=LOCALES, own=own)
    said = {"lesson": asdict(schooled.lesson), "weights": base64.b64encode(schooled.weights).decode()}
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main()
