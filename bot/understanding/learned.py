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
class Learned:
    """What is kept of the lessons: the weights, the words that are spelt right, and which lessons it were."""

    weights: Weights
    known: frozenset[str]
    digest: str


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
        _add_words(words, text)
    return Lessons(tuple(examples), words, digest.hexdigest())


@cache
def classifier_of(locales: Path, own: Path | None = None) -> Classifier:
    """The classifier with the weights that are kept; where none are, it learns first, which takes a while.

    A process makes it once: it is never changed. A shop's own sentences count from when they are learned. Raises
    CannotDo.
    """
    kept = [file for file in (_weights_file(own), WEIGHTS) if file.exists()]
    if not kept:
        lessons = read_lessons(locales, own)
        concepts = lessons.concepts()
        return Classifier(concepts, learn(lessons.examples, concepts))
    learned = read_learned(kept[0])
    return Classifier(Concepts(_read_words(locales, own), known=learned.known), learned.weights)


def learn_anew(locales: Path, own: Path | None = None, *, after_round: Callable[[int], object] | None = None) -> str:
    """Learn from the examples as they are now and keep the weights; returns what was done, in a sentence.

    Raises CannotDo.
    """
    lessons = read_lessons(locales, own)
    weights = learn(lessons.examples, lessons.concepts(), after_round=after_round)
    keep(_weights_file(own), Learned(weights, frozenset(known_words(lessons.examples)), lessons.digest))
    return (
        f"Learned {len(weights.places)} features from {len(lessons.examples)} sentences; restart the bot to use them."
    )


def measure(locales: Path, own: Path | None = None, *, after_round: Callable[[int], object] | None = None) -> str:
    """Learn from four fifths of the examples and tell how the rest is understood: what the examples are worth.

    Raises CannotDo.
    """
    lessons = read_lessons(locales, own)
    shown = [each for each in lessons.examples if not each.is_held_out]
    concepts = Concepts(lessons.words, known=known_words(shown))
    kept_back = [Labelled(each.text, each.intent) for each in lessons.examples if each.is_held_out]
    return assess(Classifier(concepts, learn(shown, concepts, after_round=after_round)), kept_back).as_text()


def is_up_to_date(locales: Path) -> bool:
    """Whether the weights that are kept were learned from the examples as they are now."""
    return read_learned(WEIGHTS).digest == read_lessons(locales).digest


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


def _read_words(locales: Path, own: Path | None) -> dict[str, list[str]]:
    """The words of each concept alone: the examples are many, and not needed by who has learned from them."""
    words: dict[str, list[str]] = {}
    files = [*_files_of(locales), *([] if own is None else _own_files(own))]
    for text in (_read(file) for file, intent in files if intent is None):
        _add_words(words, text)
    return words


def _add_words(words: dict[str, list[str]], text: str) -> None:
    for concept, phrases in read_words(text).items():
        words.setdefault(concept, []).extend(phrases)


def keep(file: Path, learned: Learned) -> None:
    """Write what was learned to a file, the same bytes for the same lessons."""
    weights = learned.weights
    step = np.abs(weights.table).max(axis=1, keepdims=True).astype(np.float32) / _FINENESS + _NEXT_TO_NOTHING
    steps = np.rint(weights.table / step).astype(np.int8)
    with file.open("wb") as out:
        np.savez_compressed(
            out,
            places=weights.places,
            steps=steps,
            step=step.astype(np.float16),
            heat=np.float32(weights.temperature),
            known=np.array(" ".join(sorted(learned.known))),
            digest=np.array(learned.digest),
        )


def read_learned(file: Path) -> Learned:
    """What `keep` wrote to a file."""
    with np.load(file) as kept:
        table = kept["steps"] * kept["step"].astype(np.float32)
        weights = Weights(kept["places"], table, float(kept["heat"]))
        return Learned(weights, frozenset(str(kept["known"]).split()), str(kept["digest"]))
