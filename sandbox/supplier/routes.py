"""The suppliers over HTTP, each below its name: purchases, offers; and for scripts its journal and its faults.

Not here: what a supplier does (`depot`). Calls of the shop are signed, those of scripts are not.
"""

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, PlainTextResponse, Response

from sandbox.supplier.calls import SIGNATURE_HEADER, TIMESTAMP_HEADER, sign
from sandbox.supplier.depot import Answer, Article, Depot, NoAnswer, Order
from sandbox.supplier.faults import Fault
from sandbox.supplier.journal import Issued


class Purchase(BaseModel):
    """A purchase as the shop sends it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: str = Field(min_length=1, max_length=100)
    sku: str
    quantity: int = Field(ge=1, le=1000)
    unit_cost_minor: int = Field(ge=0)
    currency: str
    account: str = ""
    notify: str = ""


class Cost(BaseModel):
    """What one piece costs from now on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit_cost_minor: int = Field(ge=0)


def create_router(depots: Sequence[Depot], *, wait: Callable[[float], Awaitable[None]] = asyncio.sleep) -> APIRouter:
    """Build the routes of these suppliers; `wait` is how silence lasts."""
    router = APIRouter(prefix="/suppliers/{name}", tags=["suppliers"])
    by_name = {depot.name: depot for depot in depots}

    def depot_of(name: str) -> Depot:
        if name not in by_name:
            raise HTTPException(404, "no such supplier")
        return by_name[name]

    @router.post("/purchases")
    async def take(name: str, request: Request) -> Response:
        depot = depot_of(name)
        asked = Purchase.model_validate_json(await _believed(depot, request))
        try:
            return _response(depot.take(Order(**asked.model_dump())))
        except NoAnswer as silence:
            await wait(silence.seconds)
            return _response(silence.answer or Answer(504, "too late"))

    @router.get("/purchases/{number}")
    async def query(name: str, number: str, request: Request) -> Response:
        depot = depot_of(name)
        await _believed(depot, request)
        return _response(depot.query(number))

    @router.get("/offers")
    async def offers(name: str, request: Request) -> dict[str, Any]:
        depot = depot_of(name)
        await _believed(depot, request)
        return {"offers": [_offer(article) for article in depot.offers()]}

    @router.get("/journal")
    async def read_journal(name: str) -> list[Issued]:
        return depot_of(name).journal.all()

    @router.post("/faults")
    async def add_fault(name: str, fault: Fault) -> list[Fault]:
        depot_of(name).faults.add(fault)
        return depot_of(name).faults.all()

    @router.post("/articles/{sku}/cost")
    async def change_cost(name: str, sku: str, cost: Cost) -> dict[str, Any]:
        article = next((each for each in depot_of(name).offers() if each.sku == sku), None)
        if article is None:
            raise HTTPException(404, "no such article")
        depot_of(name).stock(replace(article, unit_cost_minor=cost.unit_cost_minor))
        return _offer(article)

    return router


async def _believed(depot: Depot, request: Request) -> bytes:
    """The body of a call that the shop signed."""
    body = await request.body()
    stamp = request.headers.get(TIMESTAMP_HEADER, "")
    wanted = sign(depot.key, stamp=stamp, method=request.method, path=request.url.path, body=body)
    if not hmac.compare_digest(wanted.encode(), request.headers.get(SIGNATURE_HEADER, "").encode()):
        raise HTTPException(401, "wrong signature")
    return body


def _offer(article: Article) -> dict[str, Any]:
    return {
        "sku": article.sku,
        "unit_cost_minor": article.unit_cost_minor,
        "currency": article.currency,
        "available": article.available,
    }


def _response(answer: Answer) -> Response:
    if isinstance(answer.body, str):
        return PlainTextResponse(answer.body, status_code=answer.status)
    return JSONResponse(answer.body, status_code=answer.status)
