"""Signing in and out: the pages a one-time link leads to, and the cookie that a session is known by.

Not here: what makes a link good (backend.sign_in). Opening a link changes nothing, since chats and scanners open
links to preview them; only the button on its page uses it up.
"""

import asyncio
import secrets
from html import escape

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from backend import sign_in
from backend.errors import Refused
from console.desk import Desk
from console.look import STYLE
from console.session import COOKIE, language_of
from flows.words import Words, words
from storage.secrets import Secret

COOKIE_BYTES = 32


def routes(desk: Desk) -> APIRouter:
    """The routes of signing in and out."""
    router = APIRouter(include_in_schema=False)

    @router.get("/sign-in")
    def ask(request: Request, token: str = "") -> Response:
        return _page(desk, request, words("console-sign-in"), token=token)

    @router.post("/sign-in")
    async def enter(request: Request) -> Response:
        form = await request.form()
        cookie = Secret(secrets.token_urlsafe(COOKIE_BYTES))
        token, now = str(form.get("token", "")), desk.clock.now()
        signing_in = desk.database.write(lambda db: sign_in.sign_in(db, token, cookie=cookie, now=now))
        try:
            await asyncio.wrap_future(signing_in)
        except Refused as refused:
            return _page(desk, request, Words(refused.key, refused.arguments), status=403)
        entered = RedirectResponse("/", status_code=303)
        entered.set_cookie(
            COOKIE,
            cookie.reveal(),
            max_age=sign_in.SESSION_HOURS * 3600,
            httponly=True,
            secure=desk.is_encrypted,
            samesite="lax",
        )
        return entered

    @router.post("/sign-out")
    async def leave(request: Request) -> Response:
        cookie, now = request.cookies.get(COOKIE, ""), desk.clock.now()
        await asyncio.wrap_future(desk.database.write(lambda db: sign_in.sign_out(db, cookie, now=now)))
        left = RedirectResponse("/signed-out", status_code=303)
        left.delete_cookie(COOKIE, httponly=True, secure=desk.is_encrypted, samesite="lax")
        return left

    @router.get("/signed-out")
    def signed_out(request: Request) -> Response:
        return _page(desk, request, words("console-signed-out"))

    return router


def _page(desk: Desk, request: Request, text: Words, *, token: str = "", status: int = 200) -> HTMLResponse:
    """A page with one sentence and, if it has a token to send, a button."""
    language = language_of(desk, request)

    def say(spoken: Words) -> str:
        return escape(desk.voice.label(spoken, language))

    button = f'<button class="button is-main">{say(words("console-enter"))}</button>' if token else ""
    body = f"""<!doctype html>
<html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>{say(words("console-title"))}</title><style>{STYLE}</style></head>
<body><main class="door"><div class="door-card"><div class="mark">{say(words("console-mark"))}</div>
<h1>{say(words("console-title"))}</h1><p>{say(text)}</p>
<form method="post" action="/sign-in"><input type="hidden" name="token" value="{escape(token)}">{button}</form>
</div></main></body></html>"""
    return HTMLResponse(body, status_code=status)
