"""The gateway over HTTP: the page to pay on, the questions a shop may ask, its journal, its faults.

Not here: what is answered (`desk`). A reply that is dropped is begun and never finished, as when a proxy dies.
"""

import asyncio
from html import escape
from importlib.resources import files
from string import Template
from urllib.parse import parse_qsl

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from sandbox.epay.desk import REFUSED, BadForm, Desk
from sandbox.epay.faults import Fault, FaultKind
from sandbox.epay.journal import Notice, Payment, Refund
from sandbox.gateway.bills import is_on_loopback

_PAGE = Template(files("sandbox.gateway").joinpath("page.html").read_text())
_FORM = Template("""
<p class="subject">易支付 E-pay</p>
<p class="amount" data-testid="amount">$money</p>
<dl><dt>单号 Number</dt><dd data-testid="number">$name</dd></dl>
$warning
<form method="post" action="/epay/submit.php">$fields<button data-testid="pay">$pay</button></form>
<p class="small">这是演示用的支付页，不会动用真钱。<br>A demonstration: no real money moves.</p>
""")
_WARNING = """
<p class="warning" data-testid="paid-already">这张单已经付过了，再付会重复扣款。<br>
This number is paid already; paying again takes the money twice.</p>
"""
_PAID = Template("""
<p class="sign good">✓</p>
<p class="subject" data-testid="paid">支付成功 Paid</p>
<p class="amount" data-testid="amount">$money</p>
<dl><dt>流水号 Transaction</dt><dd data-testid="transaction">$trade_no</dd></dl>
<p class="small">$back</p>
""")
_REFUSED = Template("""
<p class="sign bad">✕</p>
<p class="subject" data-testid="refused">无法支付 This can't be paid</p>
<p class="small">$reason</p>
""")


class Books(BaseModel):
    """Everything the gateway took and gave back, and everything it told or still has to tell."""

    payments: list[Payment]
    refunds: list[Refund]
    notices: list[Notice]


class Redelivery(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    number: str


class Dropped(Response):
    """A reply that begins and breaks off."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"99")]})


def create_router(desk: Desk) -> APIRouter:
    """Build the gateway's routes, all below `/epay`."""
    router = APIRouter(prefix="/epay", tags=["epay"])

    @router.get("/submit.php")
    async def show_bill(request: Request) -> Response:
        return _bill_page(desk, dict(request.query_params))

    @router.post("/submit.php")
    async def pay_bill(request: Request) -> Response:
        return _pay(desk, await _form(request))

    @router.post("/api/pay/{what}")
    async def ask(what: str, request: Request) -> Response:
        return await _answer(desk, what, await _form(request))

    @router.get("/journal")
    async def read_journal() -> Books:
        return _books(desk)

    @router.post("/faults")
    async def add_fault(fault: Fault) -> list[Fault]:
        desk.faults.add(fault)
        return desk.faults.all()

    @router.post("/redeliver")
    async def redeliver(wanted: Redelivery) -> Books:
        desk.redeliver(wanted.number)
        return _books(desk)

    return router


def _books(desk: Desk) -> Books:
    journal = desk.journal
    return Books(payments=journal.payments(), refunds=journal.refunds(), notices=journal.notices())


async def _form(request: Request) -> dict[str, str]:
    return dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))


def _bill_page(desk: Desk, bill: dict[str, str]) -> Response:
    try:
        desk.check_bill(bill)
    except BadForm as reason:
        return _refusal(str(reason))
    fields = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in bill.items()
    )
    is_paid = desk.journal.payment(number=bill["out_trade_no"]) is not None
    shown = _FORM.substitute(
        name=escape(bill.get("name", "")),
        money=escape(bill["money"]),
        warning=_WARNING if is_paid else "",
        fields=fields,
        pay="仍要支付 Pay again" if is_paid else "支付 Pay",
    )
    return HTMLResponse(_PAGE.substitute(body=shown))


def _pay(desk: Desk, bill: dict[str, str]) -> Response:
    try:
        desk.check_bill(bill)
    except BadForm as reason:
        return _refusal(str(reason))
    paid = desk.take(bill)
    back = _way_back(bill.get("return_url", ""))
    shown = _PAID.substitute(money=escape(paid.money), trade_no=escape(paid.trade_no), back=back)
    return HTMLResponse(_PAGE.substitute(body=shown))


def _way_back(return_url: str) -> str:
    """A link on this machine; elsewhere there may be somebody else's shop."""
    if is_on_loopback(return_url):
        return f'<a href="{escape(return_url)}">回到聊天 Back to the chat</a>'
    return "可以回到聊天了。<br>You can go back to the chat."


def _refusal(reason: str) -> Response:
    return HTMLResponse(_PAGE.substitute(body=_REFUSED.substitute(reason=escape(reason))), status_code=403)


async def _answer(desk: Desk, what: str, asked: dict[str, str]) -> Response:
    """Answer as the armed faults have it: those that keep it from acting come first."""
    number = asked.get("out_refund_no") or asked.get("out_trade_no") or ""

    def strikes(kind: FaultKind) -> Fault | None:
        return desk.faults.strikes(kind, number=number, what=what)

    if slow := strikes(FaultKind.SLOW):
        await asyncio.sleep(slow.seconds)
    if strikes(FaultKind.DROP_BEFORE):
        return Dropped()
    if strikes(FaultKind.TOO_MANY):
        return PlainTextResponse("slow down", status_code=429, headers={"Retry-After": "1"})
    try:
        desk.check(asked)
    except BadForm as reason:
        return JSONResponse(desk.signed({"code": REFUSED, "msg": str(reason)}))
    if strikes(FaultKind.REJECT):
        return JSONResponse(desk.signed({"code": REFUSED, "msg": "not today"}))
    said = desk.answer(what, asked)
    if strikes(FaultKind.DROP_REPLY):
        return Dropped()
    if strikes(FaultKind.ERROR):
        return PlainTextResponse("went wrong", status_code=500)
    if strikes(FaultKind.MALFORMED):
        return PlainTextResponse('{"code": 0, "refund', media_type="application/json")
    return JSONResponse(said if strikes(FaultKind.UNSIGNED) else desk.signed(said))
