"""Logs: one line an event, readable on a terminal, JSON elsewhere, and never a token in it.

Not here: what is logged. Ids are; names, accounts, codes and message texts are not.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_TOKEN = re.compile(r"\d{5,}:[\w-]{20,}")


def configure() -> None:
    """Send structlog and the libraries' logging to stderr."""
    is_terminal = sys.stderr.isatty()
    renderer = structlog.dev.ConsoleRenderer() if is_terminal else structlog.processors.JSONRenderer(ensure_ascii=False)
    shared: list[Any] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        without_tokens,
    ]
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WithoutTokens("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    # APScheduler says 'maximum number of running instances reached' when a tick takes longer than a second.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


class WithoutTokens(logging.Formatter):
    """What the libraries log, with bot tokens blanked out."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, traceback included."""
        return _TOKEN.sub("<token>", super().format(record))


def without_tokens(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Blank out bot tokens wherever they hide, as in the addresses that HTTP errors quote."""
    del logger, method
    return {name: _TOKEN.sub("<token>", value) if isinstance(value, str) else value for name, value in event.items()}
