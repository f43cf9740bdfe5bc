"""The people themselves and what they see. Not here: what they do (`acts`)."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from starlette.responses import Response

from sandbox import sight
from sandbox.acts import places
from sandbox.people import Person
from sandbox.people_api.bodies import Crowd, NewPerson
from sandbox.screens import ChatTitle, Screen
from sandbox.world import World

MOST_WAIT_SECONDS = 120
Wait = Annotated[float, Query(ge=0, le=MOST_WAIT_SECONDS)]


def add_routes(router: APIRouter, world: World) -> None:
    @router.post("/people")
    async def add_person(body: NewPerson) -> Person:
        with world.writing():
            person = world.people.add(**body.model_dump(exclude={"has_started"}))
            if body.has_started:
                world.chats.open_private(world.bots.first(), person)
            world.changes.record()
        return person

    @router.post("/crowds")
    async def add_crowd(body: Crowd) -> list[int]:
        """Let many people be born in one go; returns their ids in order."""
        with world.writing():
            crowd = [world.people.add(name, language_code=body.language_code) for name in body.first_names]
            if body.has_started:
                for person in crowd:
                    world.chats.open_private(world.bots.first(), person)
            world.changes.record()
        return [person.id for person in crowd]

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
