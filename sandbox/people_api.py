"""The people API: being a person, a clock and a saboteur over HTTP, for tests, tours and scripts.

Not here: what an act does (`acts`) and what is seen (`sight`). `chat` is a bot's @username or id, a group's id, or
left out for the first bot. What can't be done is a 422 whose `detail` says why.
"""

import asyncio
from typing import Annotated

from aiogram.enums import ChatType
from fastapi import APIRouter, Form, HTTPException, Query, UploadFile
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from sandbox import sight
from sandbox.acts import gathering, paying, places, speaking, tapping
from sandbox.bots import Bot
from sandbox.chats import Chat
from sandbox.faults import ArmedRule, FaultRule
from sandbox.files import FileKind, Upload
from sandbox.invoices import CheckoutState
from sandbox.journal import CallRecord
from sandbox.keyboards import Place
from sandbox.people import Person
from sandbox.screens import ChatTitle, Screen
from sandbox.updates import UpdateRecord
from sandbox.world import World

MOST_WAIT_SECONDS = 120.0
Wait = Annotated[float, Query(ge=0, le=MOST_WAIT_SECONDS)]
ChatName = int | str | None


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Done(BaseModel):
    """What an act left behind: the change before it (wait for what comes after) and the message it posted."""

    change: int
    message_id: int | None = None
    url: str | None = None


class NewPerson(_Body):
    first_name: str
    id: int | None = None
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = "zh-hans"
    phone_number: str | None = None
    stars: int = 10_000


class NewBot(_Body):
    token: str
    username: str | None = None
    name: str | None = None


class BotName(BaseModel):
    id: int
    username: str
    name: str
    stars: int


class Saying(_Body):
    text: str
    chat: ChatName = None
    topic: int | None = None
    reply_to: int | None = None


class Tapping(_Body):
    """One of label, data, or row and column; `forged` data needs the message and no button."""

    label: str | None = None
    data: str | None = None
    row: int | None = None
    column: int = 1
    forged: str | None = None
    message: int | None = None
    chat: ChatName = None


class Correcting(_Body):
    message: int
    text: str
    chat: ChatName = None


class Sharing(_Body):
    chat: ChatName = None
    contact_of: int | None = None
    latitude: float | None = None
    longitude: float | None = None


class Paying(_Body):
    """`wait_seconds` is how long to wait for the bot's word; the checkout itself lapses after ten."""

    chat: ChatName = None
    message: int | None = None
    link: str | None = None
    abandons: bool = False
    wait_seconds: float = 15.0


class Payment(BaseModel):
    """How a checkout stands; the error message is the bot's own."""

    id: int
    state: CheckoutState
    error_message: str | None
    charge_id: str | None


class InChat(_Body):
    chat: ChatName = None


class NewGroup(_Body):
    owner: int
    title: str
    kind: ChatType = ChatType.SUPERGROUP
    is_forum: bool = False
    bots: list[str] | None = None
    members: list[int] = []


class GroupName(BaseModel):
    id: int
    title: str
    kind: str
    is_forum: bool


class Joining(_Body):
    person: int
    is_administrator: bool = False


class Naming(_Body):
    person: int
    name: str


class BotIn(_Body):
    person: int
    bot: str


class Moving(_Body):
    seconds: int


class Moment(BaseModel):
    now: float


class LimitsSwitch(_Body):
    are_enforced: bool


def create_router(world: World) -> APIRouter:
    """Build the routes of the people API over that world."""
    router = APIRouter(tags=["people"])
    _add_people(router, world)
    _add_acts(router, world)
    _add_groups(router, world)
    _add_machinery(router, world)
    return router


def _add_people(router: APIRouter, world: World) -> None:
    @router.post("/people")
    async def add_person(body: NewPerson) -> Person:
        with world.writing():
            person = world.people.add(**body.model_dump())
            world.changes.record()
        return person

    @router.get("/people")
    async def list_people() -> list[Person]:
        return world.people.all()

    @router.get("/people/{id}")
    async def show_person(id: int) -> Person:
        return world.people.the(id)

    @router.get("/people/{id}/chats")
    async def list_chats(id: int) -> list[ChatTitle]:
        with world.writing():
            return sight.chat_list(world, world.people.the(id))

    @router.get("/people/{id}/sees")
    async def sees(
        id: int,
        chat: str | None = None,
        topic: int | None = None,
        after: int | None = None,
        wait_seconds: Wait = 0,
    ) -> Screen:
        """The chat as the person sees it; with `after`, as soon as something changed after that."""
        if after is not None:
            await world.changes.wait(after=after, timeout_seconds=wait_seconds)
        with world.writing():
            person = world.people.the(id)
            return sight.screen(world, person, places.the_chat(world, person, chat), topic=topic)

    @router.get("/files/{file_id}")
    async def download(file_id: str) -> Response:
        file = world.files.get(file_id)
        if file is None:
            raise HTTPException(404, f"There is no file {file_id}.")
        return Response(file.content, media_type=file.mime_type)


def _add_acts(router: APIRouter, world: World) -> None:
    def who_where(id: int, chat: ChatName) -> tuple[Person, Chat]:
        person = world.people.the(id)
        return person, places.the_chat(world, person, chat)

    @router.post("/people/{id}/says")
    async def says(id: int, body: Saying) -> Done:
        before = world.changes.number
        with world.writing():
            person, chat = who_where(id, body.chat)
            posted = speaking.says(world, person, chat, body.text, topic=body.topic, reply_to=body.reply_to)
        return Done(change=before, message_id=posted.id)

    @router.post("/people/{id}/edits")
    async def edits(id: int, body: Correcting) -> Done:
        before = world.changes.number
        with world.writing():
            person, chat = who_where(id, body.chat)
            posted = speaking.corrects(world, person, chat, body.message, body.text)
        return Done(change=before, message_id=posted.id)

    @router.post("/people/{id}/taps")
    async def taps(id: int, body: Tapping) -> Done:
        before = world.changes.number
        with world.writing():
            person, chat = who_where(id, body.chat)
            if body.forged is not None:
                tapping.forges(world, person, chat, message_id=body.message or 0, data=body.forged)
                return Done(change=before)
            place = Place(body.row, body.column) if body.row is not None else None
            wanted = tapping.Wanted(body.label, body.data, place, body.message)
            tapped = tapping.taps(world, person, chat, wanted)
        return Done(change=before, message_id=tapped.said.id if tapped.said else None, url=tapped.url)

    @router.post("/people/{id}/shows")
    async def shows(
        id: int,
        kind: Annotated[FileKind, Form()],
        files: list[UploadFile],
        caption: Annotated[str, Form()] = "",
        has_spoiler: Annotated[bool, Form()] = False,
        chat: Annotated[str | None, Form()] = None,
        topic: Annotated[int | None, Form()] = None,
        reply_to: Annotated[int | None, Form()] = None,
    ) -> Done:
        uploads = [Upload(file.filename or kind, await file.read(), file.content_type) for file in files]
        before = world.changes.number
        with world.writing():
            person, where = who_where(id, chat)
            posted = speaking.shows(
                world,
                person,
                where,
                kind,
                uploads,
                caption=caption,
                has_spoiler=has_spoiler,
                topic=topic,
                reply_to=reply_to,
            )
        return Done(change=before, message_id=posted[0].id)

    @router.post("/people/{id}/shares")
    async def shares(id: int, body: Sharing) -> Done:
        """Send one's own contact, another's with `contact_of`, or a place on earth."""
        before = world.changes.number
        with world.writing():
            person, chat = who_where(id, body.chat)
            if body.latitude is not None and body.longitude is not None:
                posted = speaking.shares_location(
                    world, person, chat, latitude=body.latitude, longitude=body.longitude
                )
            else:
                owner = world.people.the(body.contact_of) if body.contact_of else None
                posted = speaking.shares_contact(world, person, chat, of=owner)
        return Done(change=before, message_id=posted.id)

    @router.post("/people/{id}/pays")
    async def pays(id: int, body: Paying) -> Payment:
        with world.writing():
            person, chat = who_where(id, body.chat)
            checkout = paying.pays(
                world, person, chat, message_id=body.message, link=body.link, abandons=body.abandons
            )
        return await _outcome(world, checkout.id, body.wait_seconds)

    @router.post("/people/{id}/blocks")
    async def blocks(id: int, body: InChat) -> Done:
        before = world.changes.number
        with world.writing():
            gathering.blocks(world, *who_where(id, body.chat))
        return Done(change=before)

    @router.post("/people/{id}/unblocks")
    async def unblocks(id: int, body: InChat) -> Done:
        before = world.changes.number
        with world.writing():
            gathering.unblocks(world, *who_where(id, body.chat))
        return Done(change=before)

    @router.post("/people/{id}/leaves")
    async def leaves(id: int, body: InChat) -> Done:
        before = world.changes.number
        with world.writing():
            gathering.leaves(world, *who_where(id, body.chat))
        return Done(change=before)


def _add_groups(router: APIRouter, world: World) -> None:
    @router.post("/groups")
    async def found(body: NewGroup) -> GroupName:
        with world.writing():
            owner = world.people.the(body.owner)
            bots = _bots_named(world, body.bots)
            group = gathering.founds(
                world, owner, body.title, kind=body.kind, is_forum=body.is_forum, bots=bots
            )
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
            gathering.joins(
                world, person, places.the_group(world, id), is_administrator=body.is_administrator
            )
        return Done(change=before)

    @router.post("/groups/{id}/topics")
    async def open_topic(id: int, body: Naming) -> Done:
        before = world.changes.number
        with world.writing():
            person = world.people.the(body.person)
            topic = gathering.opens_topic(world, person, places.the_group(world, id), body.name)
        return Done(change=before, message_id=topic.thread_id)

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


def _add_machinery(router: APIRouter, world: World) -> None:
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

    @router.put("/limits")
    async def switch_limits(body: LimitsSwitch) -> LimitsSwitch:
        world.pace.switch(are_enforced=body.are_enforced)
        return body

    @router.get("/journal")
    async def journal(after: int = 0, method: str | None = None, chat: int | None = None) -> list[CallRecord]:
        return world.journal.calls(after=after, method=method, chat_id=chat)

    @router.get("/updates")
    async def updates(after: int = 0) -> list[UpdateRecord]:
        return world.updates.journal(after=after)

    @router.get("/faults")
    async def list_faults() -> list[ArmedRule]:
        return world.faults.all()

    @router.post("/faults")
    async def add_faults(rules: list[FaultRule]) -> list[ArmedRule]:
        for rule in rules:
            world.faults.add(rule)
        return world.faults.all()

    @router.delete("/faults")
    async def clear_faults() -> list[ArmedRule]:
        world.faults.clear()
        return world.faults.all()


async def _outcome(world: World, checkout_id: int, wait_seconds: float) -> Payment:
    """Return how the checkout stands once the bot has spoken, the ten seconds are over, or the wait is."""
    deadline = asyncio.get_running_loop().time() + min(wait_seconds, MOST_WAIT_SECONDS)
    while True:
        seen = world.changes.number
        with world.writing():
            checkout = world.invoices.the_checkout(checkout_id)
        remaining = deadline - asyncio.get_running_loop().time()
        if checkout.state is not CheckoutState.ASKED or remaining <= 0:
            return Payment(
                id=checkout.id,
                state=checkout.state,
                error_message=checkout.error_message,
                charge_id=checkout.charge_id,
            )
        lapses_in = world.invoices.lapses_at(checkout) - world.clock.seconds
        await world.changes.wait(after=seen, timeout_seconds=max(min(remaining, lapses_in), 0.01))


def _bots_named(world: World, names: list[str] | None) -> list[Bot]:
    return world.bots.all() if names is None else [world.bots.named(name) for name in names]


def _bot_name(bot: Bot) -> BotName:
    return BotName(id=bot.id, username=bot.username, name=bot.name, stars=bot.stars)


def _group_name(group: Chat) -> GroupName:
    return GroupName(id=group.id, title=group.title or "", kind=group.kind.value, is_forum=group.is_forum)
