"""Standing: whether the platform takes calls from this bot at all, or does not know its token (any more).

Not here: the calls (bot.courier), or updates that can't be fetched, which end the process (bot.intake).
"""

from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.drivers.driver import Driver, DriverFailed, Outcome, Rejected, Unreached

NOT_US = (401, 404)
"""How the platform refuses a token it does not know; an unknown method is a 404 as well."""

LOOK_AGAIN = timedelta(seconds=60)
"""While we are refused: between looks at whether we still are."""

log = structlog.get_logger()


class Standing:
    """Looked into when a refusal may be meant for us and not for the call; from then on nobody need try."""

    def __init__(self, driver: Driver, clock: Clock) -> None:
        self._driver = driver
        self._clock = clock
        self._look_at: datetime | None = None

    @property
    def is_refused(self) -> bool:
        """Whether the platform does not know our token, as far as we have heard."""
        return self._look_at is not None

    async def may_call(self) -> bool:
        """Whether there is sense in a call; who asks after a while finds out whether we are known again."""
        if self._look_at is None:
            return True
        if self._clock.now() < self._look_at:
            return False
        self._look_at = self._clock.now() + LOOK_AGAIN  # before waiting: of many who ask, one looks
        if await self._is_known() is not True:
            return False
        self._look_at = None
        log.info("Telegram knows our token again")
        return True

    async def explain(self, refusal: Rejected) -> Outcome:
        """The refusal, once it is certain whom it is meant for: only then `is_refused` tells. Else it is no answer."""
        if self.is_refused:
            return refusal
        is_known = await self._is_known()
        if is_known is None:
            return Unreached("it could not be found out whether the token or the call was refused")
        if not is_known and not self.is_refused:
            self._look_at = self._clock.now() + LOOK_AGAIN
            reason = f"{refusal.code} {refusal.description}"
            log.error("Telegram does not know our token: nothing is sent until it does", reason=reason)
        return refusal

    async def _is_known(self) -> bool | None:
        """None if nobody answers."""
        try:
            await self._driver.identify()
        except DriverFailed as failure:
            return False if failure.fatal else None
        return True
