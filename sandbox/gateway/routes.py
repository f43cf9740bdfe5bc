"""The gateway over HTTP: the page to pay on, its journal, its faults.

Not here: how the page looks (`paper`). The page's form carries the whole bill again with its signature, so
nothing of it is kept until it is paid.
"""

from typing import Annotated

from fastapi import APIRouter, Form, Query
from pydantic import BaseModel, ConfigDict
from starlette.responses import HTMLResponse, Response

from sandbox.gateway import paper
from sandbox.gateway.bills import BadBill, Bill
from sandbox.gateway.faults import Fault
from sandbox.gateway.journal import Notice, Payment
from sandbox.gateway.till import Gateway


class SignedBill(BaseModel):
    """A bill as an address or a form carries it."""

    number: str
    amount_minor: int
    currency: str
    notify: str
    signature: str
    subject: str = ""

    @property
    def bill(self) -> Bill:
        return Bill(self.number, self.amount_minor, self.currency, self.notify, self.subject)


class Books(BaseModel):
    """Everything the gateway took, and everything it told or still has to tell."""

    payments: list[Payment]
    notices: list[Notice]


class Redelivery(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    number: str


def create_router(gateway: Gateway) -> APIRouter:
    """Build the gateway's routes, all below `/gateway`."""
    router = APIRouter(prefix="/gateway", tags=["gateway"])

    @router.get("/pay")
    async def show_bill(asked: Annotated[SignedBill, Query()]) -> Response:
        return _checked(gateway, asked) or HTMLResponse(
            paper.bill_page(asked.bill, asked.signature, gateway.journal.payments_for(asked.number))
        )

    @router.post("/pay")
    async def pay_bill(asked: Annotated[SignedBill, Form()]) -> Response:
        return _checked(gateway, asked) or HTMLResponse(paper.paid_page(gateway.take(asked.bill)))

    @router.get("/journal")
    async def read_journal() -> Books:
        return _books(gateway)

    @router.post("/faults")
    async def add_fault(fault: Fault) -> list[Fault]:
        gateway.faults.add(fault)
        return gateway.faults.all()

    @router.post("/redeliver")
    async def redeliver(wanted: Redelivery) -> Books:
        gateway.redeliver(wanted.number)
        return _books(gateway)

    return router


def _books(gateway: Gateway) -> Books:
    return Books(payments=gateway.journal.payments(), notices=gateway.journal.notices())


def _checked(gateway: Gateway, asked: SignedBill) -> Response | None:
    """Return the page that refuses the bill, None when it may be paid."""
    try:
        gateway.check(asked.bill, asked.signature)
    except BadBill as reason:
        return HTMLResponse(paper.refusal_page(str(reason)), status_code=403)
    return None
