"""What was learned from the examples under locales/ and a shop's own: read, learned anew, kept in a file.

Not here: how it is learned (flows.understanding.learning). Weights that are older than the examples still do: they only
don't know the newest ones; `./xiaoer learn` brings them up to date. Those of a shop with a folder of its own are kept
there, so that nothing of ours is written over.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path

import numpy as np

from bot.back_office import CannotDo
from bot.understanding.intent_quality import Labelled, assess
from flows.understanding.concepts import Concepts
from flows.understanding.examples import Example, read_examples, read_words
from flows.understanding.intents import Classifier, Intent, Weights
from flows.understanding.learning import known_words, learn

WEIGHTS = Path(__file__).with_name("intents.npz")

OWN_WEIGHTS = "learned.npz"
_WORDS = "concepts.txt"

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


def read_lessons(locales: Path, own: Path | None = None) -> Lessons:
    """Read the examples and words of every language, and the shop's own from its folder. Raises CannotDo."""
    examples: list[Example] = []
    words: dict[str, list[str]] = {}
    digest = blake2b(digest_size=16)
    for file, intent in [*_files_of(locales), *([] if own is None else _own_files(own))]:
        text = _read(file)
        digest.update(text.encode())
        if intent is not None:
            examples += read_examples(text, intent)
            continue
        for concept, phrases in read_words(text).items():
            words.setdefault(concept, []).extend(phrases)
    return Lessons(tuple(examples), words, digest.hexdigest())


@cache
def classifier_of(locales: Path, own: Path | None = None) -> Classifier:
    """The classifier with the weights that are kept; where none are, it learns first, which takes a while.

    A process makes it once: it is never changed. A shop's own sentences count from when they are learned. Raises
    CannotDo.
    """
    lessons = read_lessons(locales, own)
    concepts = lessons.concepts()
    kept = [file for file in (_weights_file(own), WEIGHTS) if file.exists()]
    return Classifier(concepts, read_weights(kept[0]) if kept else learn(lessons.examples, concepts))


def learn_anew(locales: Path, own: Path | None = None, *, after_step: Callable[[int], object] | None = None) -> str:
    """Learn from the examples as they are now and keep the weights; returns what was done, in a sentence.

    Raises CannotDo.
    """
    lessons = read_lessons(locales, own)
    weights = learn(lessons.examples, lessons.concepts(), after_step=after_step)
    keep_weights(_weights_file(own), weights, digest=lessons.digest)
    return (
        f"Learned {len(weights.places)} features from {len(lessons.examples)} sentences; restart the bot to use them."
    )


def measure(locales: Path, own: Path | None = None, *, after_step: Callable[[int], object] | None = None) -> str:
    """Learn from four fifths of the examples and tell how the rest is understood: what the examples are worth.

    Raises CannotDo.
    """
    lessons = read_lessons(locales, own)
    shown = [each for each in lessons.examples if not each.is_held_out]
    concepts = Concepts(lessons.words, known=known_words(shown))
    kept_back = [Labelled(each.text, each.intent) for each in lessons.examples if each.is_held_out]
    return assess(Classifier(concepts, learn(shown, concepts, after_step=after_step)), kept_back).as_text()


def is_up_to_date(locales: Path) -> bool:
    """Whether the weights that are kept were learned from the examples as they are now."""
    with np.load(WEIGHTS) as kept:
        return str(kept["digest"]) == read_lessons(locales).digest


def _weights_file(own: Path | None) -> Path:
    return WEIGHTS if own is None else own / OWN_WEIGHTS


def _files_of(locales: Path) -> list[tuple[Path, Intent | None]]:
    """Every file to learn from, with the intent that its sentences have; none for the words of concepts."""
    files: list[tuple[Path, Intent | None]] = []
    for folder in sorted(folder for folder in locales.iterdir() if folder.is_dir()):
        files += [(folder / "intents" / f"{intent}.txt", intent) for intent in Intent]
        files.append((folder / _WORDS, None))
    return files


def _own_files(own: Path) -> list[tuple[Path, Intent | None]]:
    """The shop's files, which are all optional: <intent>.txt and concepts.txt, in any language. Raises CannotDo."""
    if not own.is_dir():
        raise CannotDo(f"{own} (SAYINGS) is no folder.")
    found = sorted(own.glob("*.txt"))
    strange = [file.name for file in found if file.name != _WORDS and file.stem not in list(Intent)]
    if strange:
        raise CannotDo(f"{own} (SAYINGS) has {strange[0]}, which names no intent; there are: {', '.join(Intent)}.")
    return [(file, None if file.name == _WORDS else Intent(file.stem)) for file in found]


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CannotDo(f"{file} can't be read ({error}).") from None


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
