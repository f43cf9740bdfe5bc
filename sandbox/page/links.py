"""Telegram's own links, read as what they open inside the sandbox: a bot's chat, or an invoice.

Not here: opening them (`conversation`). Source: https://core.telegram.org/api/links
"""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

HOST = "t.me"


@dataclass(frozen=True)
class BotLink:
    """Opens the chat with a bot, and starts it with the payload if there is one."""

    username: str
    start: str | None


@dataclass(frozen=True)
class InvoiceLink:
    """Opens an invoice to be paid."""

    slug: str


def read_link(url: str) -> BotLink | InvoiceLink | None:
    """Return what a link to Telegram opens, None for any other."""
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    if parts.scheme == "tg" and parts.netloc == "resolve" and "domain" in query:
        return BotLink(query["domain"], query.get("start"))
    name = parts.path.strip("/")
    if parts.netloc != HOST or not name:
        return None
    return InvoiceLink(name[1:]) if name.startswith("$") else BotLink(name, query.get("start"))
