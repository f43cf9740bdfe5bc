"""Evaluation: a file of lines whose answers are known, held against what the program makes of them.

Not here: what makes an answer good (query_quality for searches, intent_quality for sentences).
"""

import json
from codecs import BOM_UTF8
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from backend.catalogue import Product
from bot.cannot_do import CannotDo
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
    """A report for each kind of lines that the file has. Raises CannotDo, with the line that is wrong."""
    queries, sentences = _lines_of(file)
    reports: dict[str, Report] = {}
    if queries:
        reports["search"] = query_quality.assess(products, queries)
    if sentences:
        reports["intents"] = intent_quality.assess(classifier_of(locales, own), sentences)
    if not reports:
        raise CannotDo(f"{file} has nothing to evaluate.")
    return reports


def has_queries(file: Path) -> bool:
    """Whether a catalogue is needed for this file. Raises CannotDo."""
    queries, _ = _lines_of(file)
    return bool(queries)


def _lines_of(file: Path) -> tuple[list[Wanted], list[Labelled]]:
    """The queries and the sentences. A line ends at a line feed alone: what else ends one may stand inside of JSON."""
    queries: list[Wanted] = []
    sentences: list[Labelled] = []
    for number, text in enumerate(file.read_bytes().removeprefix(BOM_UTF8).split(b"\n"), start=1):
        try:
            line = _line(text) if text.strip() else {}
            if "query" in line:
                queries.append(_wanted(line))
            if "intent" in line:
                sentences.append(_labelled(line))
        except _WrongLine as wrong:
            raise CannotDo(f"{file}: line {number} {wrong}.") from None
    return queries, sentences


class _WrongLine(Exception):
    """What is wrong with a line, as the rest of a sentence about it."""


def _line(text: bytes) -> Line:
    try:
        line = json.loads(text.decode())
    except UnicodeDecodeError:
        raise _WrongLine("is not in UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise _WrongLine(f"is no JSON: {error}") from None
    if not isinstance(line, dict):
        raise _WrongLine("is no JSON object")
    if "query" not in line and "intent" not in line:
        raise _WrongLine('has neither a "query" nor an "intent"')
    return line


def _labelled(line: Line) -> Labelled:
    if line["intent"] not in list(Intent):
        raise _WrongLine(f"names an intent that there is not: {line['intent']}")
    return Labelled(_text(line, "text"), Intent(line["intent"]))


def _wanted(line: Line) -> Wanted:
    """One id may stand by itself, without an array around it."""
    ids = line.get("expect_ids")
    each = ids if isinstance(ids, list) else [ids]
    if not all(isinstance(one, str | int) for one in each):
        raise _WrongLine('needs "expect_ids", an array of ids: an empty one if nothing should be found')
    return Wanted(_text(line, "query"), tuple(map(str, each)))


def _text(line: Line, field: str) -> str:
    if not isinstance(line.get(field), str):
        raise _WrongLine(f'needs a "{field}" that is text')
    return str(line[field])
