"""The files of common questions: those that come with us, and over them those of the owner's folder.

Not here: what may stand in one (flows.understanding.faq_file), or how a question is found (questions).
"""

import asyncio
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cache
from html import escape
from pathlib import Path

from bot.clock import Clock
from bot.understanding.learned import classifier_of
from bot.understanding.warming import START_SECONDS
from flows.pages.questions import BUTTONS
from flows.understanding import faq_file
from flows.understanding.examples import read_examples
from flows.understanding.faq_file import PICTURES, Entry
from flows.understanding.intents import Classifier, Intent
from flows.understanding.questions import Questions

MOST_OTHERS = 250
"""Of sentences that are no question; each takes a millisecond to learn from."""


class BadQuestions(Exception):
    """A file of questions can't be used; the message names it, and each line that is wrong."""


@cache
def questions_of(locales: Path, folder: Path | None = None, classifier: Classifier | None = None) -> Questions:
    """The shop's questions: the owner's `folder` holds faq files by language. Raises BadQuestions.

    A process reads them once: who changes a file starts anew.
    """
    shipped = list(_shipped(locales))
    known = {entry.id for _, entries in shipped for entry in entries}
    own = [(language, _as_own(entries, known)) for language, entries in _own(locales, folder)]
    questions = faq_file.merged([*shipped, *own])
    return Questions(questions, classifier or classifier_of(locales), others=_others(locales))


async def get_ready(questions: Questions, clock: Clock) -> None:
    """Learn the questions soon after the start, beside the turns, so that nobody's first one waits for it."""
    await clock.sleep(START_SECONDS)
    await asyncio.to_thread(questions.learn)


def written_of(questions: Questions) -> dict[str, dict[str, str]]:
    """The texts of all questions as the voice says them: by language and name, as HTML."""
    written: dict[str, dict[str, str]] = {}
    for question in questions.all:
        for language, answer in question.answer.items():
            texts = written.setdefault(language, {})
            texts[question.title_name] = escape(question.asked[language][0], quote=False)
            texts[question.answer_name] = answer
    return written


def _shipped(locales: Path) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    for folder in sorted(each for each in locales.iterdir() if each.is_dir()):
        yield folder.name, _read(folder / "faq.toml", folder / "pictures")


def _others(locales: Path) -> list[str]:
    """Sentences about nothing that a shop does, evenly taken from those that intents are learned from."""
    files = sorted(locales.glob(f"*/intents/{Intent.OUT_OF_SCOPE}.txt"))
    every = [example.text for file in files for example in read_examples(file.read_text("utf-8"), Intent.OUT_OF_SCOPE)]
    return every[:: max(1, len(every) // MOST_OTHERS)]


def _own(locales: Path, folder: Path | None) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    if folder is None:
        return
    languages = sorted(each.name for each in locales.iterdir() if each.is_dir())
    files = sorted(folder.glob("*.toml"))
    for file in files:
        if file.stem not in languages:
            raise BadQuestions(f"{file} is for no language there is: call it {' or '.join(languages)}.")
        yield file.stem, _read(file, folder / "pictures")
    if not files:
        raise BadQuestions(f"{folder} has no file of questions: put {' or '.join(languages)}.toml there.")


def _as_own(entries: tuple[Entry, ...], known: Collection[str]) -> tuple[Entry, ...]:
    """Marked as the owner's own where they are not about what we have a question for."""
    return tuple(replace(entry, is_own=entry.id not in known) for entry in entries)


def _read(file: Path, pictures: Path) -> tuple[Entry, ...]:
    names = {each.name for each in pictures.glob("*") if each.suffix.lower() in PICTURES}
    try:
        read = faq_file.read(file.read_text(encoding="utf-8-sig"), buttons=BUTTONS, pictures=names)
    except (OSError, UnicodeDecodeError) as error:
        raise BadQuestions(f"{file} can't be read ({error}): it should be a TOML file in UTF-8.") from None
    if read.problems:
        raise BadQuestions(f"{file} has problems:\n" + "\n".join(read.problems))
    return tuple(_with_path(entry, pictures) for entry in read.entries)


def _with_path(entry: Entry, pictures: Path) -> Entry:
    return entry if entry.picture is None else replace(entry, picture=str((pictures / entry.picture).resolve()))
