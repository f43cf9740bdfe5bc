"""The file of common questions: an owner's TOML, read into entries, or a list of its problems with their lines.

Not here: where the files are (bot.understanding.faq). locales/<language>/faq.toml explains each field.
"""

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from flows.understanding.intents import Intent
from flows.understanding.questions import CommonQuestion

LONGEST_TITLE = 60
LONGEST_ANSWER = 3000
LONGEST_BESIDE_PICTURE = 900
"""In characters; the platform shows 4,096 of a text and 1,024 below a picture, and notes of ours may stand above."""

MOST_QUESTIONS = 200
MOST_BUTTONS = 8
PICTURES = (".png", ".jpg", ".jpeg")

_FIELDS = ("id", "asked", "answer", "buttons", "words", "goods", "intent", "picture", "is_off")
_TAGS = frozenset({"b", "i", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler"})
"""Of those the platform reads (Source: Bot API, HTML style)."""

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HEADER = re.compile(r"\s*\[\[\s*questions\s*\]\]")

_Table = dict[str, Any]  # Any: a TOML table, before it is known to be what it should be


@dataclass(frozen=True)
class Entry:
    """What a file says of one question in one language; one that `is_off` takes it away, one that `is_own` is new."""

    id: str
    asked: tuple[str, ...] = ()
    answer: str = ""
    buttons: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    intent: Intent | None = None
    picture: str | None = None
    is_off: bool = False
    is_own: bool = False


@dataclass(frozen=True)
class FaqFile:
    """What a file says, or every problem it has, each a sentence that names the line."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[str, ...] = ()


def read(text: str, *, buttons: Collection[str], pictures: Collection[str]) -> FaqFile:
    """Read a whole file; `buttons` are those there are, `pictures` the names of the files beside it."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return FaqFile(problems=(f"not a TOML file: {error}",))
    rows = content.get("questions")
    if set(content) - {"questions"} or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return FaqFile(problems=("line 1: it should hold [[questions]] and nothing else",))
    if len(rows) > MOST_QUESTIONS:
        return FaqFile(problems=(f"line 1: there are {len(rows)} questions; {MOST_QUESTIONS} at most",))
    reader = _Reader(text, buttons=buttons, pictures=pictures)
    entries = tuple(reader.entry(place, row) for place, row in enumerate(rows))
    return FaqFile(problems=tuple(reader.problems)) if reader.problems else FaqFile(entries)


def merged(files: Sequence[tuple[str, Sequence[Entry]]]) -> list[CommonQuestion]:
    """The questions of (language, entries) in turn: a later entry stands for an earlier of its id and language."""
    found: dict[str, dict[str, Entry]] = {}
    for language, entries in files:
        for entry in entries:
            found.setdefault(entry.id, {})[language] = entry
    return [question for spoken in found.values() if (question := _question(spoken)) is not None]


def _question(spoken: Mapping[str, Entry]) -> CommonQuestion | None:
    """One question of its entries by language; None where it is taken away, in whichever language that is said."""
    entries = list(spoken.values())
    if any(entry.is_off for entry in entries):
        return None
    return CommonQuestion(
        id=entries[0].id,
        asked={language: entry.asked for language, entry in spoken.items()},
        answer={language: entry.answer for language, entry in spoken.items()},
        buttons=tuple(dict.fromkeys(name for entry in entries for name in entry.buttons)),
        words=tuple(word for entry in entries for word in entry.words),
        goods=tuple(dict.fromkeys(word for entry in entries for word in entry.goods)),
        intent=next((entry.intent for entry in entries if entry.intent is not None), None),
        picture={language: entry.picture for language, entry in spoken.items() if entry.picture is not None},
        is_own=any(entry.is_own for entry in entries),
    )


class _Reader:
    """Reads on after a problem; what it returns then only serves to find the next one."""

    def __init__(self, text: str, *, buttons: Collection[str], pictures: Collection[str]) -> None:
        self.problems: list[str] = []
        self._lines = text.splitlines()
        self._headers = [number for number, line in enumerate(self._lines, start=1) if _HEADER.match(line)]
        self._buttons = buttons
        self._pictures = pictures
        self._ids: set[str] = set()
        self._place = 0

    def entry(self, place: int, row: _Table) -> Entry:
        self._place = place
        for unknown in sorted(row.keys() - set(_FIELDS)):
            self._complain(unknown, f"is no field of a question; there are {', '.join(_FIELDS)}")
        question_id = self._id(row)
        if row.get("is_off") is True:
            return Entry(question_id, is_off=True)
        if "is_off" in row:
            self._complain("is_off", "is true, or left out")
        return Entry(
            question_id,
            asked=self._asked(row),
            answer=self._answer(row),
            buttons=self._button_names(row),
            words=self._texts(row, "words"),
            goods=self._texts(row, "goods"),
            intent=self._intent(row),
            picture=self._picture(row),
        )

    def _id(self, row: _Table) -> str:
        written = row.get("id")
        if not isinstance(written, str) or not _ID.fullmatch(written) or len(written) > LONGEST_TITLE:
            self._complain("id", "must be small letters and digits joined by hyphens, as in how-to-pay")
            return ""
        if written in self._ids:
            self._complain("id", f"{written} is there already")
        self._ids.add(written)
        return written

    def _asked(self, row: _Table) -> tuple[str, ...]:
        asked = self._texts(row, "asked")
        if not asked:
            self._complain("asked", 'must be at least one question in quotes, as in ["How can I pay?"]')
        elif len(asked[0]) > LONGEST_TITLE:
            self._complain("asked", f"begins with the title, which has {LONGEST_TITLE} characters at most")
        return asked

    def _answer(self, row: _Table) -> str:
        answer = row.get("answer")
        if not isinstance(answer, str) or not answer.strip():
            self._complain("answer", "must be a text in quotes")
            return ""
        most = LONGEST_BESIDE_PICTURE if "picture" in row else LONGEST_ANSWER
        if len(answer) > most:
            self._complain("answer", f"has {len(answer)} characters; {most} at most")
        tags = _Tags()
        tags.feed(answer)
        tags.close()
        if trouble := tags.trouble():
            self._complain("answer", trouble)
        return answer.strip()

    def _button_names(self, row: _Table) -> tuple[str, ...]:
        names = self._texts(row, "buttons")
        for unknown in [name for name in names if name not in self._buttons]:
            self._complain("buttons", f"there is no button {unknown}; there are {', '.join(sorted(self._buttons))}")
        if len(names) > MOST_BUTTONS:
            self._complain("buttons", f"{MOST_BUTTONS} at most")
        return names

    def _intent(self, row: _Table) -> Intent | None:
        intent = row.get("intent")
        if intent is None:
            return None
        if intent not in list(Intent):
            self._complain("intent", f"there is no intent {intent}; there are {', '.join(Intent)}")
            return None
        return Intent(intent)

    def _picture(self, row: _Table) -> str | None:
        picture = row.get("picture")
        if picture is None:
            return None
        if not isinstance(picture, str) or not picture.lower().endswith(PICTURES):
            self._complain("picture", "must be the name of a PNG or JPEG file, in quotes")
            return None
        if picture not in self._pictures:
            self._complain("picture", f"there is no file {picture} in the folder pictures beside this one")
        return picture

    def _texts(self, row: _Table, name: str) -> tuple[str, ...]:
        texts = row.get(name, [])
        if not isinstance(texts, list) or not all(isinstance(each, str) and each.strip() for each in texts):
            self._complain(name, 'must be texts in quotes, as in ["one", "two"]')
            return ()
        return tuple(each.strip() for each in texts)

    def _complain(self, name: str, trouble: str) -> None:
        self.problems.append(f"line {self._line_of(name)}, {name}: {trouble}")

    def _line_of(self, name: str) -> int:
        """The line of the field, or of the question's heading where the field is missing."""
        if self._place >= len(self._headers):  # the questions are written as an inline array
            return 1
        start = self._headers[self._place]
        end = self._headers[self._place + 1] if self._place + 1 < len(self._headers) else len(self._lines) + 1
        field = re.compile(rf"\s*[\"']?{re.escape(name)}[\"']?\s*=")
        return next((number for number in range(start, end) if field.match(self._lines[number - 1])), start)


class _Tags(HTMLParser):
    """Sees whether the platform can read the tags of a text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)  # else &lt; and a bare < look alike
        self._open: list[str] = []
        self._troubles: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            self._troubles.append(f"has a tag <{tag}>, which the platform doesn't read; write a bare < as &lt;")
        elif [name for name, _ in attrs] != (["href"] if tag == "a" else []):
            self._troubles.append(f"has a tag <{tag}> with other attributes than it may have")
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self._troubles.append(f"closes <{tag}>, which is not the one that is open")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._troubles.append(f"has <{tag}/>, which the platform doesn't read")

    def handle_data(self, data: str) -> None:
        if "<" in data:
            self._troubles.append("has a bare <; write it as &lt;")

    def handle_comment(self, data: str) -> None:
        self._troubles.append(f"has <!{data}>, which the platform doesn't read")

    def handle_decl(self, decl: str) -> None:
        self.handle_comment(decl)

    handle_pi = unknown_decl = handle_comment

    def trouble(self) -> str | None:
        """The first thing that is wrong."""
        left = [f"never closes <{tag}>" for tag in self._open]
        return next(iter([*self._troubles, *left]), None)
