"""The voice: words into a person's language, screens into text with a keyboard.

Not here: any sentence (locales/<language>/*.ftl) or any sending. Text is the platform's HTML; every argument
is escaped, so nothing a person typed can become a tag, a link or a mention.
"""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_skeleton, format_time
from babel.numbers import format_currency
from fluent.runtime import FluentBundle, FluentResource

from backend.money import Money
from flows import taps
from flows.screens import LABEL_WIDTH, width
from flows.words import Arg, Words, Written, from_json
from storage.conversations import SavedScreen
from storage.secrets import Secret

_TAG = re.compile(r"<[^>]*>")

_LONGEST_VALUE = 2500
"""Fluent refuses to put in a longer text (Source: fluent.runtime, MAX_PART_LENGTH); ours may fill a whole message."""

_HERE = "\ufdd0"
"""Marks where a text too long for Fluent goes. It is no character, so no text of anybody's keeps one."""

_TURNING_AROUND = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Direction marks: one in a text of somebody's would make ours around it run backwards (Source: Unicode, UAX 9)."""


Key = dict[str, Any]
"""One button as the Bot API takes it (InlineKeyboardButton)."""


class MissingWords(Exception):
    """A message key or one of its arguments is missing from a locale."""


@dataclass(frozen=True)
class Rendered:
    """A screen as the platform takes it: HTML text and the inline keyboard's rows."""

    text: str
    keyboard: list[list[Key]]


class Voice:
    """Speaks every language that has a folder under `locales`."""

    def __init__(
        self, locales: Path, *, time_zone: ZoneInfo, written: Mapping[str, Mapping[str, str]] | None = None
    ) -> None:
        """`written` are the texts of the shop's files as HTML, by language and name; they were checked when read."""
        self._time_zone = time_zone
        self._written = written or {}
        self._bundles = {folder.name: _bundle(folder) for folder in sorted(locales.iterdir()) if folder.is_dir()}

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages there are, in the order of their folders' names."""
        return tuple(self._bundles)

    def say(self, spoken: Words, language: str) -> str:
        """The words as HTML."""
        return self._format(spoken, language, escape=html.escape)

    def label(self, spoken: Words, language: str) -> str:
        """The words as plain text on one line, for a button, a toast or a command's description."""
        return " ".join(self._format(spoken, language, escape=str).split())

    def terms(self, key: str, language: str) -> list[str]:
        """The comma-separated terms of a message: what people may type for a command."""
        return [term.strip() for term in re.split("[,，]", self._format(Words(key), language, escape=str))]

    def show(self, screen: SavedScreen, *, codes: Sequence[Secret] = ()) -> Rendered:
        """The screen as text and keyboard; `codes` are put in where its words ask for them."""
        spoken = from_json(screen.content["text"])
        text = self.say(spoken, screen.language)
        lines = [f"<tg-spoiler><code>{html.escape(code.reveal())}</code></tg-spoiler>" for code in codes]
        copying = [[self._copy_button(n, code, screen.language)] for n, code in enumerate(codes, start=1)]
        keyboard = [[self._button(kept, screen) for kept in row] for row in screen.content["rows"]]
        return Rendered("\n".join([text, *lines]), [*copying, *keyboard])

    def _copy_button(self, number: int, code: Secret, language: str) -> Key:
        """Protected messages can't be selected, so the platform's own copy button is how a code gets out."""
        label = self.label(Words("button-copy-code", {"number": number}), language)
        return {"text": label, "copy_text": {"text": code.reveal()}}

    def _button(self, kept: Mapping[str, Any], screen: SavedScreen) -> Key:
        label = _fitted(self.label(from_json(kept["label"]), screen.language))
        if "url" in kept:
            return {"text": label, "url": kept["url"]}
        return {"text": label, "callback_data": taps.pack(screen.token, kept["action"])}

    def _format(self, spoken: Words, language: str, *, escape: Any) -> str:
        bundle = self._bundles.get(language) or self._bundles["en"]
        if not bundle.has_message(spoken.key):
            raise MissingWords(f"{spoken.key} in {language}")
        pattern = bundle.get_message(spoken.key).value
        if pattern is None:
            raise MissingWords(f"{spoken.key} in {language} has no text")
        args = {name.replace("_", "-"): self._argument(arg, language, escape) for name, arg in spoken.args.items()}
        long = [value for value in args.values() if isinstance(value, str) and len(value) > _LONGEST_VALUE]
        marks = {value: f"{_HERE}{place}{_HERE}" for place, value in enumerate(long)}
        text, errors = bundle.format_pattern(pattern, {name: marks.get(args[name], args[name]) for name in args})
        if errors:
            raise MissingWords(f"{spoken.key} in {language}: {errors[0]}")
        said = str(text)
        for value, mark in marks.items():
            said = said.replace(mark, value)
        return said

    def _argument(self, arg: Arg, language: str, escape: Any) -> Any:
        match arg:
            case Words():
                return self._format(arg, language, escape=escape)
            case Written(name=name):
                return self._text_of(name, language, escape)
            case list():
                return "\n".join(self._format(line, language, escape=escape) for line in arg)
            case Money():
                return escape(_amount(arg, language))
            case datetime():
                return escape(self._moment(arg, language))
            case int():
                return arg
            case _:
                return escape(arg.translate(_TURNING_AROUND).replace(_HERE, ""))

    def _text_of(self, name: str, language: str, escape: Any) -> str:
        """The text in this language, or in one there is; what was taken out of the files since says so."""
        texts = {spoken: texts[name] for spoken, texts in self._written.items() if name in texts}
        if not texts:
            return self._format(Words("text-gone"), language, escape=escape)
        found = texts[language] if language in texts else next(iter(texts.values()))
        return found if escape is html.escape else bare(found)

    def _moment(self, moment: datetime, language: str) -> str:
        """Day and time in the shop's zone, as in 'Nov 22 18:30'."""
        day = format_skeleton("MMMd", moment, tzinfo=self._time_zone, locale=_locale(language))
        return f"{day} {format_time(moment.astimezone(self._time_zone), 'HH:mm')}"


def bare(text: str) -> str:
    """The text without its tags."""
    return html.unescape(_TAG.sub("", text))


def _fitted(label: str) -> str:
    """The label cut to what a phone shows of it, so that every platform cuts it alike."""
    if width(label) <= LABEL_WIDTH:
        return label
    while width(label) > LABEL_WIDTH - 1:
        label = label[:-1]
    return f"{label.rstrip()}…"


def _amount(money: Money, language: str) -> str:
    if money.currency == "XTR":  # Telegram Stars are in no standard that Babel follows
        return f"{money.minor} ⭐"
    return format_currency(money.amount, money.currency, locale=_locale(language))


def _bundle(folder: Path) -> FluentBundle:
    bundle = FluentBundle([folder.name], use_isolating=False)
    for file in sorted(folder.glob("*.ftl")):
        bundle.add_resource(_parsed(file.read_text(encoding="utf-8")))
    return bundle


@cache
def _parsed(text: str) -> Any:  # Any: fluent.runtime ships no types
    """A Fluent file's syntax tree, which takes a while to grow and is never changed."""
    return FluentResource(text)


def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")
