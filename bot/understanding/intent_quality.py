"""The quality of guesses: how many sentences are understood right, and whether the confidence is what it says.

Not here: reading the file (evaluation), or how intents are guessed (flows.understanding.intents).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flows.understanding.intents import Classifier, Intent

_BINS = 10
_MOST_CONFUSIONS = 15
_PER_CENT = 100


@dataclass(frozen=True)
class Labelled:
    """A sentence and the intent it has."""

    text: str
    intent: Intent


@dataclass(frozen=True)
class _Judged:
    wanted: Intent
    guessed: Intent
    confidence: float

    @property
    def is_right(self) -> bool:
        return self.wanted is self.guessed


@dataclass(frozen=True)
class IntentReport:
    """What a set of sentences comes to."""

    judged: tuple[_Judged, ...]

    @property
    def accuracy(self) -> float:
        """The share of sentences that were guessed right."""
        return sum(each.is_right for each in self.judged) / len(self.judged)

    @property
    def macro_f1(self) -> float:
        """The mean over the file's intents of precision and recall, taken together."""
        wanted = sorted({each.wanted for each in self.judged})
        return sum(self._f1(intent) for intent in wanted) / len(wanted)

    @property
    def calibration_error(self) -> float:
        """How far confidence and success lie apart, over ten bins of confidence weighted by their size."""
        bins: dict[int, list[_Judged]] = {}
        for each in self.judged:
            bins.setdefault(min(int(each.confidence * _BINS), _BINS - 1), []).append(each)
        apart = [abs(sum(each.is_right - each.confidence for each in found)) for found in bins.values()]
        return sum(apart) / len(self.judged)

    @property
    def accepted_out_of_scope(self) -> float | None:
        """The share of out-of-scope sentences that were surely taken for something; None if the file has none."""
        outside = [each for each in self.judged if each.wanted is Intent.OUT_OF_SCOPE]
        return sum(not each.is_right for each in outside) / len(outside) if outside else None

    def confusions(self) -> list[tuple[str, str, int]]:
        """What was taken for what, the most frequent first."""
        wrong = Counter((each.wanted.value, each.guessed.value) for each in self.judged if not each.is_right)
        return [(wanted, guessed, times) for (wanted, guessed), times in wrong.most_common()]

    def as_json(self) -> dict[str, object]:
        """For programs."""
        return {
            "sentences": len(self.judged),
            "accuracy": round(self.accuracy, 4),
            "macro_f1": round(self.macro_f1, 4),
            "calibration_error": round(self.calibration_error, 4),
            "out_of_scope_accepted": self.accepted_out_of_scope,
            "confusion": [
                {"intent": wanted, "taken_for": guessed, "times": times} for wanted, guessed, times in self.confusions()
            ],
        }

    def as_text(self) -> str:
        """For people."""
        outside = self.accepted_out_of_scope
        lines = [
            f"{len(self.judged)} sentences: {self.accuracy * _PER_CENT:.1f} % right, macro-F1 {self.macro_f1:.3f}, "
            f"calibration error {self.calibration_error:.3f}"
        ]
        lines += [] if outside is None else [f"out of scope taken for an intent: {outside * _PER_CENT:.1f} %"]
        shown = self.confusions()[:_MOST_CONFUSIONS]
        return "\n".join([*lines, *(f"  {times:3d}  {wanted} taken for {guessed}" for wanted, guessed, times in shown)])

    def _f1(self, intent: Intent) -> float:
        right = sum(each.is_right for each in self.judged if each.wanted is intent)
        wanted = sum(each.wanted is intent for each in self.judged)
        guessed = sum(each.guessed is intent for each in self.judged)
        return 2 * right / (wanted + guessed)


def assess(classifier: Classifier, sentences: Sequence[Labelled]) -> IntentReport:
    """Guess each sentence and compare."""
    judged = []
    for each in sentences:
        guess = classifier.guess(each.text)
        judged.append(_Judged(each.intent, guess.intent, guess.confidence))
    return IntentReport(tuple(judged))
