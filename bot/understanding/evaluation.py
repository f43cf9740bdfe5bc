"""Evaluation: a file of lines whose answers are known, held against what the program makes of them.

Not here: what makes an answer good (query_quality for searches, intent_quality for sentences).
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from backend.catalogue import Product
from bot.back_office import CannotDo
from bot.understanding import intent_quality, query_quality
from bot.understanding.intent_quality import Labelled
from bot.understanding.learned import classifier_of
from bot.understanding.query_quality import Wanted
from flows.understanding.intents import Intent

Line = dict[str, Any]  # Any: JSON


class Report(Protocol):
    """What one kind of lines comes to."""

    def as_json(self) -> dict[str, object]:
        """For programs."""
        ...

    def as_text(self) -> str:
        """For people."""
        ...


def evaluate(file: Path, products: Sequence[Product], *, locales: Path, own: Path | None = None) -> dict[str, Report]:
    """A report for each kind of lines that the file has. Raises CannotDo."""
    lines = _lines_of(file)
    reports: dict[str, Report] = {}
    if queries := [_wanted(line) for line in lines if "query" in line]:
        reports["search"] = query_quality.assess(products, queries)
    if sentences := [_labelled(file, line) for line in lines if "intent" in line]:
        reports["intents"] = intent_quality.assess(classifier_of(locales, own), sentences)
    if not reports:
        raise CannotDo(f"{file} has nothing to evaluate.")
    return reports


def has_queries(file: Path) -> bool:
    """Whether a catalogue is needed for this file. Raises CannotDo."""
    return any("query" in line for line in _lines_of(file))


def _lines_of(file: Path) -> list[Line]:
    lines: list[Line] = []
    for number, text in enumerate(file.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if not text.strip():
            continue
        try:
            line = json.loads(text)
        except ValueError as error:
            raise CannotDo(f"{file}: line {number} is no JSON: {error}.") from None
        if not isinstance(line, dict):
            raise CannotDo(f"{file}: line {number} is no JSON object.")
        lines.append(line)
    return lines


def _labelled(file: Path, line: Line) -> Labelled:
    if line["intent"] not in list(Intent):
        raise CannotDo(f"{file} names an intent that there is not: {line['intent']}.")
    return Labelled(str(line.get("text", "")), Intent(line["intent"]))


def _wanted(line: Line) -> Wanted:
    return Wanted(str(line["query"]), tuple(map(str, line.get("expect_ids") or ())))
