"""Refusals in Telegram's wording: what a bot gets instead of a result.

Not here: when they are due. Source of the wording: tdlib/telegram-bot-api, Client.cpp
`fail_query_with_error`.
"""


class Refusal(Exception):
    """A call that is answered with `ok: false`; nothing has changed."""

    def __init__(self, code: int, description: str, *, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after


def bad_request(reason: str) -> Refusal:
    """Return a 400. Like the server, begin the reason in lower case unless it is a constant."""
    starts_constant = len(reason) > 1 and (reason[1] == "_" or reason[1].isupper())
    return Refusal(400, f"Bad Request: {reason if starts_constant else reason[:1].lower() + reason[1:]}")


def forbidden(reason: str) -> Refusal:
    return Refusal(403, f"Forbidden: {reason}")


def conflict(reason: str) -> Refusal:
    return Refusal(409, f"Conflict: {reason}")


def too_many_requests(seconds: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
