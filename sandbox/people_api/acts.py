"""What people do: say, tap, correct, show, share, pay, block, leave. Not here: carrying it out (`sandbox.acts`)."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Form, UploadFile

from sandbox.acts import gathering, paying, places, speaking, tapping
from sandbox.chats import Chat
from sandbox.files import FileKind, Upload
from sandbox.invoices import CheckoutState
from sandbox.keyboards import Place
from sandbox.people import Person
from sandbox.people_api.bodies import ChatName, Correcting, Done, InChat, Paying, Payment, Saying, Sharing, Tapping
from sandbox.world import World


def add_routes(router: APIRouter, world: World) -> None:
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
                posted = speaking.shares_location(world, person, chat, latitude=body.latitude, longitude=body.longitude)
            else:
                owner = world.people.the(body.contact_of) if body.contact_of else None
                posted = speaking.shares_contact(world, person, chat, of=owner)
        return Done(change=before, message_id=posted.id)

    @router.post("/people/{id}/pays")
    async def pays(id: int, body: Paying) -> Payment:
        with world.writing():
            person, chat = who_where(id, body.chat)
            checkout = paying.pays(world, person, chat, message_id=body.message, link=body.link, abandons=body.abandons)
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


async def _outcome(world: World, checkout_id: int, wait_seconds: float) -> Payment:
    """Return how the checkout stands once the bot has spoken, the ten seconds are over, or the wait is."""
    deadline = asyncio.get_running_loop().time() + wait_seconds
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
