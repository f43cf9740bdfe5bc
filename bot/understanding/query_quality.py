"""The quality of search: queries with the products that are meant, held against what is found.

Not here: intents, or where the queries come from.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from backend.catalogue import Product
from flows.understanding.search import look_up


@dataclass(frozen=True)
class Wanted:
    """A query and the ids of which one should be on top; none where nothing should be found."""

    query: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Answered:
    """What a query found, and how long it took."""

    wanted: Wanted
    found: tuple[str, ...]
    is_sure: bool
    milliseconds: float

    def is_within(self, first: int) -> bool:
        """Whether one that is meant is among the first so many, and the search is sure."""
        return self.is_sure and any(each in self.wanted.ids for each in self.found[:first])


@dataclass(frozen=True)
class Quality:
    """How good search was."""

    answered: tuple[Answered, ...]

    @property
    def asked(self) -> list[Answered]:
        """The queries that mean something."""
        return [each for each in self.answered if each.wanted.ids]

    @property
    def strange(self) -> list[Answered]:
        """The queries that mean nothing of the shop's."""
        return [each for each in self.answered if not each.wanted.ids]

    def recall(self, first: int) -> float:
        """The part of the asked for which a right one was sure and among the first so many; 1 if none was asked."""
        return _part(self.asked, [each for each in self.asked if each.is_within(first)])

    @property
    def false_matches(self) -> float:
        """The part of the strange ones for which something was found for sure; 0 if there are none."""
        return 1 - _part(self.strange, [each for each in self.strange if not each.is_sure])

    def milliseconds(self, percent: int) -> float:
        """So many of a hundred queries were answered within this time."""
        times = sorted(each.milliseconds for each in self.answered)
        return times[min(len(times) - 1, len(times) * percent // 100)]

    def as_json(self) -> dict[str, object]:
        """For programs."""
        return {
            "queries": len(self.asked),
            "recall_at_1": round(self.recall(1), 4),
            "recall_at_3": round(self.recall(3), 4),
            "strangers": len(self.strange),
            "false_match_rate": round(self.false_matches, 4),
            "p50_ms": round(self.milliseconds(50), 2),
            "p99_ms": round(self.milliseconds(99), 2),
        }

    def as_text(self) -> str:
        """For people: the figures, then what went wrong."""
        lines = [
            f"queries           {len(self.asked)}",
            f"right on top      {self.recall(1):.1%}",
            f"among first three {self.recall(3):.1%}",
            f"false matches     {self.false_matches:.1%} of {len(self.strange)}",
            f"p50 / p99         {self.milliseconds(50):.2f} / {self.milliseconds(99):.2f} ms",
        ]
        wrong = [each for each in self.asked if not each.is_within(1)] + [each for each in self.strange if each.is_sure]
        return "\n".join([*lines, *map(_mistake, wrong)])


def assess(products: Sequence[Product], cases: Sequence[Wanted]) -> Quality:
    """Ask every query; the catalogue's index is made before the first one is timed."""
    look_up(products, cases[0].query if cases else "")
    return Quality(tuple(_ask(products, case) for case in cases))


def _ask(products: Sequence[Product], case: Wanted) -> Answered:
    begun = time.perf_counter()
    findings = look_up(products, case.query)
    spent = (time.perf_counter() - begun) * 1000
    return Answered(case, tuple(hit.product.id for hit in findings.hits), findings.is_sure, spent)


def _part(whole: Sequence[Answered], good: Sequence[Answered]) -> float:
    return len(good) / len(whole) if whole else 1.0


def _mistake(answered: Answered) -> str:
    meant = ", ".join(answered.wanted.ids[:3]) or "nothing"
    found = ", ".join(answered.found[:3]) or "nothing"
    return f"  {answered.wanted.query!r}: {found} ({'sure' if answered.is_sure else 'not sure'}), not {meant}"
