"""What was learned from the examples under locales/: read from there, learned anew, kept in a file here.

Not here: how it is learned (flows.understanding.learning). Weights that are older than the examples still do: they only
don't know the newest ones; `./xiaoer learn` brings them up to date.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path

import numpy as np

from bot.understanding.intent_quality import IntentReport, Labelled, assess
from flows.understanding.concepts import Concepts
from flows.understanding.examples import Example, read_examples, read_words
from flows.understanding.intents import Classifier, Intent, Weights
from flows.understanding.learning import known_words, learn

WEIGHTS = Path(__file__).with_name("intents.npz")

_FINENESS = 127
"""Weights are kept as whole numbers of so many steps to either side: a quarter of the size, and no guess differs."""

_NEXT_TO_NOTHING = np.float32(1e-9)


@dataclass(frozen=True)
class Lessons:
    """Everything under locales/ that is learned from; `digest` changes with any of it."""

    examples: tuple[Example, ...]
    words: dict[str, list[str]]
    digest: str

    def concepts(self) -> Concepts:
        """The words of each concept, with what else is spelt right."""
        return Concepts(self.words, known=known_words(self.examples))


def read_lessons(locales: Path) -> Lessons:
    """Read the examples and words of every language."""
    examples: list[Example] = []
    words: dict[str, list[str]] = {}
    digest = blake2b(digest_size=16)
    for folder in sorted(folder for folder in locales.iterdir() if folder.is_dir()):
        for intent in Intent:
            text = (folder / "intents" / f"{intent}.txt").read_text(encoding="utf-8")
            digest.update(text.encode())
            examples += read_examples(text, intent)
        text = (folder / "concepts.txt").read_text(encoding="utf-8")
        digest.update(text.encode())
        for concept, phrases in read_words(text).items():
            words.setdefault(concept, []).extend(phrases)
    return Lessons(tuple(examples), words, digest.hexdigest())


@cache
def classifier_of(locales: Path) -> Classifier:
    """The classifier with the weights that are kept; where none are, it learns first, which takes seconds.

    A process makes it once: it is never changed.
    """
    lessons = read_lessons(locales)
    concepts = lessons.concepts()
    weights = read_weights(WEIGHTS) if WEIGHTS.exists() else learn(lessons.examples, concepts)
    return Classifier(concepts, weights)


def learn_anew(locales: Path) -> str:
    """Learn from the examples as they are now and keep the weights; returns what was done, in a sentence."""
    lessons = read_lessons(locales)
    weights = learn(lessons.examples, lessons.concepts())
    keep_weights(WEIGHTS, weights, digest=lessons.digest)
    return (
        f"Learned {len(weights.places)} features from {len(lessons.examples)} sentences; restart the bot to use them."
    )


def measure(locales: Path) -> IntentReport:
    """Learn from four fifths of the examples and see how the rest is understood: what the examples are worth."""
    lessons = read_lessons(locales)
    shown = [each for each in lessons.examples if not each.is_held_out]
    concepts = Concepts(lessons.words, known=known_words(shown))
    kept_back = [Labelled(each.text, each.intent) for each in lessons.examples if each.is_held_out]
    return assess(Classifier(concepts, learn(shown, concepts)), kept_back)


def is_up_to_date(locales: Path) -> bool:
    """Whether the weights that are kept were learned from the examples as they are now."""
    with np.load(WEIGHTS) as kept:
        return str(kept["digest"]) == read_lessons(locales).digest


def keep_weights(file: Path, weights: Weights, *, digest: str) -> None:
    """Write the weights to a file, the same bytes for the same weights."""
    step = np.abs(weights.table).max(axis=1, keepdims=True).astype(np.float32) / _FINENESS + _NEXT_TO_NOTHING
    steps = np.rint(weights.table / step).astype(np.int8)
    heat = np.float32(weights.temperature)
    with file.open("wb") as out:
        np.savez_compressed(out, places=weights.places, steps=steps, step=step, heat=heat, digest=np.array(digest))


def read_weights(file: Path) -> Weights:
    """The weights of a file that was written by `keep_weights`."""
    with np.load(file) as kept:
        table = kept["steps"].astype(np.float32) * kept["step"]
        return Weights(kept["places"], table, float(kept["heat"]))
