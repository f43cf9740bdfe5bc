"""The webhook: where the platform posts updates, one at a time, instead of being polled for them.

Not here: the server that carries the route (bot.listener), or storing (bot.intake). 200 is said only of what is
durable, and carries no call: the platform would make it, and tell nobody what came of it.
"""

import hmac
from collections.abc import Awaitable, Callable, Sequence
from itertools import chain, repeat

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.drivers.driver import ALLOWED_UPDATES, Done, Driver, Flooded
from bot.listener import body_of
from bot.reading import arrival_of_body
from storage import failpoints
from storage.inbox import Arrival

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header, not a secret

MOST_UPDATE_BYTES = 1_048_576
"""Far longer than any update: one that is refused is posted again for a day, and holds up its chat."""

MOST_CONNECTIONS = 100
"""As many chats at once as the platform allows (Source: Bot API, setWebhook): they share commits."""

RETRY_SECONDS = 2
"""When we can't store, ask again then; the platform heeds it, and would else wait ever longer."""

PAUSES_SECONDS = (1, 2, 5, 10, 30)
"""Between attempts to tell the platform; the last one repeats."""

log = structlog.get_logger()


class Webhook:
    """Takes updates in. Behind a balancer any number of processes may: the inbox keeps each update once."""

    def __init__(
        self,
        driver: Driver,
        clock: Clock,
        *,
        bot_id: int,
        public_url: str,
        secrets: Sequence[str],
        store: Callable[[Sequence[Arrival]], Awaitable[None]],
    ) -> None:
        self._driver = driver
        self._clock = clock
        self._bot_id = bot_id
        self._public_url = public_url
        self._secrets = secrets
        self._store = store

    @property
    def route(self) -> Route:
        """What the listener has to carry."""
        return Route(f"/telegram/{self._bot_id}", self._take, methods=["POST"])

    async def register(self) -> None:
        """Tell the platform where to post and with which secret (the first), until it has agreed."""
        await _insist(
            self._driver,
            self._clock,
            "setWebhook",
            url=f"{self._public_url}/telegram/{self._bot_id}",
            secret_token=self._secrets[0],
            allowed_updates=ALLOWED_UPDATES,
            max_connections=MOST_CONNECTIONS,
        )

    async def _take(self, request: Request) -> Response:
        if not self._is_secret(request.headers.get(SECRET_HEADER, "")):
            log.warning("update not believed", reason="wrong secret")
            return PlainTextResponse("not believed", status_code=403)
        body = await body_of(request, most_bytes=MOST_UPDATE_BYTES)
        if body is None:
            log.error("update refused", reason="too large")
            return PlainTextResponse("too large", status_code=413)
        try:
            await self._store([arrival_of_body(body, bot_id=self._bot_id)])
        except Exception:
            # Disk full, database away: not acknowledged, so the platform keeps the update for us.
            log.exception("storing an update failed")
            return PlainTextResponse("not now", status_code=503, headers={"Retry-After": str(RETRY_SECONDS)})
        failpoints.reached("update.posted")
        return Response()

    def _is_secret(self, given: str) -> bool:
        """Each is compared to its end, so that the time taken tells nothing of either."""
        same = [hmac.compare_digest(given.encode("latin-1"), secret.encode()) for secret in self._secrets]
        return any(same)


async def withdraw(driver: Driver, clock: Clock) -> None:
    """Have the platform keep updates for polling. Those it could not post so far are among them."""
    await _insist(driver, clock, "deleteWebhook")


async def _insist(driver: Driver, clock: Clock, method: str, **parameters: object) -> None:
    for pause in chain(PAUSES_SECONDS, repeat(PAUSES_SECONDS[-1])):
        outcome = await driver.call(method, **parameters)
        if isinstance(outcome, Done):
            log.info("webhook changed", method=method)
            return
        log.warning("webhook not changed", method=method, outcome=repr(outcome))
        await clock.sleep(max(pause, outcome.seconds) if isinstance(outcome, Flooded) else pause)
