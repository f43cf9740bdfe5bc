"""Mishaps: what can be wrong that its user can mend, in one sentence each.

Not here: bugs; those keep their traceback.
"""

from collections.abc import Iterator

from bot.cannot_do import CannotDo
from bot.drivers.driver import DriverFailed
from bot.postgres_server import NoPostgres
from bot.process import CannotStart
from bot.settings import BadSettings
from storage.database import DatabaseUnusable, why_unusable
from storage.failpoints import BadFailpoints
from storage.secrets import WrongKey

_SAYS_IT_ITSELF = (BadFailpoints, BadSettings, CannotDo, CannotStart, DatabaseUnusable, DriverFailed, NoPostgres)


def sentence_about(error: BaseException) -> str | None:
    """What happened and what to do; None when it is nothing a user can mend."""
    return next((sentence for cause in _causes(error) if (sentence := _sentence(cause))), None)


def _sentence(cause: BaseException) -> str | None:
    if isinstance(cause, _SAYS_IT_ITSELF):
        return str(cause)
    if isinstance(cause, WrongKey):
        return f"XIAOER_SECRET_KEY is not usable: {cause}"
    if isinstance(cause, OSError) and cause.filename is not None:
        return f"{cause.filename} can't be read or written ({cause.strerror})."
    return why_unusable(cause)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, or those inside a group of them."""
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _causes(inner)
    else:
        yield error
