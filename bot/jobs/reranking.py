"""The job that asks the reranker what an unclear sentence wants, while the person looks at a question what it was.

Not here: the asking itself (bot.understanding.reranker). It never fails: the question that is shown can do without.
"""

from datetime import datetime, timedelta
from typing import Any

from bot.clock import Clock
from bot.jobs.worker import Asked, Handler
from bot.understanding.reranker import Reranker

OF_USE_FOR = timedelta(seconds=15)
"""Who has read the question that long has chosen, or gone."""


def reranking_job(reranker: Reranker | None, clock: Clock) -> Handler:
    """Asks about the redacted `text` of a question that was shown `at`; finds its `intent`, or None."""

    async def do(asked: Asked) -> dict[str, Any]:
        is_late = clock.now() - datetime.fromisoformat(asked["at"]) > OF_USE_FOR
        intent = None if reranker is None or is_late else await reranker.choose(asked["text"])
        return {"intent": intent}

    return do
