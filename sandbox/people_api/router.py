"""All routes of the people API over one world. Not here: the routes themselves; one file for each kind of them."""

from fastapi import APIRouter

from sandbox.people_api import acts, groups, machinery, people
from sandbox.world import World


def create_router(world: World) -> APIRouter:
    """Build the routes of the people API over that world."""
    router = APIRouter(tags=["people"])
    for part in (people, acts, groups, machinery):
        part.add_routes(router, world)
    return router
