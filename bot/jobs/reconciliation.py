"""The job that fetches a gateway's statement, for a night's reconciliation.

Not here: when (bot.reconciling), or the comparing, which is a turn's (handlers.admin.reconciliation).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from backend import reconciliation
from bot.gateways.gateway import Gateway, GivingBack, Unknown
from bot.jobs.worker import Asked, Handler


class NoStatement(Exception):
    """The gateway gave no statement that can be believed; the job is tried again, and then told of as given up."""


def statement_job(gateways: Mapping[str, Gateway]) -> Handler:
    """Asks for what moved around that time; finds the lines."""

    async def do(asked: Asked) -> dict[str, Any]:
        gateway = gateways.get(asked["gateway"])
        if not isinstance(gateway, GivingBack):
            raise NoStatement(f"there is no gateway {asked['gateway']} to ask (any more)")
        since, until = (datetime.fromisoformat(asked[name]) for name in ("since", "until"))
        found = await gateway.statement(
            since=since - reconciliation.MARGIN_BEFORE, until=until + reconciliation.MARGIN_AFTER
        )
        if isinstance(found, Unknown):
            raise NoStatement(found.why)
        return {"lines": reconciliation.to_json(found)}

    return do
