"""Groups, forums and channels: founding them, who is in them, their topics. Not here: private chats."""

from fastapi import APIRouter

from sandbox.acts import gathering, places, topics
from sandbox.bots import Bot
from sandbox.chats import Chat
from sandbox.people_api.bodies import BotIn, ByPerson, Done, GroupName, Joining, Naming, NewGroup
from sandbox.world import World


def add_routes(router: APIRouter, world: World) -> None:
    @router.post("/groups")
    async def found(body: NewGroup) -> GroupName:
        with world.writing():
            owner = world.people.the(body.owner)
            bots = _bots_named(world, body.bots)
            group = gathering.founds(world, owner, body.title, kind=body.kind, is_forum=body.is_forum, bots=bots)
            for id in body.members:
                gathering.joins(world, world.people.the(id), group)
        return _group_name(group)

    @router.get("/groups")
    async def list_groups() -> list[GroupName]:
        return [_group_name(group) for group in world.chats.groups()]

    @router.post("/groups/{id}/joins")
    async def joins(id: int, body: Joining) -> Done:
        before = world.changes.number
        with world.writing():
            person = world.people.the(body.person)
            gathering.joins(world, person, places.the_group(world, id), is_administrator=body.is_administrator)
        return Done(change=before)

    @router.post("/groups/{id}/topics")
    async def open_topic(id: int, body: Naming) -> Done:
        before = world.changes.number
        with world.writing():
            person = world.people.the(body.person)
            topic = topics.opens_topic(world, person, places.the_group(world, id), body.name)
        return Done(change=before, message_id=topic.thread_id)

    @router.post("/groups/{id}/topics/{topic}/renames")
    async def rename_topic(id: int, topic: int, body: Naming) -> Done:
        before = world.changes.number
        with world.writing():
            person = world.people.the(body.person)
            topics.renames_topic(world, person, places.the_group(world, id), topic, body.name)
        return Done(change=before)

    @router.post("/groups/{id}/topics/{topic}/closes")
    async def close_topic(id: int, topic: int, body: ByPerson) -> Done:
        before = world.changes.number
        with world.writing():
            topics.closes_topic(world, world.people.the(body.person), places.the_group(world, id), topic)
        return Done(change=before)

    @router.post("/groups/{id}/topics/{topic}/reopens")
    async def reopen_topic(id: int, topic: int, body: ByPerson) -> Done:
        before = world.changes.number
        with world.writing():
            topics.reopens_topic(world, world.people.the(body.person), places.the_group(world, id), topic)
        return Done(change=before)

    @router.post("/groups/{id}/topics/{topic}/deletes")
    async def delete_topic(id: int, topic: int, body: ByPerson) -> Done:
        before = world.changes.number
        with world.writing():
            topics.deletes_topic(world, world.people.the(body.person), places.the_group(world, id), topic)
        return Done(change=before)

    @router.post("/groups/{id}/invites")
    async def invites(id: int, body: BotIn) -> Done:
        before = world.changes.number
        with world.writing():
            person, bot = world.people.the(body.person), world.bots.named(body.bot)
            gathering.invites_bot(world, person, bot, places.the_group(world, id))
        return Done(change=before)

    @router.post("/groups/{id}/removes")
    async def removes(id: int, body: BotIn) -> Done:
        before = world.changes.number
        with world.writing():
            person, bot = world.people.the(body.person), world.bots.named(body.bot)
            gathering.removes_bot(world, person, bot, places.the_group(world, id))
        return Done(change=before)


def _bots_named(world: World, names: list[str] | None) -> list[Bot]:
    return world.bots.all() if names is None else [world.bots.named(name) for name in names]


def _group_name(group: Chat) -> GroupName:
    return GroupName(id=group.id, title=group.title or "", kind=group.kind.value, is_forum=group.is_forum)
