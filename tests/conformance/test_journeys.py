"""The shop must be the same on either library: the same journeys, the same calls, and none above Bot API 10.0.

Not here: what a single call comes to (test_outcomes).
"""

import asyncio
import inspect
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from telegram import (
    Bot,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyParameters,
    TelegramObject,
)

from bot import pictures
from flows.screens import Picture
from storage.database import Database
from storage.schema import METADATA
from storage.secrets import Vault
from tests.conformance.conftest import DRIVERS
from tests.conformance.journeys import JOURNEYS, PICTURE, Journey
from tests.conformance.shop import Call, live_shop

STRUCTURES: dict[str, type[TelegramObject]] = {
    "reply_parameters": ReplyParameters,
    "link_preview_options": LinkPreviewOptions,
}

MARKUPS: dict[str, type[TelegramObject]] = {
    "inline_keyboard": InlineKeyboardMarkup,
    "keyboard": ReplyKeyboardMarkup,
}
"""What a `reply_markup` may be, by what it always has; what takes a keyboard away has nothing to look into."""


@pytest.fixture
def drawn_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that would draw has tests of its own."""

    async def draw(picture: Picture, language: str) -> bytes:
        del picture, language
        await asyncio.sleep(0)
        return PICTURE[1]

    monkeypatch.setattr(pictures, "draw", draw)


@pytest.mark.slow
@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.name)
def test_a_journey_makes_the_same_calls(journey: Journey, drawn_at_once: None, tmp_path: Path, vault: Vault) -> None:
    del drawn_at_once
    aiogram, ptb = (list(_played(journey, library, tmp_path / library, vault)) for library in DRIVERS)

    assert ptb == aiogram
    assert journey.methods <= {call.method for call in ptb}
    assert [call for call in ptb if call.status == 200]
    assert list(_above_bot_api_10(ptb)) == []


@pytest.mark.parametrize(
    ("call", "found"),
    [
        (Call("sendMessage", 200, {"chat_id": "1", "text": "hello", "reply_parameters": {"message_id": 1}}), []),
        (Call("sendTelepathy", 200, {}), ["sendTelepathy"]),
        (Call("sendMessage", 200, {"mood": "good"}), ["sendMessage.mood"]),
        (
            Call("sendMessage", 200, {"link_preview_options": {"mood": "good"}}),
            ["sendMessage.link_preview_options.mood"],
        ),
        (
            Call("sendMessage", 200, {"reply_markup": {"inline_keyboard": [[{"text": "Buy", "mood": "good"}]]}}),
            ["sendMessage.reply_markup.mood"],
        ),
    ],
    ids=["nothing new", "a method", "a parameter", "a field", "a field of a button"],
)
def test_what_is_newer_than_bot_api_10_is_found(call: Call, found: list[str]) -> None:
    assert list(_above_bot_api_10([call])) == found


def _played(journey: Journey, library: str, path: Path, vault: Vault) -> list[Call]:
    with closing(Database(f"sqlite:///{path}")) as database:
        with database.transaction() as db:
            METADATA.create_all(db)
        with live_shop(library, database, vault) as shop:
            journey.play(shop)
            return shop.calls()


def _above_bot_api_10(calls: Iterable[Call]) -> Iterator[str]:
    """What python-telegram-bot 22.8, which knows Bot API 10.0 and nothing newer, does not know."""
    for call in calls:
        known = getattr(Bot, call.method, None)
        if known is None:
            yield call.method
            continue
        yield from (
            f"{call.method}.{name}" for name in call.parameters if name not in inspect.signature(known).parameters
        )
        for name, given in call.parameters.items():
            kinds = MARKUPS if name == "reply_markup" else {}
            kind = next((kinds[each] for each in kinds if each in given), STRUCTURES.get(name))
            if kind is not None:
                yield from (f"{call.method}.{name}.{each}" for each in _unknown_in(kind.de_json(given)))


def _unknown_in(given: Any) -> Iterator[str]:
    """What the library kept aside in a structure and in those inside of it."""
    if isinstance(given, tuple):
        for each in given:
            yield from _unknown_in(each)
    if isinstance(given, TelegramObject):
        yield from given.api_kwargs
        for name in given.to_dict():
            yield from _unknown_in(getattr(given, name, None))
