"""The world's ground: transactions, the change feed, the clock, and two bots that share people but not chats."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox.acts import speaking
from sandbox.chats import Chat
from sandbox.impossible import Impossible
from sandbox.people import Person
from sandbox.world import World
from tests.sandbox.conftest import NOON


def test_what_fails_inside_writing_leaves_nothing(world: World, ana: Person, chat: Chat) -> None:
    before = world.changes.number

    with pytest.raises(Impossible):
        _say_two_things(world, ana, chat, "first", " ")

    assert world.messages.in_chat(chat) == []
    assert world.updates.journal() == []
    assert world.changes.number == before


def test_an_inner_writing_belongs_to_the_outer_one(world: World) -> None:
    with pytest.raises(Impossible):
        _bear_two_people(world, "Bo", username="same")

    assert world.people.all() == []


async def test_whoever_waits_is_woken_by_the_next_change(world: World, ana: Person, chat: Chat) -> None:
    seen = world.changes.number
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(world.changes.wait(after=seen, timeout_seconds=10))
        await asyncio.sleep(0)
        with world.writing():
            posted = speaking.says(world, ana, chat, "hello")

    assert waiting.result() >= posted.changed > seen
    assert [one.id for one in world.messages.in_chat(chat, after=seen)] == [posted.id]


async def test_a_wait_without_a_change_ends_with_its_time(world: World) -> None:
    assert await world.changes.wait(after=world.changes.number, timeout_seconds=0) == world.changes.number


def test_the_clock_goes_forward_only_and_dates_follow_it(world: World, ana: Person, chat: Chat) -> None:
    world.clock.advance(seconds=90)

    posted = speaking.says(world, ana, chat, "hello")

    assert posted.message.date == NOON + timedelta(seconds=90)
    with pytest.raises(ValueError, match="only goes forward"):
        world.clock.advance(seconds=-1)


def test_a_deleted_message_is_gone_but_its_change_is_told(world: World, ana: Person, chat: Chat) -> None:
    posted = speaking.says(world, ana, chat, "hello")
    seen = world.changes.number

    world.messages.delete(posted)

    assert world.messages.get(chat, posted.id) is None
    assert [(one.id, one.is_deleted) for one in world.messages.in_chat(chat, after=seen)] == [(posted.id, True)]


def test_two_bots_have_two_chats_with_one_person(world: World, ana: Person, chat: Chat) -> None:
    other = world.chats.open_private(world.bots.add("1000002:SECRET", username="other_bot"), ana)
    speaking.says(world, ana, chat, "to the first")

    assert (chat.id, other.id) == (ana.id, ana.id)
    assert world.messages.in_chat(other) == []


def test_a_world_is_found_again_in_its_file(tmp_path: Path) -> None:
    path = str(tmp_path / "world.sqlite3")
    first = World(path)
    first.bots.add("1000001:SECRET", username="xiaoer_bot")
    ana = first.people.add("Ana")
    first.close()

    again = World(path)

    assert again.people.all() == [ana]
    assert again.bots.first().username == "xiaoer_bot"
    again.close()


def test_taken_names_and_bad_tokens_are_explained(world: World, ana: Person) -> None:
    with pytest.raises(Impossible, match="There is already a person with the id"):
        world.people.add("Impostor", username="ana")
    with pytest.raises(Impossible, match="A bot token is a number"):
        world.bots.add("nonsense")


def _say_two_things(world: World, ana: Person, chat: Chat, first: str, second: str) -> None:
    with world.writing():
        speaking.says(world, ana, chat, first)
        speaking.says(world, ana, chat, second)


def _bear_two_people(world: World, name: str, *, username: str) -> None:
    with world.writing():
        with world.writing():
            world.people.add(name, username=username)
        world.people.add(name, username=username)
