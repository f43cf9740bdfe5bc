"""The queue hands out, keeps, confirms, expires and, when a script asks for it, disturbs updates."""

import asyncio
from datetime import timedelta

import pytest
from aiogram.methods import GetUpdates

from sandbox.acts import speaking, tapping
from sandbox.api.delivery import MOST_SECONDS, Pollers, get_updates
from sandbox.bots import Bot
from sandbox.chats import Chat
from sandbox.faults import FaultKind, FaultRule
from sandbox.people import Person
from sandbox.world import World

PATIENCE_SECONDS = 10


def take(world: World, offset: int = 0) -> list[int]:
    """Return the ids handed out, counted from the first update as 1."""
    return [one.update_id - 100_000_000 for one in world.updates.take(world.bots.first(), offset=offset, limit=100)]


def confirm(world: World, upto: int) -> list[int]:
    return take(world, offset=100_000_000 + upto + 1)


def say(world: World, ana: Person, chat: Chat, *texts: str) -> None:
    for text in texts:
        speaking.says(world, ana, chat, text)


def states(world: World) -> list[str]:
    return [one.state for one in world.updates.journal()]


def test_updates_are_handed_out_until_confirmed(world: World, ana: Person, chat: Chat) -> None:
    say(world, ana, chat, "a", "b")

    assert take(world) == [1, 2]
    assert take(world) == [1, 2]
    assert confirm(world, upto=1) == [2]
    assert states(world) == ["settled", "pending"]


def test_a_negative_offset_keeps_only_the_latest(world: World, ana: Person, chat: Chat) -> None:
    say(world, ana, chat, "a", "b", "c")

    assert take(world, offset=-1) == [3]
    assert take(world) == [3]


def test_a_message_waits_a_day_and_a_tap_150_seconds(world: World, ana: Person, chat: Chat) -> None:
    say(world, ana, chat, "a")
    posted = world.messages.post(chat, world.bots.first().as_user(), text="menu")
    tapping.forges(world, ana, chat, message_id=posted.id, data="x")

    world.clock.advance(seconds=149)
    before = take(world)
    world.clock.advance(seconds=1)
    after_the_tap = take(world)
    world.clock.advance(seconds=86_400)

    assert (before, after_the_tap, take(world)) == ([1, 2], [1], [])
    assert states(world) == ["expired", "expired"]


def test_only_wanted_kinds_are_queued(world: World, ana: Person, chat: Chat) -> None:
    world.bots.allow_updates(world.bots.first(), ["callback_query"])

    say(world, ana, chat, "a")

    assert take(world) == []


def test_a_duplicated_update_comes_again_after_its_confirmation(world: World, ana: Person, chat: Chat) -> None:
    world.faults.add(FaultRule(kind=FaultKind.UPDATE_DUPLICATE))
    say(world, ana, chat, "a", "b")
    take(world)

    assert confirm(world, upto=2) == [1]
    assert confirm(world, upto=2) == []


def test_a_reordered_update_comes_after_the_next_one(world: World, ana: Person, chat: Chat) -> None:
    world.faults.add(FaultRule(kind=FaultKind.UPDATE_REORDER, after_calls=1))
    say(world, ana, chat, "a", "b")
    first = take(world)
    say(world, ana, chat, "c")

    assert first == [1]
    assert confirm(world, upto=1) == [2, 3]


def test_a_delayed_update_is_not_lost_by_a_later_confirmation(world: World, ana: Person, chat: Chat) -> None:
    world.faults.add(FaultRule(kind=FaultKind.UPDATE_DELAY, seconds=5))
    say(world, ana, chat, "late", "early")
    early = take(world)
    world.clock.advance(seconds=5)

    assert early == [2]
    assert confirm(world, upto=2) == [1]


async def test_an_update_that_comes_free_between_two_looks_is_not_slept_over(
    world: World, ana: Person, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.faults.add(FaultRule(kind=FaultKind.UPDATE_DELAY, seconds=5))
    say(world, ana, chat, "late")
    let_time_pass_before_the_second_look(world, 5, monkeypatch)

    async with asyncio.timeout(PATIENCE_SECONDS):
        updates = await get_updates(world, Pollers(), world.bots.first(), GetUpdates(timeout=MOST_SECONDS))

    assert [one.update_id for one in updates] == [100_000_001]


def let_time_pass_before_the_second_look(world: World, seconds: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once, when it is asked until when an update is held, and unlike `clock.advance` without waking anybody."""
    ask = world.updates.next_available_at

    def asked_late(bot: Bot, *, after: float) -> float | None:
        monkeypatch.setattr(world.clock, "_ahead", timedelta(seconds=seconds))
        return ask(bot, after=after)

    monkeypatch.setattr(world.updates, "next_available_at", asked_late)


def test_each_bot_has_its_own_queue(world: World, ana: Person, chat: Chat) -> None:
    other = world.bots.add("1000002:SECRET", username="other_bot")
    say(world, ana, chat, "a")
    say(world, ana, world.chats.open_private(other, ana), "b")

    assert take(world) == [1]
    assert [one.update_id for one in world.updates.take(other, offset=0, limit=1)] == [100_000_001]
