"""The machinery behind the world: bots, clock, limits, faults, journals. Not here: anything a person does."""

from typing import Annotated

from fastapi import APIRouter, Query

from sandbox.bots import Bot
from sandbox.faults import ArmedRule, FaultRule
from sandbox.journal import CallRecord
from sandbox.people_api.bodies import BotName, Done, LimitsSwitch, Moment, Moving, NewBot
from sandbox.people_api.people import Wait
from sandbox.updates import UpdateRecord
from sandbox.world import World

MOST_RECORDS = 1000
PageSize = Annotated[int, Query(ge=1, le=MOST_RECORDS)]


def add_routes(router: APIRouter, world: World) -> None:
    @router.get("/bots")
    async def list_bots() -> list[BotName]:
        return [_bot_name(bot) for bot in world.bots.all()]

    @router.post("/bots")
    async def add_bot(body: NewBot) -> BotName:
        with world.writing():
            return _bot_name(world.bots.add(**body.model_dump()))

    @router.get("/changes")
    async def changes(after: int = 0, wait_seconds: Wait = 0) -> Done:
        """Wait until anything at all changed after that number."""
        return Done(change=await world.changes.wait(after=after, timeout_seconds=wait_seconds))

    @router.get("/clock")
    async def tell_time() -> Moment:
        return Moment(now=world.clock.seconds)

    @router.post("/clock")
    async def move_clock(body: Moving) -> Moment:
        return Moment(now=world.clock.advance(seconds=body.seconds).timestamp())

    @router.post("/limits")
    async def switch_limits(body: LimitsSwitch) -> LimitsSwitch:
        world.pace.switch(are_enforced=body.are_enforced)
        return body

    @router.get("/journal")
    async def journal(
        after: int = 0, method: str | None = None, chat: int | None = None, limit: PageSize = MOST_RECORDS
    ) -> list[CallRecord]:
        """The calls above that number, at most `limit` of them: ask again after the last one until none is left."""
        return world.journal.calls(after=after, method=method, chat_id=chat, limit=limit)

    @router.get("/updates")
    async def updates(after: int = 0, limit: PageSize = MOST_RECORDS) -> list[UpdateRecord]:
        """The updates above that id, those of `limit` ids at most: ask again after the last one until none is left."""
        return world.updates.journal(after=after, limit=limit)

    @router.get("/faults")
    async def list_faults() -> list[ArmedRule]:
        return world.faults.all()

    @router.post("/faults")
    async def add_faults(rules: list[FaultRule]) -> list[ArmedRule]:
        for rule in rules:
            world.faults.add(rule)
        return world.faults.all()

    async def clear_faults() -> list[ArmedRule]:
        world.faults.clear()
        return world.faults.all()

    router.add_api_route("/faults", clear_faults, methods=["DELETE"])


def _bot_name(bot: Bot) -> BotName:
    return BotName(id=bot.id, username=bot.username, name=bot.name, stars=bot.stars)
