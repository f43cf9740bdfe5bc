"""What was learned from the examples under locales/ and a shop's own: read, learned anew, kept in a file.

Not here: how it is learned (flows.understanding.learning). Weights that are older than the examples still do: they only
don't know the newest ones; `./xiaoer learn` brings them up to date. Those of a shop with a folder of its own are kept
there, so that nothing of ours is written over.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.cannot_do import CannotDo
from bot.understanding.intent_quality import Labelled, assess
from flows.understanding.concepts import Concepts
from flows.understanding.examples import Example, read_examples, read_words
from flows.understanding.intents import Classifier, Intent, Weights
from flows.understanding.learning import known_words, learn
from flows.understanding.redaction import Vocabulary

WEIGHTS = Path(__file__).with_name("intents.npz")

OWN_WEIGHTS = "learned.npz"
_WORDS = "concepts.txt"

_FINENESS = 127
"""Weights are kept as whole numbers of so many steps to either side: a quarter of the size, and no guess differs."""

_ELSEWHERE = "oos"
"""How the names of concepts begin that no shop has to do with."""

_NEXT_TO_NOTHING = np.float32(1e-9)


@dataclass(frozen=True)
class Learned:
    """What is kept of the lessons: the weights, the words that are spelt right, and which lessons it were.

    A sentence may go out in the `vocabulary`; what is `familiar` may be kept: besides that, our words for our trade.
    """

    weights: Weights
    known: frozenset[str]
    vocabulary: Vocabulary
    familiar: Vocabulary
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


@dataclass(frozen=True)
class Base:
    """What a bot understands with before its shop has taught it anything; `digest` changes with any of it."""

    classifier: Classifier
    learned: Learned
    digest: str


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


def classifier_of(locales: Path, own: Path | None = None) -> Classifier:
    """The classifier of `base_of`. Raises CannotDo."""
    return base_of(locales, own).classifier


@cache
def base_of(locales: Path, own: Path | None = None) -> Base:
    """What is understood with the weights that are kept; where none are, it learns first, which takes a while.

    A process makes it once: it is never changed. A shop's own sentences count from when they are learned. Raises
    CannotDo.
    """
    kept = [file.read_bytes() for file in (_weights_file(own), WEIGHTS) if file.exists()]
    packed = kept[0] if kept else pack(_learned_from(read_lessons(locales, own)))
    learned = unpack(packed)
    classifier = Classifier(Concepts(_read_words(locales, own), known=learned.known), learned.weights)
    return Base(classifier, learned, blake2b(packed, digest_size=16).hexdigest())


def learn_anew(locales: Path, own: Path | None = None, *, after_round: Callable[[int], object] | None = None) -> str:
    """Learn from the examples as they are now and keep the weights; returns what was done, in a sentence.

    Raises CannotDo.
    """
    lessons = read_lessons(locales, own)
    learned = _learned_from(lessons, after_round=after_round)
    _weights_file(own).write_bytes(pack(learned))
    features, sentences = len(learned.weights.places), len(lessons.examples)
    return f"Learned {features} features from {sentences} sentences; restart the bot to use them."


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
    return unpack(WEIGHTS.read_bytes()).digest == read_lessons(locales).digest


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


def pack(learned: Learned) -> bytes:
    """What was learned as a file keeps it, the same bytes for the same lessons."""
    weights = learned.weights
    step = np.abs(weights.table).max(axis=1, keepdims=True).astype(np.float32) / _FINENESS + _NEXT_TO_NOTHING
    steps = np.rint(weights.table / step).astype(np.int8)
    packed = BytesIO()
    np.savez_compressed(
        packed,
        places=weights.places,
        steps=steps,
        step=step.astype(np.float16),
        heat=np.float32(weights.temperature),
        known=_as_line(learned.known),
        words=_as_line(learned.vocabulary.words),
        pairs=_pairs_as_line(learned.vocabulary),
        familiar_words=_as_line(learned.familiar.words),
        familiar_pairs=_pairs_as_line(learned.familiar),
        digest=np.array(learned.digest),
    )
    return packed.getvalue()


def unpack(packed: bytes) -> Learned:
    """What `pack` made bytes of. Raises CannotDo if that was an older version."""
    with np.load(BytesIO(packed)) as kept:
        if "familiar_pairs" not in kept:
            raise CannotDo("What was learned from SAYINGS is of an older version: run ./xiaoer learn once more.")
        table = kept["steps"] * kept["step"].astype(np.float32)
        weights = Weights(kept["places"], table, float(kept["heat"]))
        vocabulary = _from_lines(kept["words"], kept["pairs"])
        familiar = _from_lines(kept["familiar_words"], kept["familiar_pairs"])
        return Learned(weights, frozenset(str(kept["known"]).split()), vocabulary, familiar, str(kept["digest"]))


def _learned_from(lessons: Lessons, *, after_round: Callable[[int], object] | None = None) -> Learned:
    weights = learn(lessons.examples, lessons.concepts(), after_round=after_round)
    vocabulary = Vocabulary.of(example.text for example in lessons.examples)
    familiar = vocabulary.with_words(_of_the_trade(lessons.words))
    return Learned(weights, frozenset(known_words(lessons.examples)), vocabulary, familiar, lessons.digest)


def _of_the_trade(words: dict[str, list[str]]) -> Iterator[str]:
    """The words of each concept but those that have nothing to do with a shop: towns are among them, and people."""
    for concept, phrases in words.items():
        if not concept.startswith(_ELSEWHERE):
            yield from (phrase.strip("*") for phrase in phrases)


def _as_line(words: Iterable[str]) -> NDArray[np.str_]:
    return np.array(" ".join(sorted(words)))


def _pairs_as_line(vocabulary: Vocabulary) -> NDArray[np.str_]:
    return _as_line("".join(pair) for pair in vocabulary.pairs)


def _from_lines(words: NDArray[np.str_], pairs: NDArray[np.str_]) -> Vocabulary:
    return Vocabulary(frozenset(str(words).split()), frozenset((pair[0], pair[1]) for pair in str(pairs).split()))
